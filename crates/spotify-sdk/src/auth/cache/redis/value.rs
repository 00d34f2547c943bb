//! The text of an entry, and the token in it by this host's clock.

use secrecy::{ExposeSecret as _, SecretString};

use crate::auth::TokenInfo;
use crate::error::{Error, ErrorKind, Result};

/// How far two readings of one time may be apart that was stored by the server's clock: it is compared with ours now and then.
const SAME_TIME: f64 = 2.0;

/// An entry as it was read or written.
#[derive(Clone)]
pub(super) struct Seen {
    text: SecretString,
    token: TokenInfo,
}

impl Seen {
    /// What stands on the server, whose clock is `ahead` seconds before ours; or what it is instead of a token, never quoting it.
    pub(super) fn parse(text: Vec<u8>, ahead: f64) -> std::result::Result<Self, &'static str> {
        let text = String::from_utf8(text).map_err(|_| "not UTF-8")?;
        let token: TokenInfo = serde_json::from_str(&text).map_err(|error| match error.is_data() {
            true => "JSON of something else",
            false => "not JSON",
        })?;
        Ok(Self { text: text.into(), token: token.moved_by(-ahead) })
    }

    /// What is to stand there.
    pub(super) fn of(token: &TokenInfo, ahead: f64) -> Result<Self> {
        let text = serde_json::to_string(&token.clone().moved_by(ahead)).map_err(|error| {
            Error::new(ErrorKind::Cache, "the token can't be written as JSON").with_source(error)
        })?;
        Ok(Self { text: text.into(), token: token.clone() })
    }

    pub(super) fn text(&self) -> &str {
        self.text.expose_secret()
    }

    pub(super) fn token(&self) -> &TokenInfo {
        &self.token
    }

    /// Whether `token` is this one, read at another time.
    pub(super) fn is(&self, token: &TokenInfo) -> bool {
        (token.expires_at() - self.token.expires_at()).abs() < SAME_TIME && self.token.is_but_for_times(token)
    }
}
