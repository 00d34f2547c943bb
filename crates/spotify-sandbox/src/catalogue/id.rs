//! Ids: a keyed permutation of kind and index, written in base62.
//!
//! Spotify's ids are 128-bit numbers as 22 base62 characters. Encrypting the block "tag of the kind, index"
//! gives ids that look like them, differ between seeds, and are read back without a table: what does not
//! decrypt to a tag is not ours.

use aes::Aes128;
use aes::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use sha2::{Digest, Sha256};

use super::Kind;

const LENGTH: usize = 22;
const ALPHABET: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// 62^11: the value of eleven digits, half an id. Dividing by 62 is fast once the number fits 64 bits.
const HALF: u128 = 62u128.pow(11);

/// Turns kind and index into an id and back.
pub(super) struct IdCipher(Aes128);

impl IdCipher {
    pub(super) fn new(seed: u64) -> Self {
        let digest = Sha256::new()
            .chain_update(b"spotify-sandbox catalogue ids")
            .chain_update(seed.to_be_bytes())
            .finalize();
        let mut key = [0; 16];
        key.copy_from_slice(&digest[..16]);
        Self(Aes128::new(&Array::from(key)))
    }

    pub(super) fn encode(&self, kind: Kind, index: u64) -> Alias {
        self.encrypt(u128::from(tag(kind)) << 64 | u128::from(index))
    }

    /// The id of a playlist, which the catalogue has none of. No kind's tag begins like this one.
    pub(super) fn playlist(&self, number: u64) -> Alias {
        let plain = u128::from(u64::from_be_bytes(*b"SBXplist")) << 64 | u128::from(number);
        self.encrypt(plain)
    }

    fn encrypt(&self, plain: u128) -> Alias {
        let mut block = Array::from(plain.to_be_bytes());
        self.0.encrypt_block(&mut block);
        Alias::from_number(u128::from_be_bytes(block.into()))
    }

    /// The kind and index behind an id; `None` when this cipher did not make it.
    pub(super) fn decode(&self, id: &Alias) -> Option<(Kind, u64)> {
        let mut block = Array::from(id.number()?.to_be_bytes());
        self.0.decrypt_block(&mut block);
        let plain = u128::from_be_bytes(block.into());
        let (found, index) = ((plain >> 64) as u64, plain as u64);
        let kind = Kind::ALL.into_iter().find(|kind| tag(*kind) == found)?;
        Some((kind, index))
    }
}

impl std::fmt::Debug for IdCipher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IdCipher")
    }
}

/// Eight bytes that no foreign id decrypts to by chance.
fn tag(kind: Kind) -> u64 {
    u64::from_be_bytes(match kind {
        Kind::Album => *b"SBXalbum",
        Kind::Artist => *b"SBXartst",
        Kind::Track => *b"SBXtrack",
        Kind::Show => *b"SBX_show",
        Kind::Episode => *b"SBXepisd",
        Kind::Audiobook => *b"SBXaubok",
        Kind::Chapter => *b"SBXchptr",
    })
}

/// A well-formed id: 22 base62 characters, whoever issued it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Alias([u8; LENGTH]);

impl Alias {
    /// Takes exactly 22 ASCII letters and digits.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; LENGTH] = text.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphanumeric).then_some(Self(bytes))
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("made of ASCII letters and digits")
    }

    fn from_number(number: u128) -> Self {
        let mut id = [b'0'; LENGTH];
        let mut write = |mut half: u64, digits: std::ops::Range<usize>| {
            for digit in digits.rev() {
                id[digit] = ALPHABET[(half % 62) as usize];
                half /= 62;
            }
        };
        // The upper half of a 128-bit number fits 64 bits, the lower one does once its last digit is gone.
        let (upper, lower) = (number / HALF, number % HALF);
        write(upper as u64, 0..11);
        write((lower / 62) as u64, 11..21);
        id[21] = ALPHABET[(lower % 62) as usize];
        Self(id)
    }

    /// The number written in base62; `None` when it is too large for 128 bits, and so for an id that
    /// Spotify or we would issue.
    fn number(&self) -> Option<u128> {
        self.0.iter().try_fold(0u128, |number, byte| {
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'z' => byte - b'a' + 10,
                _ => byte - b'A' + 36,
            };
            number.checked_mul(62)?.checked_add(u128::from(digit))
        })
    }
}

impl std::fmt::Debug for Alias {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ids_read_back_under_their_own_seed_only(seed: u64, other: u64, index: u64) {
            for kind in Kind::ALL {
                let id = IdCipher::new(seed).encode(kind, index);
                prop_assert_eq!(IdCipher::new(seed).decode(&id), Some((kind, index)));
                if seed != other {
                    prop_assert_eq!(IdCipher::new(other).decode(&id), None);
                }
            }
        }

        #[test]
        fn base62_is_a_bijection(number: u128) {
            let id = Alias::from_number(number);
            prop_assert_eq!(id.number(), Some(number));
            prop_assert_eq!(Alias::parse(id.as_str()), Some(id));
        }

        #[test]
        fn what_is_not_22_base62_characters_is_no_id(text in "\\PC{0,30}") {
            let well_formed = text.len() == 22 && text.chars().all(|c| c.is_ascii_alphanumeric());
            prop_assert_eq!(Alias::parse(&text).is_some(), well_formed);
        }
    }

    #[test]
    fn base62_ends_where_128_bits_do() {
        assert_eq!(Alias::from_number(0).as_str(), "0000000000000000000000");
        assert_eq!(Alias::from_number(u128::MAX).as_str(), "7N42dgm5tFLK9N8MT7fHC7");
        assert_eq!(Alias::parse("7N42dgm5tFLK9N8MT7fHC8").and_then(|id| id.number()), None);
        assert_eq!(Alias::parse("ZZZZZZZZZZZZZZZZZZZZZZ").and_then(|id| id.number()), None);
    }
}
