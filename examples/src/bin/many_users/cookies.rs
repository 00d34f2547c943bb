//! What the browser keeps: who it is, and the login that is under way. Both encrypted and signed, so that every worker can read them and
//! nobody else, and nobody can make one up or pass one off as the other.

use axum_extra::extract::PrivateCookieJar;
use axum_extra::extract::cookie::{Cookie, Key, SameSite};
use base64::Engine as _;
use serde::{Deserialize, Serialize};
use spotify_sdk::oauth::AuthorizationRequest;

/// How cookies are made and read.
pub(crate) struct Settings {
    pub(crate) key: Key,
    /// Only over https, where the application is reached by it.
    secure: bool,
}

/// A login that the browser was sent away for.
#[derive(Serialize, Deserialize)]
pub(crate) struct Login {
    /// Who the browser will be, once the login is complete.
    pub(crate) user: String,
    pub(crate) request: AuthorizationRequest,
}

impl Settings {
    pub(crate) fn from_environment() -> Result<Self, String> {
        let how = "set SESSION_KEY to 64 random bytes or more, in Base64, the same for every worker: openssl rand -base64 64";
        let text = std::env::var("SESSION_KEY").map_err(|_| how.to_owned())?;
        let bytes =
            base64::engine::general_purpose::STANDARD.decode(text.trim()).map_err(|_| how.to_owned())?;
        let key = Key::try_from(bytes.as_slice()).map_err(|_| how.to_owned())?;
        let secure = std::env::var("SPOTIFY_SDK_REDIRECT_URI").is_ok_and(|uri| uri.starts_with("https:"));
        Ok(Self { key, secure })
    }

    /// Who the browser is.
    pub(crate) fn user(&self, jar: &PrivateCookieJar) -> Option<String> {
        Some(jar.get(self.session())?.value().to_owned())
    }

    /// Remembers who the browser is.
    pub(crate) fn with_user(&self, jar: PrivateCookieJar, user: String) -> PrivateCookieJar {
        jar.add(self.cookie(self.session(), user))
    }

    /// Forgets who the browser is.
    pub(crate) fn without_user(&self, jar: PrivateCookieJar) -> PrivateCookieJar {
        jar.remove(self.cookie(self.session(), String::new()))
    }

    /// Remembers the login that the browser is sent away for.
    pub(crate) fn with_login(
        &self,
        jar: PrivateCookieJar,
        login: &Login,
    ) -> Result<PrivateCookieJar, serde_json::Error> {
        Ok(jar.add(self.cookie(self.login(), serde_json::to_string(login)?)))
    }

    /// Takes the login under way out of the jar: a callback that comes twice finds none.
    pub(crate) fn take_login(&self, jar: PrivateCookieJar) -> (PrivateCookieJar, Option<Login>) {
        let login = jar.get(self.login()).and_then(|cookie| serde_json::from_str(cookie.value()).ok());
        (jar.remove(self.cookie(self.login(), String::new())), login)
    }

    /// Browsers take a `__Host-` cookie from this very host only, never from a sibling that somebody else controls.
    fn session(&self) -> &'static str {
        if self.secure { "__Host-session" } else { "session" }
    }

    fn login(&self) -> &'static str {
        if self.secure { "__Host-login" } else { "login" }
    }

    fn cookie(&self, name: &'static str, value: String) -> Cookie<'static> {
        Cookie::build((name, value))
            .path("/")
            .http_only(true)
            .secure(self.secure)
            // Sent along when Spotify sends the browser back, and with no form of another site.
            .same_site(SameSite::Lax)
            .build()
    }
}
