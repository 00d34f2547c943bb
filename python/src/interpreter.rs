//! Coming to the interpreter from threads that are not Python's, and no longer when it ends.
//!
//! A thread that the interpreter finds inside when it ends is killed where it stands, and takes the process with it. So before the end
//! (`atexit`) nobody is let in any more, and who is inside is waited for.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use crate::process::PerProcess;

static ENDING: AtomicBool = AtomicBool::new(false);
/// The thread on which the interpreter ends: it may go on calling.
static LAST: OnceLock<ThreadId> = OnceLock::new();
/// How many threads are inside. A forked child has none of its parent's.
static INSIDE: PerProcess<AtomicUsize> = PerProcess::new();

/// How long the end waits for code of the user's that a thread is running.
const PATIENCE: Duration = Duration::from_secs(2);

/// Counts a thread that is inside, where it came in: it may fork there.
struct Inside(Arc<(u32, AtomicUsize)>);

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
    ENDING.load(Ordering::SeqCst) && LAST.get() != Some(&thread::current().id())
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

fn ending() -> PyErr {
    PyRuntimeError::new_err("the interpreter is ending")
}

/// Keeps a thread of Python's that has come back too late, for the moments that are left.
pub(crate) fn stay_outside_if_over() {
    while is_over() {
        thread::park_timeout(Duration::from_secs(1));
    }
}

/// Called by `atexit`.
#[pyfunction]
pub(crate) fn end(py: Python<'_>) {
    let _ = LAST.set(thread::current().id());
    ENDING.store(true, Ordering::SeqCst);
    py.detach(|| {
        let begun = Instant::now();
        while INSIDE.get().1.load(Ordering::SeqCst) > 0 && begun.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(1));
        }
    });
}
