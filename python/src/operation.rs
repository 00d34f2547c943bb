//! Operations of the SDK as values that Python holds: made by the tables in [`operations`](crate::operations), sent by a client.

use std::any::TypeId;

use bytes::Bytes;
use http::HeaderMap;
use pyo3::prelude::*;
use spotify_sdk::endpoint::{
    ApiRequest, CallOptions, Callable, Decode as _, Endpoint, Operation as Facts, RawAnswer, RawRequest,
};
use spotify_sdk::{Call, Error, Result};

use crate::answer::Answer;
use crate::calls::{AnyCall, Refused};
use crate::task::Payload;

/// An operation with its arguments, to be sent by a client.
#[pyclass(frozen, module = "spotify_sdk._native")]
pub(crate) struct Operation {
    call: AnyCall,
    facts: Option<Facts>,
    options: CallOptions,
}

impl Operation {
    /// An operation that reads something: its answer is given as it comes. `member` is what of an object is the answer, where
    /// Spotify wraps it in one.
    pub(crate) fn read<E: Endpoint>(call: Call<(), E>, member: Option<&'static str>) -> Self {
        let options = call.options().clone();
        let endpoint = call.into_parts().1;
        let facts = Some(endpoint.operation());
        Self { call: AnyCall::new(AsItCame { endpoint, member }), facts, options }
    }

    /// An operation whose answer is a plain value: nothing, yes or no, a snapshot id.
    pub(crate) fn plain<C>(call: Call<(), C>, _member: Option<&'static str>) -> Self
    where
        C: Callable<Output: Payload>,
    {
        let options = call.options().clone();
        Self { call: AnyCall::new(call.into_parts().1), facts: None, options }
    }

    /// What is sent and how, and where the body of a refusal will be found.
    pub(crate) fn to_send(&self) -> (AnyCall, CallOptions, Refused) {
        let (call, refused) = self.call.to_send();
        (call, self.options.clone(), refused)
    }

    /// A request made by hand.
    pub(crate) fn by_hand(call: Call<(), RawRequest>) -> Self {
        let options = call.options().clone();
        Self { options, ..Self::read(Call::new((), ByHand(call.into_parts().1)), None) }
    }
}

#[pymethods]
impl Operation {
    /// How many rows of a page every app may ask for; none where there are no pages.
    #[getter]
    fn page_size(&self) -> Option<u32> {
        self.facts.and_then(|facts| facts.limit).map(|limit| limit.largest_in_development_mode)
    }

    fn __repr__(&self) -> String {
        format!("<spotify_sdk operation {}>", self.facts.map_or("of several requests", |facts| facts.id))
    }
}

/// An operation whose answer is read as plain JSON.
#[derive(Debug, Clone)]
pub(crate) struct AsItCame<E> {
    pub(crate) endpoint: E,
    pub(crate) member: Option<&'static str>,
}

impl<E: Endpoint> AsItCame<E> {
    /// Reads the answer as the SDK does, for its judgement alone.
    fn judge(&self, status: u16, body: &Bytes) -> Result<()> {
        self.endpoint.decode(status, body).map(drop)
    }
}

impl<E: Endpoint> Endpoint for AsItCame<E> {
    type Output = Answer;
    const OPERATION: Facts = E::OPERATION;

    fn operation(&self) -> Facts {
        self.endpoint.operation()
    }

    fn request(&self) -> Result<ApiRequest> {
        self.endpoint.request()
    }

    fn error(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error {
        self.endpoint.error(status, headers, body)
    }

    /// What is plainly a page, or a thing with an id, is taken as it came: the models are lenient. Anything else the SDK's own
    /// reading judges, which knows empty answers, lists, and pages of a network's login.
    fn decode(&self, status: u16, body: &Bytes) -> Result<Answer> {
        if TypeId::of::<E::Output>() == TypeId::of::<()>() {
            return Ok(Answer::nothing());
        }
        match Answer::decode(&self.operation(), status, body) {
            Ok(answer) => {
                if !answer.is_plausible(self.member) {
                    self.judge(status, body)?;
                }
                Ok(answer.inside(self.member))
            }
            Err(unreadable) => {
                self.judge(status, body)?;
                // The SDK passes over what its models do not name, and so reads more than can be handed on. Only where nothing came
                // is the answer nothing: something that was lost must not look like it.
                if status == 204 || body.trim_ascii().is_empty() {
                    Ok(Answer::nothing())
                } else {
                    Err(unreadable)
                }
            }
        }
    }
}

/// A request made by hand: its answer may be any JSON, or nothing.
#[derive(Clone)]
struct ByHand(RawRequest);

impl Endpoint for ByHand {
    type Output = RawAnswer;
    const OPERATION: Facts = RawRequest::OPERATION;

    fn operation(&self) -> Facts {
        self.0.operation()
    }

    fn request(&self) -> Result<ApiRequest> {
        self.0.request()
    }

    fn decode(&self, status: u16, body: &Bytes) -> Result<RawAnswer> {
        let answer = self.0.decode(status, body)?;
        if !body.trim_ascii().is_empty() {
            answer.json::<serde::de::IgnoredAny>()?;
        }
        Ok(answer)
    }
}
