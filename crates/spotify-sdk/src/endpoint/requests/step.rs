//! One request of a call.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use crate::endpoint::{ApiRequest, Endpoint};
use crate::error::{Error, Result};
use crate::operation::Operation;

/// One request of a call: an [`Endpoint`], or a [`BoxedStep`] where a call sends requests of several kinds. Its methods are
/// those of an endpoint by other names, so that both traits can be in scope.
pub trait Step: Send + Sync + 'static {
    /// What a successful answer is read as.
    type Answer: Send + 'static;

    /// What is known about the operation.
    fn describe(&self) -> Operation;

    /// What to send.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when an argument can't work.
    fn prepare(&self) -> Result<ApiRequest>;

    /// Reads the body of a successful answer.
    ///
    /// # Errors
    /// As [`Decode::decode`](crate::endpoint::Decode::decode).
    fn read(&self, status: u16, body: &Bytes) -> Result<Self::Answer>;

    /// Reads an unsuccessful answer.
    fn refusal(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error;
}

impl<E: Endpoint> Step for E {
    type Answer = E::Output;

    fn describe(&self) -> Operation {
        Endpoint::operation(self)
    }

    fn prepare(&self) -> Result<ApiRequest> {
        Endpoint::request(self)
    }

    fn read(&self, status: u16, body: &Bytes) -> Result<E::Output> {
        Endpoint::decode(self, status, body)
    }

    fn refusal(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error {
        Endpoint::error(self, status, headers, body)
    }
}

/// A request of any operation, whose answer is read as an `A`.
pub struct BoxedStep<A>(Box<dyn Step<Answer = A>>);

impl<A: Send + 'static> BoxedStep<A> {
    /// The request of `endpoint`, whose answer `read` turns into what is wanted.
    pub fn new<E: Endpoint>(endpoint: E, read: impl Fn(E::Output) -> A + Send + Sync + 'static) -> Self {
        Self(Box::new(Mapped { endpoint, map: read }))
    }
}

impl<A: Send + 'static> Step for BoxedStep<A> {
    type Answer = A;

    fn describe(&self) -> Operation {
        self.0.describe()
    }

    fn prepare(&self) -> Result<ApiRequest> {
        self.0.prepare()
    }

    fn read(&self, status: u16, body: &Bytes) -> Result<A> {
        self.0.read(status, body)
    }

    fn refusal(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error {
        self.0.refusal(status, headers, body)
    }
}

impl<A: Send + 'static> fmt::Debug for BoxedStep<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BoxedStep").field(&self.describe().id).finish()
    }
}

struct Mapped<E, F> {
    endpoint: E,
    map: F,
}

impl<E, A, F> Step for Mapped<E, F>
where
    E: Endpoint,
    A: Send + 'static,
    F: Fn(E::Output) -> A + Send + Sync + 'static,
{
    type Answer = A;

    fn describe(&self) -> Operation {
        Endpoint::operation(&self.endpoint)
    }

    fn prepare(&self) -> Result<ApiRequest> {
        Endpoint::request(&self.endpoint)
    }

    fn read(&self, status: u16, body: &Bytes) -> Result<A> {
        Endpoint::decode(&self.endpoint, status, body).map(&self.map)
    }

    fn refusal(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error {
        Endpoint::error(&self.endpoint, status, headers, body)
    }
}
