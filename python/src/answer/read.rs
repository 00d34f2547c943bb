//! Bytes -> tokens, without the interpreter.

use std::collections::HashMap;
use std::fmt;

use bytes::Bytes;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{Answer, Span, Token};

const MARKETS: &str = "available_markets";

/// The tokens of a JSON body; `None` when it is none. Halves of surrogate pairs, which are no text, are read as U+FFFD.
pub(super) fn read(body: &Bytes) -> Option<Answer> {
    read_text(body).or_else(|| read_text(&whole_pairs(body)?))
}

/// The body with an escaped U+FFFD in place of each escaped half of a surrogate pair; `None` when there is none.
fn whole_pairs(body: &[u8]) -> Option<Bytes> {
    let mut whole = body.to_vec();
    let mut has_changed = false;
    let mut at = 0;
    // In JSON there are backslashes in texts only.
    while let Some(found) = body.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\\')) {
        at += found;
        match escaped(body, at) {
            Some(0xD800..=0xDBFF) if matches!(escaped(body, at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
            Some(0xD800..=0xDFFF) => {
                whole[at..at + 6].copy_from_slice(br"\uFFFD");
                has_changed = true;
                at += 6;
            }
            // Whatever is escaped: a backslash too.
            _ => at += 2,
        }
    }
    has_changed.then(|| whole.into())
}

/// The unit of UTF-16 whose escape begins here.
fn escaped(body: &[u8], at: usize) -> Option<u16> {
    let digits = body.get(at..at + 6)?.strip_prefix(br"\u")?;
    u16::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
}

fn read_text(body: &Bytes) -> Option<Answer> {
    let text = str::from_utf8(body).ok()?;
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut reader = Reader {
        text,
        unescaped: String::new(),
        tokens: Vec::with_capacity(text.len() / 24),
        markets: Vec::new(),
        seen: HashMap::new(),
    };
    let mut deserializer = serde_json::Deserializer::from_str(&text[start..]);
    Value(&mut reader).deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    let Reader { unescaped, tokens, markets, .. } = reader;
    Some(Answer { body: body.clone(), unescaped, tokens, markets, inside: None })
}

struct Reader<'a> {
    /// The body: a text that lies in it becomes a position.
    text: &'a str,
    unescaped: String,
    tokens: Vec<Token>,
    markets: Vec<Span>,
    seen: HashMap<&'a str, usize>,
}

impl<'a> Reader<'a> {
    fn span(&self, text: &str) -> Span {
        let start = text.as_ptr() as usize - self.text.as_ptr() as usize;
        Span { start, end: start + text.len() }
    }

    fn unescaped(&mut self, text: &str) {
        let start = self.unescaped.len();
        self.unescaped.push_str(text);
        self.tokens.push(Token::Unescaped(Span { start, end: self.unescaped.len() }));
    }

    fn markets(&mut self, list: &'a str) {
        let number = match self.seen.get(list) {
            Some(number) => *number,
            None => {
                let number = self.markets.len();
                self.markets.push(self.span(list));
                self.seen.insert(list, number);
                number
            }
        };
        self.tokens.push(Token::Markets(number));
    }
}

struct Value<'r, 'a>(&'r mut Reader<'a>);

impl<'a> DeserializeSeed<'a> for Value<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Value<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.tokens.push(Token::Null);
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.0.tokens.push(Token::Bool(value));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.0.tokens.push(Token::Integer(value));
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.0.tokens.push(i64::try_from(value).map_or(Token::Large(value), Token::Integer));
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.0.tokens.push(Token::Float(value));
        Ok(())
    }

    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<(), E> {
        let span = self.0.span(text);
        self.0.tokens.push(Token::Text(span));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.unescaped(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut values: A) -> Result<(), A::Error> {
        let at = self.0.tokens.len();
        self.0.tokens.push(Token::Null);
        let mut length = 0;
        while values.next_element_seed(Value(self.0))?.is_some() {
            length += 1;
        }
        self.0.tokens[at] = Token::List(length);
        Ok(())
    }

    fn visit_map<A: MapAccess<'a>>(self, mut members: A) -> Result<(), A::Error> {
        let at = self.0.tokens.len();
        self.0.tokens.push(Token::Null);
        let mut count = 0;
        while members.next_key_seed(Value(self.0))?.is_some() {
            count += 1;
            let key = match self.0.tokens.last() {
                Some(Token::Text(span)) => self.0.text.get(span.start..span.end),
                _ => None,
            };
            if key == Some(MARKETS) {
                let list: &'a RawValue = members.next_value()?;
                self.0.markets(list.get());
            } else {
                members.next_value_seed(Value(self.0))?;
            }
        }
        self.0.tokens[at] = Token::Object(count);
        Ok(())
    }
}
