//! A cache that is gone when the process ends.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{CacheError, CacheLock, TokenCache};
use crate::auth::TokenInfo;

/// Keeps the token in memory only: the default. Clones share it, so that two providers can share a login within a process.
#[derive(Clone, Default)]
pub struct InMemoryTokenCache(Arc<Slots>);

#[derive(Default)]
struct Slots {
    token: Mutex<Option<TokenInfo>>,
    locked: AtomicBool,
}

impl InMemoryTokenCache {
    /// An empty cache.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nobody else holds it and nothing would be lost with it.
    pub(super) fn is_of_no_use(&self) -> bool {
        Arc::strong_count(&self.0) == 1 && self.token().as_ref().is_none_or(TokenInfo::is_tombstone)
    }

    fn token(&self) -> MutexGuard<'_, Option<TokenInfo>> {
        self.0.token.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenCache for InMemoryTokenCache {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        Ok(self.token().clone())
    }

    async fn set(&self, token: &TokenInfo) -> Result<(), CacheError> {
        *self.token() = Some(token.clone());
        Ok(())
    }

    async fn compare_and_set(
        &self,
        expected: Option<&TokenInfo>,
        token: &TokenInfo,
    ) -> Result<bool, CacheError> {
        let mut stored = self.token();
        let same = stored.as_ref() == expected;
        if same {
            *stored = Some(token.clone());
        }
        Ok(same)
    }

    async fn try_lock(&self) -> Result<CacheLock, CacheError> {
        if self.0.locked.swap(true, Ordering::Acquire) {
            return Ok(CacheLock::Busy);
        }
        Ok(CacheLock::Held(Box::new(Unlock(self.0.clone()))))
    }
}

/// Frees the lock when dropped.
struct Unlock(Arc<Slots>);

impl Drop for Unlock {
    fn drop(&mut self) {
        self.0.locked.store(false, Ordering::Release);
    }
}

impl fmt::Debug for InMemoryTokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InMemoryTokenCache").field("token", &*self.token()).finish()
    }
}
