//! What a fault does to the request it hits.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

/// An edit of an answer's JSON.
pub(crate) type Patch = Arc<dyn Fn(&mut Value) + Send + Sync>;

#[derive(Clone, Default)]
pub(crate) struct Effect {
    pub(crate) replacement: Option<Replacement>,
    pub(crate) after_applying: bool,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) patch: Option<Patch>,
    pub(crate) delay: Duration,
    pub(crate) transfer: Transfer,
    pub(crate) ending: Option<Ending>,
}

/// An answer in place of the real one.
#[derive(Clone, Default)]
pub(crate) struct Replacement {
    pub(crate) status: Option<StatusCode>,
    /// The body with its content type, if the fault gave one.
    pub(crate) body: Option<(Option<&'static str>, Bytes)>,
}

/// How the body travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Transfer {
    #[default]
    Whole,
    Drip(Duration),
    Truncate(usize),
    Forever,
    GzipBomb(u64),
}

/// How the connection ends before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Reset,
    Close,
}

impl Effect {
    pub(super) fn replacement(&mut self) -> &mut Replacement {
        self.replacement.get_or_insert_default()
    }

    /// Whether the request is carried out.
    pub(crate) fn applies(&self) -> bool {
        self.after_applying || (self.replacement.is_none() && !self.ends_before_the_answer())
    }

    /// Whether not a byte of an answer is sent.
    pub(crate) fn ends_before_the_answer(&self) -> bool {
        self.ending.is_some() && !matches!(self.transfer, Transfer::Truncate(_))
    }
}
