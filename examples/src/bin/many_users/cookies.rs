//! What the browser keeps: who it is, and the login that is under way. Both encrypted and signed, so that every worker can read them and
//! nobody else, and nobody can make one up.

use axum_extra::extract::PrivateCookieJar;
use axum_extra::extract::cookie::{Cookie, Key, SameSite};
use base64::Engine as _;
use spotify_sdk::oauth::AuthorizationRequest;

const SESSION: &str = "session";
const LOGIN: &str = "login";

/// How cookies are made.
pub(crate) struct Settings {
    pub(crate) key: Key,
    /// Only over https, where the application is reached by it.
    secure: bool,
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

    fn cookie(&self, name: &'static str, value: String) -> Cookie<'static> {
        Cookie::build((name, value))
            .path("/")
            .http_only(true)
            .secure(self.secure)
            // Sent along when Spotify sends the browser back, and with no form of another site.
            .same_site(SameSite::Lax)
            .build()
    }

    /// Remembers who the browser is.
    pub(crate) fn with_user(&self, jar: PrivateCookieJar, user: String) -> PrivateCookieJar {
        jar.add(self.cookie(SESSION, user))
    }

    /// Remembers the login that the browser is sent away for.
    pub(crate) fn with_login(
        &self,
        jar: PrivateCookieJar,
        request: &AuthorizationRequest,
    ) -> Result<PrivateCookieJar, serde_json::Error> {
        Ok(jar.add(self.cookie(LOGIN, serde_json::to_string(request)?)))
    }
}

/// The application's own name for the user.
pub(crate) fn user(jar: &PrivateCookieJar) -> Option<String> {
    Some(jar.get(SESSION)?.value().to_owned())
}

/// Takes the login under way out of the jar: a callback that comes twice finds none.
pub(crate) fn take_login(jar: PrivateCookieJar) -> (PrivateCookieJar, Option<AuthorizationRequest>) {
    let request = jar.get(LOGIN).and_then(|cookie| serde_json::from_str(cookie.value()).ok());
    (jar.remove(Cookie::build(LOGIN).path("/").build()), request)
}

/// Forgets who the browser is.
pub(crate) fn forget(jar: PrivateCookieJar) -> PrivateCookieJar {
    jar.remove(Cookie::build(SESSION).path("/").build())
}
