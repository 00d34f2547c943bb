//! One thing to do, for code that waits and for event loops alike.
//!
//! A thread calls `wait`. On an event loop the caller's own task drives it: `start`, then `arm`, which says whether to wait for
//! the loop's bell, then `take`. What `wait` and `take` give is either nothing (it is done, see `result`) or something that only
//! Python can do, such as asking a custom provider for a token: the caller does it, on its own thread, in its own context and
//! interrupted with it, and says with `answer` or `fail` what came of it. Nothing of Rust is on the thread's stack meanwhile: an
//! interpreter that ends kills threads where they stand.

mod caller;
mod payload;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pyo3::exceptions::{PyRuntimeError, PyTimeoutError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use crate::arguments::seconds;
use crate::bell::Bell;
use crate::failure::Failure;
use crate::process::generation;
use crate::runtime::{self, Kept};
use crate::{interpreter, log};
pub(crate) use caller::Caller;
pub(crate) use payload::Payload;

/// What comes of a task, not yet a Python object.
pub(crate) type Outcome = Result<Box<dyn Payload>, Failure>;

type Work<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// One thing to do.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct Task {
    /// A forked child has a copy that it can do nothing with.
    process: u32,
    caller: Arc<Caller>,
    state: Mutex<State>,
    interrupt: Mutex<Option<oneshot::Sender<PyErr>>>,
}

/// How far it is.
enum State {
    New(Work<Outcome>),
    /// The thread that waits does it, and is doing something else right now.
    Here(Here),
    /// The background does it.
    There(AbortHandle),
    Over,
}

/// Work that a thread does while it waits.
struct Here {
    work: Work<()>,
    kept: Kept,
}

impl Here {
    /// Does some of it. Whether there is news.
    fn go_on(&mut self, caller: &Caller, limit: Duration) -> bool {
        let Self { work, kept } = self;
        kept.run(async {
            tokio::select! {
                biased;
                () = work => {}
                () = caller.notified() => {}
                () = tokio::time::sleep(limit) => {}
            }
        });
        caller.has_news()
    }
}

impl Task {
    pub(crate) fn new<P, F>(work: F) -> Self
    where
        P: Payload + 'static,
        F: Future<Output = Result<P, Failure>> + Send + 'static,
    {
        let work: Work<Outcome> = Box::pin(async move { work.await.map(|payload| Box::new(payload) as _) });
        Self {
            process: generation(),
            caller: Arc::default(),
            state: Mutex::new(State::New(work)),
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

    /// The state, to be replaced.
    fn take_state(&self) -> PyResult<(MutexGuard<'_, State>, State)> {
        if self.process != generation() {
            return Err(PyRuntimeError::new_err("a call that had begun can't go on in a forked process"));
        }
        let mut guard = lock(&self.state);
        let state = std::mem::replace(&mut *guard, State::Over);
        Ok((guard, state))
    }

    /// What this thread has to do itself; nothing where the background does it.
    fn here(&self) -> PyResult<Option<Here>> {
        let (mut guard, state) = self.take_state()?;
        let there = match state {
            State::New(work) => {
                let work: Work<()> = Box::pin(self.caller.on_behalf(work));
                match Kept::take() {
                    Some(kept) => return Ok(Some(Here { work, kept })),
                    None => runtime::background()?.spawn(work).abort_handle(),
                }
            }
            State::Here(here) => return Ok(Some(here)),
            State::There(there) => there,
            State::Over => return Err(done_once()),
        };
        *guard = State::There(there);
        Ok(None)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn done_once() -> PyErr {
    PyRuntimeError::new_err("a task is done once")
}

#[pymethods]
impl Task {
    /// Does it on this thread, until it is done or there is something that Python shall do.
    fn wait(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let mut here = self.here()?;
        runtime::wait(py, |limit| match &mut here {
            Some(here) => here.go_on(&self.caller, limit),
            None => self.caller.wait_for_news(limit),
        })?;
        let request = self.caller.take_request();
        if let (Some(_), Some(here)) = (&request, here) {
            *lock(&self.state) = State::Here(here);
        }
        Ok(request)
    }

    /// Begins to do it, for an event loop. The number by which the bell calls it.
    fn start(&self, bell: &Bell) -> PyResult<u64> {
        interpreter::check_alive()?;
        let (mut guard, state) = self.take_state()?;
        let State::New(work) = state else {
            *guard = state;
            return Err(done_once());
        };
        let (rope, call) = bell.rope();
        self.caller.hear((rope, call));
        let work = self.caller.on_behalf(work);
        *guard = State::There(runtime::background()?.spawn(work).abort_handle());
        Ok(call)
    }

    /// Has the bell rung, once, when there is something to `take`; false when there is already.
    fn arm(&self) -> bool {
        self.caller.arm()
    }

    /// What Python shall do next, or nothing. The log gets what there is for it.
    fn take(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        self.caller.events_are_taken();
        log::hand_over(py)?;
        Ok(self.caller.take_request())
    }

    /// What came of it.
    fn answer(&self, value: Py<PyAny>) {
        self.caller.reply(Ok(value));
    }

    /// That it failed.
    fn fail(&self, error: Bound<'_, PyAny>) {
        self.caller.reply(Err(PyErr::from_value(error)));
    }

    /// Whether the outcome is there.
    fn is_done(&self) -> bool {
        self.caller.is_done()
    }

    /// The outcome, once.
    fn result<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        log::hand_over(py)?;
        match self.caller.take_outcome() {
            Some(Ok(payload)) => payload.build(py),
            Some(Err(failure)) => Err(failure.raise(py)),
            None => Err(runtime::panicked()),
        }
    }

    /// Gives it up. What must not be lost, a token that is being renewed, goes on without it.
    fn cancel(&self) {
        let state = std::mem::replace(&mut *lock(&self.state), State::Over);
        if self.process != generation() {
            // The parent's: nothing of it may be touched here.
            std::mem::forget(state);
            return;
        }
        self.caller.leave();
        if let State::There(there) = state {
            there.abort();
        }
    }

    /// Ends it with an error.
    fn interrupt(&self, error: Bound<'_, PyAny>) {
        if let Some(interrupt) = lock(&self.interrupt).take() {
            let _ = interrupt.send(PyErr::from_value(error));
        }
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// Calls something that may block, on a thread of its own. After `limit` seconds it is left alone there, and this is a `TimeoutError`.
#[pyfunction]
pub(crate) fn apart(callable: Py<PyAny>, limit: Option<f64>) -> PyResult<Task> {
    let limit = limit.map(|limit| seconds("limit", limit)).transpose()?;
    Ok(Task::new(async move {
        let work = interpreter::apart(|py| Ok((callable, PyTuple::empty(py).unbind())));
        let outcome = match limit {
            Some(limit) => tokio::time::timeout(limit, work)
                .await
                .unwrap_or_else(|_| Err(PyTimeoutError::new_err("it took too long"))),
            None => work.await,
        };
        outcome.map_err(Failure::Python)
    }))
}
