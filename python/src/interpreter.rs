//! Coming to the interpreter from threads that are not Python's, and no longer when it ends.
//!
//! A thread that the interpreter finds inside when it ends is killed where it stands, and takes the process with it. So before the end
//! (`atexit`) nobody is let in any more, and who is inside is waited for.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use pyo3::exceptions::{PyBaseException, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;
use tokio::sync::oneshot;

use crate::process::PerProcess;

static ENDING: AtomicBool = AtomicBool::new(false);
/// The thread on which the interpreter ends: it may go on calling.
static LAST: OnceLock<ThreadId> = OnceLock::new();
/// How often that thread waits for calls of its own: until they are done the interpreter can't end.
static REOPENED: AtomicUsize = AtomicUsize::new(0);
/// How many threads are inside. A forked child has none of its parent's.
static INSIDE: PerProcess<AtomicUsize> = PerProcess::new();

/// How long the end waits for code of the user's that a thread is running.
const PATIENCE: Duration = Duration::from_secs(2);

/// What code of the user's gives or raises.
pub(crate) type Answer = PyResult<Py<PyAny>>;

/// Counts a thread that is inside, where it came in: it may fork there.
pub(crate) struct Inside(Arc<(u32, AtomicUsize)>);

impl Inside {
    fn enter() -> Self {
        let count = INSIDE.get();
        count.1.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.0.1.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Whether this thread is to stay outside.
fn is_over() -> bool {
    ENDING.load(Ordering::SeqCst) && REOPENED.load(Ordering::SeqCst) == 0 && !is_last()
}

fn is_last() -> bool {
    LAST.get() == Some(&thread::current().id())
}

/// While the thread on which the interpreter ends waits for a call (what was registered with `atexit` before the import runs after
/// `end`), others may come in again: a login that it makes is to be kept, and its cache is asked on other threads.
pub(crate) fn reopen() -> Option<Reopened> {
    if !ENDING.load(Ordering::SeqCst) || !is_last() {
        return None;
    }
    REOPENED.fetch_add(1, Ordering::SeqCst);
    Some(Reopened)
}

/// As long as others may come in. To be dropped without the interpreter, as they are waited for.
pub(crate) struct Reopened;

impl Drop for Reopened {
    fn drop(&mut self) {
        if REOPENED.fetch_sub(1, Ordering::SeqCst) == 1 {
            wait_until_nobody_is_inside();
        }
    }
}

fn wait_until_nobody_is_inside() {
    let begun = Instant::now();
    while INSIDE.get().1.load(Ordering::SeqCst) > 0 && begun.elapsed() < PATIENCE {
        thread::sleep(Duration::from_millis(1));
    }
}

/// Does something with the interpreter; nothing when it is ending.
pub(crate) fn attach<R>(work: impl FnOnce(Python<'_>) -> R) -> Option<R> {
    let _inside = Inside::enter();
    if is_over() {
        return None;
    }
    Python::try_attach(work)
}

/// The same for what can fail anyway.
pub(crate) fn attached<R>(work: impl FnOnce(Python<'_>) -> PyResult<R>) -> PyResult<R> {
    attach(work).unwrap_or_else(|| Err(ending()))
}

/// For calls that begin when nobody can be told any more how they end.
pub(crate) fn check_alive() -> PyResult<()> {
    if ENDING.load(Ordering::SeqCst) { Err(ending()) } else { Ok(()) }
}

/// Calls code of the user's that may take longer than the end's patience, on a thread that Python starts: where the interpreter kills
/// one whose code comes back too late, nothing of ours is on its stack, which could not be left like that. Still counted as inside.
pub(crate) async fn apart(call: impl FnOnce(Python<'_>) -> PyResult<(Py<PyAny>, Py<PyTuple>)>) -> Answer {
    let receiver = attached(|py| {
        let (callable, arguments) = call(py)?;
        let (reply, receiver) = reply(py)?;
        let run = runner(py)?;
        let start = py.import("_thread")?.getattr("start_new_thread")?;
        let work = (callable, arguments, reply).into_pyobject(py)?;
        if start.call1((run, &work)).is_err() {
            // No more threads, or none any more: then here.
            run.call1(work)?;
        }
        Ok(receiver)
    })?;
    receiver.await.unwrap_or_else(|_| Err(ending()))
}

fn runner(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static RUN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let run = RUN.get_or_try_init(py, || {
        let code = c"def run(callable, arguments, reply):
    try:
        value = callable(*arguments)
    except BaseException as error:
        reply.fail(error)
    else:
        reply.give(value)
";
        let module = PyModule::from_code(py, code, c"spotify_sdk/_apart.py", c"spotify_sdk._apart")?;
        PyResult::Ok(module.getattr("run")?.unbind())
    })?;
    Ok(run.bind(py))
}

/// Where something that runs apart reports to, and what hears of it. As long as it can report it counts as inside.
pub(crate) fn reply(py: Python<'_>) -> PyResult<(Bound<'_, Reply>, oneshot::Receiver<Answer>)> {
    let (sender, receiver) = oneshot::channel();
    Ok((Bound::new(py, Reply(Mutex::new(Some((sender, Inside::enter())))))?, receiver))
}

/// Where the outcome of what runs apart goes.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct Reply(Mutex<Option<Waiting>>);

/// Who waits for it, and the count of what runs.
type Waiting = (oneshot::Sender<Answer>, Inside);

impl Reply {
    fn send(&self, outcome: Answer) {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((sender, _inside)) = taken {
            // Whoever asked may have given up.
            let _ = sender.send(outcome);
        }
    }
}

#[pymethods]
impl Reply {
    fn give(&self, value: Py<PyAny>) {
        self.send(Ok(value));
    }

    fn fail(&self, error: Bound<'_, PyBaseException>) {
        self.send(Err(PyErr::from_value(error.into_any())));
    }
}

pub(crate) fn ending() -> PyErr {
    PyRuntimeError::new_err("the interpreter is ending")
}

/// Counts a thread of Python's that is about to come back, until what this returns is dropped. One that comes too late stays here for
/// the moments that are left.
pub(crate) fn come_back() -> Inside {
    loop {
        let inside = Inside::enter();
        if !is_over() {
            return inside;
        }
        drop(inside);
        thread::park_timeout(Duration::from_secs(1));
    }
}

/// Called by `atexit`.
#[pyfunction]
pub(crate) fn end(py: Python<'_>) {
    let _ = LAST.set(thread::current().id());
    ENDING.store(true, Ordering::SeqCst);
    py.detach(wait_until_nobody_is_inside);
}
