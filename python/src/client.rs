//! A client, as Python holds it.

use std::sync::{Mutex, PoisonError};

use pyo3::PyTraverseError;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::gc::PyVisit;
use pyo3::prelude::*;
use spotify_sdk::auth::StaticToken;
use spotify_sdk::{Environment, Result, SpotifyClient};

use crate::arguments::{retries, seconds};
use crate::clock::PythonClock;
use crate::environment::environment;
use crate::failure::{Failure, raise};
use crate::network::{Checked, Network, give};
use crate::operation::Operation;
use crate::provider::PythonProvider;
use crate::task::Task;

/// Calls the Web API.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct Client {
    origin: Origin,
    source: Source,
    live: Mutex<Live>,
}

/// What it is made of, beside the login.
enum Origin {
    Options(Box<Options>),
    /// Another client, whose connections it shares.
    Client(Py<Client>),
}

/// Where its tokens come from.
enum Source {
    Token(String),
    Provider(PythonProvider),
}

struct Options {
    environment: Environment,
    api_base_url: Option<String>,
    network: Checked,
}

struct Live {
    process: u32,
    client: SpotifyClient,
}

impl Source {
    fn of(auth: &Bound<'_, PyAny>, own_methods: Vec<Py<PyAny>>) -> PyResult<Self> {
        if let Ok(token) = auth.extract::<String>() {
            Ok(Self::Token(token))
        } else if auth.hasattr("get_access_token")? {
            Ok(Self::Provider(PythonProvider::new(auth, own_methods)))
        } else {
            Err(PyTypeError::new_err("auth_provider must have a method get_access_token()"))
        }
    }
}

impl Origin {
    fn client(&self, source: &Source, py: Python<'_>) -> PyResult<SpotifyClient> {
        let options = match self {
            Self::Options(options) => options,
            Self::Client(other) => {
                let other = other.get().client(py)?;
                return Ok(match source {
                    Source::Token(token) => {
                        other.with_auth(StaticToken::new(token.as_str()).map_err(|error| raise(py, error))?)
                    }
                    Source::Provider(provider) => {
                        other.with_auth(provider.lent(py).map_err(|error| raise(py, error))?)
                    }
                });
            }
        };
        options.client(source, py).map_err(|error| raise(py, error))
    }
}

impl Options {
    fn client(&self, source: &Source, py: Python<'_>) -> Result<SpotifyClient> {
        let builder = SpotifyClient::builder().environment(self.environment.clone()).clock(PythonClock);
        let mut builder = give!(self.network, builder);
        if let Some(url) = &self.api_base_url {
            builder = builder.api_base_url(url);
        }
        match source {
            Source::Token(token) => builder.auth(StaticToken::new(token.as_str())?),
            Source::Provider(provider) => builder.auth(provider.lent(py)?),
        }
        .build()
    }
}

#[pymethods]
impl Client {
    #[new]
    #[pyo3(signature = (auth, *, own_methods, api_base_url, network))]
    fn new(
        py: Python<'_>,
        auth: Bound<'_, PyAny>,
        own_methods: Vec<Py<PyAny>>,
        api_base_url: Option<String>,
        network: Network,
    ) -> PyResult<Self> {
        let options = Options { environment: environment(py)?, api_base_url, network: network.checked()? };
        let source = Source::of(&auth, own_methods)?;
        Self::assemble(py, Origin::Options(Box::new(options)), source)
    }

    /// A client for another login, over the same connections.
    fn with_auth(
        this: &Bound<'_, Self>,
        auth: Bound<'_, PyAny>,
        own_methods: Vec<Py<PyAny>>,
    ) -> PyResult<Self> {
        let source = Source::of(&auth, own_methods)?;
        Self::assemble(this.py(), Origin::Client(this.clone().unbind()), source)
    }

    /// Sends an operation.
    fn send(&self, py: Python<'_>, operation: &Operation) -> PyResult<Task> {
        crate::look(py)?;
        if let Source::Provider(provider) = &self.source {
            provider.look(py);
        }
        let client = self.client(py)?;
        let (call, options, refused) = operation.to_send();
        Ok(Task::new(async move {
            client.run_with(call, options).await.map_err(|error| Failure::Sdk { error, body: refused.take() })
        }))
    }

    /// Ends the client. A login that it was lent stays open.
    fn close(&self, py: Python<'_>) -> PyResult<Task> {
        let client = self.client(py)?;
        Ok(Task::new(async move {
            client.close().await;
            Ok(())
        }))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> std::result::Result<(), PyTraverseError> {
        if let Origin::Client(other) = &self.origin {
            visit.call(other)?;
        }
        match &self.source {
            Source::Token(_) => Ok(()),
            Source::Provider(provider) => provider.visit(&visit),
        }
    }

    fn __clear__(&self) {
        if let Source::Provider(provider) = &self.source {
            provider.clear();
        }
    }

    /// Forgets the pause after a 429.
    fn clear_cool_down(&self, py: Python<'_>) -> PyResult<()> {
        self.client(py)?.clear_cool_down();
        Ok(())
    }
}

impl Client {
    fn assemble(py: Python<'_>, origin: Origin, source: Source) -> PyResult<Self> {
        let client = origin.client(&source, py)?;
        Ok(Self { origin, source, live: Mutex::new(Live { process: crate::process::generation(), client }) })
    }

    /// The client of this process: a forked child makes its own. The lock is taken only with the interpreter's, which a fork takes
    /// along: nobody can have left it locked.
    fn client(&self, py: Python<'_>) -> PyResult<SpotifyClient> {
        let process = crate::process::generation();
        let kept = || self.live.lock().unwrap_or_else(PoisonError::into_inner);
        if kept().process != process {
            // Not under the lock: an error runs code of Python's, which lets go of the interpreter.
            let client = self.origin.client(&self.source, py)?;
            let mut live = kept();
            if live.process != process {
                // The parent's: nothing of it may be touched here.
                std::mem::forget(std::mem::replace(&mut *live, Live { process, client }));
            }
        }
        Ok(kept().client.clone())
    }
}

/// A request made by hand, as an operation.
#[pyfunction]
#[pyo3(signature = (method, path, params, body, headers, timeout, max_retries))]
pub(crate) fn by_hand(
    method: &str,
    path: &str,
    params: Vec<(String, String)>,
    body: Option<Vec<u8>>,
    headers: Vec<(String, String)>,
    timeout: Option<f64>,
    max_retries: Option<i64>,
) -> PyResult<Operation> {
    use spotify_sdk::Call;
    use spotify_sdk::endpoint::{Method, RawRequest};

    let method = match method.to_ascii_uppercase().as_str() {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "DELETE" => Method::Delete,
        _ => return Err(PyValueError::new_err("method must be GET, POST, PUT or DELETE")),
    };
    let mut call = Call::new((), RawRequest::new(method, path));
    for (name, value) in params {
        call = call.query(&name, value);
    }
    if let Some(body) = body {
        call = call.body("application/json", body);
    }
    for (name, value) in &headers {
        call = call.header(name, value);
    }
    if let Some(timeout) = timeout {
        call = call.timeout(seconds("timeout", timeout)?);
    }
    if let Some(max_retries) = max_retries {
        call = call.max_retries(retries(max_retries)?);
    }
    Ok(Operation::by_hand(call))
}

/// Where the page behind this one begins, by the SDK's rules: Spotify's `next` has been seen wrong, and so has `total`.
#[pyfunction]
pub(crate) fn next_offset(
    next: Option<&str>,
    offset: Option<u32>,
    rows: usize,
    requested: u32,
) -> Option<u32> {
    let page = serde_json::json!({ "next": next, "offset": offset.unwrap_or(0), "items": vec![true; rows] });
    let page: spotify_sdk::Page<bool> = serde_json::from_value(page).ok()?;
    page.next_offset(requested)
}
