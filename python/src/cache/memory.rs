//! A token in memory that a forked child can go on using.

use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::{Duration, Instant};

use spotify_sdk::auth::{CacheError, CacheLock, TokenCache, TokenInfo};

/// How long a lock may be found taken. Each holder keeps it for less than a microsecond, unless a fork has left the holder behind
/// in the parent.
const PATIENCE: Duration = Duration::from_millis(100);

/// Keeps a token in memory. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Slots>);

#[derive(Default)]
struct Slots {
    token: Mutex<Option<TokenInfo>>,
    /// The process that renews; another process's claim is void here.
    renewing: Mutex<Option<u32>>,
}

impl Memory {
    pub(crate) fn token(&self) -> Option<TokenInfo> {
        lock(&self.0.token)?.clone()
    }

    /// Whether nobody would miss it: nobody else holds it, and there is no login in it.
    pub(super) fn is_of_no_use(&self) -> bool {
        Arc::strong_count(&self.0) == 1 && self.token().is_none_or(|token| token.is_tombstone())
    }

    pub(crate) fn keep(&self, token: TokenInfo) {
        if let Some(mut kept) = lock(&self.0.token) {
            *kept = Some(token);
        }
    }
}

/// `None` when the holder was left behind by a fork.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    let start = Instant::now();
    loop {
        match mutex.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if start.elapsed() > PATIENCE => return None,
            Err(TryLockError::WouldBlock) => std::thread::yield_now(),
        }
    }
}

impl TokenCache for Memory {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        Ok(self.token())
    }

    async fn set(&self, token: &TokenInfo) -> Result<(), CacheError> {
        self.keep(token.clone());
        Ok(())
    }

    async fn compare_and_set(
        &self,
        expected: Option<&TokenInfo>,
        token: &TokenInfo,
    ) -> Result<bool, CacheError> {
        let Some(mut kept) = lock(&self.0.token) else { return Ok(true) };
        let same = kept.as_ref() == expected;
        if same {
            *kept = Some(token.clone());
        }
        Ok(same)
    }

    async fn try_lock(&self) -> Result<CacheLock, CacheError> {
        let process = crate::process::generation();
        let Some(mut renewing) = lock(&self.0.renewing) else { return Ok(CacheLock::Unsupported) };
        if *renewing == Some(process) {
            return Ok(CacheLock::Busy);
        }
        *renewing = Some(process);
        Ok(CacheLock::Held(Box::new(Unlock(self.clone()))))
    }
}

/// Frees the lock when dropped.
struct Unlock(Memory);

impl Drop for Unlock {
    fn drop(&mut self) {
        if let Some(mut renewing) = lock(&self.0.0.renewing) {
            *renewing = None;
        }
    }
}
