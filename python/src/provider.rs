//! Providers written in Python.

use pyo3::PyTraverseError;
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::gc::PyVisit;
use pyo3::prelude::*;
use spotify_sdk::auth::AuthProvider;
use spotify_sdk::{AccessToken, Error, ErrorKind, Result};

use crate::held::Held;
use crate::interpreter;
use crate::task::Caller;

/// An object with `get_access_token()`. Whoever waits for the call asks it: the thread, or the task of an event loop.
#[derive(Clone)]
pub(crate) struct PythonProvider(Held);

impl PythonProvider {
    pub(crate) fn new(object: Py<PyAny>) -> Self {
        Self(Held::new(object))
    }

    /// For `__traverse__` of the client that it belongs to.
    pub(crate) fn visit(&self, visit: &PyVisit<'_>) -> std::result::Result<(), PyTraverseError> {
        self.0.visit(visit)
    }

    /// For its `__clear__`.
    pub(crate) fn clear(&self) {
        self.0.clear();
    }

    async fn ask(&self) -> PyResult<AccessToken> {
        let nobody =
            || PyRuntimeError::new_err("a provider was asked although nobody waits; please report it");
        let caller = Caller::current().ok_or_else(nobody)?;
        let callable = interpreter::attached(|py| {
            let method = self.0.get(py)?.getattr("get_access_token")?;
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

impl AuthProvider for PythonProvider {
    async fn access_token(&self) -> Result<AccessToken> {
        self.ask().await.map_err(|raised| {
            Error::new(ErrorKind::Custom, "the provider raised an exception").with_source(raised)
        })
    }
}
