//! A cache for each of many users.

mod in_memory;

use std::sync::Arc;

use super::TokenCache;
pub use in_memory::InMemoryKeyedTokenCache;

/// Keeps one token for each key: a web application's users, say, each by the id that the application knows them by.
///
/// A key is any text that is not empty. Implementations keep keys apart that differ in any character, whatever is in them:
/// `../x`, capitals on a file system that ignores them, a separator of the store's own.
///
/// [`InMemoryKeyedTokenCache`] and [`DirectoryTokenCache`](crate::auth::DirectoryTokenCache) are two; one of your own needs a
/// [`TokenCache`] for one key:
///
/// ```
/// use spotify_sdk::auth::{CacheError, KeyedTokenCache, TokenCache, TokenInfo};
/// # #[derive(Clone)] struct Database;
/// # impl Database {
/// #     async fn read(&self, key: &str) -> Result<Option<String>, CacheError> { Ok(None) }
/// #     async fn write(&self, key: &str, json: String) -> Result<(), CacheError> { Ok(()) }
/// # }
///
/// struct Rows(Database);
///
/// struct Row { database: Database, key: String }
///
/// impl KeyedTokenCache for Rows {
///     type Cache = Row;
///
///     fn for_key(&self, key: &str) -> Row {
///         Row { database: self.0.clone(), key: key.to_owned() }
///     }
/// }
///
/// impl TokenCache for Row {
///     async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
///         let json = self.database.read(&self.key).await?;
///         Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
///     }
///     async fn set(&self, token: &TokenInfo) -> Result<(), CacheError> {
///         self.database.write(&self.key, serde_json::to_string(token)?).await
///     }
///     fn is_shared(&self) -> bool {
///         true // other processes write to the database
///     }
/// }
/// ```
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
