//! Providers written in Python.

use std::sync::Arc;

use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use spotify_sdk::auth::AuthProvider;
use spotify_sdk::{AccessToken, Error, ErrorKind, Result};

use crate::task::Caller;
use crate::{interpreter, runtime};

/// An object with `get_access_token()`. On an event loop the caller's task asks it, and awaits what it gives; else it is asked on
/// the thread that waits for the call.
#[derive(Clone)]
pub(crate) struct PythonProvider(Arc<Py<PyAny>>);

impl PythonProvider {
    pub(crate) fn new(object: Py<PyAny>) -> Self {
        Self(Arc::new(object))
    }

    async fn ask(&self) -> PyResult<AccessToken> {
        match Caller::current() {
            Some(caller) => {
                let method = interpreter::attached(|py| self.0.getattr(py, "get_access_token"))?;
                let answer = caller.ask(method).await;
                let answer = answer.map_err(|_| PyRuntimeError::new_err("the call was cancelled"))??;
                interpreter::attached(|py| token(answer.bind(py)))
            }
            None => {
                let provider = self.0.clone();
                runtime::where_it_may_block(move || {
                    interpreter::attached(|py| ask_at_once(provider.bind(py)))
                })
                .await
            }
        }
    }
}

fn ask_at_once(provider: &Bound<'_, PyAny>) -> PyResult<AccessToken> {
    let answer = provider.call_method0("get_access_token")?;
    if answer.hasattr("__await__")? {
        if answer.hasattr("close")? {
            answer.call_method0("close")?;
        }
        return Err(PyTypeError::new_err(
            "get_access_token() of this provider is asynchronous; give it to AsyncSpotifyClient",
        ));
    }
    token(&answer)
}

fn token(answer: &Bound<'_, PyAny>) -> PyResult<AccessToken> {
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
