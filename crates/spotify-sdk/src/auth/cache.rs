//! Where tokens are kept between calls and between runs.

mod directory;
mod erased;
mod file;
mod keyed;
#[cfg(feature = "keyring")]
mod keyring;
mod memory;
#[cfg(feature = "redis")]
mod redis;

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "keyring")]
pub use self::keyring::KeyringTokenCache;
#[cfg(feature = "redis")]
pub use self::redis::RedisTokenCache;
pub use directory::DirectoryTokenCache;
#[cfg(any(test, fuzzing))]
pub(crate) use directory::file_name;
pub(crate) use erased::SharedTokenCache;
pub use file::FileTokenCache;
#[cfg(any(test, fuzzing))]
pub(crate) use file::{pauses, stored_token};
pub use keyed::{InMemoryKeyedTokenCache, KeyedTokenCache};
pub use memory::InMemoryTokenCache;

use crate::auth::TokenInfo;
use crate::cool_downs::CoolDowns;

/// What a cache may fail with: anything. `?` works on every error type.
pub type CacheError = Box<dyn StdError + Send + Sync>;

/// Keeps one token. [`get`](Self::get) and [`set`](Self::set) are all that a cache of your own needs; write them as plain
/// `async fn`s.
///
/// A provider calls a cache only when it has to (the first call, a refresh, a login, and [a look](Self::is_shared) now and then at one
/// that others change), never for each access token; each call may
/// take [two seconds](Self::time_limit), then the provider goes on from memory. Blocking in it is fine: calls run on threads that may block.
///
/// ```
/// use std::{collections::HashMap, sync::{Arc, Mutex}};
/// use spotify_sdk::auth::{CacheError, TokenCache, TokenInfo};
///
/// struct Shared(Arc<Mutex<HashMap<String, String>>>);
///
/// impl TokenCache for Shared {
///     async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
///         let json = self.0.lock().unwrap().get("spotify").cloned();
///         Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
///     }
///     async fn set(&self, token: &TokenInfo) -> Result<(), CacheError> {
///         self.0.lock().unwrap().insert("spotify".into(), serde_json::to_string(token)?);
///         Ok(())
///     }
/// }
/// ```
///
/// Keep the whole of what you are given, also when its access token has expired: the refresh token in it is the login.
pub trait TokenCache: Send + Sync + 'static {
    /// The stored token, or `None`. An expired one is returned like any other.
    fn get(&self) -> impl Future<Output = Result<Option<TokenInfo>, CacheError>> + Send;

    /// Stores `token` in place of whatever is there.
    fn set(&self, token: &TokenInfo) -> impl Future<Output = Result<(), CacheError>> + Send;

    /// Stores `token` if the stored one is still `expected`, and says whether it was. Made of `get` and `set` unless written;
    /// a store that can do it in one step should.
    fn compare_and_set(
        &self,
        expected: Option<&TokenInfo>,
        token: &TokenInfo,
    ) -> impl Future<Output = Result<bool, CacheError>> + Send {
        async move {
            let same = self.get().await?.as_ref() == expected;
            if same {
                self.set(token).await?;
            }
            Ok(same)
        }
    }

    /// Forgets the token. Stores [`TokenInfo::tombstone`] unless written, which other processes understand as a logout.
    fn delete(&self) -> impl Future<Output = Result<(), CacheError>> + Send {
        async move { self.set(&TokenInfo::tombstone()).await }
    }

    /// Tries once, without waiting, to become the only one who refreshes; the provider repeats it until it is.
    /// [`CacheLock::Unsupported`] unless written: then several processes may each send a refresh, and none loses the login unless the
    /// service rotates refresh tokens.
    fn try_lock(&self) -> impl Future<Output = Result<CacheLock, CacheError>> + Send {
        async { Ok(CacheLock::Unsupported) }
    }

    /// How long one call may take before the provider goes on from memory: two seconds unless written.
    fn time_limit(&self) -> Duration {
        Duration::from_secs(2)
    }

    /// Whether others may change what is stored: another process, or another host. A provider that is in use then looks at the cache
    /// now and then, at most twice a second, never more often than it is called and never while a caller waits, so that it notices a
    /// logout or a new login elsewhere within a second, and puts back what the cache has lost. A logout leaves a tombstone here also where
    /// nothing is stored, so that nobody does so after it. `false` unless written: then it notices at its next renewal.
    fn is_shared(&self) -> bool {
        false
    }

    /// Where clients that use this cache's login share the pauses that Spotify asks for with a 429, so that one process's stops the
    /// others. `None` unless written; a cache that wraps another one passes that one's on.
    fn cool_downs(&self) -> Option<CoolDowns> {
        None
    }
}

/// The outcome of [`TokenCache::try_lock`].
#[non_exhaustive]
pub enum CacheLock {
    /// The lock is held until this value is dropped.
    Held(Box<dyn Send>),
    /// Another process holds it.
    Busy,
    /// This cache, or the file system under it, has no locks.
    Unsupported,
}

impl fmt::Debug for CacheLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Held(_) => "Held",
            Self::Busy => "Busy",
            Self::Unsupported => "Unsupported",
        })
    }
}

macro_rules! forward {
    () => {
        fn get(&self) -> impl Future<Output = Result<Option<TokenInfo>, CacheError>> + Send {
            T::get(self)
        }

        fn set(&self, token: &TokenInfo) -> impl Future<Output = Result<(), CacheError>> + Send {
            T::set(self, token)
        }

        fn compare_and_set(
            &self,
            expected: Option<&TokenInfo>,
            token: &TokenInfo,
        ) -> impl Future<Output = Result<bool, CacheError>> + Send {
            T::compare_and_set(self, expected, token)
        }

        fn delete(&self) -> impl Future<Output = Result<(), CacheError>> + Send {
            T::delete(self)
        }

        fn try_lock(&self) -> impl Future<Output = Result<CacheLock, CacheError>> + Send {
            T::try_lock(self)
        }

        fn time_limit(&self) -> Duration {
            T::time_limit(self)
        }

        fn is_shared(&self) -> bool {
            T::is_shared(self)
        }

        fn cool_downs(&self) -> Option<CoolDowns> {
            T::cool_downs(self)
        }
    };
}

impl<T: TokenCache> TokenCache for Arc<T> {
    forward!();
}

impl<T: TokenCache> TokenCache for Box<T> {
    forward!();
}
