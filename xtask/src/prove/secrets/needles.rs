//! Finding any of many words in many bytes, at once.

use std::collections::{HashMap, HashSet};

use super::forms;

/// How many bytes at the end of a word it is found by. (Beginnings are all alike.)
const KEY: usize = 8;

/// What is looked for.
#[derive(Default)]
pub(super) struct Needles {
    words: Vec<Word>,
    by_key: HashMap<u64, Vec<usize>>,
    /// Which keys there are, by sixteen bits of them: most bytes are passed over by one look.
    filter: Vec<bool>,
    known: HashSet<String>,
}

struct Word {
    bytes: Vec<u8>,
    form: &'static str,
    what: String,
}

/// A secret that was found.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    /// The line, from one.
    pub(super) line: usize,
    pub(super) form: &'static str,
    /// Which secret: its beginning, and how long it is.
    pub(super) what: String,
}

impl Needles {
    /// Looks for `secret` in all its forms from now on.
    pub(super) fn add(&mut self, secret: &str) {
        self.add_as(secret, shown(secret));
    }

    /// Looks for whatever has `mark` in it.
    pub(super) fn add_mark(&mut self, mark: &str) {
        self.add_as(mark, format!("`{mark}…`"));
    }

    fn add_as(&mut self, secret: &str, what: String) {
        if !self.known.insert(secret.to_owned()) {
            return;
        }
        self.filter.resize(1 << 16, false);
        for (form, bytes) in forms::of(secret) {
            let key = bytes[bytes.len() - KEY..].iter().fold(0, |key, byte| key << 8 | u64::from(*byte));
            self.filter[slot(key)] = true;
            self.by_key.entry(key).or_default().push(self.words.len());
            self.words.push(Word { bytes, form, what: what.clone() });
        }
    }

    /// How many secrets and marks are looked for.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// What of it is in `bytes`, each once a line.
    pub(super) fn search(&self, bytes: &[u8]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let (mut key, mut line) = (0_u64, 1);
        for (at, byte) in bytes.iter().enumerate() {
            line += usize::from(*byte == b'\n');
            key = key << 8 | u64::from(*byte);
            if !self.filter.get(slot(key)).copied().unwrap_or(false) {
                continue;
            }
            for number in self.by_key.get(&key).into_iter().flatten() {
                let Word { bytes: word, form, what } = &self.words[*number];
                if bytes[..=at].ends_with(word) {
                    hits.push(Hit { line, form, what: what.clone() });
                }
            }
        }
        hits.sort();
        hits.dedup();
        hits
    }
}

fn slot(key: u64) -> usize {
    // The middle of a product depends on every byte of the key.
    usize::try_from(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48).unwrap_or_default()
}

/// Enough of a secret to tell which it is, and not to use it.
fn shown(secret: &str) -> String {
    let length = secret.chars().count();
    let kept = secret.rfind('-').filter(|at| *at <= 16).map_or(0, |at| at + 1) + 3;
    let kept: String = secret.chars().take(kept.min(length / 2)).collect();
    format!("`{kept}…` ({length} characters)")
}

/// States, PKCE verifiers and challenges are made by the SDK, 256 bits in base64url: words of 43 characters of all kinds.
pub(super) fn random_words(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let words = line.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
        for word in words.filter(|word| word.len() == 43) {
            let has = |kind: fn(&u8) -> bool| word.bytes().any(|byte| kind(&byte));
            if has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) {
                hits.push(Hit { line: number + 1, form: "like a state or verifier", what: shown(word) });
            }
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_many_is_found_where_it_is() {
        let mut needles = Needles::default();
        for number in 0..500 {
            needles.add(&format!("sandbox-access-{number:032x}"));
        }
        needles.add_mark("sandbox-code-");
        assert_eq!(needles.len(), 501);
        let text = format!("nothing\nBearer sandbox-access-{:032x}!\n\ncode=sandbox%2Dcode%2D1", 77);
        let hits = needles.search(text.as_bytes());
        let places: Vec<_> = hits.iter().map(|hit| (hit.line, hit.form)).collect();
        assert_eq!(places, [(2, "plain"), (4, "URL-encoded")]);
        assert_eq!(hits[0].what, "`sandbox-access-000…` (47 characters)");
        assert!(needles.search(b"sandbox-access-").is_empty());
    }

    #[test]
    fn a_secret_is_never_shown_in_full() {
        for secret in ["abcdefgh", "sandbox-access-abc", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"] {
            assert!(!shown(secret).contains(secret) && shown(secret).len() < 50, "{}", shown(secret));
        }
    }

    #[test]
    fn states_and_verifiers_are_known_by_their_form() {
        let text = "a\nstate=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\n0123456789012345678901234567890123456789012\n";
        let hits = random_words(text);
        assert_eq!(hits.len(), 1);
        assert_eq!((hits[0].line, &*hits[0].what), (2, "`E9M…` (43 characters)"));
    }
}
