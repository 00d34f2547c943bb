//! The sandbox, for tests of Python programs.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use pyo3::exceptions::{PyOSError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use spotify_sandbox::{App, Entry, Fault, Ids, RandomFaults, RefreshTokens, Rules, User};

use crate::arguments::seconds;
use crate::clock;

/// A local Spotify that runs until it is closed or forgotten.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct Sandbox {
    running: Mutex<Option<spotify_sandbox::Sandbox>>,
    /// By how much it has moved the time of this process, which is put back when it ends.
    advanced: Mutex<Duration>,
}

/// A user, as a dict of Python's describes one.
fn user(description: &Bound<'_, PyDict>) -> PyResult<User> {
    let text = |name: &str| description.get_item(name)?.map(|value| value.extract::<String>()).transpose();
    let count = |name: &str| description.get_item(name)?.map_or(Ok(0), |value| value.extract::<u64>());
    let id = text("id")?.ok_or_else(|| PyValueError::new_err("a user needs an id"))?;
    let is_premium = description.get_item("premium")?.map_or(Ok(true), |value| value.extract::<bool>())?;
    let mut user = if is_premium { User::premium(id) } else { User::free(id) };
    if let Some(country) = text("country")? {
        user = user.country(country);
    }
    Ok(user
        .saved_tracks(count("saved_tracks")?)
        .saved_albums(count("saved_albums")?)
        .saved_shows(count("saved_shows")?)
        .saved_episodes(count("saved_episodes")?)
        .saved_audiobooks(count("saved_audiobooks")?)
        .followed_artists(count("followed_artists")?))
}

#[pymethods]
impl Sandbox {
    #[new]
    #[pyo3(signature = (*, documents, users, redirect_uris, access_token, refresh_tokens, extended_quota, before_2024, open_ids, auto_approve, tracks, port))]
    #[allow(clippy::too_many_arguments, reason = "they are Python's keyword arguments")]
    fn new(
        py: Python<'_>,
        documents: bool,
        users: Vec<Bound<'_, PyDict>>,
        redirect_uris: Vec<String>,
        access_token: Option<String>,
        refresh_tokens: &str,
        extended_quota: bool,
        before_2024: bool,
        open_ids: bool,
        auto_approve: bool,
        tracks: Option<u64>,
        port: Option<u16>,
    ) -> PyResult<Self> {
        let mut builder = if documents {
            spotify_sandbox::Sandbox::documents()
        } else {
            spotify_sandbox::Sandbox::builder()
        };
        for description in &users {
            builder = builder.user(user(description)?);
        }
        if !redirect_uris.is_empty() {
            let app = App::new("sandbox-client-id", "sandbox-client-secret");
            builder = builder.app(redirect_uris.iter().fold(app, |app, uri| app.redirect_uri(uri)));
        }
        if let Some(token) = access_token {
            builder = builder.access_token(token);
        }
        builder = builder.refresh_tokens(match refresh_tokens {
            "omit" => RefreshTokens::Omit,
            "null" => RefreshTokens::Null,
            "empty" => RefreshTokens::Empty,
            "same" => RefreshTokens::Same,
            "rotate" => RefreshTokens::Rotate,
            "rotate_reuse_detection" => RefreshTokens::RotateReuseDetection,
            _ => {
                return Err(PyValueError::new_err(
                    "refresh_tokens must be omit, null, empty, same, rotate or rotate_reuse_detection",
                ));
            }
        });
        if extended_quota {
            builder = builder.rules(Rules::ExtendedQuota);
        }
        if before_2024 {
            builder = builder.rules(Rules::BeforeNovember2024);
        }
        if open_ids {
            builder = builder.ids(Ids::Open);
        }
        builder = builder.auto_approve(auto_approve);
        if let Some(tracks) = tracks {
            builder = builder.tracks(tracks);
        }
        if let Some(port) = port {
            builder = builder.port(port);
        }
        let sandbox = py.detach(|| builder.start()).map_err(|error| PyOSError::new_err(error.to_string()))?;
        Ok(Self { running: Mutex::new(Some(sandbox)), advanced: Mutex::default() })
    }

    /// Stops it.
    fn close(&self, py: Python<'_>) {
        let sandbox = self.running().take();
        py.detach(|| drop(sandbox));
        self.put_time_back();
    }

    fn base_url(&self) -> PyResult<String> {
        self.with(|sandbox| sandbox.base_url().to_owned())
    }

    fn api_base_url(&self) -> PyResult<String> {
        self.with(|sandbox| sandbox.api_base_url())
    }

    fn accounts_base_url(&self) -> PyResult<String> {
        self.with(|sandbox| sandbox.accounts_base_url())
    }

    fn client_id(&self) -> PyResult<String> {
        self.with(|sandbox| sandbox.client_id().to_owned())
    }

    fn client_secret(&self) -> PyResult<String> {
        self.with(|sandbox| sandbox.client_secret().to_owned())
    }

    fn redirect_uri(&self) -> PyResult<String> {
        self.with(|sandbox| sandbox.redirect_uri().to_owned())
    }

    fn users(&self) -> PyResult<Vec<String>> {
        self.with(|sandbox| sandbox.users())
    }

    /// Access and refresh token of a user.
    fn mint(&self, user: &str, scopes: Vec<String>) -> PyResult<(String, String)> {
        self.with(|sandbox| {
            if !sandbox.users().iter().any(|known| known == user) {
                return Err(PyValueError::new_err(format!("the sandbox has no user {user:?}")));
            }
            let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
            let minted = sandbox.mint(user, &scopes);
            Ok((minted.access_token.clone(), minted.refresh_token.clone()))
        })?
    }

    /// The callback of a user who agrees, or declines.
    fn visit(&self, authorize_url: &str, user: Option<&str>, agrees: bool) -> PyResult<String> {
        self.with(|sandbox| match (agrees, user) {
            (true, Some(user)) => sandbox.approve_as(user, authorize_url),
            (true, None) => sandbox.approve(authorize_url),
            (false, _) => sandbox.deny(authorize_url),
        })?
        .map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// Lets time pass, here and for all clients and providers of this process.
    fn advance(&self, by: f64) -> PyResult<()> {
        let by = seconds("seconds", by)?;
        self.with(|sandbox| sandbox.advance(by))?;
        clock::advance(by);
        *self.advanced.lock().unwrap_or_else(PoisonError::into_inner) += by;
        Ok(())
    }

    fn now(&self) -> PyResult<f64> {
        self.with(|sandbox| sandbox.now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64()))
    }

    fn expire_access_tokens(&self) -> PyResult<()> {
        self.with(|sandbox| sandbox.expire_access_tokens())
    }

    fn revoke(&self, token: &str) -> PyResult<bool> {
        self.with(|sandbox| sandbox.revoke(token))
    }

    fn user_removes_app(&self, user: &str) -> PyResult<()> {
        self.with(|sandbox| sandbox.user_removes_app(user))
    }

    /// Adds a fault.
    #[pyo3(signature = (
        pattern, *, times, skip, status, body, headers, delay, truncate, reset, close, after_applying
    ))]
    #[allow(clippy::too_many_arguments, reason = "they are Python's keyword arguments")]
    fn fault(
        &self,
        pattern: &str,
        times: Option<u64>,
        skip: Option<u64>,
        status: Option<u16>,
        body: Option<Vec<u8>>,
        headers: Vec<(String, String)>,
        delay: Option<f64>,
        truncate: Option<usize>,
        reset: bool,
        close: bool,
        after_applying: bool,
    ) -> PyResult<()> {
        let mut fault = Fault::on(pattern);
        if let Some(times) = times {
            fault = fault.times(times);
        }
        if let Some(skip) = skip {
            fault = fault.skip(skip);
        }
        if let Some(status) = status {
            fault = fault.status(status);
        }
        if let Some(body) = body {
            fault = fault.body(body);
        }
        for (name, value) in &headers {
            fault = fault.header(name, value);
        }
        if let Some(delay) = delay {
            fault = fault.delay(seconds("delay", delay)?);
        }
        if let Some(bytes) = truncate {
            fault = fault.truncate(bytes);
        }
        if reset {
            fault = fault.reset();
        }
        if close {
            fault = fault.close();
        }
        if after_applying {
            fault = fault.after_applying();
        }
        self.with(|sandbox| drop(sandbox.fault(fault)))
    }

    /// Adds faults of all kinds at random.
    fn random_faults(&self, seed: u64, web_api: f64, token_endpoint: f64) -> PyResult<()> {
        let parts = [("web_api", web_api), ("token_endpoint", token_endpoint)];
        if let Some((name, part)) = parts.iter().find(|(_, part)| !(0.0..=1.0).contains(part)) {
            return Err(PyValueError::new_err(format!("{name} must be 0 to 1, not {part}")));
        }
        let faults = RandomFaults::new(seed).web_api(web_api).token_endpoint(token_endpoint);
        self.with(|sandbox| drop(sandbox.random_faults(faults)))
    }

    fn clear_faults(&self) -> PyResult<()> {
        self.with(|sandbox| sandbox.clear_faults())
    }

    /// The requests until now.
    fn journal<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let entries = self.with(|sandbox| sandbox.journal().entries().to_vec())?;
        described(py, &entries)
    }

    /// The requests until the oldest that is under way, which are forgotten.
    fn take_journal<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let entries = self.with(|sandbox| sandbox.take_journal().entries().to_vec())?;
        described(py, &entries)
    }

    fn clear_journal(&self) -> PyResult<()> {
        self.with(|sandbox| sandbox.journal().clear())
    }

    /// Everything secret that was issued or shown.
    fn secrets(&self) -> PyResult<Vec<String>> {
        self.with(|sandbox| sandbox.secrets())
    }
}

impl Sandbox {
    fn running(&self) -> MutexGuard<'_, Option<spotify_sandbox::Sandbox>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put_time_back(&self) {
        clock::put_back(std::mem::take(&mut *self.advanced.lock().unwrap_or_else(PoisonError::into_inner)));
    }

    fn with<T>(&self, ask: impl FnOnce(&spotify_sandbox::Sandbox) -> T) -> PyResult<T> {
        match &*self.running() {
            Some(sandbox) => Ok(ask(sandbox)),
            None => Err(PyRuntimeError::new_err("the sandbox is closed")),
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.put_time_back();
    }
}

fn described<'py>(py: Python<'py>, entries: &[Entry]) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for entry in entries {
        list.append(describe(py, entry)?)?;
    }
    Ok(list)
}

fn describe<'py>(py: Python<'py>, entry: &Entry) -> PyResult<Bound<'py, PyDict>> {
    let described = PyDict::new(py);
    let at = entry.at.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs_f64();
    described.set_item("at", at)?;
    described.set_item("method", &entry.method)?;
    described.set_item("path", &entry.path)?;
    described.set_item("query", pairs(py, &entry.query)?)?;
    described.set_item("form", pairs(py, &entry.form)?)?;
    described.set_item("headers", pairs(py, &entry.headers)?)?;
    let json = entry.json.as_ref().map(ToString::to_string);
    let loads = py.import("json")?.getattr("loads")?;
    described.set_item("json", json.map(|json| loads.call1((json,))).transpose()?)?;
    described.set_item("status", entry.status)?;
    described.set_item("connection", entry.connection)?;
    described.set_item("user", &entry.user)?;
    described.set_item("by_fault", entry.by_fault)?;
    Ok(described)
}

fn pairs<'py>(py: Python<'py>, pairs: &[(String, String)]) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (name, value) in pairs {
        dict.set_item(name, value)?;
    }
    Ok(dict)
}

/// Adds the sandbox to the module.
pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Sandbox>()
}
