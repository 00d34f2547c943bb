//! The `fields` filter: `total,items(added_at,item(name,album(!images)))`.

use serde_json::{Map, Value};

use crate::http::web_api::{ApiError, Call};

/// How far inside of each other fields may be. No body is half as deep, and whoever reads a filter goes down with it.
const DEEPEST: usize = 32;

/// What of a body a request asks for. By default all of it.
#[derive(Default)]
pub(super) struct Filter(Option<List>);

/// Names of fields, with what is asked of each. All of an excluding list are left out, and nothing else is.
struct List {
    excludes: bool,
    fields: Vec<(String, Option<List>)>,
}

impl Filter {
    pub(super) fn of(call: &Call<'_>) -> Result<Self, ApiError> {
        let Some(text) = call.request.query("fields").filter(|text| !text.trim().is_empty()) else {
            return Ok(Self(None));
        };
        let list = List::parse(&text).ok_or(ApiError::bad_request("Invalid field filter"))?;
        Ok(Self(Some(list)))
    }

    pub(super) fn apply(&self, body: &mut Value) {
        if let Self(Some(list)) = self {
            list.apply(body);
        }
    }

    /// Whether there will be a member at this path, so that what nobody will see need not be rendered.
    pub(super) fn keeps(&self, path: &[&str]) -> bool {
        self.0.as_ref().is_none_or(|list| list.keeps(path))
    }
}

impl List {
    fn parse(text: &str) -> Option<Self> {
        let mut parser = Parser(text.chars().filter(|c| !c.is_whitespace()).collect());
        parser.list(DEEPEST).filter(|_| parser.0.is_empty())
    }

    fn keeps(&self, path: &[&str]) -> bool {
        let [name, rest @ ..] = path else { return true };
        let mut named =
            self.fields.iter().filter(|(field, _)| field == name).map(|(_, inner)| inner).peekable();
        match (self.excludes, named.peek()) {
            (excludes, None) => excludes,
            (true, Some(_)) => named.all(|inner| inner.as_ref().is_some_and(|inner| inner.keeps(rest))),
            (false, Some(_)) => named.all(|inner| inner.as_ref().is_none_or(|inner| inner.keeps(rest))),
        }
    }

    fn apply(&self, value: &mut Value) {
        match value {
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.apply(element)),
            Value::Object(members) if self.excludes => {
                for (name, inner) in &self.fields {
                    match (inner, members.get_mut(name)) {
                        // `!a.b` and `!a(b)` leave `b` out of `a`.
                        (Some(inner), Some(member)) => inner.apply(member),
                        _ => drop(members.remove(name)),
                    }
                }
            }
            Value::Object(members) => {
                let mut kept = Map::new();
                for (name, inner) in &self.fields {
                    let Some(mut member) = members.remove(name).or_else(|| kept.remove(name)) else {
                        continue;
                    };
                    if let Some(inner) = inner {
                        inner.apply(&mut member);
                    }
                    kept.insert(name.clone(), member);
                }
                *members = kept;
            }
            _ => {}
        }
    }
}

/// What of a filter is still to be read.
struct Parser(std::collections::VecDeque<char>);

impl Parser {
    /// Fields between commas, in which others may be to this depth. Where the first has a `!` before it, the list excludes.
    fn list(&mut self, depth: usize) -> Option<List> {
        let excludes = self.takes('!');
        let mut fields = vec![self.field(excludes, depth)?];
        while self.takes(',') {
            // Once is enough; more do no harm.
            self.takes('!');
            fields.push(self.field(excludes, depth)?);
        }
        Some(List { excludes, fields })
    }

    /// `name`, `name.field` or `name(list)`. What is inside of a field that is left out is left out of it.
    fn field(&mut self, excludes: bool, depth: usize) -> Option<(String, Option<List>)> {
        let mut name = String::new();
        while let Some(c) = self.0.front().filter(|c| c.is_ascii_alphanumeric() || **c == '_') {
            name.push(*c);
            self.0.pop_front();
        }
        let inner = if self.takes('.') {
            Some(List { excludes, fields: vec![self.field(excludes, depth.checked_sub(1)?)?] })
        } else if self.takes('(') {
            let mut list = self.list(depth.checked_sub(1)?)?;
            list.excludes |= excludes;
            Some(list).filter(|_| self.takes(')'))
        } else {
            return (!name.is_empty()).then_some((name, None));
        };
        inner.filter(|_| !name.is_empty()).map(|inner| (name, Some(inner)))
    }

    fn takes(&mut self, wanted: char) -> bool {
        let is_next = self.0.front() == Some(&wanted);
        if is_next {
            self.0.pop_front();
        }
        is_next
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn filtered(filter: &str) -> Option<Value> {
        let list = List::parse(filter)?;
        let mut body = json!({
            "name": "x",
            "total": 2,
            "items": [
                { "at": 1, "by": { "id": "u", "uri": "v" }, "item": { "name": "a", "album": { "name": "b", "href": "c" } } },
                { "at": 2, "by": null, "item": null },
            ],
        });
        list.apply(&mut body);
        Some(body)
    }

    #[test]
    fn a_filter_keeps_what_it_names() {
        for (filter, expected) in [
            ("name", json!({ "name": "x" })),
            ("total,nothing", json!({ "total": 2 })),
            ("items.at", json!({ "items": [{ "at": 1 }, { "at": 2 }] })),
            (
                "items(at,by.id)",
                json!({ "items": [{ "at": 1, "by": { "id": "u" } }, { "at": 2, "by": null }] }),
            ),
            (
                "items(item(name,album(href)))",
                json!({ "items": [{ "item": { "name": "a", "album": { "href": "c" } } }, { "item": null }] }),
            ),
            (
                "items.item.album(!name)",
                json!({ "items": [{ "item": { "album": { "href": "c" } } }, { "item": null }] }),
            ),
            (
                "items.item.album(!name,href)",
                json!({ "items": [{ "item": { "album": {} } }, { "item": null }] }),
            ),
            ("!items,total", json!({ "name": "x" })),
            ("!items(by,item),total", json!({ "name": "x", "items": [{ "at": 1 }, { "at": 2 }] })),
            (
                "!items.by.uri,items.item,name",
                json!({ "total": 2, "items": [{ "at": 1, "by": { "id": "u" } }, { "at": 2, "by": null }] }),
            ),
        ] {
            assert_eq!(filtered(filter), Some(expected), "{filter}");
        }
    }

    #[test]
    fn what_a_filter_leaves_out_is_known_beforehand() {
        let kept = |filter: &str| {
            let mut parser = Parser(filter.chars().collect());
            let filter = Filter(parser.list(DEEPEST));
            [&["items"][..], &["items", "item"], &["items", "at"], &["items", "by", "id"], &["total"]]
                .map(|path| filter.keeps(path))
        };
        for (filter, expected) in [
            ("name", [false, false, false, false, false]),
            ("total,nothing", [false, false, false, false, true]),
            ("items", [true, true, true, true, false]),
            ("items.at", [true, false, true, false, false]),
            ("items(at,by.id)", [true, false, true, true, false]),
            ("items(!by,item)", [true, false, true, false, false]),
            ("!items,total", [false, false, false, false, false]),
            ("!items(by,item)", [true, false, true, false, true]),
            ("!items.by.uri", [true, true, true, true, true]),
            // One filter after the other, as they are applied.
            ("items.at,items.by", [true, false, false, false, false]),
        ] {
            assert_eq!(kept(filter), expected, "{filter}");
            let body = filtered(filter).expect("a filter");
            for (pointer, kept) in ["/items", "/items/0/item", "/items/0/at", "/items/0/by/id", "/total"]
                .into_iter()
                .zip(kept(filter))
            {
                assert_eq!(body.pointer(pointer).is_some(), kept, "{filter} {pointer}");
            }
        }
        assert!(Filter(None).keeps(&["items"]));
    }

    #[test]
    fn what_is_no_filter_is_none() {
        for filter in ["(", "a(", "a(b", "a)", "a,", ",a", "a..b", ".a", "!", "a(b)c", "a()"] {
            assert_eq!(filtered(filter), None, "{filter}");
        }
    }

    #[test]
    fn a_filter_goes_no_deeper_than_any_body() {
        for (open, close) in [("a.", ""), ("a(", ")"), ("!a(", ")"), ("a(b,c.", ")")] {
            let nested = |depth: usize| format!("{}a{}", open.repeat(depth), close.repeat(depth));
            assert!(filtered(&nested(8)).is_some(), "{open}");
            for depth in [64, 100_000] {
                assert_eq!(filtered(&nested(depth)), None, "{depth} times {open}");
            }
        }
    }
}
