//! Calling a cache that somebody else wrote: bounded in time, on a thread that may block, never into itself.

use std::future::Future;
use std::time::Duration;

use tokio::runtime::Handle;

use crate::auth::cache::{CacheError, CacheLock, SharedTokenCache};
use crate::auth::token_info::TokenInfo;
use crate::error::{Error, ErrorKind, Result};
use crate::runtime;

/// How long one call of a cache may take before the provider goes on from memory. Real time: what hangs is not our clock.
const CACHE_CALL: Duration = Duration::from_secs(2);

/// A cache, and whose it is.
pub(super) struct CacheCalls {
    cache: SharedTokenCache,
    /// Tells managers apart; only compared.
    manager: usize,
}

impl CacheCalls {
    pub(super) fn new(cache: SharedTokenCache, manager: usize) -> Self {
        Self { cache, manager }
    }

    /// A cache that asks its own provider for a token would wait for itself.
    pub(super) fn refuse_reentry(&self) -> Result<()> {
        if runtime::cache_call() == Some(self.manager) {
            return Err(Error::new(
                ErrorKind::Cache,
                "the token cache asked the provider that was calling it for a token, which would never end",
            )
            .with_advice("Give the cache a client with a login of its own"));
        }
        Ok(())
    }

    pub(super) async fn get(&self) -> Result<Option<TokenInfo>> {
        self.call("read", |cache| async move { cache.get().await }).await
    }

    pub(super) async fn compare_and_set(
        &self,
        expected: Option<TokenInfo>,
        token: TokenInfo,
    ) -> Result<bool> {
        self.call("written", |cache| async move { cache.compare_and_set(expected.as_ref(), &token).await })
            .await
    }

    pub(super) async fn delete(&self) -> Result<()> {
        self.call("cleared", |cache| async move { cache.delete().await }).await
    }

    pub(super) async fn try_lock(&self) -> Result<CacheLock> {
        self.call("locked", |cache| async move { cache.try_lock().await }).await
    }

    async fn call<T, F, Fut>(&self, what: &str, call: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(SharedTokenCache) -> Fut,
        Fut: Future<Output = Result<T, CacheError>> + Send + 'static,
    {
        let failed = |reason: &str| {
            Error::new(ErrorKind::Cache, format!("the token cache could not be {what}{reason}"))
        };
        let future = runtime::inside_cache_call(Some(self.manager), call(self.cache.clone()));
        let runtime = Handle::current();
        let task = runtime.clone().spawn_blocking(move || runtime.block_on(future));
        match tokio::time::timeout(CACHE_CALL, task).await {
            Ok(Ok(Ok(value))) => Ok(value),
            Ok(Ok(Err(source))) => {
                Err(failed(&format!(": {}", crate::error::scrub(&source.to_string()))).with_source(source))
            }
            Ok(Err(_)) => Err(failed(": it panicked")),
            Err(_) => Err(failed(" within two seconds")),
        }
    }
}
