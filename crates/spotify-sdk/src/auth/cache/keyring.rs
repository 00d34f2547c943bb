//! A cache in the system's keyring, for desktops.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};
use std::time::Duration;

use ::keyring::Error as KeyringError;
use secrecy::{ExposeSecret as _, SecretString};

use super::{CacheError, TokenCache};
use crate::auth::TokenInfo;
use crate::error::{Error, ErrorKind, Result, scrub};

/// How long one call may take: unlocking asks nobody, but services start slowly.
const LIMIT: Duration = Duration::from_secs(3);

/// What to do about a keyring that does not work.
const ADVICE: &str = "The login is kept in memory. Start or unlock the keyring (GNOME Keyring, KWallet, Keychain, Credential Manager), or, if \
                      a private file will do, use FileTokenCache";

/// Keeps the token in the system's keyring: the Keychain on macOS, the Credential Manager on Windows, elsewhere the Secret Service (GNOME
/// Keyring, KWallet) over D-Bus.
///
/// ```no_run
/// use spotify_sdk::auth::{AuthorizationCode, KeyringTokenCache};
///
/// # fn example() -> spotify_sdk::Result<()> {
/// let auth = AuthorizationCode::builder().token_cache(KeyringTokenCache::new("my-app", "spotify")).build()?;
/// # Ok(()) }
/// ```
///
/// **Nothing is ever stored elsewhere instead.** Where there is no keyring, or it is locked, or does not answer within three seconds, each
/// call is an error of kind [`Cache`](crate::ErrorKind::Cache) that says so; providers then keep the login in memory and warn. Whoever wants
/// a file in that case uses a [`FileTokenCache`](super::FileTokenCache). A keyring that was missing when it was first used is looked for again
/// by the next start of the program.
///
/// **Small keyrings.** What is too large for the keyring (Windows takes 2,560 bytes) is stored without its access token: the refresh token is
/// the login, and the access token stays in memory.
///
/// **The entry** is the JSON that a `FileTokenCache` writes. Keyrings have no locks: of several processes each may send a refresh.
///
/// The program may choose a store of its own with `keyring_core::set_default_store`, before the first call.
#[derive(Clone)]
pub struct KeyringTokenCache {
    service: String,
    user: String,
    /// A call that was given up and has not ended yet.
    hanging: Arc<Mutex<Weak<()>>>,
}

impl KeyringTokenCache {
    /// A cache in the entry of `user` of `service`: the program's name, say, and `spotify`. Touches nothing yet.
    #[must_use]
    pub fn new(service: impl Into<String>, user: impl Into<String>) -> Self {
        Self { service: service.into(), user: user.into(), hanging: Arc::default() }
    }

    /// Works on the entry, on a thread of its own: stores wait for D-Bus with runtimes of their own, which must not meet ours.
    fn with_entry<T: Send + 'static>(
        &self,
        what: &'static str,
        work: impl FnOnce(&keyring_core::Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<T> {
        // Another call would most likely hang like that one, on one more thread.
        let hanging = || self.hanging.lock().unwrap_or_else(PoisonError::into_inner);
        if hanging().strong_count() > 0 {
            return Err(failed(what, "an earlier call of it still hangs"));
        }
        let (service, user) = (self.service.clone(), self.user.clone());
        let working = Arc::new(());
        let mark = Arc::downgrade(&working);
        let (sender, receiver) = mpsc::sync_channel(1);
        let thread = std::thread::Builder::new().name("spotify-sdk-keyring".to_owned());
        let started = thread.spawn(move || {
            let _working = working;
            // Who asked may have given up.
            let _ = sender.send(entry(&service, &user).and_then(|entry| work(&entry)));
        });
        started.map_err(|error| failed(what, "no thread can be started").with_source(error))?;
        match receiver.recv_timeout(LIMIT) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(explain(what, &error)),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                *hanging() = mark;
                Err(failed(what, "it does not answer"))
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(failed(what, "its client panicked")),
        }
    }

    fn store(&self, token: &TokenInfo) -> Result<()> {
        let text = json(token)?;
        let login = match token.refresh_token() {
            Some(_) => Some(json(&token.clone().without_access_token())?),
            None => None,
        };
        self.with_entry("written", move |entry| {
            let stored = entry.set_secret(text.expose_secret().as_bytes());
            match (stored, login) {
                (Err(KeyringError::TooLong(..)), Some(login)) => {
                    tracing::debug!(
                        "the token is too large for the keyring: the access token stays in memory"
                    );
                    entry.set_secret(login.expose_secret().as_bytes())
                }
                (stored, _) => stored,
            }
        })
    }
}

impl TokenCache for KeyringTokenCache {
    async fn get(&self) -> std::result::Result<Option<TokenInfo>, CacheError> {
        let secret = self.with_entry("read", |entry| match entry.get_secret() {
            Ok(secret) => Ok(Some(secret)),
            Err(KeyringError::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })?;
        let Some(secret) = secret else { return Ok(None) };
        let token = serde_json::from_slice(&secret).map_err(|_| {
            failed("read", "what it holds is no stored token")
                .with_advice("Use another service or user name, or delete the entry")
        });
        Ok(Some(token?))
    }

    async fn set(&self, token: &TokenInfo) -> std::result::Result<(), CacheError> {
        Ok(self.store(token)?)
    }

    fn time_limit(&self) -> Duration {
        LIMIT
    }
}

impl fmt::Debug for KeyringTokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyringTokenCache")
            .field("service", &self.service)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

fn entry(service: &str, user: &str) -> keyring_core::Result<keyring_core::Entry> {
    if keyring_core::get_default_store().is_none() {
        // Makes the system's store the default one, once; why it can't be is kept and can't be cloned.
        if let Err(error) = ::keyring::Entry::store_status() {
            return Err(KeyringError::NoStorageAccess(error.to_string().into()));
        }
    }
    keyring_core::Entry::new(service, user)
}

fn json(token: &TokenInfo) -> Result<SecretString> {
    let text = serde_json::to_string(token)
        .map_err(|error| failed("written", "the token can't be written as JSON").with_source(error))?;
    Ok(text.into())
}

fn failed(what: &str, why: &str) -> Error {
    Error::new(ErrorKind::Cache, format!("the system's keyring could not be {what}: {why}"))
        .with_advice(ADVICE)
}

/// The library's own errors hold what the keyring holds, where that is damaged: they are told, and not kept.
fn explain(what: &str, error: &KeyringError) -> Error {
    match error {
        KeyringError::BadEncoding(_) | KeyringError::BadDataFormat(..) | KeyringError::Ambiguous(_) => {
            failed(what, "what it holds is damaged")
        }
        KeyringError::NoDefaultStore => failed(what, "there is none"),
        error => failed(what, &scrub(&error.to_string())),
    }
}
