//! An object of an answer that Python has in hand and that is not built yet.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use super::Answer;
use super::build::{Builder, How};

/// An object in an answer, whose members are built when they are asked for. Keeps the answer alive.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct Part {
    pub(super) answer: Arc<Answer>,
    pub(super) at: usize,
}

impl Part {
    pub(super) fn new(answer: Arc<Answer>, at: usize) -> Self {
        Self { answer, at }
    }
}

#[pymethods]
impl Part {
    /// The value of a member; objects in it are parts in turn.
    #[pyo3(signature = (name, default = None))]
    fn get<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        default: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        match self.answer.member(self.at, name) {
            Some(at) => Builder::new(py, &self.answer, How::InParts).value(at),
            None => Ok(default.unwrap_or_else(|| py.None().into_bound(py))),
        }
    }

    /// Its members; objects in them are parts in turn.
    fn members<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        Builder::new(py, &self.answer, How::InParts).dict(self.at)
    }

    /// All of it as plain data.
    fn plain<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        if let Some(exact) = self.answer.exact(py, self.at)? {
            return Ok(exact.cast_into()?);
        }
        Builder::new(py, &self.answer, How::Plain).dict(self.at)
    }
}

/// The same as plain data: what is a part itself, or a list or dict with parts in it, which are replaced where they are.
#[pyfunction]
pub(crate) fn plain<'py>(value: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = value.py();
    if let Ok(part) = value.cast::<Part>() {
        return Ok(part.get().plain(py)?.into_any());
    }
    if let Ok(list) = value.cast::<PyList>() {
        for (index, element) in list.iter().enumerate() {
            let built = plain(element.clone())?;
            if !built.is(&element) {
                list.set_item(index, built)?;
            }
        }
    } else if let Ok(dict) = value.cast::<PyDict>() {
        // Its keys stay as they are.
        for (key, member) in dict.iter() {
            let built = plain(member.clone())?;
            if !built.is(&member) {
                dict.set_item(key, built)?;
            }
        }
    }
    Ok(value)
}
