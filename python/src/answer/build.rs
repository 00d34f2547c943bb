//! Tokens -> dicts, lists and what is in them.

use std::collections::HashMap;

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyNone, PyString};

use super::{Answer, Span, Token, read};

impl Answer {
    /// The answer as plain Python data.
    pub(crate) fn build<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let whole = self.build_from(py, 0)?;
        match (self.inside, whole.cast::<PyDict>()) {
            (Some(member), Ok(object)) => Ok(object.get_item(member)?.unwrap_or(whole)),
            _ => Ok(whole),
        }
    }

    /// The value that begins at this token.
    pub(super) fn build_from<'py>(&self, py: Python<'py>, at: usize) -> PyResult<Bound<'py, PyAny>> {
        let mut builder = Builder { py, answer: self, at, keys: HashMap::new(), markets: Vec::new() };
        builder.markets.resize_with(self.markets.len(), || None);
        builder.value()
    }
}

struct Builder<'a, 'py> {
    py: Python<'py>,
    answer: &'a Answer,
    at: usize,
    keys: HashMap<&'a str, Bound<'py, PyString>>,
    markets: Vec<Option<Bound<'py, PyAny>>>,
}

impl<'a, 'py> Builder<'a, 'py> {
    fn value(&mut self) -> PyResult<Bound<'py, PyAny>> {
        let py = self.py;
        let answer = self.answer;
        let token = &answer.tokens[self.at];
        self.at += 1;
        Ok(match token {
            Token::Null => PyNone::get(py).to_owned().into_any(),
            Token::Bool(value) => PyBool::new(py, *value).to_owned().into_any(),
            Token::Integer(value) => PyInt::new(py, *value).into_any(),
            Token::Large(value) => PyInt::new(py, *value).into_any(),
            Token::Float(value) => PyFloat::new(py, *value).into_any(),
            Token::Text(_) | Token::Unescaped(_) => PyString::new(py, self.text(token)).into_any(),
            Token::Markets(number) => self.market_list(*number)?,
            Token::List(length) => {
                let list = PyList::empty(py);
                for _ in 0..*length {
                    list.append(self.value()?)?;
                }
                list.into_any()
            }
            Token::Object(count) => {
                let object = PyDict::new(py);
                for _ in 0..*count {
                    let key = self.key();
                    object.set_item(key, self.value()?)?;
                }
                object.into_any()
            }
        })
    }

    /// The next token, which is a key: the same few come back in every row.
    fn key(&mut self) -> Bound<'py, PyString> {
        let answer = self.answer;
        let key = self.text(&answer.tokens[self.at]);
        self.at += 1;
        self.keys.entry(key).or_insert_with(|| PyString::intern(self.py, key)).clone()
    }

    fn text(&self, token: &'a Token) -> &'a str {
        self.answer.text_of(token).unwrap_or_default()
    }

    /// A list of its own for each row, whose members are shared.
    fn market_list(&mut self, number: usize) -> PyResult<Bound<'py, PyAny>> {
        let built = match self.markets[number].take() {
            Some(built) => built,
            None => self.parse(self.answer.markets[number])?,
        };
        let own = match built.cast::<PyList>() {
            Ok(list) => list.get_slice(0, list.len()).into_any(),
            Err(_) => built.clone(),
        };
        self.markets[number] = Some(built);
        Ok(own)
    }

    /// Whatever stands where market lists are expected.
    fn parse(&self, span: Span) -> PyResult<Bound<'py, PyAny>> {
        match read::read(&self.answer.body.slice(span.start..span.end)) {
            Some(answer) => answer.build(self.py),
            None => Ok(PyNone::get(self.py).to_owned().into_any()),
        }
    }
}
