//! A place in a list, as the `next` of a page names it.

use url::{Url, form_urlencoded};

use super::not_a_place;
use crate::error::{Error, Result};

/// A place in a list, as the `next` of an earlier page says it. Only the parameters are kept, and of those a list takes only
/// its own: `offset`, `limit`, a cursor. Where the text leads is compared with where the operation is, and never
/// followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    query: Vec<(String, String)>,
}

impl Place {
    /// What `next` says about the list at `path`, which is below one of `bases`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when it is no address, or one of something else.
    pub fn parse(next: &str, path: &str, bases: &[&str]) -> Result<Self> {
        let url = Url::parse(next.trim()).map_err(|_| not_a_place("it is not the address of a page"))?;
        let is_same =
            bases.iter().any(|base| url.path().strip_prefix(base.trim_end_matches('/')) == Some(path));
        if !is_same {
            return Err(not_a_place(format_args!("it is the address of something else than `{path}`")));
        }
        let query = form_urlencoded::parse(url.query().unwrap_or_default().as_bytes());
        Ok(Self { query: query.into_owned().collect() })
    }

    /// A parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// A parameter that is a number.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when it is none, or too large a one.
    pub fn number<N: std::str::FromStr>(&self, name: &str) -> Result<Option<N>> {
        let number =
            |text: &str| text.parse().map_err(|_| not_a_place(format_args!("its `{name}` is not a number")));
        self.get(name).map(number).transpose()
    }

    /// The error for a place that names none.
    pub(super) fn is_none_of(&self, what: &str) -> Error {
        not_a_place(format_args!("it has not {what}"))
    }
}
