//! The logins of many users.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::PyTraverseError;
use pyo3::gc::PyVisit;
use pyo3::prelude::*;
use spotify_sdk::Result;
use spotify_sdk::auth;

use super::options::{Options, UserApp};
use super::{Login, Provider, UserLogin};
use crate::cache::{Callers, Keyed, PythonKeyed};
use crate::clock;
use crate::failure::{Failure, raise};
use crate::task::Task;

/// A login for each user, over one app, one set of connections, one cache.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct UserLogins {
    shared: Arc<Shared>,
    /// The cache, if it is one that Python wrote.
    cache: Option<PythonKeyed>,
}

/// What the logins of single users need of it.
struct Shared {
    make: Box<dyn Fn() -> Result<auth::UserLogins> + Send + Sync>,
    live: Mutex<Live>,
}

struct Live {
    process: u32,
    logins: auth::UserLogins,
}

impl Shared {
    fn new(make: impl Fn() -> Result<auth::UserLogins> + Send + Sync + 'static) -> Result<Self> {
        let live = Live { process: crate::process::generation(), logins: make()? };
        Ok(Self { make: Box::new(make), live: live.into() })
    }

    /// The logins of this process: a forked child makes its own. Called only with the interpreter's lock, which a fork takes along:
    /// nobody can have left this one locked.
    fn logins(&self) -> Result<auth::UserLogins> {
        let mut live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        let process = crate::process::generation();
        if live.process != process {
            let logins = (self.make)()?;
            // The parent's: nothing of it may be touched here.
            std::mem::forget(std::mem::replace(&mut *live, Live { process, logins }));
        }
        Ok(live.logins.clone())
    }
}

#[pymethods]
impl UserLogins {
    #[new]
    #[pyo3(signature = (app, *, token_cache, max_idle))]
    fn new(
        py: Python<'_>,
        app: UserApp,
        token_cache: Bound<'_, PyAny>,
        max_idle: Option<usize>,
    ) -> PyResult<Self> {
        let options = Options::new(py, app)?;
        let keyed = Keyed::of(token_cache)?;
        let cache = keyed.of_python();
        let make = move || {
            let mut builder = options.builder().for_users(keyed.clone());
            if let Some(max_idle) = max_idle {
                builder = builder.max_idle(max_idle);
            }
            builder.build()
        };
        let shared = Shared::new(make).map_err(|error| raise(py, error))?;
        Ok(Self { shared: Arc::new(shared), cache })
    }

    /// The login of one user: the same key gives the same live provider.
    fn for_user(this: &Bound<'_, Self>, key: String) -> PyResult<Py<UserLogin>> {
        let py = this.py();
        clock::look(py)?;
        let (shared, many) = (this.get().shared.clone(), this.get());
        let of_key = key.clone();
        let make = move || Ok(Provider::User(shared.logins()?.for_user(&of_key)));
        // Made first, as it is what makes the cache.
        let login = Login::of_many(this.clone().unbind(), make).map_err(|error| raise(py, error))?;
        let callers = many.cache.as_ref().and_then(|cache| cache.callers(&key));
        Py::new(py, PyClassInitializer::from(login.with_callers(callers)).add_subclass(UserLogin))
    }

    /// For how many users there is a provider in memory.
    fn in_memory(&self, py: Python<'_>) -> PyResult<usize> {
        Ok(self.shared.logins().map_err(|error| raise(py, error))?.in_memory())
    }

    /// Ends all of them; renewals under way are waited for.
    fn close(&self, py: Python<'_>) -> PyResult<Task> {
        crate::look(py)?;
        let logins = self.shared.logins().map_err(|error| raise(py, error))?;
        let cache = self.cache.clone();
        let callers = cache.as_ref().map(PythonKeyed::all_callers).unwrap_or_default();
        Ok(Task::new(async move {
            let inside: Vec<_> = callers.iter().filter_map(Callers::enter).collect();
            logins.close().await.map_err(Failure::from)?;
            drop(inside);
            if let Some(cache) = cache {
                cache.cache.end_own_loop();
            }
            Ok(())
        }))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> std::result::Result<(), PyTraverseError> {
        self.cache.as_ref().map_or(Ok(()), |cache| cache.cache.visit(&visit))
    }

    fn __clear__(&self) {
        if let Some(cache) = &self.cache {
            cache.cache.clear();
        }
    }
}
