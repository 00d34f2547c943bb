//! Waking an event loop from other threads: once for all of its calls that have news by then.
//!
//! Each wake needs the interpreter's lock, which a busy loop gives away every five milliseconds only.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pyo3::PyTraverseError;
use pyo3::gc::PyVisit;
use pyo3::prelude::*;

use crate::held::Held;
use crate::interpreter;

/// The bell of one event loop: `wake()`, called on whatever thread, has the loop ask `news()`.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct Bell(Arc<Rope>);

/// The end of the bell that calls have in hand.
pub(crate) struct Rope {
    wake: Held,
    next: AtomicU64,
    /// The calls that have news. While there is one the loop is being woken.
    news: Mutex<Vec<u64>>,
}

impl Bell {
    /// The rope, and a number for a call.
    pub(crate) fn rope(&self) -> (Arc<Rope>, u64) {
        (self.0.clone(), self.0.next.fetch_add(1, Ordering::Relaxed))
    }
}

impl Rope {
    /// Says that a call has news. No lock is held while the interpreter is waited for.
    pub(crate) fn pull(&self, call: u64) {
        {
            let mut news = self.news();
            news.push(call);
            if news.len() > 1 {
                return;
            }
        }
        // An interpreter that is ending has nobody left to wake.
        interpreter::attach(|py| {
            if self.wake.get(py).and_then(|wake| wake.call0()).is_err() {
                // The loop is closed: nobody will ask.
                self.news().clear();
            }
        });
    }

    fn news(&self) -> MutexGuard<'_, Vec<u64>> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Bell {
    #[new]
    fn new(wake: Py<PyAny>) -> Self {
        Self(Arc::new(Rope { wake: Held::new(wake), next: AtomicU64::default(), news: Mutex::default() }))
    }

    /// The calls that have news since the last time.
    fn news(&self) -> Vec<u64> {
        std::mem::take(&mut *self.0.news())
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.0.wake.visit(&visit)
    }

    fn __clear__(&self) {
        self.0.wake.clear();
    }
}
