//! Short text without an allocation: what ids, dates and timestamps are made of.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::de::{self, Deserializer, Visitor};

/// Spotify's ids have 22 characters, its timestamps 20, its dates 10: none of them needs the heap.
const INLINE: usize = 22;

/// Immutable text that lives inline up to 22 bytes and on the heap beyond.
#[derive(Clone)]
pub(crate) struct Text(Repr);

#[derive(Clone)]
enum Repr {
    Inline { length: u8, bytes: [u8; INLINE] },
    Heap(Box<str>),
}

impl Text {
    pub(crate) const EMPTY: Self = Self(Repr::Inline { length: 0, bytes: [0; INLINE] });

    pub(crate) fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Inline { length, bytes } => {
                str::from_utf8(&bytes[..usize::from(*length)]).expect("inline text is copied from a str")
            }
            Repr::Heap(text) => text,
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let mut bytes = [0; INLINE];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(start), Ok(length)) => {
                start.copy_from_slice(text.as_bytes());
                Self(Repr::Inline { length, bytes })
            }
            _ => Self(Repr::Heap(text.into())),
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

/// Reads a string into whatever can be made from one, without a copy in between. `null` is read as the empty string.
pub(crate) fn deserialize<'de, T, D>(deserializer: D, expecting: &'static str) -> Result<T, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    struct StringVisitor<T>(&'static str, std::marker::PhantomData<T>);

    impl<T: for<'a> From<&'a str>> Visitor<'_> for StringVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            Ok(T::from(text))
        }

        fn visit_unit<E: de::Error>(self) -> Result<T, E> {
            Ok(T::from(""))
        }
    }

    deserializer.deserialize_any(StringVisitor(expecting, std::marker::PhantomData))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_any_length_is_kept_as_it_is() {
        for length in 0..50 {
            let text: String = "aé".chars().cycle().take(length).collect();
            assert_eq!(Text::from(text.as_str()).as_str(), text);
        }
    }

    #[test]
    fn an_id_fits_into_three_words() {
        assert_eq!(size_of::<Text>(), 24);
        assert_eq!(size_of::<Option<Text>>(), 24);
        assert!(matches!(Text::from("4aawyAB9vmqN3uQ7FjRGTy").0, Repr::Inline { .. }));
        assert!(matches!(Text::from("4aawyAB9vmqN3uQ7FjRGTyx").0, Repr::Heap(_)));
    }
}
