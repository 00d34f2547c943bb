//! What comes of tasks, as Python objects.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyList, PyString};

/// What becomes a Python object once the interpreter is there.
pub(crate) trait Payload: Send {
    fn build<'py>(self: Box<Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>>;
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

impl Payload for Py<PyAny> {
    fn build<'py>(self: Box<Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.into_bound(py))
    }
}
