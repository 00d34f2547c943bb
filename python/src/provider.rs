//! Providers as Python has them: written in Python, or the SDK's own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::PyTraverseError;
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::gc::PyVisit;
use pyo3::intern;
use pyo3::prelude::*;
use spotify_sdk::auth::{AuthProvider, CoolDowns, Flow};
use spotify_sdk::{AccessToken, Error, ErrorKind, Result};

use crate::held::Held;
use crate::interpreter;
use crate::login::{Lent, Login};
use crate::task::Caller;

/// An object with `get_access_token()`.
pub(crate) struct PythonProvider {
    object: Held,
    /// What is inside it, if it is one of the SDK's.
    login: Option<Py<Login>>,
    /// The SDK's own methods `get_access_token`.
    own_methods: Vec<Py<PyAny>>,
    is_own: Arc<AtomicBool>,
}

impl PythonProvider {
    pub(crate) fn new(object: &Bound<'_, PyAny>, own_methods: Vec<Py<PyAny>>) -> Self {
        let login = object.getattr("_login").ok();
        let login = login.and_then(|login| login.cast_into::<Login>().ok()).map(Bound::unbind);
        Self { object: Held::new(object.clone().unbind()), login, own_methods, is_own: Arc::default() }
    }

    /// Looks, before each call, whether the object's method is the SDK's own, with nothing overridden or patched that the native half
    /// would then pass over. A `Mock` has every attribute it is asked for, and `functools.wraps` copies them: only the method itself counts.
    pub(crate) fn look(&self, py: Python<'_>) {
        let is_own = || {
            let object = self.object.get(py)?;
            let method = object.getattr(intern!(py, "get_access_token"))?;
            let function = method.getattr(intern!(py, "__func__"))?;
            let is_bound = method.getattr(intern!(py, "__self__"))?.is(&object);
            PyResult::Ok(is_bound && self.own_methods.iter().any(|own| function.is(own)))
        };
        let is_own = self.login.is_some() && is_own().unwrap_or(false);
        self.is_own.store(is_own, Ordering::Relaxed);
    }

    /// The provider as a client of this process borrows it.
    pub(crate) fn lent(&self, py: Python<'_>) -> Result<LentProvider> {
        let login = self.login.as_ref().map(|login| login.get().lent(py)).transpose()?;
        Ok(LentProvider { object: self.object.clone(), login, is_own: self.is_own.clone() })
    }

    /// For `__traverse__` of the client that it belongs to.
    pub(crate) fn visit(&self, visit: &PyVisit<'_>) -> std::result::Result<(), PyTraverseError> {
        if let Some(login) = &self.login {
            visit.call(login)?;
        }
        self.own_methods.iter().try_for_each(|method| visit.call(method))?;
        self.object.visit(visit)
    }

    /// For its `__clear__`.
    pub(crate) fn clear(&self) {
        self.object.clear();
    }
}

/// The same in a client's hands. Where the method is the SDK's own the login inside is asked; else the object, by whoever waits for the
/// call: the thread, or the task of an event loop.
pub(crate) struct LentProvider {
    object: Held,
    login: Option<Lent>,
    is_own: Arc<AtomicBool>,
}

impl LentProvider {
    /// The login, where nobody has to ask the object.
    fn own(&self) -> Option<&Lent> {
        self.login.as_ref().filter(|_| self.is_own.load(Ordering::Relaxed))
    }

    async fn ask(&self) -> PyResult<AccessToken> {
        let nobody =
            || PyRuntimeError::new_err("a provider was asked although nobody waits; please report it");
        let caller = Caller::current().ok_or_else(nobody)?;
        let callable = interpreter::attached(|py| {
            let method = self.object.get(py)?.getattr("get_access_token")?;
            if !caller.is_on_a_loop() {
                return Ok(method.unbind());
            }
            let asking = py.import("spotify_sdk._bridge")?.getattr("asking")?;
            asking.call1((method,)).map(Bound::unbind)
        })?;
        let answer = caller.ask(callable).await;
        let answer = answer.map_err(|_| PyRuntimeError::new_err("the call was cancelled"))??;
        interpreter::attached(|py| token(answer.bind(py)))
    }
}

fn token(answer: &Bound<'_, PyAny>) -> PyResult<AccessToken> {
    if answer.hasattr("__await__")? {
        if answer.hasattr("close")? {
            answer.call_method0("close")?;
        }
        return Err(PyTypeError::new_err(
            "get_access_token() of this provider is asynchronous; give it to AsyncSpotifyClient",
        ));
    }
    let text: String = answer.extract().map_err(|_| {
        let kind = answer.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string());
        PyTypeError::new_err(format!("get_access_token() must give a str, not {kind}"))
    })?;
    AccessToken::new(text).map_err(|error| crate::failure::raise(answer.py(), error))
}

impl AuthProvider for LentProvider {
    async fn access_token(&self) -> Result<AccessToken> {
        if let Some(login) = self.own() {
            return login.access_token().await;
        }
        self.ask().await.map_err(|raised| {
            Error::new(ErrorKind::Custom, "the provider raised an exception").with_source(raised)
        })
    }

    fn cached_access_token(&self) -> Option<AccessToken> {
        self.own()?.cached_access_token()
    }

    /// The token may be the login's also where the object was asked: a subclass asks its base.
    fn invalidate(&self, token: &AccessToken) {
        if let Some(login) = &self.login {
            login.invalidate(token);
        }
    }

    /// What a subclass or a test gives may be another login's.
    fn flow(&self) -> Option<Flow> {
        self.own()?.flow()
    }

    fn client_id(&self) -> Option<&str> {
        self.login.as_ref()?.client_id()
    }

    fn cool_downs(&self) -> Option<CoolDowns> {
        self.login.as_ref()?.cool_downs()
    }

    fn attach(&self) {
        if let Some(login) = &self.login {
            login.attach();
        }
    }

    fn detach(&self) {
        if let Some(login) = &self.login {
            login.detach();
        }
    }

    async fn close(&self) {
        if let Some(login) = &self.login {
            login.close().await;
        }
    }
}
