//! A cache for each of many users.

use std::sync::Arc;

use super::TokenCache;

/// Keeps one token for each key: a web application's users, say, each by the id that the application knows them by.
///
/// A key is any text that is not empty. Implementations keep keys apart that differ in any character, whatever is in them:
/// `../x`, capitals on a file system that ignores them, a separator of the store's own.
pub trait KeyedTokenCache: Send + Sync + 'static {
    /// What keeps the token of one key.
    type Cache: TokenCache;

    /// The cache of one key. Touches nothing yet; two caches of the same key are the same place.
    fn for_key(&self, key: &str) -> Self::Cache;
}

impl<T: KeyedTokenCache> KeyedTokenCache for Arc<T> {
    type Cache = T::Cache;

    fn for_key(&self, key: &str) -> Self::Cache {
        T::for_key(self, key)
    }
}
