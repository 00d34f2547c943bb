//! Sets of markets: the countries something can be played in.

mod folded;

use std::fmt;
use std::sync::Arc;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(crate) use folded::Lists as MarketLists;
pub(super) use folded::spoil as spoil_folded_lists;

/// A set of markets (ISO 3166-1 alpha-2 codes such as `SE`).
///
/// A track can carry 185 of them, and a page of 50 tracks with their albums carries 18,500; so this is a set of bits that is
/// shared when cloned, not a list of strings. What is not two capital letters is kept too.
///
/// ```
/// use spotify_sdk::model::Markets;
///
/// let markets: Markets = ["SE", "DE"].into_iter().collect();
/// assert!(markets.contains("se") && !markets.contains("US"));
/// assert_eq!(markets.iter().collect::<Vec<_>>(), ["DE", "SE"]);
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Markets(Option<Arc<Set>>);

#[derive(Clone, PartialEq, Eq, Default)]
struct Set {
    /// Bit `26 * first + second` stands for the code of these two letters.
    codes: [u64; WORDS],
    others: Vec<Box<str>>,
}

const LETTERS: usize = 26;
const CODES: usize = LETTERS * LETTERS;
const WORDS: usize = CODES.div_ceil(64);

/// `AAABAC...ZZ`: the text of every code, two letters each.
const NAMES: &str = {
    const BYTES: [u8; 2 * CODES] = {
        let mut bytes = [b'A'; 2 * CODES];
        let mut code = 0;
        while code < CODES {
            bytes[2 * code] += (code / LETTERS) as u8;
            bytes[2 * code + 1] += (code % LETTERS) as u8;
            code += 1;
        }
        bytes
    };
    match str::from_utf8(&BYTES) {
        Ok(names) => names,
        Err(_) => panic!("letters are UTF-8"),
    }
};

impl Markets {
    /// Whether `market` is one of them; in any case.
    #[must_use]
    pub fn contains(&self, market: &str) -> bool {
        let Some(set) = self.0.as_deref() else { return false };
        let is_code = code(&market.to_ascii_uppercase()).is_some_and(|code| set.has(code));
        is_code || set.others.iter().any(|other| other.eq_ignore_ascii_case(market))
    }

    /// All of them, in alphabetical order; those that are not two capital letters last.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let set = self.0.as_deref();
        let codes = (0..CODES).filter(move |code| set.is_some_and(|set| set.has(*code)));
        let others = set.into_iter().flat_map(|set| set.others.iter().map(|other| &**other));
        codes.map(|code| &NAMES[2 * code..2 * code + 2]).chain(others)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_deref().map_or(0, |set| {
            set.codes.iter().map(|word| word.count_ones() as usize).sum::<usize>() + set.others.len()
        })
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Reads a JSON list of nothing but codes. `None` for anything else, also for lists that a JSON parser would take.
    pub(crate) fn from_codes(list: &str) -> Option<Self> {
        const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];
        let codes = list.strip_prefix('[')?.strip_suffix(']')?.trim_matches(SPACE);
        if codes.is_empty() {
            return Some(Self::default());
        }
        let mut set = Set::default();
        for quoted in codes.split(',') {
            let code = code(quoted.trim_matches(SPACE).strip_prefix('"')?.strip_suffix('"')?)?;
            set.codes[code / 64] |= 1 << (code % 64);
        }
        Some(Self(Some(Arc::new(set))))
    }
}

impl Set {
    fn has(&self, code: usize) -> bool {
        self.codes[code / 64] & (1 << (code % 64)) != 0
    }

    fn insert(&mut self, market: &str) {
        match code(market) {
            Some(code) => self.codes[code / 64] |= 1 << (code % 64),
            None if self.others.iter().any(|other| **other == *market) => {}
            None => self.others.push(market.into()),
        }
    }
}

fn code(market: &str) -> Option<usize> {
    match *market.as_bytes() {
        [first @ b'A'..=b'Z', second @ b'A'..=b'Z'] => {
            Some(LETTERS * usize::from(first - b'A') + usize::from(second - b'A'))
        }
        _ => None,
    }
}

/// Collects a set; nothing is allocated for an empty one.
#[derive(Default)]
struct Builder(Option<Set>);

impl Builder {
    fn insert(&mut self, market: &str) {
        self.0.get_or_insert_default().insert(market);
    }

    fn build(self) -> Markets {
        Markets(self.0.map(Arc::new))
    }
}

impl<'a> FromIterator<&'a str> for Markets {
    fn from_iter<I: IntoIterator<Item = &'a str>>(markets: I) -> Self {
        let mut builder = Builder::default();
        markets.into_iter().for_each(|market| builder.insert(market));
        builder.build()
    }
}

impl fmt::Debug for Markets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for Markets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Markets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;

        impl<'de> Visitor<'de> for List {
            type Value = Markets;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of markets")
            }

            fn visit_unit<E: de::Error>(self) -> Result<Markets, E> {
                Ok(Markets::default())
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Markets, E> {
                folded::take(number).ok_or_else(|| E::invalid_type(de::Unexpected::Unsigned(number), &self))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Markets, A::Error> {
                let mut builder = Builder::default();
                while let Some(Market) = list.next_element_seed(Into(&mut builder))? {}
                Ok(builder.build())
            }
        }

        deserializer.deserialize_any(List)
    }
}

/// That one market was read into the builder.
struct Market;

/// Reads one market into a builder, without a string in between.
struct Into<'a>(&'a mut Builder);

impl<'de> de::DeserializeSeed<'de> for Into<'_> {
    type Value = Market;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Market, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Into<'_> {
    type Value = Market;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a market")
    }

    fn visit_str<E: de::Error>(self, market: &str) -> Result<Market, E> {
        self.0.insert(market);
        Ok(Market)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Market, E> {
        Ok(Market)
    }
}

crate::lenient::lenient_itself!(Markets);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_set_of_markets_is_what_spotify_sent() {
        let json = r#"["AD","SE","ZZ","419","se","SE",null]"#;
        let markets: Markets = serde_json::from_str(json).expect("a list of markets");
        assert_eq!(markets.len(), 5);
        assert_eq!(markets.iter().collect::<Vec<_>>(), ["AD", "SE", "ZZ", "419", "se"]);
        assert!(markets.contains("AD") && markets.contains("ad") && markets.contains("419"));
        assert!(!markets.contains("US") && !markets.contains("") && !markets.contains("SEX"));
        assert_eq!(serde_json::to_string(&markets).expect("JSON"), r#"["AD","SE","ZZ","419","se"]"#);
    }

    #[test]
    fn no_markets_are_an_empty_set() {
        for json in ["[]", "null", "[null]"] {
            let markets: Markets = serde_json::from_str(json).expect("a list of markets");
            assert!(
                markets.is_empty() && markets == Markets::default() && markets.iter().next().is_none(),
                "{json}"
            );
        }
        assert!(serde_json::from_str::<Markets>("[1]").is_err());
    }

    proptest! {
        #[test]
        fn any_list_becomes_its_set(list in prop::collection::vec("[A-Z]{2}|.{0,3}", 0..30)) {
            let markets: Markets = list.iter().map(String::as_str).collect();
            let expected: std::collections::HashSet<&str> = list.iter().map(String::as_str).collect();
            prop_assert_eq!(markets.len(), expected.len());
            prop_assert_eq!(markets.iter().collect::<std::collections::HashSet<_>>(), expected);
            prop_assert!(list.iter().all(|market| markets.contains(market)));
            let json = serde_json::to_string(&markets).expect("JSON");
            prop_assert_eq!(serde_json::from_str::<Markets>(&json).expect("a list of markets"), markets);
        }
    }
}
