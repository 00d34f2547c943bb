//! What these tests share: a clock that does not race ahead, seeded caches, and a cache that misbehaves.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{
    AuthorizationCode, AuthorizationCodeBuilder, CacheError, CacheLock, TokenCache, TokenInfo,
};
use spotify_sdk::clock::WallClock;

/// Nothing here takes so long unless it hangs.
pub(crate) const HANG: Duration = Duration::from_secs(20);

/// The hour of an access token.
pub(crate) const HOUR: Duration = Duration::from_secs(3600);

/// Fails the test instead of hanging.
pub(crate) async fn in_time<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(HANG, future).await.expect("it hangs")
}

/// The sandbox's wall clock with real sleeps: for tests in which two things happen at once, where a sleep that moves the clock would
/// make time pass for both.
pub(crate) fn real_sleeps(sandbox: &Sandbox) -> impl spotify_sdk::clock::Clock {
    let clock = sandbox.clock();
    WallClock::new(move || clock.now())
}

/// An authorization-code provider whose sleeps are real.
pub(crate) fn provider(sandbox: &Sandbox) -> AuthorizationCodeBuilder {
    crate::support::authorization_code(sandbox).clock(real_sleeps(sandbox))
}

/// A login as another program would have stored it: with `lifetime` seconds left, and not saying whose it is.
pub(crate) fn unbound_login(sandbox: &Sandbox, user: &str, lifetime: f64) -> TokenInfo {
    let minted = sandbox.mint(user, &["user-library-read"]);
    TokenInfo::new(minted.access_token, seconds(sandbox) + lifetime)
        .unwrap()
        .with_refresh_token(minted.refresh_token)
        .with_scope("user-library-read")
}

/// The sandbox's time in Unix seconds.
pub(crate) fn seconds(sandbox: &Sandbox) -> f64 {
    sandbox.now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64()
}

/// How many token requests the sandbox has seen.
pub(crate) fn token_requests(sandbox: &Sandbox) -> usize {
    sandbox.journal().count("POST /api/token")
}

/// Waits until the sandbox has received `count` token requests.
pub(crate) async fn until_token_requests(sandbox: &Sandbox, count: usize) {
    in_time(async {
        while token_requests(sandbox) < count {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    })
    .await;
}

/// Keeps the answers of the token endpoint back for a while.
pub(crate) fn slow_answers(sandbox: &Sandbox, milliseconds: u64) {
    sandbox.fault(Fault::on("POST /api/token").delay(Duration::from_millis(milliseconds)));
}

/// The kind of error that `auth` answers with.
pub(crate) async fn failure(auth: &AuthorizationCode) -> ErrorKind {
    in_time(async { auth.access_token().await }).await.unwrap_err().kind()
}

/// What a cache does instead of its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mishap {
    Fails,
    Panics,
    /// Blocks its thread this long, then does its work.
    Blocks(Duration),
    /// Is never ready, without blocking a thread.
    Pends,
}

/// A cache in memory that misbehaves on demand. It has no lock unless told so.
#[derive(Clone, Default)]
pub(crate) struct ShakyCache(Arc<Shaky>);

#[derive(Default)]
struct Shaky {
    token: Mutex<Option<TokenInfo>>,
    reading: Mutex<Option<Mishap>>,
    writing: Mutex<Option<Mishap>>,
    reads: AtomicUsize,
    writes: AtomicUsize,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ShakyCache {
    pub(crate) fn holding(token: TokenInfo) -> Self {
        let cache = Self::default();
        cache.put(Some(token));
        cache
    }

    pub(crate) fn stored(&self) -> Option<TokenInfo> {
        lock(&self.0.token).clone()
    }

    pub(crate) fn put(&self, token: Option<TokenInfo>) {
        *lock(&self.0.token) = token;
    }

    pub(crate) fn reading(&self, mishap: Option<Mishap>) {
        *lock(&self.0.reading) = mishap;
    }

    pub(crate) fn writing(&self, mishap: Option<Mishap>) {
        *lock(&self.0.writing) = mishap;
    }

    pub(crate) fn reads(&self) -> usize {
        self.0.reads.load(Ordering::SeqCst)
    }

    pub(crate) fn writes(&self) -> usize {
        self.0.writes.load(Ordering::SeqCst)
    }
}

async fn befall(mishap: Option<Mishap>) -> Result<(), CacheError> {
    match mishap {
        None => {}
        Some(Mishap::Fails) => return Err("the store is down".into()),
        Some(Mishap::Panics) => panic!("a mistake in a custom cache"),
        Some(Mishap::Blocks(time)) => std::thread::sleep(time),
        Some(Mishap::Pends) => std::future::pending().await,
    }
    Ok(())
}

impl TokenCache for ShakyCache {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        self.0.reads.fetch_add(1, Ordering::SeqCst);
        let mishap = *lock(&self.0.reading);
        befall(mishap).await?;
        Ok(self.stored())
    }

    async fn set(&self, token: &TokenInfo) -> Result<(), CacheError> {
        self.0.writes.fetch_add(1, Ordering::SeqCst);
        let mishap = *lock(&self.0.writing);
        befall(mishap).await?;
        self.put(Some(token.clone()));
        Ok(())
    }

    async fn compare_and_set(
        &self,
        expected: Option<&TokenInfo>,
        token: &TokenInfo,
    ) -> Result<bool, CacheError> {
        self.0.writes.fetch_add(1, Ordering::SeqCst);
        let mishap = *lock(&self.0.writing);
        befall(mishap).await?;
        let mut stored = lock(&self.0.token);
        let same = stored.as_ref() == expected;
        if same {
            *stored = Some(token.clone());
        }
        Ok(same)
    }
}

/// A cache with a lock that anything can be done to while it is held or let go.
pub(crate) struct WithLock<F>(pub(crate) ShakyCache, pub(crate) F);

impl<F: Fn() -> CacheLock + Send + Sync + 'static> TokenCache for WithLock<F> {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        self.0.get().await
    }

    async fn set(&self, token: &TokenInfo) -> Result<(), CacheError> {
        self.0.set(token).await
    }

    async fn try_lock(&self) -> Result<CacheLock, CacheError> {
        Ok((self.1)())
    }
}
