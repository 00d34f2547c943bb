//! Environment variables: their names, and where they come from.
//!
//! This is the only file of the crate that reads them from the process.

use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// Names of the variables that this crate reads, each when a client or provider is built.
pub mod names {
    /// The app's client id.
    pub const CLIENT_ID: &str = "SPOTIFY_SDK_CLIENT_ID";
    /// The app's client secret.
    pub const CLIENT_SECRET: &str = "SPOTIFY_SDK_CLIENT_SECRET";
    /// The redirect URI, exactly as registered for the app.
    pub const REDIRECT_URI: &str = "SPOTIFY_SDK_REDIRECT_URI";
    /// An access token, for [`SpotifyClient::from_env`](crate::SpotifyClient::from_env).
    pub const ACCESS_TOKEN: &str = "SPOTIFY_SDK_ACCESS_TOKEN";
    /// Where the Web API is, `https://api.spotify.com/v1` unless set.
    pub const API_BASE_URL: &str = "SPOTIFY_SDK_API_BASE_URL";
    /// Where the Accounts service is, `https://accounts.spotify.com` unless set.
    pub const ACCOUNTS_BASE_URL: &str = "SPOTIFY_SDK_ACCOUNTS_BASE_URL";
}

/// Where variables come from: the process, or a fixed set in tests.
///
/// ```
/// use spotify_sdk::Environment;
///
/// let environment = Environment::from_iter([("SPOTIFY_SDK_CLIENT_ID", "abc")]);
/// assert_eq!(environment.get("SPOTIFY_SDK_CLIENT_ID").as_deref(), Some("abc"));
/// ```
#[derive(Clone)]
pub struct Environment(Arc<Lookup>);

type Lookup = dyn Fn(&str) -> Option<String> + Send + Sync;

impl Environment {
    /// The process's own variables, read anew each time.
    #[must_use]
    pub fn process() -> Self {
        Self::from_fn(|name| std::env::var(name).ok())
    }

    /// No variables at all.
    #[must_use]
    pub fn empty() -> Self {
        Self::from_fn(|_| None)
    }

    /// Variables from a function, for hosts that keep them elsewhere.
    pub fn from_fn(variable: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(variable))
    }

    /// The value of a variable; one that is set to nothing but white space counts as not set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.trim().is_empty())
    }
}

/// The user's home directory, what `~` stands for: `HOME`, else the user database; on Windows the profile directory. `None` when
/// it is unknown or empty.
pub(crate) fn home_directory() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| !home.as_os_str().is_empty())
}

impl Default for Environment {
    fn default() -> Self {
        Self::process()
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(variables: I) -> Self {
        let variables: HashMap<String, String> =
            variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self::from_fn(move |name| variables.get(name).cloned())
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Environment")
    }
}
