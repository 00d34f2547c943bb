//! What a call sends: one request, or several that are one call to whoever makes it. Pure: values that say what to send
//! next and take the answers. The client sends; async and blocking callers share all of it.
//!
//! - An [`Endpoint`] is one request, and all that most operations are.
//! - [`Batched`] splits a list of ids or URIs by what one request takes: see there.
//! - [`InOrder`] sends requests of which each needs the answer to the one before, as writes to a playlist do: see
//!   [`Links`].
//! - Anything else implements [`Callable`] itself.

mod access;
mod batched;
mod in_order;
mod parts;
mod step;

use std::fmt;
use std::ops::ControlFlow;

pub use access::Access;
pub(crate) use batched::splits;
pub use batched::{Batched, Instead, Joined, OneByOne, Splits};
pub use in_order::{InOrder, Links};
pub use parts::Parts;
pub use step::{BoxedStep, Step};

use super::Endpoint;
use crate::error::{Error, ErrorKind, Result};

/// What a [`Call`](crate::Call) finishes: an [`Endpoint`], or what takes several requests.
///
/// A client of your own asks for the [`requests`](Self::requests) and does with them what [`Requests`] says.
pub trait Callable: Clone + Send + Sync + 'static {
    /// What the caller gets.
    type Output: Send + 'static;
    /// The requests that bring it.
    type Requests: Requests<Output = Self::Output>;

    /// Begins. What can be checked is checked here, before anything is sent.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] when an argument can't work.
    fn requests(self, access: &Access) -> Result<Self::Requests>;
}

/// The requests of one call, one after the other or some at a time. No I/O: whoever sends asks for [`next`](Self::next)
/// until there is none, waits for one of the answers, tells what [`came`](Self::came), and begins again; when nothing is
/// under way and nothing is to be sent, [`finish`](Self::finish) has the result.
///
/// Dropping it ends the call: nothing more is sent.
pub trait Requests: Send + 'static {
    /// What one request is.
    type Step: Step;
    /// What the caller gets.
    type Output: Send + 'static;

    /// A request that may be sent now, with a number to tell its answer by. `None` when there is none before another
    /// answer comes, or at all.
    fn next(&mut self) -> Option<(usize, Self::Step)>;

    /// Whether the request that [`next`](Self::next) gave last only serves to say more about an error that has come already. It is sent
    /// once and has little time, so that the caller gets the error soon.
    fn is_afterthought(&self) -> bool {
        false
    }

    /// Takes the answer to the request with this number. After [`Break`](ControlFlow::Break) the answers to what is still
    /// under way are of no use.
    fn came(&mut self, number: usize, answer: Result<<Self::Step as Step>::Answer>) -> ControlFlow<()>;

    /// The result, when nothing is under way and `next` has nothing, or after a `Break`.
    ///
    /// # Errors
    /// What went wrong; [`Error::progress`] says how far it had come.
    fn finish(self) -> Result<Self::Output>;
}

impl<E: Endpoint> Callable for E {
    type Output = E::Output;
    type Requests = Single<E>;

    fn requests(self, _: &Access) -> Result<Single<E>> {
        Ok(Single(State::ToSend(self)))
    }
}

/// The one request of an [`Endpoint`].
pub struct Single<E: Endpoint>(State<E>);

enum State<E: Endpoint> {
    ToSend(E),
    Sent,
    Answered(Result<E::Output>),
}

impl<E: Endpoint> Requests for Single<E> {
    type Step = E;
    type Output = E::Output;

    fn next(&mut self) -> Option<(usize, E)> {
        match std::mem::replace(&mut self.0, State::Sent) {
            State::ToSend(endpoint) => Some((0, endpoint)),
            other => {
                self.0 = other;
                None
            }
        }
    }

    fn came(&mut self, _: usize, answer: Result<E::Output>) -> ControlFlow<()> {
        self.0 = State::Answered(answer);
        ControlFlow::Continue(())
    }

    fn finish(self) -> Result<E::Output> {
        match self.0 {
            State::Answered(answer) => answer,
            State::ToSend(_) | State::Sent => Err(unfinished()),
        }
    }
}

impl<E: Endpoint> fmt::Debug for Single<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Single").field(&E::OPERATION.id).finish()
    }
}

/// For whoever finishes a call before its requests were answered.
fn unfinished() -> Error {
    Error::new(ErrorKind::Custom, "the call was finished before all of its requests were answered")
}

#[cfg(test)]
mod tests;
