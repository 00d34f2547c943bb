//! Sending a user to the authorization endpoint, and remembering what was asked for until the user is back.

use std::fmt;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::pkce::random_text;
use super::{Pkce, RedirectUri};
use crate::clock;
use crate::error::{Error, ErrorKind, Result};
use crate::scope::Scopes;

/// How long after it was made an authorization request can be completed: RFC 6749 section 4.1.2 recommends that codes live at most
/// ten minutes, and no user takes longer.
pub(crate) const REQUEST_LIFETIME: Duration = Duration::from_secs(600);

/// A fresh `state`: 256 bits from the operating system (RFC 6749 section 10.10 asks for 128).
pub(crate) fn random_state() -> Result<String> {
    random_text()
}

/// The parameters of an authorization URL (RFC 6749 section 4.1.1, RFC 7636 section 4.3).
pub(crate) struct AuthorizationUrl<'a> {
    pub(crate) endpoint: &'a Url,
    pub(crate) client_id: &'a str,
    pub(crate) redirect_uri: &'a RedirectUri,
    pub(crate) scopes: &'a Scopes,
    pub(crate) state: Option<&'a str>,
    pub(crate) code_challenge: Option<&'a str>,
    pub(crate) show_dialog: bool,
}

impl AuthorizationUrl<'_> {
    pub(crate) fn build(&self) -> String {
        let mut url = self.endpoint.clone();
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("response_type", "code");
            query.append_pair("client_id", self.client_id);
            query.append_pair("redirect_uri", self.redirect_uri.as_str());
            if !self.scopes.is_empty() {
                query.append_pair("scope", &self.scopes.to_string());
            }
            if let Some(state) = self.state {
                query.append_pair("state", state);
            }
            if let Some(challenge) = self.code_challenge {
                query.append_pair("code_challenge_method", "S256");
                query.append_pair("code_challenge", challenge);
            }
            if self.show_dialog {
                query.append_pair("show_dialog", "true");
            }
        }
        url.into()
    }
}

/// One login under way: the URL to send the user to, and what is needed to complete it.
///
/// It serialises, so that the process which receives the callback need not be the one that made the URL: keep it in the user's
/// session (it holds the PKCE verifier: a signed **and encrypted** cookie, or the server's side), and give it back to
/// [`complete_authorization`](crate::auth::AuthorizationCode::complete_authorization) with the callback, within ten minutes, once.
/// `Debug` shows neither state nor verifier.
///
/// **The session is what binds a login to a browser.** Look the request up by the cookie that comes with the callback, never by the `state`
/// in it alone: the state tells which login a callback answers, and only the cookie tells that it comes from the browser in which that
/// login began. A callback of another browser then finds no request, or one with another state, which is refused.
///
/// A request that a provider of one of many users made ([`UserLogins`](crate::auth::UserLogins)) completes that user's login only: it
/// carries a hash of the user's key.
#[derive(Clone, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    authorization_url: String,
    #[serde(with = "exposed")]
    state: SecretString,
    #[serde(with = "exposed")]
    code_verifier: SecretString,
    redirect_uri: RedirectUri,
    scopes: Scopes,
    client_id: String,
    created_at: f64,
    /// A hash of the key of the user whose login it is, where one of many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user: Option<String>,
}

impl AuthorizationRequest {
    /// Adds state and challenge to `parameters` and remembers what completes the login.
    pub(crate) fn new(parameters: &AuthorizationUrl<'_>, state: String, now: SystemTime) -> Result<Self> {
        let pkce = Pkce::generate()?;
        let challenge = pkce.challenge();
        let AuthorizationUrl { endpoint, client_id, redirect_uri, scopes, show_dialog, .. } = *parameters;
        let (state_text, code_challenge) = (Some(state.as_str()), Some(challenge.as_str()));
        let url = AuthorizationUrl {
            endpoint,
            client_id,
            redirect_uri,
            scopes,
            state: state_text,
            code_challenge,
            show_dialog,
        };
        Ok(Self {
            authorization_url: url.build(),
            redirect_uri: redirect_uri.clone(),
            scopes: scopes.clone(),
            client_id: client_id.to_owned(),
            code_verifier: pkce.verifier().to_owned().into(),
            state: state.into(),
            created_at: clock::unix_seconds(now),
            user: None,
        })
    }

    /// The same for the login of one of many users.
    pub(crate) fn of_user(mut self, user: Option<&str>) -> Self {
        self.user = user.map(hash);
        self
    }

    /// Where to send the user. It holds the state and the challenge, and may be shown; the verifier is not in it.
    #[must_use]
    pub fn authorization_url(&self) -> &str {
        &self.authorization_url
    }

    /// The `state` that the callback must bring back: the key under which to keep this value when several logins are under way.
    #[must_use]
    pub fn state(&self) -> &str {
        self.state.expose_secret()
    }

    /// The redirect URI on which the callback arrives.
    #[must_use]
    pub fn redirect_uri(&self) -> &RedirectUri {
        &self.redirect_uri
    }

    /// The scopes that were asked for.
    #[must_use]
    pub fn scopes(&self) -> &Scopes {
        &self.scopes
    }

    /// When it was made.
    #[must_use]
    pub fn created_at(&self) -> SystemTime {
        clock::from_unix_seconds(self.created_at).unwrap_or(SystemTime::UNIX_EPOCH)
    }

    /// The same request for a process that has waited for its callback all along, under a time limit of its own: it does not grow old.
    pub(crate) fn waited_for(mut self, now: SystemTime) -> Self {
        self.created_at = clock::unix_seconds(now);
        self
    }

    pub(crate) fn pkce(&self) -> Result<Pkce> {
        Pkce::from_verifier(self.code_verifier.expose_secret())
    }

    /// Refuses a request that was made for another app or another user, or that is too old, before its code is spent.
    pub(crate) fn check(&self, client_id: &str, user: Option<&str>, now: SystemTime) -> Result<()> {
        if self.client_id != client_id {
            return Err(Error::new(
                ErrorKind::InvalidCallback,
                "this authorization request was made for another client id",
            )
            .with_advice("Complete it with the provider of the app that made it"));
        }
        if self.user != user.map(hash) {
            return Err(Error::new(
                ErrorKind::InvalidCallback,
                "this authorization request was made for another user's login",
            )
            .with_advice(
                "Complete it with the provider that made it: for_user() with the same key. A session that changed hands in between \
                 begins the login again",
            ));
        }
        let age = clock::unix_seconds(now) - self.created_at;
        // A minute of slack for the clocks of two hosts.
        if !(-60.0..=REQUEST_LIFETIME.as_secs_f64()).contains(&age) {
            return Err(Error::new(
                ErrorKind::LoginTimeout,
                "this authorization request is older than ten minutes",
            )
            .with_advice("Make a new one and send the user through it"));
        }
        Ok(())
    }
}

impl fmt::Debug for AuthorizationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationRequest")
            .field("authorization_url", &"[redacted]")
            .field("state", &"[redacted]")
            .field("code_verifier", &"[redacted]")
            .field("redirect_uri", &self.redirect_uri)
            .field("scopes", &self.scopes)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}

/// Of a user's key, which may be an e-mail address and need not stand in a cookie.
fn hash(user: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(user))
}

/// Serialises a secret on purpose.
mod exposed {
    use secrecy::{ExposeSecret, SecretString};
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(secret.expose_secret())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
        String::deserialize(deserializer).map(SecretString::from)
    }
}
