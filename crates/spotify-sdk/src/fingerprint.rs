//! Telling things apart without writing down what they are.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// The first bytes of the text's SHA-256, 32 at most, in hexadecimal.
pub(crate) fn fingerprint(text: &str, bytes: usize) -> String {
    fingerprint_of(&[text.as_bytes()], bytes)
}

/// The same of several things one after the other, of which no copy is made: they may be secrets.
pub(crate) fn fingerprint_of(parts: &[&[u8]], bytes: usize) -> String {
    let digest = parts.iter().fold(Sha256::new(), Sha256::chain_update).finalize();
    digest.iter().take(bytes).fold(String::new(), |mut hexadecimal, byte| {
        // Writing to a String does not fail.
        let _ = write!(hexadecimal, "{byte:02x}");
        hexadecimal
    })
}
