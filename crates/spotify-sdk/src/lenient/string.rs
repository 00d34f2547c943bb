//! Strings. A show's `publisher` has been seen as an object.

use std::fmt;

use serde::de::{self, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::Lenient;

impl Lenient for String {
    /// Reads a string; `null` is the empty one, and an object its `name`, or else the empty one.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StringVisitor)
    }
}

struct StringVisitor;

impl<'de> Visitor<'de> for StringVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    fn visit_unit<E: de::Error>(self) -> Result<String, E> {
        Ok(String::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<String, A::Error> {
        /// The value of `name`, if it is a string: its members are not looked into further.
        #[derive(serde::Deserialize)]
        #[serde(untagged)]
        enum Name {
            Text(String),
            Other(IgnoredAny),
        }

        let mut name = String::new();
        while let Some(key) = members.next_key::<std::borrow::Cow<'de, str>>()? {
            match (&*key, members.next_value()?) {
                ("name", Name::Text(text)) => name = text,
                (_, Name::Text(_) | Name::Other(IgnoredAny)) => {}
            }
        }
        Ok(name)
    }
}
