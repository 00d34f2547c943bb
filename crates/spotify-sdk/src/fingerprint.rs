//! Telling things apart without writing down what they are.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// The first bytes of the text's SHA-256, 32 at most, in hexadecimal.
pub(crate) fn fingerprint(text: &str, bytes: usize) -> String {
    Sha256::digest(text).iter().take(bytes).fold(String::new(), |mut hexadecimal, byte| {
        // Writing to a String does not fail.
        let _ = write!(hexadecimal, "{byte:02x}");
        hexadecimal
    })
}
