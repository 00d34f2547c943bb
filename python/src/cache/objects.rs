//! The SDK's caches, as Python holds them.

use std::path::PathBuf;

use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use spotify_sdk::auth::{
    CacheError, DirectoryTokenCache, FileTokenCache, KeyedTokenCache as _, KeyringTokenCache,
    RedisTokenCache, TokenCache, TokenInfo,
};

use super::keyed_memory::KeyedMemory;
use super::{Cache, Memory};
use crate::clock::PythonClock;
use crate::failure::{Failure, raise};
use crate::task::Task;
use crate::token_info;

/// What is inside one of ours.
pub(super) fn cache_of(given: &Bound<'_, PyAny>) -> Option<Cache> {
    if let Ok(file) = given.cast::<FileCache>() {
        return Some(Cache::File(file.get().0.clone()));
    }
    if let Ok(memory) = given.cast::<MemoryCache>() {
        return Some(Cache::Memory(memory.get().0.clone()));
    }
    if let Ok(redis) = given.cast::<RedisCache>() {
        return Some(Cache::Redis(redis.get().0.clone()));
    }
    given.cast::<KeyringCache>().ok().map(|keyring| Cache::Keyring(keyring.get().0.clone()))
}

fn failed(error: CacheError) -> Failure {
    match error.downcast::<spotify_sdk::Error>() {
        Ok(error) => Failure::from(*error),
        Err(error) => Failure::Python(PyOSError::new_err(error.to_string())),
    }
}

/// A login that was ended is none.
fn stored(token: Option<TokenInfo>) -> Option<TokenInfo> {
    token.filter(|token| !token.is_tombstone())
}

fn get(cache: impl TokenCache) -> Task {
    Task::new(async move { cache.get().await.map(stored).map_err(failed) })
}

fn set(cache: impl TokenCache, token: &Bound<'_, PyAny>) -> PyResult<Task> {
    let token = token_info::from_python(token)?;
    Ok(Task::new(async move { cache.set(&token).await.map_err(failed) }))
}

/// A token file.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct FileCache(FileTokenCache);

#[pymethods]
impl FileCache {
    #[new]
    fn new(path: PathBuf) -> Self {
        Self(FileTokenCache::new(path))
    }

    /// What is in it. What can't be read is not there, as the documents have it; the log says why.
    fn get(&self) -> Task {
        let cache = self.0.clone();
        Task::new(async move { Ok(stored(cache.get().await.ok().flatten())) })
    }

    fn set(&self, token: &Bound<'_, PyAny>) -> PyResult<Task> {
        set(self.0.clone(), token)
    }

    fn path(&self) -> PathBuf {
        self.0.path().to_path_buf()
    }
}

/// A token in memory.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct MemoryCache(Memory);

#[pymethods]
impl MemoryCache {
    #[new]
    fn new() -> Self {
        Self(Memory::default())
    }

    fn get<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        stored(self.0.token()).map(|token| token_info::to_python(py, &token)).transpose()
    }

    fn set(&self, token: &Bound<'_, PyAny>) -> PyResult<()> {
        self.0.keep(token_info::from_python(token)?);
        Ok(())
    }
}

/// An entry on a Redis server, and those of many users.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct RedisCache(pub(super) RedisTokenCache);

#[pymethods]
impl RedisCache {
    #[new]
    fn new(py: Python<'_>, url: &str, key: &str) -> PyResult<Self> {
        let cache = RedisTokenCache::new(url, key).map_err(|error| raise(py, error))?;
        Ok(Self(cache.clock(PythonClock)))
    }

    fn get(&self) -> Task {
        get(self.0.clone())
    }

    fn set(&self, token: &Bound<'_, PyAny>) -> PyResult<Task> {
        set(self.0.clone(), token)
    }

    fn for_key(&self, key: &str) -> Self {
        Self(self.0.for_key(key))
    }
}

/// An entry of the system's keyring.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct KeyringCache(KeyringTokenCache);

#[pymethods]
impl KeyringCache {
    #[new]
    fn new(service: String, user: String) -> Self {
        Self(KeyringTokenCache::new(service, user))
    }

    fn get(&self) -> Task {
        get(self.0.clone())
    }

    fn set(&self, token: &Bound<'_, PyAny>) -> PyResult<Task> {
        set(self.0.clone(), token)
    }
}

/// A directory with a token file for each user.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct DirectoryCache(pub(super) DirectoryTokenCache);

#[pymethods]
impl DirectoryCache {
    #[new]
    fn new(path: PathBuf) -> Self {
        Self(DirectoryTokenCache::new(path))
    }

    fn for_key(&self, key: &str) -> FileCache {
        FileCache(self.0.for_key(key))
    }
}

/// Many users' tokens in memory.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct KeyedMemoryCache(pub(super) KeyedMemory);

#[pymethods]
impl KeyedMemoryCache {
    #[new]
    fn new() -> Self {
        Self(KeyedMemory::default())
    }

    fn for_key(&self, key: &str) -> MemoryCache {
        MemoryCache(self.0.of(key))
    }
}
