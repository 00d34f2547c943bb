//! The SDK's providers, as Python holds them.
//!
//! A forked child has neither the threads nor the sockets of its parent, and whatever they were about to do. There the provider is
//! made again from what it was made of, with the same cache.

mod app;
mod many;
mod options;
mod request;
mod user;

use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::PyTraverseError;
use pyo3::gc::PyVisit;
use pyo3::prelude::*;
use pyo3::types::PyString;
use spotify_sdk::auth::{AuthProvider, AuthorizationCode, ClientCredentials, CoolDowns, Flow};
use spotify_sdk::{AccessToken, Result};

use crate::cache::{Callers, PythonCache};
use crate::clock;
use crate::failure::Failure;
use crate::task::Task;
pub(crate) use app::AppLogin;
pub(crate) use many::UserLogins;
pub(crate) use request::{AuthorizationRequest, parse_response_url};
pub(crate) use user::UserLogin;

/// Either of the SDK's providers.
#[derive(Clone)]
pub(crate) enum Provider {
    App(ClientCredentials),
    User(AuthorizationCode),
}

/// What both kinds of logins have in common: the provider, and how to make it again.
#[pyclass(frozen, subclass, module = "spotify_sdk._native")]
pub(crate) struct Login {
    make: Box<dyn Fn() -> Result<Provider> + Send + Sync>,
    live: Mutex<Live>,
    /// The cache, if it is one that Python wrote.
    cache: Option<PythonCache>,
    /// The event loops that may be asked on behalf of a cache with asynchronous methods.
    callers: Option<Arc<Callers>>,
    /// The logins that it is one of. They hold the cache.
    many: Option<Py<UserLogins>>,
    usage: Arc<Usage>,
}

struct Live {
    process: u32,
    provider: Provider,
    /// The token that Python got last, as Python has it.
    shown: Option<(AccessToken, Py<PyString>)>,
}

impl Live {
    fn new(provider: Provider) -> Self {
        Self { process: crate::process::generation(), provider, shown: None }
    }
}

/// Who uses a login.
#[derive(Default)]
struct Usage {
    /// Whether it is to end with the last client that uses it.
    closing: AtomicBool,
    clients: AtomicUsize,
}

impl Login {
    pub(crate) fn new(
        cache: Option<PythonCache>,
        make: impl Fn() -> Result<Provider> + Send + Sync + 'static,
    ) -> Result<Self> {
        let live = Mutex::new(Live::new(make()?));
        let callers = cache.as_ref().map(PythonCache::callers);
        Ok(Self { make: Box::new(make), live, cache, callers, many: None, usage: Arc::default() })
    }

    /// The login of one of many users.
    fn of_many(
        many: Py<UserLogins>,
        make: impl Fn() -> Result<Provider> + Send + Sync + 'static,
    ) -> Result<Self> {
        Ok(Self { many: Some(many), ..Self::new(None, make)? })
    }

    fn with_callers(self, callers: Option<Arc<Callers>>) -> Self {
        Self { callers, ..self }
    }

    /// Does something with the provider of this process. The lock is taken only with the interpreter's, which a fork takes along:
    /// nobody can have left it locked. So nothing here may run code of Python's, which would let go of the interpreter.
    fn with<T>(&self, _: Python<'_>, work: impl FnOnce(&mut Live) -> T) -> Result<T> {
        let mut live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        if live.process != crate::process::generation() {
            let old = std::mem::replace(&mut *live, Live::new((self.make)()?));
            // The parent's: nothing of it may be touched here.
            std::mem::forget(old);
        }
        Ok(work(&mut live))
    }

    /// The provider of this process.
    pub(crate) fn provider(&self, py: Python<'_>) -> Result<Provider> {
        self.with(py, |live| live.provider.clone())
    }

    /// The provider as a client borrows it.
    pub(crate) fn lent(&self, py: Python<'_>) -> Result<Lent> {
        Ok(Lent { provider: self.provider(py)?, callers: self.callers.clone(), usage: self.usage.clone() })
    }

    /// Does something with the provider, on a caller's behalf.
    pub(crate) fn task<P, F>(&self, py: Python<'_>, work: impl FnOnce(Provider) -> F) -> PyResult<Task>
    where
        P: crate::task::Payload + 'static,
        F: Future<Output = Result<P>> + Send + 'static,
    {
        crate::look(py)?;
        let provider = self.provider(py).map_err(|error| Failure::from(error).raise(py))?;
        let (work, callers) = (work(provider), self.callers.clone());
        Ok(Task::new(async move {
            let _inside = callers.as_ref().and_then(Callers::enter);
            work.await.map_err(Failure::from)
        }))
    }
}

#[pymethods]
impl Login {
    /// The access token, if it needs no renewal.
    fn cached_token(&self, py: Python<'_>) -> PyResult<Option<Py<PyString>>> {
        let now = clock::pythons_time(py)?;
        let text = self.with(py, |live| {
            let token = clock::at(now, || match &live.provider {
                Provider::App(auth) => auth.cached_access_token(),
                Provider::User(auth) => auth.cached_access_token(),
            })?;
            if let Some((shown, text)) = &live.shown
                && std::ptr::eq(shown.expose(), token.expose())
            {
                return Some(text.clone_ref(py));
            }
            let text = PyString::new(py, token.expose()).unbind();
            live.shown = Some((token, text.clone_ref(py)));
            Some(text)
        });
        text.map_err(|error| Failure::from(error).raise(py))
    }

    /// The access token, renewed if it has to be.
    fn access_token(&self, py: Python<'_>) -> PyResult<Task> {
        self.task(py, |provider| async move {
            match provider {
                Provider::App(auth) => auth.access_token().await,
                Provider::User(auth) => auth.access_token().await,
            }
        })
    }

    /// Ends the provider; a renewal under way is waited for.
    fn close(&self, py: Python<'_>) -> PyResult<Task> {
        self.usage.closing.store(true, Ordering::Relaxed);
        let (cache, usage) = (self.cache.clone(), self.usage.clone());
        self.task(py, |provider| async move {
            match provider {
                Provider::App(auth) => auth.close().await,
                Provider::User(auth) => auth.close().await,
            }?;
            if let Some(cache) = cache
                && usage.clients.load(Ordering::Relaxed) == 0
            {
                cache.end_own_loop();
            }
            Ok(())
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> std::result::Result<(), PyTraverseError> {
        if let Some(many) = &self.many {
            visit.call(many)?;
        }
        self.cache.as_ref().map_or(Ok(()), |cache| cache.visit(&visit))
    }

    fn __clear__(&self) {
        if let Some(cache) = &self.cache {
            cache.clear();
        }
    }
}

/// A provider that a client uses and does not own: closing the client leaves it open for others.
pub(crate) struct Lent {
    provider: Provider,
    callers: Option<Arc<Callers>>,
    usage: Arc<Usage>,
}

macro_rules! either {
    ($self:ident, $auth:ident => $what:expr) => {
        match &$self.provider {
            Provider::App($auth) => $what,
            Provider::User($auth) => $what,
        }
    };
}

impl AuthProvider for Lent {
    async fn access_token(&self) -> Result<AccessToken> {
        let _inside = self.callers.as_ref().and_then(Callers::enter);
        match &self.provider {
            Provider::App(auth) => AuthProvider::access_token(auth).await,
            Provider::User(auth) => AuthProvider::access_token(auth).await,
        }
    }

    fn cached_access_token(&self) -> Option<AccessToken> {
        either!(self, auth => auth.cached_access_token())
    }

    fn invalidate(&self, token: &AccessToken) {
        either!(self, auth => AuthProvider::invalidate(auth, token));
    }

    fn flow(&self) -> Option<Flow> {
        either!(self, auth => auth.flow())
    }

    fn client_id(&self) -> Option<&str> {
        either!(self, auth => auth.client_id())
    }

    fn cool_downs(&self) -> Option<CoolDowns> {
        either!(self, auth => auth.cool_downs())
    }

    fn attach(&self) {
        self.usage.clients.fetch_add(1, Ordering::Relaxed);
        either!(self, auth => auth.attach());
    }

    fn detach(&self) {
        self.usage.clients.fetch_sub(1, Ordering::Relaxed);
        either!(self, auth => auth.detach());
    }

    /// Only a login that was closed already, and waited for this client, ends now.
    async fn close(&self) {
        if self.usage.closing.load(Ordering::Relaxed) {
            match &self.provider {
                Provider::App(auth) => AuthProvider::close(auth).await,
                Provider::User(auth) => AuthProvider::close(auth).await,
            }
        }
    }
}
