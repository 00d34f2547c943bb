//! A Python object that Rust holds for long, where Python's garbage collector sees it.
//!
//! A provider may hold the client that it was given to, and a cache its login: without this nobody would ever free them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pyo3::PyTraverseError;
use pyo3::exceptions::PyRuntimeError;
use pyo3::gc::PyVisit;
use pyo3::prelude::*;

/// The object. Clones are the same reference, which one Python object in all reports to the collector.
///
/// It is touched only with the interpreter's lock: the collector looks twice, and must see the same each time. Whoever uses the
/// object takes a reference for as long as that lasts, and the collector lets it live.
#[derive(Clone)]
pub(crate) struct Held(Arc<Mutex<Option<Py<PyAny>>>>);

impl Held {
    pub(crate) fn new(object: Py<PyAny>) -> Self {
        Self(Arc::new(Mutex::new(Some(object))))
    }

    /// The object, unless the collector has found that nobody needs it.
    pub(crate) fn get<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let object = self.lock().as_ref().map(|object| object.bind(py).clone());
        object.ok_or_else(|| PyRuntimeError::new_err("the object is gone, and what it belonged to"))
    }

    /// For `__traverse__` of the Python object that it belongs to.
    pub(crate) fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        match &*self.lock() {
            Some(object) => visit.call(object),
            None => Ok(()),
        }
    }

    /// For its `__clear__`.
    pub(crate) fn clear(&self) {
        let object = self.lock().take();
        // What runs when it goes may come back here.
        drop(object);
    }

    fn lock(&self) -> MutexGuard<'_, Option<Py<PyAny>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
