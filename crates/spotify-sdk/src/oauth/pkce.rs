//! Proof Key for Code Exchange, RFC 7636: only who asked for a code can use it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorKind, Result};

/// A code verifier and its challenge. The method is always `S256` (RFC 7636 section 4.2); there is no downgrade to `plain`.
#[derive(Clone)]
pub(crate) struct Pkce {
    verifier: SecretString,
}

impl Pkce {
    /// A fresh verifier: 256 bits from the operating system, 43 characters (RFC 7636 section 7.1).
    pub(crate) fn generate() -> Result<Self> {
        Ok(Self { verifier: random_text()?.into() })
    }

    /// A verifier that was kept elsewhere.
    pub(crate) fn from_verifier(verifier: impl Into<String>) -> Result<Self> {
        let verifier = verifier.into();
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        if !(43..=128).contains(&verifier.len()) || !verifier.bytes().all(allowed) {
            return Err(Error::invalid_argument(
                "a code verifier has 43 to 128 characters of A-Z, a-z, 0-9, `-`, `.`, `_` and `~` (RFC 7636 section 4.1)",
            ));
        }
        Ok(Self { verifier: verifier.into() })
    }

    pub(crate) fn verifier(&self) -> &str {
        self.verifier.expose_secret()
    }

    pub(crate) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier()))
    }
}

/// 256 random bits from the operating system as 43 URL-safe characters.
pub(crate) fn random_text() -> Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::new(ErrorKind::Configuration, "the operating system gave no random numbers").with_source(error)
    })?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_rfc_7636_appendix_b() {
        let pkce = Pkce::from_verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").unwrap();
        assert_eq!(pkce.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    /// The `oauth2` crate, written by others, makes the same challenges from our verifiers.
    #[test]
    fn another_implementation_agrees() {
        for _ in 0..100 {
            let ours = Pkce::generate().unwrap();
            let theirs = oauth2::PkceCodeVerifier::new(ours.verifier().to_owned());
            let challenge = oauth2::PkceCodeChallenge::from_code_verifier_sha256(&theirs);
            assert_eq!(challenge.as_str(), ours.challenge());
            assert_eq!(challenge.method().as_str(), "S256");
        }
    }

    #[test]
    fn verifiers_of_another_form_are_refused() {
        for bad in
            ["", "short", &"a".repeat(42), &"a".repeat(129), &"ä".repeat(30), &format!("{} ", "a".repeat(50))]
        {
            assert!(Pkce::from_verifier(bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn fault_092_states_and_verifiers_are_256_bits_from_the_operating_system_and_never_repeat() {
        let mut seen = std::collections::HashSet::new();
        let mut ones = [0_u32; 256];
        const SAMPLES: u32 = 100_000;
        for _ in 0..SAMPLES {
            let text = random_text().unwrap();
            assert_eq!(text.len(), 43);
            let bytes = URL_SAFE_NO_PAD.decode(&text).unwrap();
            for (index, count) in ones.iter_mut().enumerate() {
                *count += u32::from(bytes[index / 8] >> (index % 8) & 1);
            }
            assert!(seen.insert(text), "a state repeated");
        }
        // Every one of the 256 bits is as often 1 as 0: off by more than ten standard deviations would be no accident.
        let allowed = 10.0 * (f64::from(SAMPLES) / 4.0).sqrt();
        for (bit, count) in ones.iter().enumerate() {
            let difference = (f64::from(*count) - f64::from(SAMPLES) / 2.0).abs();
            assert!(difference < allowed, "bit {bit} is 1 in {count} of {SAMPLES}");
        }
    }
}
