//! Lists of any length, for operations of which one request takes only so many.

use super::step::BoxedStep;
use super::{Access, Callable, Parts};
use crate::endpoint::Batch;
use crate::endpoint::{Endpoint, HasMarket};
use crate::error::Result;

/// An operation on a list of ids or URIs of any length.
///
/// The list is split by what one request takes, and the answers are joined in the list's order. An empty list is a list
/// like any other: nothing is sent and the answer is empty. Everything is checked before the first request is sent: one
/// id that can't be one, anywhere in the list, and nothing is sent at all.
///
/// **Errors in the middle.** The first error ends the call; [`Error::progress`](crate::Error::progress) says which entries
/// were done before. Parts of a write that are under way are waited for, so that what it says is all there is to know.
/// Save and remove what is left by calling again with the whole list: both are safe to repeat.
///
/// **How many at a time.** Reads send up to 4 requests at a time, writes one after the other, which keeps the order in
/// which things enter the library. [`Call::concurrency`](crate::Call::concurrency) sets it.
///
/// **Where the operation is closed.** Since February 2026 apps in Development Mode may not read or save several things at
/// once by these operations. The SDK learns from Spotify's first refusal of each (one request, and only once for every
/// client), or from
#[cfg_attr(feature = "client", doc = "[`quota_mode`](crate::SpotifyClientBuilder::quota_mode),")]
#[cfg_attr(not(feature = "client"), doc = "the client's `quota_mode`,")]
/// and then goes another way:
///
/// - Saving, removing, following and asking whether things are saved goes to `/me/library`, which takes 40 a request.
/// - Reading is done one by one, where a 404 is the `None` of the list. As that is up to 50 times as many requests, and
///   Development Mode has a daily quota that a few hundred can use up, a call makes at most 50 of them;
///   [`Call::max_singles`](crate::Call::max_singles) allows more. For a longer list the call fails with
///   [`ClosedToApp`](crate::ErrorKind::ClosedToApp) and says so.
#[derive(Debug, Clone)]
pub struct Batched<E> {
    pub(crate) endpoint: E,
    pub(crate) concurrency: Option<usize>,
    pub(crate) max_singles: usize,
}

impl<E: Splits> Batched<E> {
    /// The operation for the whole list that `endpoint` names.
    pub fn new(endpoint: E) -> Self {
        Self { endpoint, concurrency: None, max_singles: 50 }
    }

    /// The operation with the whole list, as which it could only be sent if that is no longer than one request takes.
    #[must_use]
    pub fn endpoint(&self) -> &E {
        &self.endpoint
    }
}

impl<E: Splits> Callable for Batched<E> {
    type Output = E::Output;
    type Requests = Parts<E>;

    fn requests(self, access: &Access) -> Result<Parts<E>> {
        Parts::new(self, access)
    }
}

impl<E: HasMarket> HasMarket for Batched<E> {
    fn market_mut(&mut self) -> &mut Option<String> {
        self.endpoint.market_mut()
    }
}

/// An operation on a list that can be split.
pub trait Splits: Endpoint<Output: Joined> {
    /// How many entries one request takes.
    const LARGEST: usize;

    /// The list.
    fn batch_mut(&mut self) -> &mut Batch;

    /// What does the same for apps to which the operation is closed.
    fn instead() -> Option<Instead<Self>> {
        None
    }
}

/// Says of an operation how many entries one request takes, and which operation on the library does the same for apps to
/// which it is closed.
macro_rules! splits {
    ($Name:ident $(<$I:ident>)?: $field:ident, at most $most:expr $(, else $Library:ident of $kind:expr)?) => {
        impl $(<$I: crate::id::SpotifyId>)? crate::endpoint::Splits for $Name $(<$I>)? {
            const LARGEST: usize = $most;

            fn batch_mut(&mut self) -> &mut crate::endpoint::Batch {
                &mut self.$field
            }

            $(
                fn instead() -> Option<crate::endpoint::Instead<Self>> {
                    use crate::endpoint::{BoxedStep, Instead, Splits};
                    Some(Instead::batches(<crate::endpoint::$Library as Splits>::LARGEST, |_, ids| {
                        BoxedStep::new(crate::endpoint::$Library::of_kind($kind, ids), |answer| answer)
                    }))
                }
            )?
        }
    };
}
pub(crate) use splits;

/// An operation on a list that is done one by one where it is closed.
pub trait OneByOne: Splits {}

/// What does the same as an operation `E` that is closed.
#[derive(Debug, Clone, Copy)]
pub struct Instead<E: Splits> {
    pub(super) largest: usize,
    pub(super) step: fn(&E, &[String]) -> BoxedStep<E::Output>,
}

impl<E: OneByOne> Instead<E> {
    /// A request for each entry.
    pub fn singles(step: fn(&E, &[String]) -> BoxedStep<E::Output>) -> Self {
        Self { largest: 1, step }
    }
}

impl<E: Splits> Instead<E> {
    /// Another operation, which takes `largest` entries.
    pub fn batches(largest: usize, step: fn(&E, &[String]) -> BoxedStep<E::Output>) -> Self {
        Self { largest, step }
    }
}

/// An answer that can be joined of several.
pub trait Joined: Sized + Send + 'static {
    /// The answer about no entries.
    fn empty() -> Self;

    /// Adds the answer about the entries that follow.
    fn append(&mut self, next: Self);

    /// About how many entries it is; `None` where it does not say.
    fn entries(&self) -> Option<usize>;

    /// The answer about one entry that is not there, where that is no error.
    fn missing() -> Option<Self> {
        None
    }
}

impl Joined for () {
    fn empty() -> Self {}

    fn append(&mut self, (): Self) {}

    fn entries(&self) -> Option<usize> {
        None
    }
}

impl Joined for Vec<bool> {
    fn empty() -> Self {
        Self::new()
    }

    fn append(&mut self, mut next: Self) {
        Self::append(self, &mut next);
    }

    fn entries(&self) -> Option<usize> {
        Some(self.len())
    }
}

impl<T: Send + 'static> Joined for Vec<Option<T>> {
    fn empty() -> Self {
        Self::new()
    }

    fn append(&mut self, mut next: Self) {
        Self::append(self, &mut next);
    }

    fn entries(&self) -> Option<usize> {
        Some(self.len())
    }

    fn missing() -> Option<Self> {
        Some(vec![None])
    }
}
