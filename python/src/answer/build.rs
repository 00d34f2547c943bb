//! Nodes -> dicts, lists and what is in them.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyNone, PyString};

use super::{Answer, Kind, Part, Row};
use crate::failure::but_exceptions;

impl Answer {
    /// The answer for Python: an object as a [`Part`].
    pub(crate) fn build(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        let at = self.start();
        if self.nodes[at].kind != Kind::Object
            && let Some(exact) = self.exact(py, at)?
        {
            return Ok(exact);
        }
        Builder::new(py, &Arc::new(self), How::InParts).value(at)
    }

    /// The whole answer as plain Python data, where Python has to read it itself: its integers have no end.
    pub(super) fn exact<'py>(&self, py: Python<'py>, at: usize) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some(body) = self.exact.as_ref().filter(|_| at == 0) else { return Ok(None) };
        let read = py.import("json")?.call_method1("loads", (PyBytes::new(py, body),));
        // It limits how many digits it takes.
        but_exceptions(py, read)
    }

    /// The answer as plain Python data.
    pub(crate) fn build_plain<'py>(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let at = self.start();
        Builder::new(py, &Arc::new(self), How::Plain).value(at)
    }
}

impl Row {
    /// The row for Python: an object as a [`Part`].
    pub(crate) fn build<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Builder::new(py, &self.answer, How::InParts).value(self.at)
    }
}

/// What becomes of objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Dicts of plain data.
    Plain,
    /// [`Part`]s, which build nothing yet.
    InParts,
}

pub(super) struct Builder<'a, 'py> {
    py: Python<'py>,
    answer: &'a Arc<Answer>,
    how: How,
    /// The keys that were needed so far; they come back in every row.
    keys: Vec<Option<Bound<'py, PyString>>>,
    markets: Vec<Option<Bound<'py, PyAny>>>,
}

impl<'a, 'py> Builder<'a, 'py> {
    pub(super) fn new(py: Python<'py>, answer: &'a Arc<Answer>, how: How) -> Self {
        Self { py, answer, how, keys: Vec::new(), markets: Vec::new() }
    }

    /// The value at a place.
    pub(super) fn value(&mut self, at: usize) -> PyResult<Bound<'py, PyAny>> {
        let (py, answer) = (self.py, self.answer);
        let node = &answer.nodes[at];
        Ok(match node.kind {
            Kind::Null => PyNone::get(py).to_owned().into_any(),
            Kind::Bool => PyBool::new(py, node.numbers[0] != 0).to_owned().into_any(),
            // The bits of one.
            Kind::Integer => PyInt::new(py, node.bits() as i64).into_any(),
            Kind::Large => PyInt::new(py, node.bits()).into_any(),
            Kind::Float => PyFloat::new(py, f64::from_bits(node.bits())).into_any(),
            Kind::Text => PyString::new(py, answer.text_of(node)).into_any(),
            Kind::Markets => self.market_list(node.numbers[0] as usize)?,
            Kind::List => {
                let list = PyList::empty(py);
                for element in answer.elements(at) {
                    list.append(self.value(element)?)?;
                }
                list.into_any()
            }
            Kind::Object => match self.how {
                How::Plain => self.dict(at)?.into_any(),
                How::InParts => Bound::new(py, Part::new(answer.clone(), at))?.into_any(),
            },
        })
    }

    /// The members of the object at a place.
    pub(super) fn dict(&mut self, at: usize) -> PyResult<Bound<'py, PyDict>> {
        let answer = self.answer;
        let object = PyDict::new(self.py);
        for member in answer.members(at) {
            let key = self.key(answer.nodes[member].key());
            object.set_item(key, self.value(member)?)?;
        }
        Ok(object)
    }

    fn key(&mut self, number: usize) -> Bound<'py, PyString> {
        let (py, answer) = (self.py, self.answer);
        if self.keys.is_empty() {
            self.keys.resize_with(answer.keys.len(), || None);
        }
        self.keys[number].get_or_insert_with(|| PyString::intern(py, &answer.keys[number])).clone()
    }

    /// A list of its own for each row, whose members are shared.
    fn market_list(&mut self, number: usize) -> PyResult<Bound<'py, PyAny>> {
        if self.markets.is_empty() {
            self.markets.resize_with(self.answer.markets.len(), || None);
        }
        let built = match self.markets[number].take() {
            Some(built) => built,
            None => {
                let list = &self.answer.markets[number];
                Builder::new(self.py, list, How::Plain).value(0)?
            }
        };
        let own = match built.cast::<PyList>() {
            Ok(list) => list.get_slice(0, list.len()).into_any(),
            Err(_) => built.clone(),
        };
        self.markets[number] = Some(built);
        Ok(own)
    }
}
