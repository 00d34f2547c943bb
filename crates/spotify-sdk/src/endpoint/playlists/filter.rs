//! `fields` and `additional_types`: what the answers of reading operations have in them.

use crate::endpoint::RequestBuilder;
use crate::error::{Error, Result};

/// An operation that takes `fields`.
pub trait HasFields {
    /// The filter, `None` for all fields.
    fn fields_mut(&mut self) -> &mut Option<String>;
}

/// An operation that takes `additional_types`.
pub trait HasAdditionalTypes {
    /// The types, `None` for tracks and episodes.
    fn additional_types_mut(&mut self) -> &mut Option<Vec<String>>;
}

/// Says of endpoints that they have both, as fields of the same names.
macro_rules! filter_options {
    ($Endpoint:ident $(<$P:ident>)?) => {
        impl $(<$P>)? crate::endpoint::HasFields for $Endpoint $(<$P>)? {
            fn fields_mut(&mut self) -> &mut Option<String> {
                &mut self.fields
            }
        }

        impl $(<$P>)? crate::endpoint::HasAdditionalTypes for $Endpoint $(<$P>)? {
            fn additional_types_mut(&mut self) -> &mut Option<Vec<String>> {
                &mut self.additional_types
            }
        }
    };
}
pub(super) use filter_options as options;

impl RequestBuilder {
    /// Adds `fields`, in which `always` are kept whatever else is wanted.
    #[must_use]
    pub(super) fn fields(self, fields: Option<&str>, always: &[&str]) -> Self {
        let filter = fields.map(|fields| {
            let filter = checked(fields)?;
            let added = match filter.starts_with('!') {
                // The rest is all there already.
                true => Vec::new(),
                false => always.iter().copied().filter(|name| !has_at_top(&filter, name)).collect(),
            };
            Ok([&[filter.as_str()], &added[..]].concat().join(","))
        });
        self.try_query("fields", filter.transpose())
    }

    /// Adds `additional_types`. Without it Spotify sends episodes in the shape of tracks, for apps that were written before
    /// there were any.
    #[must_use]
    pub(super) fn additional_types(self, types: Option<&[String]>) -> Self {
        let types = match types {
            None => Ok("track,episode".to_owned()),
            Some([]) => Err(Error::invalid_argument("`additional_types` is empty")
                .with_advice("Pass `track` and `episode`, or leave it out for both")),
            Some(types) => match types.iter().find(|name| !is_name(name)) {
                Some(name) => Err(Error::invalid_argument(format!(
                    "`additional_types` has {name:?} in it, which is no type"
                ))),
                None => Ok(types.join(",")),
            },
        };
        self.try_query("additional_types", types.map(Some))
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Whether the filter names this field outside of all parentheses, be it to leave it out.
fn has_at_top(filter: &str, name: &str) -> bool {
    let mut depth = 0;
    let entries = filter.split(|c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth == 0 && c == ','
    });
    entries.into_iter().any(|entry| entry.strip_prefix('!').unwrap_or(entry) == name)
}

/// The filter without spaces, if it is one: names between commas and dots, with parentheses around lists of what is wanted of
/// a name, and `!` before what is not. Spotify ignores what it can't read and sends everything, or nothing.
fn checked(fields: &str) -> Result<String> {
    let words: Vec<&str> = fields.split_whitespace().collect();
    let filter = words.concat();
    let wrong = |what: &str| {
        Err(Error::invalid_argument(format!("`fields` {what}"))
            .with_advice("Write it like `total,items(added_at,item(name,album(!images)))`"))
    };
    if filter.is_empty() {
        return wrong("is empty");
    }
    if words.windows(2).any(|pair| pair[0].ends_with(is_name_part) && pair[1].starts_with(is_name_part)) {
        return wrong("has a space between two names");
    }
    let mut depth = 0_usize;
    // What may follow depends on what came before, beginning as after a comma.
    let mut before = ',';
    for c in filter.chars() {
        let fits = match c {
            '!' => matches!(before, ',' | '('),
            '.' => is_name_part(before),
            '(' => {
                depth += 1;
                is_name_part(before)
            }
            ',' => is_name_part(before) || before == ')',
            ')' => {
                let Some(outer) = depth.checked_sub(1) else {
                    return wrong("closes a parenthesis that it did not open");
                };
                depth = outer;
                is_name_part(before) || before == ')'
            }
            c if is_name_part(c) => before != ')',
            _ => return wrong(&format!("has {c:?} in it")),
        };
        if !fits {
            return wrong(&format!("has {c:?} where it can't be, after {before:?}"));
        }
        before = c;
    }
    match (depth, before) {
        (0, ')') => Ok(filter),
        (0, before) if is_name_part(before) => Ok(filter),
        (0, before) => wrong(&format!("ends in {before:?}")),
        _ => wrong("opens a parenthesis that it does not close"),
    }
}

fn is_name_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_sent_without_spaces() {
        for (filter, sent) in [
            ("description,uri", "description,uri"),
            (
                "items(added_by.id, item(name, href, album(name, href)))",
                "items(added_by.id,item(name,href,album(name,href)))",
            ),
            ("items.item.album(!external_urls,images)", "items.item.album(!external_urls,images)"),
            ("!tracks", "!tracks"),
            (" a ,\n b ( c . d , ! e ) ", "a,b(c.d,!e)"),
            ("a(b),c", "a(b),c"),
        ] {
            assert_eq!(checked(filter).expect(filter), sent);
        }
    }

    #[test]
    fn fault_115_what_is_no_filter_is_refused() {
        for (filter, says) in [
            ("", "is empty"),
            (" ", "is empty"),
            ("a,,b", "where it can't be"),
            (",a", "where it can't be"),
            ("a,", "ends in ','"),
            ("a.", "ends in '.'"),
            ("!", "ends in '!'"),
            ("a(b", "does not close"),
            ("a)", "did not open"),
            ("(a)", "where it can't be"),
            ("a()", "where it can't be"),
            ("a(b)c", "where it can't be"),
            ("a!b", "where it can't be"),
            ("a&b=c", "has '&' in it"),
            ("name description", "a space between two names"),
            ("items(item(name\n  uri))", "a space between two names"),
            ("items. item(a b)", "a space between two names"),
            ("a[0]", "has '[' in it"),
        ] {
            let error = checked(filter).expect_err(filter);
            assert!(error.message().contains(says), "{filter}: {error}");
        }
    }

    #[test]
    fn what_paging_needs_is_not_filtered_out() {
        let fields = |filter| {
            const OPERATION: crate::operation::Operation = crate::operation::Operation::get("x", "/x");
            let request = crate::endpoint::ApiRequest::builder(&OPERATION);
            let request = request.fields(Some(filter), &["next", "offset"]).build().expect(filter);
            let (_, value) = url::form_urlencoded::parse(request.query().as_bytes()).next().expect("fields");
            value.into_owned()
        };
        assert_eq!(fields("items(item(name))"), "items(item(name)),next,offset");
        assert_eq!(fields("items(next)"), "items(next),next,offset");
        assert_eq!(fields("next,offset,items(added_at)"), "next,offset,items(added_at)");
        assert_eq!(fields("!items"), "!items");
        assert_eq!(fields("items(item(name)),!next"), "items(item(name)),!next,offset");
        assert_eq!(fields("items(!next)"), "items(!next),next,offset");
    }
}
