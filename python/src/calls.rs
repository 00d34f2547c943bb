//! Calls of the SDK, their types forgotten: the client's code is compiled once, and not once for each operation.

use std::any::Any;
use std::fmt;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::HeaderMap;
use spotify_sdk::endpoint::{Access, ApiRequest, Callable, Operation as Facts, Requests, Step};
use spotify_sdk::{Error, Result};

use crate::task::Payload;

/// An answer whose type only the call knows that gets it.
type AnyAnswer = Box<dyn Any + Send>;

/// How a call begins.
type Begin = dyn Fn(&Access, &Refused) -> Result<AnyRequests> + Send + Sync;

/// Any call.
#[derive(Clone)]
pub(crate) struct AnyCall {
    begin: Arc<Begin>,
    refused: Refused,
}

impl AnyCall {
    pub(crate) fn new<C>(call: C) -> Self
    where
        C: Callable<Output: Payload>,
    {
        let begin = move |access: &Access, refused: &Refused| {
            let requests = Some(call.clone().requests(access)?);
            let refused = refused.clone();
            Ok(AnyRequests(Box::new(Known { requests, refused })))
        };
        Self { begin: Arc::new(begin), refused: Refused::default() }
    }

    /// The same, to be sent now, and where the body of a refusal will be found: each sending has its own place.
    pub(crate) fn to_send(&self) -> (Self, Refused) {
        let refused = Refused::default();
        (Self { begin: self.begin.clone(), refused: refused.clone() }, refused)
    }
}

impl Callable for AnyCall {
    type Output = Box<dyn Payload>;
    type Requests = AnyRequests;

    fn requests(self, access: &Access) -> Result<AnyRequests> {
        (self.begin)(access, &self.refused)
    }
}

/// The body of an answer that was no success, or could not be read.
#[derive(Clone, Default)]
pub(crate) struct Refused(Arc<Mutex<Option<Bytes>>>);

impl Refused {
    fn keep(&self, body: &Bytes) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(body.clone());
    }

    pub(crate) fn take(&self) -> Option<Bytes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The requests of any call.
pub(crate) struct AnyRequests(Box<dyn Erased>);

impl Requests for AnyRequests {
    type Step = AnyStep;
    type Output = Box<dyn Payload>;

    fn next(&mut self) -> Option<(usize, AnyStep)> {
        self.0.next()
    }

    fn came(&mut self, number: usize, answer: Result<AnyAnswer>) -> ControlFlow<()> {
        self.0.came(number, answer)
    }

    fn finish(mut self) -> Result<Box<dyn Payload>> {
        self.0.finish()
    }
}

/// What [`AnyRequests`] needs of the requests of a call.
trait Erased: Send {
    fn next(&mut self) -> Option<(usize, AnyStep)>;
    fn came(&mut self, number: usize, answer: Result<AnyAnswer>) -> ControlFlow<()>;
    fn finish(&mut self) -> Result<Box<dyn Payload>>;
}

struct Known<R> {
    /// There until it is finished.
    requests: Option<R>,
    refused: Refused,
}

impl<R> Erased for Known<R>
where
    R: Requests<Output: Payload>,
{
    fn next(&mut self) -> Option<(usize, AnyStep)> {
        let (number, step) = self.requests.as_mut()?.next()?;
        Some((number, AnyStep { step: Box::new(KnownStep(step)), refused: self.refused.clone() }))
    }

    fn came(&mut self, number: usize, answer: Result<AnyAnswer>) -> ControlFlow<()> {
        let Some(requests) = &mut self.requests else { return ControlFlow::Break(()) };
        let answer = answer.and_then(|answer| match answer.downcast::<<R::Step as Step>::Answer>() {
            Ok(answer) => Ok(*answer),
            Err(_) => Err(mixed_up()),
        });
        requests.came(number, answer)
    }

    fn finish(&mut self) -> Result<Box<dyn Payload>> {
        match self.requests.take() {
            Some(requests) => requests.finish().map(|output| Box::new(output) as _),
            None => Err(mixed_up()),
        }
    }
}

fn mixed_up() -> Error {
    Error::new(spotify_sdk::ErrorKind::Custom, "the answers to a call were mixed up; please report it")
}

/// One request of any call.
pub(crate) struct AnyStep {
    step: Box<dyn ErasedStep>,
    refused: Refused,
}

impl Step for AnyStep {
    type Answer = AnyAnswer;

    fn describe(&self) -> Facts {
        self.step.describe()
    }

    fn prepare(&self) -> Result<ApiRequest> {
        self.step.prepare()
    }

    fn read(&self, status: u16, body: &Bytes) -> Result<AnyAnswer> {
        self.step.read(status, body).inspect_err(|_| self.refused.keep(body))
    }

    fn refusal(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error {
        self.refused.keep(body);
        self.step.refusal(status, headers, body)
    }
}

impl fmt::Debug for AnyStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AnyStep").field(&self.describe().id).finish()
    }
}

/// What [`AnyStep`] needs of a step.
trait ErasedStep: Send + Sync {
    fn describe(&self) -> Facts;
    fn prepare(&self) -> Result<ApiRequest>;
    fn read(&self, status: u16, body: &Bytes) -> Result<AnyAnswer>;
    fn refusal(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error;
}

struct KnownStep<S>(S);

impl<S: Step> ErasedStep for KnownStep<S> {
    fn describe(&self) -> Facts {
        self.0.describe()
    }

    fn prepare(&self) -> Result<ApiRequest> {
        self.0.prepare()
    }

    fn read(&self, status: u16, body: &Bytes) -> Result<AnyAnswer> {
        self.0.read(status, body).map(|answer| Box::new(answer) as AnyAnswer)
    }

    fn refusal(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error {
        self.0.refusal(status, headers, body)
    }
}
