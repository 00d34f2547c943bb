//! The fields of a model, read out of a part of an answer when they are first asked for.
//!
//! Python looks here before it calls the model's `__getattr__`, which knows every case; this knows the ordinary ones: what has the field's type already, a model,
//! a list of models. No lock is needed: between looking and putting nobody else is let in.

use std::sync::{Arc, OnceLock};

use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyType};

use super::build::{Builder, How};
use super::{Answer, Kind, Part};

/// What a model is made with: pydantic's own ways around the model's attributes.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct Filling {
    /// `get_fields(model)`: the dict in which its fields are.
    get_fields: Py<PyAny>,
    /// `set_fields(model, dict)`
    set_fields: Py<PyAny>,
    /// `new(class)`
    new: Py<PyAny>,
    /// Under what name the part is among the fields.
    raw: Py<PyString>,
    /// `is_any_object(class)`: whether every object is such a model.
    is_any_object: Py<PyAny>,
}

#[pymethods]
impl Filling {
    #[new]
    fn make(
        get_fields: Py<PyAny>,
        set_fields: Py<PyAny>,
        new: Py<PyAny>,
        raw: Py<PyString>,
        is_any_object: Py<PyAny>,
    ) -> Self {
        Self { get_fields, set_fields, new, raw, is_any_object }
    }
}

/// What values are taken here.
enum Type {
    Text,
    Integer,
    Float,
    Bool,
    /// A model of this class, if every object is one; then that is known.
    Model(Py<PyType>, OnceLock<bool>),
    /// A list of them.
    Models(Py<PyType>, OnceLock<bool>),
}

/// The descriptor of one field of one class.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct Field {
    filling: Py<Filling>,
    name: Py<PyString>,
    key: String,
    kind: Option<Type>,
}

#[pymethods]
impl Field {
    /// `exact` is the type whose values are taken as they are, or the class of a model; `many` says that it is a list of those.
    #[new]
    fn make(
        filling: Py<Filling>,
        name: Bound<'_, PyString>,
        key: String,
        exact: Option<Bound<'_, PyType>>,
        many: bool,
        is_model: bool,
    ) -> PyResult<Self> {
        let kind = match exact {
            Some(class) if is_model && many => Some(Type::Models(class.unbind(), OnceLock::new())),
            Some(class) if is_model => Some(Type::Model(class.unbind(), OnceLock::new())),
            Some(class) if !many => match class.name()?.to_str()? {
                "str" => Some(Type::Text),
                "int" => Some(Type::Integer),
                "float" => Some(Type::Float),
                "bool" => Some(Type::Bool),
                _ => None,
            },
            _ => None,
        };
        Ok(Self { filling, name: name.unbind(), key, kind })
    }

    fn __get__<'py>(
        &self,
        model: &Bound<'py, PyAny>,
        _class: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = model.py();
        if model.is_none() {
            // Of the class: there is nothing, as pydantic has it.
            return Err(PyAttributeError::new_err(self.name.clone_ref(py)));
        }
        match self.read(model)? {
            Some(value) => Ok(value),
            None => model.call_method1("__getattr__", (self.name.bind(py),)),
        }
    }
}

impl Field {
    /// The value, put among the model's fields; nothing where that is not for here.
    fn read<'py>(&self, model: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let py = model.py();
        let filling = self.filling.get();
        let fields = filling.get_fields.bind(py).call1((model,))?;
        let Ok(fields) = fields.cast::<PyDict>() else { return Ok(None) };
        let Some(raw) = fields.get_item(&filling.raw)? else { return Ok(None) };
        let Ok(part) = raw.cast::<Part>() else { return Ok(None) };
        let Part { answer, at } = part.get();
        let (Some(at), Some(kind)) = (answer.member(*at, &self.key), &self.kind) else { return Ok(None) };
        let value = match (kind, answer.nodes[at].kind) {
            (Type::Text, Kind::Text)
            | (Type::Integer, Kind::Integer | Kind::Large)
            | (Type::Float, Kind::Float)
            | (Type::Bool, Kind::Bool) => Builder::new(py, answer, How::InParts).value(at)?,
            (Type::Model(class, known), Kind::Object) if filling.makes(py, class, known)? => {
                filling.model(py, class, answer, at)?
            }
            (Type::Models(class, known), Kind::List) if filling.makes(py, class, known)? => {
                if answer.elements(at).any(|element| answer.nodes[element].kind != Kind::Object) {
                    return Ok(None);
                }
                let list = PyList::empty(py);
                for element in answer.elements(at) {
                    list.append(filling.model(py, class, answer, element)?)?;
                }
                list.into_any()
            }
            _ => return Ok(None),
        };
        // Making objects can start the garbage collector, whose finalizers can let another thread in: then it was faster.
        let is_first =
            !fields.contains(&self.name)? && fields.get_item(&filling.raw)?.is_some_and(|now| now.is(&raw));
        if !is_first {
            return Ok(None);
        }
        fields.set_item(&self.name, &value)?;
        Ok(Some(value))
    }
}

impl Filling {
    /// Whether every object is such a model.
    fn makes(&self, py: Python<'_>, class: &Py<PyType>, known: &OnceLock<bool>) -> PyResult<bool> {
        if let Some(known) = known.get() {
            return Ok(*known);
        }
        let is_any_object = self.is_any_object.bind(py).call1((class,))?.extract()?;
        Ok(*known.get_or_init(|| is_any_object))
    }

    /// A model that will be filled from the object at a place.
    fn model<'py>(
        &self,
        py: Python<'py>,
        class: &Py<PyType>,
        answer: &Arc<Answer>,
        at: usize,
    ) -> PyResult<Bound<'py, PyAny>> {
        let model = self.new.bind(py).call1((class,))?;
        let fields = PyDict::new(py);
        fields.set_item(&self.raw, Part::new(answer.clone(), at))?;
        self.set_fields.bind(py).call1((&model, fields))?;
        Ok(model)
    }
}
