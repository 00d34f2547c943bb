//! A cache on a Redis server, for processes on many hosts.

mod breaker;
mod budget;
mod cool_downs;
mod lock;
mod name;
mod scripts;
mod server;
mod value;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use ::redis::{Client, Cmd, FromRedisValue, IntoConnectionInfo, cmd};

use self::budget::Budget;
use self::cool_downs::RedisCoolDowns;
use self::lock::{Guard, Held};
use self::server::Server;
use self::value::Seen;
use super::{CacheError, CacheLock, KeyedTokenCache, TokenCache};
use crate::auth::TokenInfo;
use crate::clock::{Clock, SharedClock};
use crate::cool_downs::CoolDowns;
use crate::error::{Error, ErrorKind, Result};

/// Keeps tokens on a Redis server (or one that speaks its protocol), so that processes on any number of hosts share a login and
/// renew it once.
///
/// As a [`TokenCache`] it is one entry, `key`. As a [`KeyedTokenCache`] it is an entry `key:user` for each user, all of them over one
/// connection. In the user's part `:`, `%`, `{` and `}` are written `%3A`, `%25`, `%7B` and `%7D`, so that no user's entry is another's, also
/// of an app whose key begins with this one's. Errors and logs name `key`, and never the user.
///
/// ```no_run
/// use spotify_sdk::auth::{AuthorizationCode, KeyedTokenCache, RedisTokenCache};
///
/// # fn example() -> spotify_sdk::Result<()> {
/// let tokens = RedisTokenCache::new("redis://127.0.0.1/0", "my-app:spotify")?;
/// let anna = AuthorizationCode::builder().token_cache(tokens.for_key("anna")).build()?;
/// # Ok(()) }
/// ```
///
/// **The entry** is the JSON that a [`FileTokenCache`](crate::auth::FileTokenCache) writes, as plain text: programs that `GET` and `SET`
/// it, the documents' Redis class among them, may work on it beside this. It is stored without a lifetime, as the login in it outlives
/// its access token; what another program stored with one is read. An entry that is no token is an error, and is never overwritten.
///
/// **Renewals.** [`try_lock`](TokenCache::try_lock) takes a lease of ten seconds, which is extended as long as the lock is held: when its
/// holder dies, others go on ten seconds later. Each lease has a number, and a save by the holder of an older lease than that of
/// the last save is refused; so is one whose entry was changed meanwhile. Both are judged in one step on the server.
///
/// **Clocks.** `expires_at` is stored by the server's clock, so that hosts whose clocks differ agree on when a token ends. Differences of
/// less than a second are left alone.
///
/// **A server that is down or slow** costs a renewal two seconds at most, all of its steps together; after a step that failed the next
/// three seconds' are refused at once. Providers go on from memory meanwhile, warn, and store later what could not
/// be stored.
///
/// **Pauses after a 429** are shared by all processes whose clients use this server for the same app: before each request the client
/// looks at the server once. While the server is slow (over 0.4 seconds) one request a second does, and none waits longer than 0.6 seconds.
///
/// **Names.** Beside its entries this uses keys that begin with `spotify-sdk:`, to be allowed where access is limited to some keys.
///
/// **Connections** belong to this crate's own background runtime, so that the methods work on any runtime, in blocking code and after
/// a `fork`. Over `rediss://` they are encrypted, with the feature `redis-tls`. Clones share their connection; each has its own lock, as two
/// providers have.
pub struct RedisTokenCache {
    server: Server,
    /// One for all users, who are one app's: what is known of the server's state is known to all.
    cool_downs: CoolDowns,
    key: Arc<str>,
    /// The key without the user's part, for errors.
    shown: Arc<str>,
    /// Why the key can't be used, if it can't. Kept, as making the cache of a key can't fail.
    unusable: Option<Error>,
    entry: Arc<Entry>,
}

/// What the steps of one provider's renewal have in common.
#[derive(Default)]
struct Entry {
    seen: Mutex<Option<Seen>>,
    /// The lock that `try_lock` gave out, while it is held.
    given: Mutex<Weak<Held>>,
    budget: Budget,
}

impl RedisTokenCache {
    /// A cache on the server at `url`: `redis://[[user]:password@]host[:port][/database]`, `rediss://` with TLS (feature `redis-tls`), or
    /// `unix:///path/of/socket`. Connects when it is first used.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when the URL is none, needs a feature that is off, or the key is empty.
    pub fn new(url: &str, key: impl Into<String>) -> Result<Self> {
        let client = url.into_connection_info().and_then(Client::open).map_err(|error| {
            let advice = match url.starts_with("rediss:") && !cfg!(feature = "redis-tls") {
                true => "Encrypted connections need the feature `redis-tls` of spotify-sdk",
                false => "It looks like `redis://:password@host:6379/0`; `@`, `/` and `#` in a password are written `%40`, `%2F` and `%23`",
            };
            // Not the library's own message: it may repeat a part of the URL, and that may be the password.
            Error::invalid_argument(format!("the URL of the Redis server can't be used ({:?})", error.kind()))
                .with_advice(advice)
        })?;
        Self::from_client(client, key)
    }

    /// The same by way of a client that the program has configured: its certificates, names and passwords.
    ///
    /// A client rather than a connection, as a connection lives only as long as the runtime it was made on.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when the key is empty.
    pub fn from_client(client: Client, key: impl Into<String>) -> Result<Self> {
        let key = key.into();
        if key.is_empty() {
            return Err(Error::invalid_argument("the Redis key is empty")
                .with_advice("Name one, such as `my-app:spotify`"));
        }
        let server = Server::new(client, SharedClock::default());
        let cool_downs = CoolDowns::new(RedisCoolDowns::new(server.clone()));
        let key: Arc<str> = key.into();
        Ok(Self { server, cool_downs, shown: key.clone(), key, unusable: None, entry: Arc::default() })
    }

    /// Where this host's time comes from, which is compared with the server's; the system unless set. For tests.
    #[must_use]
    pub fn clock(self, clock: impl Clock) -> Self {
        let server = self.server.with_clock(SharedClock::new(clock));
        let cool_downs = CoolDowns::new(RedisCoolDowns::new(server.clone()));
        Self { server, cool_downs, entry: Arc::default(), ..self }
    }

    fn check(&self) -> Result<()> {
        self.unusable.clone().map_or(Ok(()), Err)
    }

    fn key_of(&self, purpose: &str) -> String {
        // In braces, so that a proxy before a cluster keeps all keys of one entry on one server.
        format!("spotify-sdk:{purpose}:{{{}}}", self.key)
    }

    fn described(&self) -> String {
        match self.key == self.shown {
            true => format!("the Redis entry `{}`", self.key),
            false => format!("the Redis entry of a user of `{}`", self.shown),
        }
    }

    fn remember(&self, seen: Option<Seen>) {
        *self.entry.seen.lock().unwrap_or_else(PoisonError::into_inner) = seen;
    }

    /// One step: refused, when those before it took too long.
    async fn ask<T: FromRedisValue + Send + 'static>(
        &self,
        command: Cmd,
        done: &'static str,
    ) -> Result<(T, f64)> {
        let Some(step) = self.entry.budget.step() else {
            return Err(Error::new(
                ErrorKind::Cache,
                format!("the Redis entry could not be {done}: the server is too slow"),
            ));
        };
        self.server.ask(command, done, step.limit).await
    }

    /// How far the server's clock is ahead, for what is about to be stored.
    async fn ahead(&self) -> Result<f64> {
        match self.server.ahead() {
            Some(ahead) => Ok(ahead),
            None => Ok(self.ask::<()>(cmd("PING"), "written").await?.1),
        }
    }

    async fn read(&self) -> Result<Option<Seen>> {
        self.check()?;
        let (text, ahead) = self.ask::<Option<Vec<u8>>>(cmd("GET").arg(&*self.key).clone(), "read").await?;
        let seen = text.map(|text| Seen::parse(text, ahead)).transpose().map_err(|why| {
            let message = format!("{} is no stored token: it is {why}", self.described());
            Error::new(ErrorKind::Cache, message).with_advice("Use another key, or delete the entry")
        })?;
        self.remember(seen.clone());
        Ok(seen)
    }

    async fn write(&self, token: &TokenInfo) -> Result<()> {
        self.check()?;
        let seen = Seen::of(token, self.ahead().await?)?;
        let command = cmd("SET").arg(&*self.key).arg(seen.text()).clone();
        self.ask::<()>(command, "written").await?;
        self.remember(Some(seen));
        Ok(())
    }

    /// The text under which `expected` stands on the server, if it does; `None` if something else stands there.
    async fn text_of(&self, expected: &TokenInfo) -> Result<Option<Seen>> {
        let seen = self.entry.seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(seen) = seen.filter(|seen| seen.token() == expected) {
            return Ok(Some(seen));
        }
        Ok(self.read().await?.filter(|seen| seen.is(expected)))
    }

    async fn swap(&self, expected: Option<&TokenInfo>, token: &TokenInfo) -> Result<bool> {
        self.check()?;
        let expected = match expected {
            None => None,
            Some(expected) => match self.text_of(expected).await? {
                Some(seen) => Some(seen),
                None => return Ok(false),
            },
        };
        let seen = Seen::of(token, self.ahead().await?)?;
        // Kept until the save has ended, also when its owner lets go of it meanwhile.
        let held = self.entry.given.lock().unwrap_or_else(PoisonError::into_inner).upgrade();
        let fence = held.as_ref().map_or_else(String::new, |held| held.fence().to_string());
        let command = scripts::SWAP
            .call(&[&self.key, &self.key_of("fence")])
            .arg(i32::from(expected.is_some()))
            .arg(expected.as_ref().map_or("", Seen::text))
            .arg(seen.text())
            .arg(fence)
            .clone();
        let (stored, _) = self.ask::<bool>(command, "written").await?;
        if stored {
            self.remember(Some(seen));
        }
        Ok(stored)
    }
}

/// The lock as its owner has it. Dropping it waits until the server knows, as the program may end right after; not longer than the
/// renewal may take.
struct Owned {
    entry: Arc<Entry>,
    guard: Guard,
}

impl Drop for Owned {
    fn drop(&mut self) {
        let step = self.entry.budget.step();
        self.guard.free(step.map_or(Duration::ZERO, |step| step.limit));
    }
}

impl TokenCache for RedisTokenCache {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        Ok(self.read().await?.map(|seen| seen.token().clone()))
    }

    async fn set(&self, token: &TokenInfo) -> Result<(), CacheError> {
        Ok(self.write(token).await?)
    }

    /// Stores `token` if the stored one is still `expected` and nobody with a later lock has stored since, in one step.
    async fn compare_and_set(
        &self,
        expected: Option<&TokenInfo>,
        token: &TokenInfo,
    ) -> Result<bool, CacheError> {
        Ok(self.swap(expected, token).await?)
    }

    async fn try_lock(&self) -> Result<CacheLock, CacheError> {
        self.check()?;
        let step = self.entry.budget.begin();
        let guard =
            lock::try_lock(&self.server, self.key_of("lock"), self.key_of("fence"), step.limit).await?;
        Ok(match guard {
            Some(guard) => {
                *self.entry.given.lock().unwrap_or_else(PoisonError::into_inner) = guard.held();
                CacheLock::Held(Box::new(Owned { entry: self.entry.clone(), guard }))
            }
            None => CacheLock::Busy,
        })
    }

    /// True: other hosts use the entry.
    fn is_shared(&self) -> bool {
        true
    }

    fn cool_downs(&self) -> Option<CoolDowns> {
        Some(self.cool_downs.clone())
    }
}

impl KeyedTokenCache for RedisTokenCache {
    type Cache = Self;

    /// The cache of the entry `key:user`. Touches nothing yet. An empty `user` is reported by every method as an error of kind
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument).
    fn for_key(&self, user: &str) -> Self {
        let unusable = user.is_empty().then(|| Error::invalid_argument("the key of a user's token is empty"));
        let key = format!("{}:{}", self.key, name::of_user(user)).into();
        Self { key, unusable, ..self.clone() }
    }
}

/// The same place over the same connection. What is known of a lock is not shared: a save without one must not pass for the holder's.
impl Clone for RedisTokenCache {
    fn clone(&self) -> Self {
        Self {
            server: self.server.clone(),
            cool_downs: self.cool_downs.clone(),
            key: self.key.clone(),
            shown: self.shown.clone(),
            unusable: self.unusable.clone(),
            entry: Arc::default(),
        }
    }
}

/// Shows the server's address, and neither name nor password, nor whose entry it is.
impl fmt::Debug for RedisTokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisTokenCache")
            .field("server", &self.server.address())
            .field("key", &self.shown)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_111_users_and_clones_have_one_state_of_the_servers_pauses() {
        let cache = RedisTokenCache::new("redis://127.0.0.1", "app").unwrap();
        let identity = |cache: &RedisTokenCache| cache.cool_downs().unwrap().identity();
        for other in [cache.for_key("anna"), cache.for_key("bert").clone(), cache.clone()] {
            assert_eq!(identity(&other), identity(&cache));
        }
    }
}
