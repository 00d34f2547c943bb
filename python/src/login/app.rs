//! Client credentials.

use pyo3::prelude::*;
use pyo3::types::PyAny;
use spotify_sdk::auth::ClientCredentials;

use super::{Login, Provider};
use crate::arguments::seconds;
use crate::cache::Cache;
use crate::clock::PythonClock;
use crate::environment::environment;
use crate::failure::raise;
use crate::network::{Network, give};

/// An app's own login.
#[pyclass(frozen, extends = Login, module = "spotify_sdk._native")]
pub(crate) struct AppLogin;

#[pymethods]
impl AppLogin {
    #[new]
    #[pyo3(signature = (*, client_id, client_secret, token_cache, skew_seconds, accounts_base_url, network))]
    fn new(
        py: Python<'_>,
        client_id: Option<String>,
        client_secret: Option<String>,
        token_cache: Option<Bound<'_, PyAny>>,
        skew_seconds: f64,
        accounts_base_url: Option<String>,
        network: Network,
    ) -> PyResult<PyClassInitializer<Self>> {
        let cache = Cache::of(token_cache);
        let of_python = cache.of_python();
        let environment = environment(py)?;
        let (network, skew) = (network.checked()?, seconds("skew_seconds", skew_seconds)?);
        let make = move || {
            let builder =
                ClientCredentials::builder().environment(environment.clone()).clock(PythonClock).skew(skew);
            let mut builder = give!(network, builder);
            if let Some(client_id) = &client_id {
                builder = builder.client_id(client_id);
            }
            if let Some(client_secret) = &client_secret {
                builder = builder.client_secret(client_secret);
            }
            if let Some(url) = &accounts_base_url {
                builder = builder.accounts_base_url(url);
            }
            builder.token_cache(cache.clone()).build().map(Provider::App)
        };
        let login = Login::new(of_python, make).map_err(|error| raise(py, error))?;
        Ok(PyClassInitializer::from(login).add_subclass(Self))
    }
}
