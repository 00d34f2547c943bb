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

/// A number in 0..1 that `seed` gives the `drawn`-th draw of `stream`, the same each time.
pub(crate) fn unit(seed: u64, stream: u64, drawn: u64) -> f64 {
    let words = [seed, stream, drawn].map(u64::to_le_bytes);
    let hash = Sha256::digest(words.concat());
    // The 53 bits that a float has room for.
    let bits = hash.iter().take(7).fold(0, |bits: u64, byte| bits << 8 | u64::from(*byte)) >> 3;
    bits as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_spread_evenly_and_depend_on_all_three_numbers() {
        let draws: Vec<f64> = (0..1_000).map(|drawn| unit(7, 0, drawn)).collect();
        let mean = draws.iter().sum::<f64>() / 1_000.0;
        assert!((0.45..0.55).contains(&mean) && draws.iter().all(|draw| (0.0..1.0).contains(draw)), "{mean}");
        assert_eq!(unit(7, 1, 2), unit(7, 1, 2));
        let all = [unit(7, 1, 2), unit(8, 1, 2), unit(7, 2, 2), unit(7, 1, 3), unit(7, 2, 1)];
        assert!((1..5).all(|index| !all[..index].contains(&all[index])), "{all:?}");
    }

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
