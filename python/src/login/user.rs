//! Authorization code.

use std::time::UNIX_EPOCH;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyAny;
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::AuthorizationCode;
use spotify_sdk::scope::Scopes;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::options::{Options, UserApp};
use super::request::AuthorizationRequest;
use super::{Login, Provider};
use crate::arguments::seconds;
use crate::cache::{Cache, Callers};
use crate::clock;
use crate::failure::{Failure, raise};
use crate::task::{Caller, Task};
use crate::{interpreter, runtime};

/// A user's login.
#[pyclass(frozen, extends = Login, module = "spotify_sdk._native")]
pub(crate) struct UserLogin;

impl UserLogin {
    fn auth(login: &Login, py: Python<'_>) -> PyResult<AuthorizationCode> {
        match login.provider(py).map_err(|error| raise(py, error))? {
            Provider::User(auth) => Ok(auth),
            Provider::App(_) => Err(PyRuntimeError::new_err("this is no user's login")),
        }
    }
}

#[pymethods]
impl UserLogin {
    #[new]
    #[pyo3(signature = (app, *, refresh_token, token_cache))]
    fn new(
        py: Python<'_>,
        app: UserApp,
        refresh_token: Option<String>,
        token_cache: Option<Bound<'_, PyAny>>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let options = Options::new(py, app)?;
        let cache = Cache::of(token_cache);
        let of_python = cache.of_python();
        let make = move || {
            let mut builder = options.builder().token_cache(cache.clone());
            if let Some(refresh_token) = &refresh_token {
                builder = builder.refresh_token(refresh_token);
            }
            builder.build().map(Provider::User)
        };
        let login = Login::new(of_python, make).map_err(|error| raise(py, error))?;
        Ok(PyClassInitializer::from(login).add_subclass(Self))
    }

    /// The redirect URI.
    #[getter]
    fn redirect_uri(this: PyRef<'_, Self>, py: Python<'_>) -> PyResult<String> {
        Ok(Self::auth(this.as_super(), py)?.redirect_uri().as_str().to_owned())
    }

    /// The documents' first step.
    fn authorization_url(
        this: PyRef<'_, Self>,
        py: Python<'_>,
        state: Option<String>,
        scopes: Option<Vec<String>>,
        show_dialog: bool,
    ) -> PyResult<String> {
        let auth = Self::auth(this.as_super(), py)?;
        let mut url = auth.authorization_url().show_dialog(show_dialog);
        if let Some(state) = state {
            url = url.state(state);
        }
        if let Some(scopes) = scopes {
            url = url.scopes(scopes);
        }
        url.build().map_err(|error| raise(py, error))
    }

    /// The documents' third step.
    fn exchange_code(this: PyRef<'_, Self>, py: Python<'_>, code: String) -> PyResult<Task> {
        let auth = Self::auth(this.as_super(), py)?;
        this.as_super().task(py, move |_| async move { auth.exchange_code(&code).await })
    }

    /// A login under way, as a value.
    fn authorization_request(this: PyRef<'_, Self>, py: Python<'_>) -> PyResult<AuthorizationRequest> {
        clock::look(py)?;
        let auth = Self::auth(this.as_super(), py)?;
        auth.authorization_request().map(AuthorizationRequest::from).map_err(|error| raise(py, error))
    }

    /// Completes it.
    fn complete_authorization(
        this: PyRef<'_, Self>,
        py: Python<'_>,
        request: &AuthorizationRequest,
        callback: String,
    ) -> PyResult<Task> {
        let auth = Self::auth(this.as_super(), py)?;
        let request = request.inner();
        this.as_super()
            .task(py, move |_| async move { auth.complete_authorization(request, &callback).await })
    }

    /// The current token with all that is known about it.
    fn token_info(this: PyRef<'_, Self>, py: Python<'_>) -> PyResult<Task> {
        let auth = Self::auth(this.as_super(), py)?;
        this.as_super().task(py, move |_| async move { auth.token_info().await })
    }

    /// The login if there is one that works and covers the scopes; else nothing.
    fn usable_token(this: PyRef<'_, Self>, py: Python<'_>) -> PyResult<Task> {
        let auth = Self::auth(this.as_super(), py)?;
        this.as_super().task(py, move |_| async move {
            match auth.token_info().await {
                // A login whose scopes nobody recorded is taken at its word.
                Ok(token) if token.scope().is_none() || auth.missing_scopes().is_empty() => Ok(Some(token)),
                Ok(_) => Ok(None),
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::NotLoggedIn | ErrorKind::ReauthorizationRequired
                    ) =>
                {
                    Ok(None)
                }
                Err(error) => Err(error),
            }
        })
    }

    /// The stored token, whether or not it works.
    fn stored_token(this: PyRef<'_, Self>, py: Python<'_>) -> PyResult<Task> {
        let auth = Self::auth(this.as_super(), py)?;
        this.as_super().task(py, move |_| async move { auth.stored_token().await })
    }

    /// Forgets the login.
    fn logout(this: PyRef<'_, Self>, py: Python<'_>) -> PyResult<Task> {
        let auth = Self::auth(this.as_super(), py)?;
        this.as_super().task(py, move |_| async move { auth.logout().await })
    }

    /// When the refresh token dies, in Unix seconds.
    fn refresh_token_expires_at(this: PyRef<'_, Self>, py: Python<'_>) -> PyResult<Option<f64>> {
        let at = Self::auth(this.as_super(), py)?.refresh_token_expires_at();
        Ok(at.and_then(|at| at.duration_since(UNIX_EPOCH).ok()).map(|since| since.as_secs_f64()))
    }

    /// Requested scopes that were not granted.
    fn missing_scopes(this: PyRef<'_, Self>, py: Python<'_>) -> PyResult<Vec<String>> {
        Ok(Self::auth(this.as_super(), py)?.missing_scopes().iter().map(str::to_owned).collect())
    }

    /// The requested scopes.
    fn scopes(this: PyRef<'_, Self>, py: Python<'_>) -> PyResult<Vec<String>> {
        let scopes: Scopes = Self::auth(this.as_super(), py)?.scopes().clone();
        Ok(scopes.iter().map(str::to_owned).collect())
    }

    /// Listens for the callback. `present` gets the URL when the listener is ready, and does with it whatever brings the user
    /// there: called by whoever waits, and awaited on an event loop. Callbacks are heard meanwhile.
    fn authorize_local(
        this: PyRef<'_, Self>,
        py: Python<'_>,
        present: Py<PyAny>,
        state: Option<String>,
        show_dialog: bool,
        timeout: f64,
    ) -> PyResult<Task> {
        crate::look(py)?;
        let auth = Self::auth(this.as_super(), py)?;
        let callers = this.as_super().callers.clone();
        let mut login = auth.authorize_local().show_dialog(show_dialog).open_browser(false);
        login = login.timeout(seconds("timeout", timeout)?);
        if let Some(state) = state {
            login = login.state(state);
        }
        Ok(Task::interruptible(async move {
            let _inside = callers.as_ref().and_then(Callers::enter);
            let (shown, url) = oneshot::channel();
            let login = login.on_url(move |url| {
                let _ = shown.send(url.to_owned());
            });
            // In the background, which listens on while this thread is busy showing the URL.
            let mut listening =
                AbortOnDrop(runtime::background().map_err(Failure::Python)?.spawn(login.into_future()));
            tokio::select! {
                biased;
                error = show(present, url) => Err(Failure::Python(error)),
                outcome = &mut listening.0 => match outcome {
                    Ok(outcome) => outcome.map_err(Failure::from),
                    Err(_) => Err(Failure::Python(runtime::panicked())),
                },
            }
        }))
    }
}

/// Has the caller show the URL. Ends only if that fails.
async fn show(present: Py<PyAny>, url: oneshot::Receiver<String>) -> PyErr {
    let shown = async {
        // Nothing is shown by a login that ended before it began to listen, or one that nobody waits for.
        let (Ok(url), Some(caller)) = (url.await, Caller::current()) else { return Ok(()) };
        let callable = interpreter::attached(|py| {
            let partial = py.import("functools")?.getattr("partial")?;
            Ok(partial.call1((present, url))?.unbind())
        })?;
        caller.ask(callable).await.map_or(Ok(()), |shown| shown.map(drop))
    };
    match shown.await {
        Ok(()) => std::future::pending().await,
        Err(error) => error,
    }
}

/// A login that ends with whoever waits for it.
struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
