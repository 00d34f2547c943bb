//! Token caches: the SDK's own, and those written in Python.

mod keyed;
mod keyed_memory;
mod memory;
mod objects;
mod python;

use std::time::Duration;

use pyo3::prelude::*;
use spotify_sdk::auth::{
    CacheError, CacheLock, CoolDowns, FileTokenCache, KeyringTokenCache, RedisTokenCache, TokenCache,
    TokenInfo,
};

pub(crate) use keyed::{Keyed, PythonKeyed};
pub(crate) use memory::Memory;
pub(crate) use objects::{
    DirectoryCache, FileCache, KeyedMemoryCache, KeyringCache, MemoryCache, RedisCache,
};
pub(crate) use python::{Callers, PythonCache};

/// Where a provider keeps its token.
#[derive(Clone)]
pub(crate) enum Cache {
    Memory(Memory),
    File(FileTokenCache),
    Redis(RedisTokenCache),
    Keyring(KeyringTokenCache),
    Python(PythonCache),
}

impl Cache {
    /// The cache that Python gave: one of ours by what is inside it, anything else by its methods.
    pub(crate) fn of(given: Option<Bound<'_, PyAny>>) -> Self {
        let Some(given) = given else { return Self::Memory(Memory::default()) };
        objects::cache_of(&given).unwrap_or_else(|| Self::Python(PythonCache::new(given)))
    }

    /// The cache, if it is one that Python wrote.
    pub(crate) fn of_python(&self) -> Option<PythonCache> {
        match self {
            Self::Python(cache) => Some(cache.clone()),
            _ => None,
        }
    }
}

macro_rules! each {
    ($self:ident, $cache:ident => $what:expr) => {
        match $self {
            Self::Memory($cache) => $what,
            Self::File($cache) => $what,
            Self::Redis($cache) => $what,
            Self::Keyring($cache) => $what,
            Self::Python($cache) => $what,
        }
    };
}

impl TokenCache for Cache {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        each!(self, cache => cache.get().await)
    }

    async fn set(&self, token: &TokenInfo) -> Result<(), CacheError> {
        each!(self, cache => cache.set(token).await)
    }

    async fn compare_and_set(
        &self,
        expected: Option<&TokenInfo>,
        token: &TokenInfo,
    ) -> Result<bool, CacheError> {
        each!(self, cache => cache.compare_and_set(expected, token).await)
    }

    async fn delete(&self) -> Result<(), CacheError> {
        each!(self, cache => cache.delete().await)
    }

    async fn try_lock(&self) -> Result<CacheLock, CacheError> {
        each!(self, cache => cache.try_lock().await)
    }

    fn time_limit(&self) -> Duration {
        each!(self, cache => cache.time_limit())
    }

    fn is_shared(&self) -> bool {
        each!(self, cache => cache.is_shared())
    }

    fn cool_downs(&self) -> Option<CoolDowns> {
        each!(self, cache => cache.cool_downs())
    }
}
