//! A login under way as a value, and reading callbacks.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use spotify_sdk::oauth::{self, AuthorizationCallback};

use crate::failure::raise;

/// One login under way: the URL to send the user to, and what completes it.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct AuthorizationRequest(oauth::AuthorizationRequest);

impl AuthorizationRequest {
    pub(crate) fn inner(&self) -> oauth::AuthorizationRequest {
        self.0.clone()
    }
}

impl From<oauth::AuthorizationRequest> for AuthorizationRequest {
    fn from(request: oauth::AuthorizationRequest) -> Self {
        Self(request)
    }
}

#[pymethods]
impl AuthorizationRequest {
    /// Reads what `to_json` gave.
    #[staticmethod]
    fn from_json(text: &str) -> PyResult<Self> {
        serde_json::from_str(text)
            .map(Self)
            .map_err(|_| PyValueError::new_err("this is no authorization request; to_json() makes one"))
    }

    /// Where to send the user.
    #[getter]
    fn authorization_url(&self) -> &str {
        self.0.authorization_url()
    }

    /// What the callback must bring back.
    #[getter]
    fn state(&self) -> &str {
        self.0.state()
    }

    /// Where the callback arrives.
    #[getter]
    fn redirect_uri(&self) -> &str {
        self.0.redirect_uri().as_str()
    }

    /// The whole request, with its secret verifier: for the user's session, signed and encrypted, or the server's side.
    fn to_json(&self) -> PyResult<String> {
        serde_json::to_string(&self.0).map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// For pickle and copy. What is stored should say so.
    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err(
            "AuthorizationRequest can't be pickled or copied: keep its to_json(), which AuthorizationRequest.from_json() reads",
        ))
    }

    fn __repr__(&self) -> String {
        format!("AuthorizationRequest(redirect_uri={:?})", self.0.redirect_uri().as_str())
    }
}

/// The code in a callback.
#[pyfunction]
pub(crate) fn parse_response_url(
    py: Python<'_>,
    url: &str,
    expected_state: Option<&str>,
) -> PyResult<String> {
    AuthorizationCallback::parse(url, expected_state)
        .map(|callback| callback.code().to_owned())
        .map_err(|error| raise(py, error))
}
