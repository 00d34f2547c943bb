//! Token caches: the SDK's own, and those written in Python.

mod memory;
mod python;

use pyo3::prelude::*;
use spotify_sdk::auth::{FileTokenCache, TokenCache as _, TokenInfo};

use crate::failure::Failure;
use crate::task::Task;
use crate::token_info;
pub(crate) use memory::Memory;
pub(crate) use python::{Callers, PythonCache};

/// Where a provider keeps its token.
#[derive(Clone)]
pub(crate) enum Cache {
    Memory(Memory),
    File(FileTokenCache),
    Python(PythonCache),
}

impl Cache {
    /// The cache that Python gave: one of ours by what is inside it, anything else by its methods.
    pub(crate) fn of(given: Option<Bound<'_, PyAny>>) -> Self {
        let Some(given) = given else { return Self::Memory(Memory::default()) };
        if let Ok(file) = given.extract::<PyRef<'_, FileCache>>() {
            return Self::File(file.0.clone());
        }
        if let Ok(memory) = given.extract::<PyRef<'_, MemoryCache>>() {
            return Self::Memory(memory.0.clone());
        }
        Self::Python(PythonCache::new(given.unbind()))
    }

    /// The cache, if it is one that Python wrote.
    pub(crate) fn of_python(&self) -> Option<PythonCache> {
        match self {
            Self::Python(cache) => Some(cache.clone()),
            _ => None,
        }
    }
}

/// A token file.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct FileCache(FileTokenCache);

#[pymethods]
impl FileCache {
    #[new]
    fn new(path: std::path::PathBuf) -> Self {
        Self(FileTokenCache::new(path))
    }

    /// What is in it. What can't be read is not there, as the documents have it; the log says why.
    fn get(&self) -> Task {
        let cache = self.0.clone();
        Task::new(async move { Ok(cache.get().await.ok().flatten().filter(|token| !token.is_tombstone())) })
    }

    fn set(&self, token: &Bound<'_, PyAny>) -> PyResult<Task> {
        let (cache, token) = (self.0.clone(), token_info::from_python(token)?);
        Ok(Task::new(async move {
            cache.set(&token).await.map_err(|error| match error.downcast::<spotify_sdk::Error>() {
                Ok(error) => Failure::from(*error),
                Err(error) => Failure::Python(pyo3::exceptions::PyOSError::new_err(error.to_string())),
            })
        }))
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
        let token: Option<TokenInfo> = self.0.token().filter(|token| !token.is_tombstone());
        token.map(|token| token_info::to_python(py, &token)).transpose()
    }

    fn set(&self, token: &Bound<'_, PyAny>) -> PyResult<()> {
        self.0.keep(token_info::from_python(token)?);
        Ok(())
    }
}
