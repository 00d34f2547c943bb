//! Client credentials.

use pyo3::prelude::*;
use pyo3::types::PyAny;
use spotify_sdk::auth::ClientCredentials;

use super::{Login, Provider};
use crate::arguments::{retries, seconds};
use crate::cache::Cache;
use crate::clock::PythonClock;
use crate::environment::environment;
use crate::failure::raise;

/// An app's own login.
#[pyclass(frozen, extends = Login, module = "spotify_sdk._native")]
pub(crate) struct AppLogin;

#[pymethods]
impl AppLogin {
    #[new]
    #[pyo3(signature = (*, client_id, client_secret, token_cache, timeout, max_retries, max_wait, skew_seconds, accounts_base_url))]
    #[allow(clippy::too_many_arguments, reason = "they are Python's keyword arguments")]
    fn new(
        py: Python<'_>,
        client_id: Option<String>,
        client_secret: Option<String>,
        token_cache: Option<Bound<'_, PyAny>>,
        timeout: f64,
        max_retries: Option<i64>,
        max_wait: f64,
        skew_seconds: f64,
        accounts_base_url: Option<String>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let cache = Cache::of(token_cache);
        let of_python = cache.of_python();
        let environment = environment(py)?;
        let (timeout, max_retries) = (seconds("timeout", timeout)?, retries(max_retries)?);
        let (max_wait, skew) = (seconds("max_wait", max_wait)?, seconds("skew_seconds", skew_seconds)?);
        let make = move || {
            let mut builder = ClientCredentials::builder()
                .environment(environment.clone())
                .clock(PythonClock)
                .timeout(timeout)
                .max_retries(max_retries)
                .max_wait(max_wait)
                .skew(skew);
            if let Some(client_id) = &client_id {
                builder = builder.client_id(client_id);
            }
            if let Some(client_secret) = &client_secret {
                builder = builder.client_secret(client_secret);
            }
            if let Some(url) = &accounts_base_url {
                builder = builder.accounts_base_url(url);
            }
            builder = match cache.clone() {
                Cache::Memory(cache) => builder.token_cache(cache),
                Cache::File(cache) => builder.token_cache(cache),
                Cache::Python(cache) => builder.token_cache(cache),
            };
            builder.build().map(Provider::App)
        };
        let login = Login::new(of_python, make).map_err(|error| raise(py, error))?;
        Ok(PyClassInitializer::from(login).add_subclass(Self))
    }
}
