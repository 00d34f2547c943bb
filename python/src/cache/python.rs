//! Caches written in Python: `get()` and `set(token)`, synchronous or not.
//!
//! The SDK waits two seconds for a cache at most. Synchronous methods run on a thread of Python's own. What can be awaited is awaited by the task of an event loop that waits for this provider's token; if that is cancelled the next one does
//! it, and where nobody waits on a loop a loop of its own.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use spotify_sdk::auth::{CacheError, TokenCache, TokenInfo};

use crate::interpreter;
use crate::task::Caller;
use crate::token_info;

/// A cache written in Python.
#[derive(Clone)]
pub(crate) struct PythonCache {
    object: Arc<Py<PyAny>>,
    callers: Arc<Callers>,
}

impl PythonCache {
    pub(crate) fn new(object: Py<PyAny>) -> Self {
        Self { object: Arc::new(object), callers: Arc::default() }
    }

    pub(crate) fn callers(&self) -> Arc<Callers> {
        self.callers.clone()
    }

    /// Calls a method, and reads what comes of it.
    async fn call<T>(
        &self,
        method: &'static str,
        token: Option<&TokenInfo>,
        read: impl Fn(&Bound<'_, PyAny>) -> PyResult<T> + Send + Sync,
    ) -> Result<T, CacheError> {
        loop {
            let awaitable = match self.start(method, token).await? {
                Given::Value(value) => return Ok(interpreter::attached(|py| read(value.bind(py)))?),
                Given::Awaitable(awaitable) => awaitable,
            };
            let value = match self.callers.next() {
                Some(caller) => {
                    let callable = interpreter::attached(|py| handing_over(py, awaitable))?;
                    match caller.ask(callable).await {
                        Ok(value) => value?,
                        // Its task was cancelled, and the awaitable with it: the next caller gets another.
                        Err(_) => continue,
                    }
                }
                None => interpreter::apart(|py| on_a_loop_of_its_own(py, awaitable)).await?,
            };
            return Ok(interpreter::attached(|py| read(value.bind(py)))?);
        }
    }

    async fn start(&self, method: &str, token: Option<&TokenInfo>) -> PyResult<Given> {
        let call = |py: Python<'_>| {
            let arguments = match token {
                Some(token) => PyTuple::new(py, [token_info::to_python(py, token)?])?,
                None => PyTuple::empty(py),
            };
            Ok((self.object.getattr(py, method)?, arguments.unbind()))
        };
        let value = interpreter::apart(call).await?;
        let is_awaitable = interpreter::attached(|py| value.bind(py).hasattr("__await__"))?;
        Ok(if is_awaitable { Given::Awaitable(value) } else { Given::Value(value) })
    }

    fn has(&self, method: &str) -> bool {
        interpreter::attached(|py| self.object.bind(py).hasattr(method)).unwrap_or(false)
    }
}

enum Given {
    Value(Py<PyAny>),
    Awaitable(Py<PyAny>),
}

/// A callable that gives the awaitable.
fn handing_over(py: Python<'_>, awaitable: Py<PyAny>) -> PyResult<Py<PyAny>> {
    py.import("spotify_sdk._bridge")?.getattr("handing_over")?.call1((awaitable,)).map(Bound::unbind)
}

fn on_a_loop_of_its_own(py: Python<'_>, awaitable: Py<PyAny>) -> PyResult<(Py<PyAny>, Py<PyTuple>)> {
    let run = py.import("spotify_sdk._bridge")?.getattr("run_alone")?;
    Ok((run.unbind(), PyTuple::new(py, [awaitable])?.unbind()))
}

impl TokenCache for PythonCache {
    fn get(&self) -> impl Future<Output = Result<Option<TokenInfo>, CacheError>> + Send {
        self.call("get", None, |value| {
            if value.is_none() { Ok(None) } else { token_info::from_python(value).map(Some) }
        })
    }

    fn set(&self, token: &TokenInfo) -> impl Future<Output = Result<(), CacheError>> + Send {
        self.call("set", Some(token), |_| Ok(()))
    }

    /// By the four members: a cache need not keep more.
    async fn compare_and_set(
        &self,
        expected: Option<&TokenInfo>,
        token: &TokenInfo,
    ) -> Result<bool, CacheError> {
        let stored = self.get().await?;
        let members = |token: &TokenInfo| {
            (
                token.access_token().to_owned(),
                token.expires_at().to_bits(),
                token.refresh_token().map(str::to_owned),
                token.scope().map(str::to_owned),
            )
        };
        let same = stored.as_ref().map(members) == expected.map(members);
        if same {
            self.set(token).await?;
        }
        Ok(same)
    }

    /// By the cache's own `delete()` where it has one.
    async fn delete(&self) -> Result<(), CacheError> {
        if self.has("delete") {
            return self.call("delete", None, |_| Ok(())).await;
        }
        self.set(&TokenInfo::tombstone()).await
    }
}

/// The tasks of event loops that wait for a token of one provider.
#[derive(Default)]
pub(crate) struct Callers(Mutex<Vec<Weak<Caller>>>);

impl Callers {
    /// From now on the current task, if it is one of an event loop, may be asked; until what this returns is dropped.
    pub(crate) fn enter(self: &Arc<Self>) -> Option<Inside> {
        let caller = Caller::current()?;
        self.list().push(Arc::downgrade(&caller));
        Some(Inside { callers: self.clone(), caller })
    }

    fn next(&self) -> Option<Arc<Caller>> {
        self.list().iter().filter_map(Weak::upgrade).find(|caller| caller.is_waiting())
    }

    fn list(&self) -> MutexGuard<'_, Vec<Weak<Caller>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A task that may be asked.
pub(crate) struct Inside {
    callers: Arc<Callers>,
    caller: Arc<Caller>,
}

impl Drop for Inside {
    fn drop(&mut self) {
        let own = Arc::as_ptr(&self.caller);
        let mut callers = self.callers.list();
        if let Some(at) = callers.iter().position(|caller| std::ptr::eq(caller.as_ptr(), own)) {
            callers.remove(at);
        }
    }
}
