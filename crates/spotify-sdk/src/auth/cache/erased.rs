//! The cache as a provider keeps it: any [`TokenCache`], its type forgotten.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::{CacheError, CacheLock, InMemoryTokenCache, TokenCache};
use crate::auth::TokenInfo;
use crate::cool_downs::CoolDowns;

type Boxed<'a, T> = Pin<Box<dyn Future<Output = Result<T, CacheError>> + Send + 'a>>;

/// The object-safe twin of [`TokenCache`].
trait Erased: Send + Sync {
    fn get(&self) -> Boxed<'_, Option<TokenInfo>>;
    fn compare_and_set<'a>(
        &'a self,
        expected: Option<&'a TokenInfo>,
        token: &'a TokenInfo,
    ) -> Boxed<'a, bool>;
    fn delete(&self) -> Boxed<'_, ()>;
    fn try_lock(&self) -> Boxed<'_, CacheLock>;
    fn time_limit(&self) -> Duration;
    fn is_shared(&self) -> bool;
    fn cool_downs(&self) -> Option<CoolDowns>;
}

impl<T: TokenCache> Erased for T {
    fn get(&self) -> Boxed<'_, Option<TokenInfo>> {
        Box::pin(TokenCache::get(self))
    }

    fn compare_and_set<'a>(
        &'a self,
        expected: Option<&'a TokenInfo>,
        token: &'a TokenInfo,
    ) -> Boxed<'a, bool> {
        Box::pin(TokenCache::compare_and_set(self, expected, token))
    }

    fn delete(&self) -> Boxed<'_, ()> {
        Box::pin(TokenCache::delete(self))
    }

    fn try_lock(&self) -> Boxed<'_, CacheLock> {
        Box::pin(TokenCache::try_lock(self))
    }

    fn time_limit(&self) -> Duration {
        TokenCache::time_limit(self)
    }

    fn is_shared(&self) -> bool {
        TokenCache::is_shared(self)
    }

    fn cool_downs(&self) -> Option<CoolDowns> {
        TokenCache::cool_downs(self)
    }
}

/// Any cache, shared.
#[derive(Clone)]
pub(crate) struct SharedTokenCache(Arc<dyn Erased>);

impl SharedTokenCache {
    pub(crate) fn new(cache: impl TokenCache) -> Self {
        Self(Arc::new(cache))
    }

    pub(crate) async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        self.0.get().await
    }

    pub(crate) async fn compare_and_set(
        &self,
        expected: Option<&TokenInfo>,
        token: &TokenInfo,
    ) -> Result<bool, CacheError> {
        self.0.compare_and_set(expected, token).await
    }

    pub(crate) async fn delete(&self) -> Result<(), CacheError> {
        self.0.delete().await
    }

    pub(crate) async fn try_lock(&self) -> Result<CacheLock, CacheError> {
        self.0.try_lock().await
    }

    pub(crate) fn time_limit(&self) -> Duration {
        self.0.time_limit()
    }

    pub(crate) fn is_shared(&self) -> bool {
        self.0.is_shared()
    }

    pub(crate) fn cool_downs(&self) -> Option<CoolDowns> {
        self.0.cool_downs()
    }
}

impl Default for SharedTokenCache {
    fn default() -> Self {
        Self::new(InMemoryTokenCache::new())
    }
}

impl fmt::Debug for SharedTokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenCache")
    }
}
