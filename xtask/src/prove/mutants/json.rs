//! As much of a JSON reader as cargo-mutants' list needs: this program has no dependencies.

use std::{iter::Peekable, str::Chars};

use crate::Result;

/// A JSON value.
#[derive(Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Json {
    /// Reads a whole text.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut rest = text.chars().peekable();
        let value = value(&mut rest)?;
        skip_spaces(&mut rest);
        rest.next().map_or(Ok(value), |left| Err(format!("`{left}` after the end of a JSON text").into()))
    }

    /// The member of that name; null where there is none.
    pub(super) fn get(&self, name: &str) -> &Self {
        const NULL: &Json = &Json::Null;
        let Self::Object(members) = self else { return NULL };
        members.iter().find(|(key, _)| key == name).map_or(NULL, |(_, value)| value)
    }

    pub(super) fn text(&self) -> Result<&str> {
        if let Self::Text(text) = self { Ok(text) } else { Err(format!("{self:?} is no text").into()) }
    }

    pub(super) fn whole(&self) -> Result<usize> {
        if let Self::Number(number) = self {
            Ok(*number as usize)
        } else {
            Err(format!("{self:?} is no number").into())
        }
    }

    pub(super) fn list(&self) -> Result<&[Self]> {
        if let Self::List(values) = self { Ok(values) } else { Err("not a JSON list".into()) }
    }
}

fn value(rest: &mut Peekable<Chars<'_>>) -> Result<Json> {
    skip_spaces(rest);
    match rest.peek() {
        Some('{') => items(rest, '}', |rest| {
            skip_spaces(rest);
            let name = text(rest)?;
            skip_spaces(rest);
            expect(rest, ':')?;
            Ok((name, value(rest)?))
        })
        .map(Json::Object),
        Some('[') => items(rest, ']', value).map(Json::List),
        Some('"') => text(rest).map(Json::Text),
        _ => {
            let mut word = String::new();
            while let Some(next) = rest.next_if(|next| next.is_ascii_alphanumeric() || "+-.".contains(*next))
            {
                word.push(next);
            }
            match &*word {
                "null" => Ok(Json::Null),
                "true" => Ok(Json::Bool(true)),
                "false" => Ok(Json::Bool(false)),
                _ => Ok(Json::Number(word.parse().map_err(|_| format!("`{word}` in a JSON text"))?)),
            }
        }
    }
}

/// What stands between brackets and commas.
fn items<T>(
    rest: &mut Peekable<Chars<'_>>,
    end: char,
    item: impl Fn(&mut Peekable<Chars<'_>>) -> Result<T>,
) -> Result<Vec<T>> {
    rest.next();
    let mut items = Vec::new();
    loop {
        skip_spaces(rest);
        if rest.next_if_eq(&end).is_some() {
            return Ok(items);
        }
        if !items.is_empty() {
            expect(rest, ',')?;
        }
        items.push(item(rest)?);
    }
}

fn text(rest: &mut Peekable<Chars<'_>>) -> Result<String> {
    expect(rest, '"')?;
    let mut text = String::new();
    loop {
        match rest.next().ok_or("a JSON text ends within a string")? {
            '"' => return Ok(text),
            '\\' => match rest.next().ok_or("a JSON text ends within a string")? {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                'b' => text.push('\u{8}'),
                'f' => text.push('\u{c}'),
                'u' => {
                    let digits: String = rest.by_ref().take(4).collect();
                    // Halves of a pair do not occur in Rust source as serde_json writes it.
                    text.push(char::from_u32(u32::from_str_radix(&digits, 16)?).unwrap_or('\u{fffd}'));
                }
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
}

fn expect(rest: &mut Peekable<Chars<'_>>, wanted: char) -> Result {
    match rest.next() {
        Some(next) if next == wanted => Ok(()),
        other => Err(format!("{other:?} instead of `{wanted}` in a JSON text").into()),
    }
}

fn skip_spaces(rest: &mut Peekable<Chars<'_>>) {
    while rest.next_if(|next| next.is_ascii_whitespace()).is_some() {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_list_of_mutants_holds_is_read() {
        let json =
            Json::parse(r#" [{"name": "a\n\"b\" \u0026\\", "span": {"line": 41}, "function": null}, []] "#);
        let json = json.unwrap();
        let first = &json.list().unwrap()[0];
        assert_eq!(first.get("name").text().unwrap(), "a\n\"b\" &\\");
        assert_eq!(first.get("span").get("line").whole().unwrap(), 41);
        assert_eq!(*first.get("function"), Json::Null);
        assert_eq!(json.list().unwrap()[1], Json::List(Vec::new()));
    }

    #[test]
    fn half_a_text_is_an_error() {
        for half in ["", "[", "[1", r#"{"a""#, r#"["a"#, "[1 2]", "[] []", "nul"] {
            assert!(Json::parse(half).is_err(), "{half}");
        }
    }
}
