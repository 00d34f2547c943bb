//! Bytes -> nodes, without the interpreter.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{Answer, Kind, Node};

const MARKETS: &str = "available_markets";

/// The nodes of a JSON body; `None` when it is none. Halves of surrogate pairs, which are no text, are read as U+FFFD.
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
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = Reader { nodes: Vec::with_capacity(text.len() / 24), ..Reader::default() };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Value { reader: &mut reader, key: 0 }.deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    let start = body.len() - text.len();
    let Reader { mut nodes, mut text, keys, markets, has_huge_numbers, .. } = reader;
    // An answer lives as long as the last model that was made of it.
    nodes.shrink_to_fit();
    text.shrink_to_fit();
    let exact = has_huge_numbers.then(|| body.slice(start..));
    Some(Answer { nodes, text, keys, markets, exact, inside: None })
}

#[derive(Default)]
struct Reader<'a> {
    nodes: Vec<Node>,
    text: String,
    keys: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
    /// Which key came behind each key, and which first in what is under it: in the next row they most likely come again.
    followers: Vec<[u32; 2]>,
    markets: Vec<Arc<Answer>>,
    /// The market lists so far, and their numbers.
    seen: HashMap<&'a str, u32>,
    last_markets: Option<(&'a str, u32)>,
    has_huge_numbers: bool,
}

/// Where a key stands: behind another, or first in what is under one.
#[derive(Clone, Copy)]
enum Place {
    Behind(u32),
    FirstUnder(u32),
}

/// How many different keys there can be.
const MOST_KEYS: usize = 1 << 24;

/// How long something is, or where; an answer of 4 GiB is none that can be read.
fn small<E: Error>(number: usize) -> Result<u32, E> {
    u32::try_from(number).map_err(|_| E::custom("too long"))
}

impl<'a> Reader<'a> {
    /// The number of a key.
    fn key<E: Error>(&mut self, place: Place, key: &str) -> Result<u32, E> {
        let (near, which) = match place {
            Place::Behind(near) => (near as usize, 0),
            Place::FirstUnder(near) => (near as usize, 1),
        };
        let likely = self.followers.get(near).map_or(0, |likely| likely[which]);
        if self.keys.get(likely as usize).is_some_and(|known| **known == *key) {
            return Ok(likely);
        }
        let number = match self.numbers.get(key) {
            Some(number) => *number,
            None => {
                let number = small(self.keys.len())?;
                if self.keys.len() >= MOST_KEYS {
                    return Err(E::custom("too many keys"));
                }
                self.keys.push(key.into());
                self.followers.push([0; 2]);
                self.numbers.insert(key.into(), number);
                number
            }
        };
        if let Some(likely) = self.followers.get_mut(near) {
            likely[which] = number;
        }
        Ok(number)
    }

    fn markets<E: Error>(&mut self, list: &'a str) -> Result<Node, E> {
        // Most rows have the list of the row before, and need not be looked for.
        if let Some((last, number)) = self.last_markets
            && last == list
        {
            return Ok(Node::new(Kind::Markets, [number, 0]));
        }
        let number = match self.seen.get(list) {
            Some(number) => *number,
            None => {
                let number = small(self.markets.len())?;
                let read = read_text(&Bytes::copy_from_slice(list.as_bytes()));
                let read = read.ok_or_else(|| E::custom("no list of markets that can be read"))?;
                self.has_huge_numbers |= read.exact.is_some();
                self.markets.push(Arc::new(read));
                self.seen.insert(list, number);
                number
            }
        };
        self.last_markets = Some((list, number));
        Ok(Node::new(Kind::Markets, [number, 0]))
    }
}

/// The next value, and the key that it is under; in a list that is the list's, and at the top any.
struct Value<'r, 'a> {
    reader: &'r mut Reader<'a>,
    key: u32,
}

impl Value<'_, '_> {
    fn push<E>(self, node: Node) -> Result<(), E> {
        self.reader.nodes.push(node.under(self.key));
        Ok(())
    }
}

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
        self.push(Node::new(Kind::Null, [0; 2]))
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.push(Node::new(Kind::Bool, [value.into(), 0]))
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.push(Node::wide(Kind::Integer, value as u64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        let kind = if i64::try_from(value).is_ok() { Kind::Integer } else { Kind::Large };
        self.push(Node::wide(kind, value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        // It may be an integer of more than 64 bits. The smallest of them are these powers of two, or are rounded to them.
        self.reader.has_huge_numbers |= value.abs() >= i64::MAX as f64;
        self.push(Node::wide(Kind::Float, value.to_bits()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let start = small(self.reader.text.len())?;
        self.reader.text.push_str(text);
        let end = small(self.reader.text.len())?;
        self.push(Node::new(Kind::Text, [start, end]))
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut values: A) -> Result<(), A::Error> {
        let Self { reader, key } = self;
        let at = reader.nodes.len();
        reader.nodes.push(Node::new(Kind::Null, [0; 2]));
        let mut length = 0;
        while values.next_element_seed(Value { reader: &mut *reader, key })?.is_some() {
            length += 1;
        }
        let behind = small(reader.nodes.len())?;
        reader.nodes[at] = Node::new(Kind::List, [length, behind]).under(key);
        Ok(())
    }

    fn visit_map<A: MapAccess<'a>>(self, mut members: A) -> Result<(), A::Error> {
        let Self { reader, key } = self;
        let at = reader.nodes.len();
        reader.nodes.push(Node::new(Kind::Null, [0; 2]));
        let mut length = 0;
        let mut place = Place::FirstUnder(key);
        while let Some(key) = members.next_key_seed(Key { reader: &mut *reader, place })? {
            length += 1;
            place = Place::Behind(key);
            if *reader.keys[key as usize] == *MARKETS {
                let list: &'a RawValue = members.next_value()?;
                let node = reader.markets(list.get())?;
                reader.nodes.push(node.under(key));
            } else {
                members.next_value_seed(Value { reader: &mut *reader, key })?;
            }
        }
        let behind = small(reader.nodes.len())?;
        reader.nodes[at] = Node::new(Kind::Object, [length, behind]).under(key);
        Ok(())
    }
}

/// The next key, as its number.
struct Key<'r, 'a> {
    reader: &'r mut Reader<'a>,
    place: Place,
}

impl<'a> DeserializeSeed<'a> for Key<'_, 'a> {
    type Value = u32;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<u32, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_, '_> {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<u32, E> {
        self.reader.key(self.place, key)
    }
}
