//! Requests of which each needs the answer to the one before.

use std::ops::ControlFlow;

use super::step::BoxedStep;
use super::{Requests, unfinished};
use crate::error::{Error, ErrorKind, Progress, Result};

/// Requests that are sent strictly in order, each made of the answer to the one before. An operation that needs them is a
/// [`Callable`](super::Callable) whose `Requests` are [`InOrder`] of its links.
///
/// Moving many rows of a playlist, where every request names the `snapshot_id` that the one before answered with:
///
/// ```
/// use bytes::Bytes;
/// use serde::{Deserialize, Serialize};
/// use spotify_sdk::endpoint::{
///     Access, ApiRequest, BoxedStep, Callable, Decode, Endpoint, InOrder, Links, Operation,
/// };
/// use spotify_sdk::id::PlaylistId;
/// use spotify_sdk::{Error, ErrorKind, Progress, Result};
///
/// /// One request.
/// #[derive(Debug, Clone, Serialize)]
/// struct MoveRows {
///     #[serde(skip)]
///     playlist: Result<PlaylistId>,
///     range_start: usize,
///     insert_before: usize,
///     snapshot_id: Option<String>,
/// }
///
/// #[derive(Deserialize)]
/// struct Snapshot {
///     snapshot_id: String,
/// }
///
/// impl Decode for Snapshot {
///     fn decode(_: &Operation, _: u16, body: &Bytes) -> Result<Self> {
///         serde_json::from_slice(body)
///             .map_err(|error| Error::new(ErrorKind::Decode, "no snapshot").with_source(error))
///     }
/// }
///
/// impl Endpoint for MoveRows {
///     type Output = Snapshot;
///     const OPERATION: Operation = Operation::put("move-rows", "/playlists/{playlist_id}/items");
///
///     fn request(&self) -> Result<ApiRequest> {
///         ApiRequest::builder(&Self::OPERATION).id(&self.playlist).json(self).build()
///     }
/// }
///
/// /// The call: all of these moves, from a row to before a row.
/// #[derive(Debug, Clone)]
/// struct MoveMany {
///     playlist: Result<PlaylistId>,
///     moves: Vec<(usize, usize)>,
/// }
///
/// /// What is left of it while it runs.
/// struct Moving {
///     call: MoveMany,
///     done: usize,
///     snapshot_id: Option<String>,
/// }
///
/// impl Links for Moving {
///     type Answer = Snapshot;
///     type Output = Option<String>;
///
///     fn next(&mut self) -> Option<BoxedStep<Snapshot>> {
///         let (range_start, insert_before) = *self.call.moves.get(self.done)?;
///         let playlist = self.call.playlist.clone();
///         let snapshot_id = self.snapshot_id.clone();
///         Some(BoxedStep::new(MoveRows { playlist, range_start, insert_before, snapshot_id }, |answer| answer))
///     }
///
///     fn came(&mut self, answer: Snapshot) -> Result<()> {
///         self.done += 1;
///         self.snapshot_id = Some(answer.snapshot_id);
///         Ok(())
///     }
///
///     fn progress(&self) -> Option<Progress> {
///         let done = self.call.moves[..self.done].iter().map(|(from, to)| format!("{from} to {to}"));
///         Some(Progress::new(done, self.call.moves.len()))
///     }
///
///     fn finish(self) -> Option<String> {
///         self.snapshot_id
///     }
/// }
///
/// impl Callable for MoveMany {
///     type Output = Option<String>;
///     type Requests = InOrder<Moving>;
///
///     fn requests(self, _: &Access) -> Result<InOrder<Moving>> {
///         // What can be checked before anything is sent is checked here.
///         self.playlist.clone()?;
///         Ok(InOrder::new(Moving { call: self, done: 0, snapshot_id: None }))
///     }
/// }
/// ```
///
/// `Call::new(client, MoveMany { .. })` is then sent like every other call, and `client.run(..)` does the same.
pub trait Links: Send + 'static {
    /// What each answer is read as.
    type Answer: Send + 'static;
    /// What the caller gets.
    type Output: Send + 'static;

    /// The next request, `None` after the last one. Asked for when the answer to the one before has come.
    fn next(&mut self) -> Option<BoxedStep<Self::Answer>>;

    /// Takes the answer to the request before.
    ///
    /// # Errors
    /// When the answer leaves no way on; nothing more is sent.
    fn came(&mut self, answer: Self::Answer) -> Result<()>;

    /// A request without effect that may tell more about the one before, whose answer was lost
    /// ([`ErrorKind::RequestMaybeApplied`](crate::ErrorKind::RequestMaybeApplied)): whether it was carried out. `None`, as by default, where none can.
    fn look(&self) -> Option<BoxedStep<Self::Answer>> {
        None
    }

    /// Adds to the error of a lost answer what a [`look`](Self::look) has shown.
    fn saw(&self, error: Error, answer: Self::Answer) -> Error {
        let _ = answer;
        error
    }

    /// How far it has come, for the error when a request fails. `None` where one request is all there is: that it failed
    /// says as much.
    fn progress(&self) -> Option<Progress>;

    /// What the caller gets when all requests were answered.
    fn finish(self) -> Self::Output;
}

/// Sends the requests of [`Links`], one at a time. The first error ends it; its [`progress`](Error::progress) says how far
/// it had come.
#[derive(Debug)]
pub struct InOrder<L: Links> {
    links: L,
    is_under_way: bool,
    error: Option<Error>,
    /// What is sent to say more about `error`.
    look: Option<BoxedStep<L::Answer>>,
}

impl<L: Links> InOrder<L> {
    /// Begins with the first of `links`.
    pub fn new(links: L) -> Self {
        Self { links, is_under_way: false, error: None, look: None }
    }
}

impl<L: Links> Requests for InOrder<L> {
    type Step = BoxedStep<L::Answer>;
    type Output = L::Output;

    fn next(&mut self) -> Option<(usize, Self::Step)> {
        if self.is_under_way {
            return None;
        }
        let step = match &self.error {
            Some(_) => self.look.take()?,
            None => self.links.next()?,
        };
        self.is_under_way = true;
        Some((0, step))
    }

    fn came(&mut self, _: usize, answer: Result<L::Answer>) -> ControlFlow<()> {
        self.is_under_way = false;
        if let Some(error) = self.error.take() {
            // The look is over. What went wrong with it is not what went wrong.
            self.error = Some(match answer {
                Ok(answer) => self.links.saw(error, answer),
                Err(_) => error,
            });
            return ControlFlow::Break(());
        }
        match answer.and_then(|answer| self.links.came(answer)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                if error.kind() == ErrorKind::RequestMaybeApplied {
                    self.look = self.links.look();
                }
                self.error = Some(match self.links.progress() {
                    Some(progress) => error.with_progress(progress),
                    None => error,
                });
                match self.look {
                    Some(_) => ControlFlow::Continue(()),
                    None => ControlFlow::Break(()),
                }
            }
        }
    }

    fn is_afterthought(&self) -> bool {
        self.error.is_some()
    }

    fn finish(self) -> Result<L::Output> {
        match self.error {
            Some(error) => Err(error),
            None if self.is_under_way => Err(unfinished()),
            None => Ok(self.links.finish()),
        }
    }
}
