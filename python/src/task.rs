//! One thing to do, for code that waits and for event loops alike.
//!
//! Code that waits calls `wait`. On an event loop the caller's own task drives it: `start`, then `arm` with something that wakes
//! the task from another thread, then `take`. What `take` gives is either nothing (it is done, see `result`) or something that
//! only Python can do, such as asking a custom provider for a token: the task does it, on its own loop, in its own context and
//! cancelled with it, and says with `answer` or `fail` what came of it.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyList, PyString};
use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use crate::failure::Failure;
use crate::{interpreter, log, runtime};

/// What comes of a task, not yet a Python object.
pub(crate) type Outcome = Result<Box<dyn Payload>, Failure>;

/// What becomes a Python object once the interpreter is there.
pub(crate) trait Payload: Send {
    fn build<'py>(self: Box<Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>>;
}

type Work = Pin<Box<dyn Future<Output = Outcome> + Send>>;

tokio::task_local! {
    /// The task of an event loop for which the current code runs.
    static CALLER: Arc<Caller>;
}

/// The task of an event loop, as seen from other threads.
#[derive(Default)]
pub(crate) struct Caller(Mutex<Inbox>);

#[derive(Default)]
struct Inbox {
    outcome: Option<Outcome>,
    requests: VecDeque<Request>,
    /// The one that the task is working on.
    current: Option<oneshot::Sender<PyResult<Py<PyAny>>>>,
    wake: Option<Py<PyAny>>,
    gone: bool,
}

/// Something that only Python can do: a callable, whose result is awaited if it can be.
struct Request {
    callable: Py<PyAny>,
    reply: oneshot::Sender<PyResult<Py<PyAny>>>,
}

impl Caller {
    /// The event loop's task that waits for the current code, if there is one.
    pub(crate) fn current() -> Option<Arc<Self>> {
        CALLER.try_with(Arc::clone).ok()
    }

    /// Has the task do something. The receiver fails when the task is gone.
    pub(crate) fn ask(&self, callable: Py<PyAny>) -> oneshot::Receiver<PyResult<Py<PyAny>>> {
        let (reply, receiver) = oneshot::channel();
        self.post(|inbox| {
            if !inbox.gone {
                inbox.requests.push_back(Request { callable, reply });
            }
        });
        receiver
    }

    /// Whether it still waits.
    pub(crate) fn is_waiting(&self) -> bool {
        let inbox = self.inbox();
        !inbox.gone && inbox.outcome.is_none()
    }

    /// Puts something into the inbox and wakes the task. The lock is never held while the interpreter is waited for.
    fn post(&self, put: impl FnOnce(&mut Inbox)) {
        let wake = {
            let mut inbox = self.inbox();
            put(&mut inbox);
            inbox.wake.take()
        };
        if let Some(wake) = wake {
            // An interpreter that is ending has nobody left to wake, and so has a loop that is closed.
            interpreter::attach(|py| drop(wake.call0(py)));
        }
    }

    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts an outcome in the inbox, whatever happens to the work.
struct Finish(Arc<Caller>);

impl Drop for Finish {
    fn drop(&mut self) {
        self.0.post(|inbox| {
            inbox.outcome.get_or_insert_with(|| Err(Failure::Python(runtime::panicked())));
        });
    }
}

/// One thing to do.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct Task {
    work: Mutex<Option<Work>>,
    caller: Arc<Caller>,
    running: Mutex<Option<AbortHandle>>,
    interrupt: Mutex<Option<oneshot::Sender<PyErr>>>,
}

impl Task {
    pub(crate) fn new<P, F>(work: F) -> Self
    where
        P: Payload + 'static,
        F: Future<Output = Result<P, Failure>> + Send + 'static,
    {
        let work: Work = Box::pin(async move { work.await.map(|payload| Box::new(payload) as _) });
        Self {
            work: Mutex::new(Some(work)),
            caller: Arc::default(),
            running: Mutex::new(None),
            interrupt: Mutex::new(None),
        }
    }

    /// The same, ended early by whoever has an error to report.
    pub(crate) fn interruptible<P, F>(work: F) -> Self
    where
        P: Payload + 'static,
        F: Future<Output = Result<P, Failure>> + Send + 'static,
    {
        let (sender, interrupted) = oneshot::channel();
        let task = Self::new(async move {
            tokio::select! {
                outcome = work => outcome,
                Ok(error) = interrupted => Err(Failure::Python(error)),
            }
        });
        *lock(&task.interrupt) = Some(sender);
        task
    }

    fn take_work(&self) -> PyResult<Work> {
        lock(&self.work).take().ok_or_else(|| PyRuntimeError::new_err("a task is done once"))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[pymethods]
impl Task {
    /// Does it, and waits on this thread until it is done.
    fn wait<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let outcome = runtime::wait(py, self.take_work()?)?;
        build(py, outcome)
    }

    /// Begins to do it, for an event loop.
    fn start(&self) -> PyResult<()> {
        interpreter::check_alive()?;
        let work = self.take_work()?;
        let finish = Finish(self.caller.clone());
        let scoped = CALLER.scope(self.caller.clone(), async move {
            let outcome = work.await;
            finish.0.inbox().outcome = Some(outcome);
            drop(finish);
        });
        *lock(&self.running) = Some(runtime::background()?.spawn(scoped).abort_handle());
        Ok(())
    }

    /// Calls `wake` once, from whatever thread, when there is something to `take`; at once when there is already.
    fn arm(&self, py: Python<'_>, wake: Py<PyAny>) -> PyResult<()> {
        {
            let mut inbox = self.caller.inbox();
            if inbox.outcome.is_none() && inbox.requests.is_empty() {
                inbox.wake = Some(wake);
                return Ok(());
            }
        }
        wake.call0(py).map(drop)
    }

    /// What Python shall do next, or nothing.
    fn take(&self) -> Option<Py<PyAny>> {
        let mut inbox = self.caller.inbox();
        let Request { callable, reply } = inbox.requests.pop_front()?;
        inbox.current = Some(reply);
        Some(callable)
    }

    /// What came of it.
    fn answer(&self, value: Py<PyAny>) {
        self.reply(Ok(value));
    }

    /// That it failed.
    fn fail(&self, error: Bound<'_, PyAny>) {
        self.reply(Err(PyErr::from_value(error)));
    }

    /// Whether the outcome is there.
    fn is_done(&self) -> bool {
        self.caller.inbox().outcome.is_some()
    }

    /// The outcome, once.
    fn result<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let outcome = self.caller.inbox().outcome.take();
        build(py, outcome.unwrap_or_else(|| Err(Failure::Python(runtime::panicked()))))
    }

    /// Gives it up. What must not be lost, a token that is being renewed, goes on without it.
    fn cancel(&self) {
        let (requests, current, wake) = {
            let mut inbox = self.caller.inbox();
            inbox.gone = true;
            (std::mem::take(&mut inbox.requests), inbox.current.take(), inbox.wake.take())
        };
        drop((requests, current, wake));
        if let Some(running) = lock(&self.running).take() {
            running.abort();
        }
    }

    /// Ends it with an error.
    fn interrupt(&self, error: Bound<'_, PyAny>) {
        if let Some(interrupt) = lock(&self.interrupt).take() {
            let _ = interrupt.send(PyErr::from_value(error));
        }
    }
}

impl Task {
    fn reply(&self, result: PyResult<Py<PyAny>>) {
        let current = self.caller.inbox().current.take();
        if let Some(reply) = current {
            // Whoever asked may have given up.
            let _ = reply.send(result);
        }
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.cancel();
    }
}

fn build<'py>(py: Python<'py>, outcome: Outcome) -> PyResult<Bound<'py, PyAny>> {
    log::hand_over(py);
    match outcome {
        Ok(payload) => payload.build(py),
        Err(failure) => Err(failure.raise(py)),
    }
}

impl Payload for () {
    fn build<'py>(self: Box<Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(py.None().into_bound(py))
    }
}

impl Payload for Box<dyn Payload> {
    fn build<'py>(self: Box<Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        (*self).build(py)
    }
}

impl Payload for bool {
    fn build<'py>(self: Box<Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyBool::new(py, *self).to_owned().into_any())
    }
}

impl Payload for Vec<bool> {
    fn build<'py>(self: Box<Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyList::new(py, *self)?.into_any())
    }
}

impl Payload for spotify_sdk::model::SnapshotId {
    fn build<'py>(self: Box<Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyString::new(py, self.as_str()).into_any())
    }
}

impl Payload for crate::answer::Answer {
    fn build<'py>(self: Box<Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        (*self).build(py)
    }
}

impl Payload for spotify_sdk::AccessToken {
    fn build<'py>(self: Box<Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyString::new(py, self.expose()).into_any())
    }
}
