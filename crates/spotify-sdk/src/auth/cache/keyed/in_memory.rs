//! Many users' tokens, gone when the process ends.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::KeyedTokenCache;
use crate::auth::cache::InMemoryTokenCache;

/// So many keys are remembered before the first look for those that are of no use.
const FIRST_TIDYING: usize = 64;

/// Keeps the tokens of many users in memory only, for tests and for applications whose users log in again after a restart. Clones share
/// them.
///
/// A key that nobody uses and that holds no token costs nothing for long: asking for keys that don't exist does not fill the memory.
#[derive(Clone, Default)]
pub struct InMemoryKeyedTokenCache(Arc<Mutex<Keys>>);

#[derive(Default)]
struct Keys {
    caches: HashMap<Box<str>, InMemoryTokenCache>,
    /// How many there may be before the useless ones are dropped.
    tidy_at: usize,
}

impl InMemoryKeyedTokenCache {
    /// An empty cache.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn keys(&self) -> MutexGuard<'_, Keys> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyedTokenCache for InMemoryKeyedTokenCache {
    type Cache = InMemoryTokenCache;

    fn for_key(&self, key: &str) -> InMemoryTokenCache {
        let mut keys = self.keys();
        if let Some(cache) = keys.caches.get(key) {
            return cache.clone();
        }
        if keys.caches.len() >= keys.tidy_at {
            keys.caches.retain(|_, cache| !cache.is_of_no_use());
            keys.tidy_at = (2 * keys.caches.len()).max(FIRST_TIDYING);
        }
        keys.caches.entry(key.into()).or_default().clone()
    }
}

impl fmt::Debug for InMemoryKeyedTokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InMemoryKeyedTokenCache")
            .field("keys", &self.keys().caches.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;
    use crate::auth::{TokenCache as _, TokenInfo};

    fn set(cache: &InMemoryTokenCache, token: &TokenInfo) {
        cache.set(token).now_or_never().unwrap().unwrap();
    }

    fn stored(cache: &InMemoryTokenCache) -> Option<TokenInfo> {
        cache.get().now_or_never().unwrap().unwrap()
    }

    #[test]
    fn the_same_key_is_the_same_place_and_another_is_not() {
        let cache = InMemoryKeyedTokenCache::new();
        let token = TokenInfo::new("at", 9e9).unwrap();
        set(&cache.for_key("a"), &token);
        assert_eq!(stored(&cache.clone().for_key("a")), Some(token));
        assert_eq!(stored(&cache.for_key("A")), None);
    }

    #[test]
    fn keys_without_a_token_that_nobody_holds_do_not_pile_up() {
        let cache = InMemoryKeyedTokenCache::new();
        let token = TokenInfo::new("at", 9e9).unwrap();
        set(&cache.for_key("kept"), &token);
        let held = cache.for_key("held");
        set(&cache.for_key("logged out"), &TokenInfo::tombstone());
        for number in 0..10_000 {
            cache.for_key(&format!("nobody {number}"));
        }
        assert!(cache.keys().caches.len() <= FIRST_TIDYING, "{cache:?}");
        assert!(!cache.keys().caches.contains_key("logged out"));
        assert_eq!(stored(&cache.for_key("kept")), Some(token.clone()));
        set(&held, &token);
        assert_eq!(stored(&cache.for_key("held")), Some(token));
    }
}
