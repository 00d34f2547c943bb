//! Changes of any length: several requests, each made of the answer to the one before.

use std::fmt;

use super::changes::LARGEST;
use super::items::ItemsPath;
use super::{
    AddPlaylistItems, GetPlaylist, HasFields, HasSnapshotId, RemovePlaylistItems, ReorderPlaylistItems,
    ReplacePlaylistItems,
};
use crate::endpoint::{Access, BoxedStep, Callable, Endpoint, InOrder, Links};
use crate::error::{Aftermath, Error, Progress, Result};
use crate::id::PlaylistId;
use crate::model::SnapshotId;

/// A change to what is in a playlist, of any length.
///
/// One request takes 100 items; a longer change is several, one after the other, of which each is meant for the state that
/// the one before has left. Everything is checked before the first is sent. The answer is the state after the last.
///
/// A list with nothing in it is an error: there is no request that would answer with a state. (None at all in the place of
/// what is there is a change, and sent.)
///
/// **Errors in the middle.** The first error ends the call. What was done before stays done:
/// [`Error::progress`](crate::Error::progress) says which URIs (of a move, which places in the playlist as it was) that is,
/// and reading the playlist shows it. Of a request whose answer was lost, and which is never sent again,
/// [`Error::aftermath`](crate::Error::aftermath) says what one look at the playlist has shown, where its state before is known.
#[derive(Debug, Clone)]
pub struct Chained<E> {
    pub(crate) endpoint: E,
}

impl<E: Chains> Chained<E> {
    /// The whole change. `endpoint` is what would be sent if one request took all of it.
    pub fn new(endpoint: E) -> Self {
        Self { endpoint }
    }

    /// The whole change, as which it could only be sent if it has no more than 100 items.
    #[must_use]
    pub fn endpoint(&self) -> &E {
        &self.endpoint
    }
}

impl<E: HasSnapshotId> HasSnapshotId for Chained<E> {
    fn snapshot_id_mut(&mut self) -> &mut Option<SnapshotId> {
        self.endpoint.snapshot_id_mut()
    }
}

impl<E: Chains> Callable for Chained<E> {
    type Output = SnapshotId;
    type Requests = InOrder<Chain>;

    fn requests(self, _: &Access) -> Result<InOrder<Chain>> {
        self.endpoint.chain().map(InOrder::new).map_err(|error| error.with_operation(E::OPERATION.id))
    }
}

/// A change that can be made in parts.
pub trait Chains: Endpoint<Output = SnapshotId> {
    /// The parts, in their order.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when an argument can't work.
    fn chain(self) -> Result<Chain>;
}

/// The requests of a change that are still to be sent, and how far it has come.
pub struct Chain {
    parts: std::vec::IntoIter<Part>,
    /// What the request under way is about.
    under_way: Vec<String>,
    done: Vec<String>,
    total: usize,
    /// The playlist, `None` where its id can't be one: then nothing is sent.
    playlist: Option<PlaylistId>,
    /// The state that the request under way is meant for, as far as it is known.
    before: Option<SnapshotId>,
    snapshot_id: Option<SnapshotId>,
}

/// What makes a request of the state that the one before has left.
type MakeStep = dyn FnOnce(Option<&SnapshotId>) -> BoxedStep<SnapshotId> + Send;

/// One request that is still to be made.
struct Part {
    step: Box<MakeStep>,
    about: Vec<String>,
}

impl Part {
    fn new<E: Endpoint<Output = SnapshotId>>(
        endpoint: E,
        about: impl IntoIterator<Item = String>,
        follow: impl FnOnce(&mut E, &SnapshotId) + Send + 'static,
    ) -> Self {
        let step = move |snapshot_id: Option<&SnapshotId>| {
            let mut endpoint = endpoint;
            if let Some(snapshot_id) = snapshot_id {
                follow(&mut endpoint, snapshot_id);
            }
            BoxedStep::new(endpoint, |snapshot_id| snapshot_id)
        };
        Self { step: Box::new(step), about: about.into_iter().collect() }
    }
}

impl Chain {
    /// `before` is the state that the first part is meant for, where that is known.
    fn new(parts: Vec<Part>, playlist: &Result<PlaylistId>, before: Option<SnapshotId>) -> Self {
        Self {
            total: parts.iter().map(|part| part.about.len()).sum(),
            parts: parts.into_iter(),
            under_way: Vec::new(),
            done: Vec::new(),
            playlist: playlist.as_ref().ok().cloned(),
            before,
            snapshot_id: None,
        }
    }
}

impl Links for Chain {
    type Answer = SnapshotId;
    type Output = SnapshotId;

    fn next(&mut self) -> Option<BoxedStep<SnapshotId>> {
        let Part { step, about } = self.parts.next()?;
        self.under_way = about;
        Some(step(self.snapshot_id.as_ref()))
    }

    fn came(&mut self, answer: SnapshotId) -> Result<()> {
        self.done.append(&mut self.under_way);
        self.before = Some(answer.clone());
        self.snapshot_id = Some(answer);
        Ok(())
    }

    /// One more request, and not one for each change: only the state from before, which is not asked for, makes it worth sending.
    fn look(&self) -> Option<BoxedStep<SnapshotId>> {
        self.before.as_ref()?;
        let mut playlist = GetPlaylist::new(self.playlist.as_ref()?);
        *playlist.fields_mut() = Some("snapshot_id".to_owned());
        Some(BoxedStep::new(playlist, |playlist| playlist.snapshot_id))
    }

    fn saw(&self, error: Error, by_now: SnapshotId) -> Error {
        match &self.before {
            // A state that is not told can't be compared.
            Some(_) if by_now.is_empty() => error,
            Some(before) if *before == by_now => error.with_aftermath(Aftermath::Unchanged),
            Some(_) => error.with_aftermath(Aftermath::Changed { snapshot_id: by_now.as_str().to_owned() }),
            None => error,
        }
    }

    fn progress(&self) -> Option<Progress> {
        let is_one = self.done.is_empty() && self.parts.len() == 0;
        (!is_one).then(|| Progress::new(self.done.iter().cloned(), self.total))
    }

    fn finish(self) -> SnapshotId {
        self.snapshot_id.unwrap_or_default()
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chain")
            .field("done", &self.done.len())
            .field("total", &self.total)
            .field("snapshot_id", &self.snapshot_id)
            .finish_non_exhaustive()
    }
}

/// The list in pieces that a request takes. An empty list is one piece, which the request refuses or means.
fn pieces(uris: &[String]) -> Vec<&[String]> {
    if uris.is_empty() { vec![uris] } else { uris.chunks(LARGEST).collect() }
}

/// How many items one call moves at most: many times what a playlist takes. Every place is kept to say how far it has come.
const LONGEST_MOVE: u32 = 100_000;

/// A place that lies `n` pieces behind another.
fn behind(place: u32, pieces: usize) -> Result<u32> {
    let offset = u32::try_from(pieces * LARGEST).ok();
    offset
        .and_then(|offset| place.checked_add(offset))
        .ok_or(Error::invalid_argument("a position is larger than any playlist is long"))
}

impl<P: ItemsPath> Chains for AddPlaylistItems<P> {
    fn chain(mut self) -> Result<Chain> {
        let uris = self.uris.take()?;
        let mut parts = Vec::new();
        for (index, piece) in pieces(&uris).into_iter().enumerate() {
            let mut part = self.clone();
            part.uris.set(piece.to_vec());
            part.position = self.position.map(|position| behind(position, index)).transpose()?;
            part.request()?;
            // Adding takes no state: it is always meant for the one by now.
            parts.push(Part::new(part, piece.to_vec(), |_, _| {}));
        }
        Ok(Chain::new(parts, &self.id, self.known_snapshot_id))
    }
}

impl<P: ItemsPath> Chains for ReplacePlaylistItems<P> {
    /// The first piece takes the place of what is there, the others are added to it.
    fn chain(mut self) -> Result<Chain> {
        let uris = self.uris.take()?;
        let (first, rest) = uris.split_at(uris.len().min(LARGEST));
        self.uris.set(first.to_vec());
        self.request()?;
        let mut addition = AddPlaylistItems::<P>::new("", [""; 0]);
        addition.id = self.id.clone();
        addition.uris.set(rest.to_vec());
        let id = self.id.clone();
        let mut parts = vec![Part::new(self, first.to_vec(), |_, _| {})];
        if !rest.is_empty() {
            parts.extend(addition.chain()?.parts);
        }
        Ok(Chain::new(parts, &id, None))
    }
}

impl<P: ItemsPath> Chains for RemovePlaylistItems<P> {
    fn chain(mut self) -> Result<Chain> {
        let uris = self.uris.take()?;
        let mut parts = Vec::new();
        for piece in pieces(&uris) {
            let mut part = self.clone();
            part.uris.set(piece.to_vec());
            part.request()?;
            let follow = |part: &mut Self, state: &SnapshotId| part.snapshot_id = Some(state.clone());
            parts.push(Part::new(part, piece.to_vec(), follow));
        }
        Ok(Chain::new(parts, &self.id, self.snapshot_id))
    }
}

impl<P: ItemsPath> Chains for ReorderPlaylistItems<P> {
    /// Moving down, every piece begins where the first did, as what lay there has gone; moving up, every piece begins, and
    /// goes, behind the one before.
    fn chain(self) -> Result<Chain> {
        self.request()?;
        let (start, before, length) = (self.range_start, self.insert_before, self.range_length);
        if length > LONGEST_MOVE {
            return Err(Error::invalid_argument(format!(
                "`range_length` is {length}, but may be {LONGEST_MOVE} at most"
            ))
            .with_advice("No playlist is as long as that"));
        }
        let end = start
            .checked_add(length)
            .ok_or(Error::invalid_argument("the range ends behind any playlist's end"))?;
        let goes_nowhere = (start..=end).contains(&before);
        let pieces: Vec<(u32, u32)> = match goes_nowhere {
            true => vec![(start, 1)],
            false => (start..end)
                .step_by(LARGEST)
                .map(|place| (place, u32::try_from(LARGEST).unwrap_or(u32::MAX).min(end - place)))
                .collect(),
        };
        let mut parts = Vec::new();
        for (index, (place, length)) in pieces.into_iter().enumerate() {
            let mut part = self.clone();
            part.range_length = length;
            (part.range_start, part.insert_before) = match before {
                _ if goes_nowhere => (start, start),
                before if before > start => (start, before),
                before => (place, behind(before, index)?),
            };
            let about = (place..place + length).map(|place| place.to_string());
            let follow = |part: &mut Self, state: &SnapshotId| part.snapshot_id = Some(state.clone());
            parts.push(Part::new(part, about, follow));
        }
        Ok(Chain::new(parts, &self.id, self.snapshot_id))
    }
}
