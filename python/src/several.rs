//! Reading several things by their ids, each as it came.
//!
//! The SDK splits the list, and reads one by one where several at once are closed to the app; here is only what turns the answers
//! into rows.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;
use pyo3::prelude::*;
use pyo3::types::PyList;
use spotify_sdk::endpoint::{
    ApiRequest, Batch, Batched, BoxedStep, Decode, Endpoint, Instead, OneByOne, Operation as Facts, Splits,
};
use spotify_sdk::{Call, Error, Result};

use crate::answer::{Answer, Row};
use crate::operation::{AsItCame, Operation};
use crate::task::Payload;

/// The operation that reads several things; `single` is the one that reads one of them.
pub(crate) fn several<E, S>(
    endpoint: E,
    member: &'static str,
    single: impl Fn(String) -> Call<(), S> + Send + Sync + 'static,
) -> Operation
where
    E: Splits + fmt::Debug,
    S: Endpoint,
{
    let step = move |id| {
        let endpoint = AsItCame { endpoint: single(id).into_parts().1, member: None };
        BoxedStep::new(endpoint, |answer| Rows(vec![Some(Row::whole(answer))]))
    };
    let rows = ReadRows { endpoint, member, single: Arc::new(step) };
    Operation::plain(Call::new((), Batched::new(rows)), None)
}

type Single = Arc<dyn Fn(String) -> BoxedStep<Rows> + Send + Sync>;

#[derive(Clone)]
struct ReadRows<E> {
    endpoint: E,
    member: &'static str,
    single: Single,
}

impl<E: Splits> Endpoint for ReadRows<E> {
    type Output = Rows;
    const OPERATION: Facts = E::OPERATION;

    fn operation(&self) -> Facts {
        self.endpoint.operation()
    }

    fn request(&self) -> Result<ApiRequest> {
        self.endpoint.request()
    }

    fn decode(&self, status: u16, body: &Bytes) -> Result<Rows> {
        // For its judgement: a list, as long as the list of ids.
        self.endpoint.decode(status, body)?;
        let answer = Answer::decode(&self.operation(), status, body)?;
        Ok(Rows(Row::all(answer, self.member)))
    }

    fn error(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error {
        self.endpoint.error(status, headers, body)
    }
}

impl<E: Splits> Splits for ReadRows<E> {
    const LARGEST: usize = E::LARGEST;

    fn batch_mut(&mut self) -> &mut Batch {
        self.endpoint.batch_mut()
    }

    fn instead() -> Option<Instead<Self>> {
        Some(Instead::singles(|several, ids| (several.single)(ids.concat())))
    }
}

impl<E: Splits> OneByOne for ReadRows<E> {}

/// What was found, in the order of the ids.
struct Rows(Vec<Option<Row>>);

impl Decode for Rows {
    fn decode(operation: &Facts, status: u16, body: &Bytes) -> Result<Self> {
        Answer::decode(operation, status, body).map(|answer| Self(vec![Some(Row::whole(answer))]))
    }
}

impl spotify_sdk::endpoint::Joined for Rows {
    fn empty() -> Self {
        Self(Vec::new())
    }

    fn append(&mut self, mut next: Self) {
        self.0.append(&mut next.0);
    }

    fn entries(&self) -> Option<usize> {
        Some(self.0.len())
    }

    fn missing() -> Option<Self> {
        Some(Self(vec![None]))
    }
}

impl Payload for Rows {
    fn build<'py>(self: Box<Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let list = PyList::empty(py);
        for row in &self.0 {
            match row {
                Some(row) => list.append(row.build(py)?)?,
                None => list.append(py.None())?,
            }
        }
        Ok(list.into_any())
    }
}
