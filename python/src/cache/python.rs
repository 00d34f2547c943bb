//! Caches written in Python: `get()` and `set(token)`, synchronous or not; of many users by way of `for_key(key)`.
//!
//! The SDK waits two seconds for a cache at most. Synchronous methods run on a thread of Python's own. What can be awaited is awaited
//! by the task of an event loop that waits for this provider's token; if that is cancelled the next one does it. Where nobody waits on
//! a loop it is the cache's own, always the same one: what a cache holds, a pool of connections, is bound to the loop that it was used
//! on first.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use pyo3::PyTraverseError;
use pyo3::gc::PyVisit;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyString, PyTuple};
use spotify_sdk::auth::{CacheError, TokenCache, TokenInfo};

use crate::held::Held;
use crate::interpreter;
use crate::task::Caller;
use crate::token_info;

/// A cache written in Python.
#[derive(Clone)]
pub(crate) struct PythonCache {
    object: Held,
    /// The user, of a cache of many: `for_key(key)` has the methods. Asked each time: the garbage collector would not see what is kept.
    key: Option<Arc<str>>,
    /// Whether others write to it, by what its attribute `is_shared` says.
    is_shared: bool,
    callers: Arc<Callers>,
    own_loop: Arc<OwnLoop>,
}

impl PythonCache {
    pub(crate) fn new(object: Bound<'_, PyAny>) -> Self {
        // Neither a mock's attribute nor anything else that happens to be true.
        let is_shared = object.getattr("is_shared").is_ok_and(|said| said.extract::<bool>().unwrap_or(false));
        Self {
            object: Held::new(object.unbind()),
            key: None,
            is_shared,
            callers: Arc::default(),
            own_loop: Arc::default(),
        }
    }

    /// The cache of one user, of many that have this one's loop.
    pub(crate) fn of_key(&self, key: &str) -> Self {
        Self { key: Some(key.into()), callers: Arc::default(), ..self.clone() }
    }

    pub(crate) fn callers(&self) -> Arc<Callers> {
        self.callers.clone()
    }

    /// For `__traverse__` of the login that it belongs to.
    pub(crate) fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.object.visit(visit)
    }

    /// For its `__clear__`.
    pub(crate) fn clear(&self) {
        self.object.clear();
    }

    /// Ends the cache's own loop, if it has one.
    pub(crate) fn end_own_loop(&self) {
        self.own_loop.end();
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
                None => self.on_own_loop(awaitable).await?,
            };
            return Ok(interpreter::attached(|py| read(value.bind(py)))?);
        }
    }

    async fn start(&self, method: &str, token: Option<&TokenInfo>) -> PyResult<Given> {
        let call = |py: Python<'_>| {
            let token = token.map(|token| token_info::to_python(py, token)).transpose()?;
            let object = self.object.get(py)?;
            let text = |text| PyString::new(py, text).into_any();
            let (callable, mut arguments) = match &self.key {
                None => (object.getattr(method)?, Vec::new()),
                Some(key) => (bridge(py, "of_key")?, vec![object, text(key), text(method)]),
            };
            arguments.extend(token);
            Ok((callable.unbind(), PyTuple::new(py, arguments)?.unbind()))
        };
        let value = interpreter::apart(call).await?;
        let is_awaitable = interpreter::attached(|py| value.bind(py).hasattr("__await__"))?;
        Ok(if is_awaitable { Given::Awaitable(value) } else { Given::Value(value) })
    }

    async fn has(&self, method: &str) -> PyResult<bool> {
        let Some(key) = &self.key else {
            return interpreter::attached(|py| self.object.get(py)?.hasattr(method));
        };
        let call = |py: Python<'_>| {
            let arguments = (self.object.get(py)?, &**key, method).into_pyobject(py)?;
            Ok((bridge(py, "key_has")?.unbind(), arguments.unbind()))
        };
        let has = interpreter::apart(call).await?;
        interpreter::attached(|py| has.extract(py))
    }

    async fn on_own_loop(&self, awaitable: Py<PyAny>) -> PyResult<Py<PyAny>> {
        let (receiver, submitted) = interpreter::attached(|py| {
            let (reply, receiver) = interpreter::reply(py)?;
            let submitted = self.own_loop.get(py)?.call_method1("submit", (awaitable, reply))?;
            Ok((receiver, Submitted(Some(submitted.unbind()))))
        })?;
        let outcome = receiver.await.unwrap_or_else(|_| Err(interpreter::ending()));
        submitted.done();
        outcome
    }
}

enum Given {
    Value(Py<PyAny>),
    Awaitable(Py<PyAny>),
}

/// A callable that gives the awaitable.
fn handing_over(py: Python<'_>, awaitable: Py<PyAny>) -> PyResult<Py<PyAny>> {
    bridge(py, "handing_over")?.call1((awaitable,)).map(Bound::unbind)
}

fn bridge<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("spotify_sdk._bridge")?.getattr(name)
}

/// Python's `OwnLoop`, made when it is first needed. It ends with the last that holds this.
struct OwnLoop(PyOnceLock<Py<PyAny>>);

impl Default for OwnLoop {
    fn default() -> Self {
        Self(PyOnceLock::new())
    }
}

impl OwnLoop {
    fn get<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyAny>> {
        let make = || py.import("spotify_sdk._own_loop")?.getattr("OwnLoop")?.call0().map(Bound::unbind);
        self.0.get_or_try_init(py, make).map(|own_loop| own_loop.bind(py))
    }

    fn end(&self) {
        interpreter::attach(|py| {
            if let Some(own_loop) = self.0.get(py)
                && let Err(error) = own_loop.call_method0(py, "end")
            {
                error.write_unraisable(py, None);
            }
        });
    }
}

impl Drop for OwnLoop {
    fn drop(&mut self) {
        self.end();
    }
}

/// What the cache's own loop is doing: cancelled when nobody waits for it any more.
struct Submitted(Option<Py<PyAny>>);

impl Submitted {
    fn done(mut self) {
        self.0 = None;
    }
}

impl Drop for Submitted {
    fn drop(&mut self) {
        if let Some(future) = self.0.take() {
            interpreter::attach(|py| drop(future.call_method0(py, "cancel")));
        }
    }
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
        if self.has("delete").await.unwrap_or(false) {
            return self.call("delete", None, |_| Ok(())).await;
        }
        self.set(&TokenInfo::tombstone()).await
    }

    fn is_shared(&self) -> bool {
        self.is_shared
    }
}

/// The tasks of event loops that wait for a token of one provider.
#[derive(Default)]
pub(crate) struct Callers(Mutex<Vec<Weak<Caller>>>);

impl Callers {
    /// From now on the current task, if it is one of an event loop, may be asked; until what this returns is dropped.
    pub(crate) fn enter(self: &Arc<Self>) -> Option<Inside> {
        let caller = Caller::current().filter(|caller| caller.is_on_a_loop())?;
        self.list().push(Arc::downgrade(&caller));
        Some(Inside { callers: self.clone(), caller })
    }

    fn next(&self) -> Option<Arc<Caller>> {
        self.list().iter().filter_map(Weak::upgrade).find(|caller| caller.can_await())
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
