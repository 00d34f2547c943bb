//! Secrets: redacted when printed, and wiped from memory when the last who holds them lets go. What the HTTP library copies of them into
//! its buffers is not.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use secrecy::zeroize::{Zeroize as _, Zeroizing};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::error::{Error, Result};

/// An access token, ready to be sent as `Authorization: Bearer …` (RFC 6750 section 2.1). Cheap to clone.
///
/// `Debug` shows no part of it; [`AccessToken::expose`] does.
///
/// It is kept in the form in which it is sent, once.
#[derive(Clone)]
pub struct AccessToken(Arc<HeaderValue>);

const SCHEME: &str = "Bearer ";

impl AccessToken {
    /// Checks and wraps a token.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when it is empty or holds anything but visible ASCII
    /// (RFC 6749 appendix A.12): such a token could smuggle a header.
    pub fn new(token: impl Into<String>) -> Result<Self> {
        let text = SecretString::from(token.into());
        check_visible_ascii("the access token", text.expose_secret())?;
        let header = secret_header([SCHEME, text.expose_secret()].concat())
            .ok_or_else(|| Error::invalid_argument("the access token can't stand in a header"))?;
        Ok(Self(Arc::new(header)))
    }

    /// The token itself. Keep it out of logs.
    #[must_use]
    pub fn expose(&self) -> &str {
        // Nothing but visible ASCII, by construction.
        self.0.to_str().unwrap_or_default().strip_prefix(SCHEME).unwrap_or_default()
    }

    /// The value of the `Authorization` header, marked sensitive so that HTTP libraries do not log it.
    #[must_use]
    pub fn authorization(&self) -> HeaderValue {
        HeaderValue::clone(&self.0)
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken([redacted])")
    }
}

impl PartialEq for AccessToken {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.expose() == other.expose()
    }
}

impl Eq for AccessToken {}

/// A text as bytes that are wiped when the last who holds them lets go: headers and bodies are shared, not copied, on their way out.
pub(crate) fn wiped(text: String) -> Bytes {
    Bytes::from_owner(Zeroizing::new(text.into_bytes()))
}

/// A header that is marked sensitive, so that HTTP libraries neither log nor index it, and that is wiped. `None` if it can't stand in one.
pub(crate) fn secret_header(text: String) -> Option<HeaderValue> {
    let mut header = HeaderValue::from_maybe_shared(wiped(text)).ok()?;
    header.set_sensitive(true);
    Some(header)
}

/// Lets go of bytes that held secrets: wiped, unless the HTTP library still has its hands on them.
#[cfg(feature = "client")]
pub(crate) fn let_go(bytes: Bytes) {
    if let Ok(mut bytes) = bytes.try_into_mut() {
        bytes.as_mut().zeroize();
    }
}

/// Wipes every text in `value`.
pub(crate) fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(values) => values.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        _ => {}
    }
}

/// Visible ASCII and nothing else, at least one character: RFC 6749's `VSCHAR` without the space.
pub(crate) fn check_visible_ascii(what: &str, value: &str) -> Result<()> {
    if value.is_empty() {
        return Err(Error::invalid_argument(format!("{what} is empty")));
    }
    if value.bytes().any(|byte| !byte.is_ascii_graphic()) {
        let is_header = value.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("bearer "));
        return Err(Error::invalid_argument(format!(
            "{what} holds a space, a line break or a character outside ASCII, which none has"
        ))
        .with_advice(if is_header {
            "Give it without `Bearer `"
        } else {
            "Check how it was copied"
        }));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_checked_and_never_printed() {
        for bad in ["", "a b", "a\r\nX-Evil: 1", "naïve", "\u{7f}"] {
            assert!(AccessToken::new(bad).is_err(), "{bad:?}");
        }
        assert!(AccessToken::new("Bearer BQD-secret").unwrap_err().to_string().contains("without `Bearer `"));
        let token = AccessToken::new("BQD-secret").unwrap();
        assert_eq!(token.expose(), "BQD-secret");
        assert_eq!(token.authorization().to_str().unwrap(), "Bearer BQD-secret");
        assert!(token.authorization().is_sensitive());
        assert!(!format!("{token:?}").contains("BQD"));
    }
}
