//! Words nobody can guess, or, with a seed, words that every run makes again.

use std::io;

use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// A stream of words made from one key.
pub(crate) struct Random {
    key: [u8; 32],
    drawn: u64,
}

impl Random {
    /// From the operating system's randomness, or from `seed` where the run should be repeatable.
    pub(crate) fn new(seed: Option<u64>) -> io::Result<Self> {
        let mut key = [0; 32];
        match seed {
            Some(seed) => key = Sha256::digest(seed.to_le_bytes()).into(),
            None => getrandom::fill(&mut key).map_err(|error| io::Error::other(error.to_string()))?,
        }
        Ok(Self { key, drawn: 0 })
    }

    /// The next word: `prefix` and 32 letters and digits, some 190 bits.
    pub(crate) fn word(&mut self, prefix: &str) -> String {
        let hash = Sha256::new_with_prefix(self.key).chain_update(self.drawn.to_le_bytes()).finalize();
        self.drawn += 1;
        prefix.chars().chain(hash.iter().map(|byte| char::from(ALPHABET[usize::from(*byte) % 62]))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_its_words_and_no_seed_does_not() {
        let words = |seed| -> Vec<String> {
            let mut random = Random::new(seed).unwrap();
            (0..3).map(|_| random.word("sandbox-code-")).collect()
        };
        assert_eq!(words(Some(7)), words(Some(7)));
        assert_ne!(words(Some(7)), words(Some(8)));
        assert_ne!(words(None), words(None));
        let drawn = words(Some(7));
        assert_ne!(drawn[0], drawn[1]);
        assert_eq!(drawn[0].len(), "sandbox-code-".len() + 32);
    }
}
