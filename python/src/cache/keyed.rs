//! Caches of many users: the SDK's own, and those written in Python.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use spotify_sdk::auth::{DirectoryTokenCache, KeyedTokenCache, RedisTokenCache};

use super::keyed_memory::KeyedMemory;
use super::{Cache, Callers, DirectoryCache, KeyedMemoryCache, PythonCache, RedisCache};

/// Where the logins of many users are kept.
#[derive(Clone)]
pub(crate) enum Keyed {
    Memory(KeyedMemory),
    Directory(DirectoryTokenCache),
    Redis(RedisTokenCache),
    Python(PythonKeyed),
}

impl Keyed {
    /// The cache that Python gave: one of ours by what is inside it, anything else by its methods.
    ///
    /// # Errors
    /// `TypeError` for one that keeps a single login.
    pub(crate) fn of(given: Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(memory) = given.cast::<KeyedMemoryCache>() {
            return Ok(Self::Memory(memory.get().0.clone()));
        }
        if let Ok(directory) = given.cast::<DirectoryCache>() {
            return Ok(Self::Directory(directory.get().0.clone()));
        }
        if let Ok(redis) = given.cast::<RedisCache>() {
            return Ok(Self::Redis(redis.get().0.clone()));
        }
        if !given.getattr("for_key").is_ok_and(|method| method.is_callable()) {
            return Err(PyTypeError::new_err(
                "token_cache must keep a login for each user, so it needs the method for_key(): give RedisTokenCache(...), \
                 DirectoryTokenCache(...), InMemoryKeyedTokenCache() or one of your own",
            ));
        }
        Ok(Self::Python(PythonKeyed { cache: PythonCache::new(given), users: Arc::default() }))
    }

    /// The cache, if it is one that Python wrote.
    pub(crate) fn of_python(&self) -> Option<PythonKeyed> {
        match self {
            Self::Python(cache) => Some(cache.clone()),
            _ => None,
        }
    }
}

impl KeyedTokenCache for Keyed {
    type Cache = Cache;

    fn for_key(&self, key: &str) -> Cache {
        match self {
            Self::Memory(cache) => Cache::Memory(cache.of(key)),
            Self::Directory(cache) => Cache::File(cache.for_key(key)),
            Self::Redis(cache) => Cache::Redis(cache.for_key(key)),
            Self::Python(cache) => Cache::Python(cache.for_key(key)),
        }
    }
}

/// A cache of many users written in Python, and who may be asked to await what it does.
#[derive(Clone)]
pub(crate) struct PythonKeyed {
    pub(crate) cache: PythonCache,
    /// For each user in memory. Touched only with the interpreter's lock, which a fork takes along: nobody can have left it locked.
    users: Arc<Mutex<Users>>,
}

#[derive(Default)]
struct Users {
    callers: HashMap<Box<str>, Weak<Callers>>,
    /// How many there may be before those that are gone are forgotten.
    tidy_at: usize,
}

impl PythonKeyed {
    fn for_key(&self, key: &str) -> PythonCache {
        let cache = self.cache.of_key(key);
        let mut users = self.users();
        if users.callers.len() >= users.tidy_at {
            users.callers.retain(|_, callers| callers.strong_count() > 0);
            users.tidy_at = (2 * users.callers.len()).max(64);
        }
        users.callers.insert(key.into(), Arc::downgrade(&cache.callers()));
        cache
    }

    /// Those of one user's provider.
    pub(crate) fn callers(&self, key: &str) -> Option<Arc<Callers>> {
        self.users().callers.get(key).and_then(Weak::upgrade)
    }

    /// Those of all.
    pub(crate) fn all_callers(&self) -> Vec<Arc<Callers>> {
        self.users().callers.values().filter_map(Weak::upgrade).collect()
    }

    fn users(&self) -> MutexGuard<'_, Users> {
        self.users.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
