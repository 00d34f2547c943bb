//! Environment variables: their names, and where they come from.
//!
//! This is the only file of the crate that reads them from the process.

use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::error::{Error, Result};

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
    /// The URL of a proxy for everything but this machine; may hold a user name and password.
    pub const PROXY: &str = "SPOTIFY_SDK_PROXY";
    /// The path of a file with trusted root certificates beside the system's, in PEM, or one in DER.
    pub const EXTRA_ROOT_CERTIFICATE: &str = "SPOTIFY_SDK_EXTRA_ROOT_CERTIFICATE";
    /// How long to wait for a connection, in seconds, 5 unless set.
    pub const CONNECT_TIMEOUT: &str = "SPOTIFY_SDK_CONNECT_TIMEOUT";
    /// Your program's name and version, added to the user agent.
    pub const USER_AGENT_SUFFIX: &str = "SPOTIFY_SDK_USER_AGENT_SUFFIX";
    /// How long one request may take to its last byte, in seconds, 30 unless set.
    pub const TIMEOUT: &str = "SPOTIFY_SDK_TIMEOUT";
    /// How often a failed request is repeated, 3 times unless set.
    pub const MAX_RETRIES: &str = "SPOTIFY_SDK_MAX_RETRIES";
    /// The longest pause asked for by Spotify that is sat out, in seconds, 60 unless set.
    pub const MAX_WAIT: &str = "SPOTIFY_SDK_MAX_WAIT";

    /// All of them.
    pub const ALL: [&str; 13] = [
        CLIENT_ID,
        CLIENT_SECRET,
        REDIRECT_URI,
        ACCESS_TOKEN,
        API_BASE_URL,
        ACCOUNTS_BASE_URL,
        PROXY,
        EXTRA_ROOT_CERTIFICATE,
        CONNECT_TIMEOUT,
        USER_AGENT_SUFFIX,
        TIMEOUT,
        MAX_RETRIES,
        MAX_WAIT,
    ];
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

    /// A variable that holds seconds, such as `2.5`.
    pub(crate) fn seconds(&self, name: &str) -> Result<Option<Duration>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let seconds = value.trim().parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        seconds.map(Some).ok_or_else(|| unusable(name, "it is no number of seconds"))
    }

    /// The same where zero makes no sense.
    pub(crate) fn positive_seconds(&self, name: &str) -> Result<Option<Duration>> {
        match self.seconds(name)? {
            Some(Duration::ZERO) => Err(unusable(name, "nothing could ever be done in zero seconds")),
            seconds => Ok(seconds),
        }
    }

    /// A variable that holds a number of times.
    pub(crate) fn count(&self, name: &str) -> Result<Option<u32>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        value.trim().parse().map(Some).map_err(|_| unusable(name, "it is no whole number from 0 on"))
    }
}

/// The error for a variable whose value can't work. It does not show the value: of some it is a secret.
pub(crate) fn unusable(name: &str, why: &str) -> Error {
    Error::configuration(format!("{name} can't be used: {why}"))
        .with_advice(format!("Change {name}, or remove it from the environment"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_what_is_none_names_its_variable() {
        let environment = |value| Environment::from_iter([(names::TIMEOUT, value)]);
        let seconds = |value| environment(value).positive_seconds(names::TIMEOUT);
        assert_eq!(seconds(" 2.5 ").unwrap(), Some(Duration::from_millis(2500)));
        assert_eq!(seconds(" ").unwrap(), None);
        for bad in ["soon", "-1", "NaN", "inf", "1e300", "0", "0.0", "1 s"] {
            let error = seconds(bad).unwrap_err();
            assert_eq!(error.kind(), crate::ErrorKind::Configuration, "{bad}");
            assert!(error.message().contains(names::TIMEOUT), "{error}");
        }
        assert_eq!(environment("0").seconds(names::TIMEOUT).unwrap(), Some(Duration::ZERO));
        assert_eq!(environment("7\n").count(names::TIMEOUT).unwrap(), Some(7));
        for bad in ["-1", "1.5", "many", "99999999999"] {
            assert!(
                environment(bad).count(names::TIMEOUT).unwrap_err().message().contains(names::TIMEOUT),
                "{bad}"
            );
        }
    }
}
