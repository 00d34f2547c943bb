//! Changing what is in a playlist, one request at a time.

use std::marker::PhantomData;

use serde::Serialize;
use serde_json::json;

use super::items::{AtItems, ItemsPath};
use crate::endpoint::batch::Batch;
use crate::endpoint::{ApiRequest, Endpoint};
use crate::error::{Error, Result};
use crate::id::{IntoId, IntoUri, Kind, PlaylistId, Uri};
use crate::model::SnapshotId;
use crate::operation::Operation;

/// How many items one request takes.
pub(super) const LARGEST: usize = 100;

/// A change that can be made to an earlier state of the playlist.
pub trait HasSnapshotId {
    /// The state, `None` for what it is by now.
    fn snapshot_id_mut(&mut self) -> &mut Option<SnapshotId>;
}

/// What a playlist takes from the Web API.
fn can_be_added(uri: &Uri) -> Result<()> {
    match uri.kind() {
        Some(Kind::Track | Kind::Episode) => Ok(()),
        None if uri.as_str().starts_with("spotify:local:") => Err(Error::invalid_argument(format!(
            "`{uri}` is a file on somebody's device, which only Spotify's own apps can add"
        ))),
        _ => Err(not_in_playlists(uri)),
    }
}

/// What a playlist may have in it.
fn can_be_removed(uri: &Uri) -> Result<()> {
    match uri.kind() {
        Some(Kind::Track | Kind::Episode) => Ok(()),
        None if uri.as_str().starts_with("spotify:local:") => Ok(()),
        _ => Err(not_in_playlists(uri)),
    }
}

fn not_in_playlists(uri: &Uri) -> Error {
    Error::invalid_argument(format!("`{uri}` is not the URI of a track or an episode"))
        .with_advice("Playlists have tracks and episodes in them, and nothing else")
}

/// `POST /playlists/{playlist_id}/items`, or `../tracks`, with at most 100 items: see
/// [`Playlists::add_items`](crate::service::Playlists::add_items), which takes any number.
#[derive(Debug, Clone)]
pub struct AddPlaylistItems<P = AtItems> {
    pub(super) id: Result<PlaylistId>,
    pub(super) uris: Batch,
    pub(crate) position: Option<u32>,
    /// Not sent: Spotify takes none here.
    pub(crate) known_snapshot_id: Option<SnapshotId>,
    path: PhantomData<P>,
}

impl<P: ItemsPath> AddPlaylistItems<P> {
    /// These tracks and episodes, at the end.
    pub fn new(id: impl IntoId<PlaylistId>, uris: impl IntoIterator<Item: IntoUri>) -> Self {
        let uris = Batch::of_uris(uris, can_be_added);
        Self { id: id.into_id(), uris, position: None, known_snapshot_id: None, path: PhantomData }
    }
}

#[derive(Serialize)]
struct Addition<'a> {
    uris: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<u32>,
}

impl<P: ItemsPath> Endpoint for AddPlaylistItems<P> {
    type Output = SnapshotId;
    const OPERATION: Operation = P::ADD;

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION).id(&self.id);
        match self.uris.checked("uris", LARGEST) {
            Ok(uris) => request.json(&Addition { uris, position: self.position }),
            Err(error) => request.fail(|| error),
        }
        .build()
    }
}

/// `PUT /playlists/{playlist_id}/items`, or `../tracks`, with at most 100 items: see
/// [`Playlists::replace_items`](crate::service::Playlists::replace_items), which takes any number.
#[derive(Debug, Clone)]
pub struct ReplacePlaylistItems<P = AtItems> {
    pub(super) id: Result<PlaylistId>,
    pub(super) uris: Batch,
    path: PhantomData<P>,
}

impl<P: ItemsPath> ReplacePlaylistItems<P> {
    /// These tracks and episodes instead of what is there. None at all empty the playlist.
    pub fn new(id: impl IntoId<PlaylistId>, uris: impl IntoIterator<Item: IntoUri>) -> Self {
        Self { id: id.into_id(), uris: Batch::of_uris(uris, can_be_added), path: PhantomData }
    }
}

impl<P: ItemsPath> Endpoint for ReplacePlaylistItems<P> {
    type Output = SnapshotId;
    const OPERATION: Operation = P::REPLACE;

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION).id(&self.id);
        let uris = match self.uris.is_empty() {
            true => Ok(&[][..]),
            false => self.uris.checked("uris", LARGEST),
        };
        match uris {
            Ok(uris) => request.json(&json!({ "uris": uris })),
            Err(error) => request.fail(|| error),
        }
        .build()
    }
}

/// `PUT /playlists/{playlist_id}/items`, or `../tracks`, moving items: see
/// [`Playlists::reorder_items`](crate::service::Playlists::reorder_items).
#[derive(Debug, Clone)]
pub struct ReorderPlaylistItems<P = AtItems> {
    pub(super) id: Result<PlaylistId>,
    pub(super) range_start: u32,
    pub(super) insert_before: u32,
    pub(crate) range_length: u32,
    pub(crate) snapshot_id: Option<SnapshotId>,
    path: PhantomData<P>,
}

impl<P: ItemsPath> ReorderPlaylistItems<P> {
    /// The item at `range_start`, to before the one that is at `insert_before` now.
    pub fn new(id: impl IntoId<PlaylistId>, range_start: u32, insert_before: u32) -> Self {
        let id = id.into_id();
        Self { id, range_start, insert_before, range_length: 1, snapshot_id: None, path: PhantomData }
    }
}

impl<P> HasSnapshotId for ReorderPlaylistItems<P> {
    fn snapshot_id_mut(&mut self) -> &mut Option<SnapshotId> {
        &mut self.snapshot_id
    }
}

#[derive(Serialize)]
struct Reordering<'a> {
    range_start: u32,
    insert_before: u32,
    range_length: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot_id: Option<&'a SnapshotId>,
}

impl<P: ItemsPath> Endpoint for ReorderPlaylistItems<P> {
    type Output = SnapshotId;
    const OPERATION: Operation = P::REORDER;

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION).id(&self.id);
        let (range_start, insert_before, range_length) =
            (self.range_start, self.insert_before, self.range_length);
        match (range_length, checked(self.snapshot_id.as_ref())) {
            (0, _) => {
                request.fail(|| Error::invalid_argument("`range_length` is 0, so there is nothing to move"))
            }
            (_, Err(error)) => request.fail(|| error),
            (_, Ok(snapshot_id)) => {
                request.json(&Reordering { range_start, insert_before, range_length, snapshot_id })
            }
        }
        .build()
    }
}

/// `DELETE /playlists/{playlist_id}/items`, or `../tracks`, with at most 100 items: see
/// [`Playlists::remove_items`](crate::service::Playlists::remove_items), which takes any number.
#[derive(Debug, Clone)]
pub struct RemovePlaylistItems<P = AtItems> {
    pub(super) id: Result<PlaylistId>,
    pub(super) uris: Batch,
    pub(crate) snapshot_id: Option<SnapshotId>,
    path: PhantomData<P>,
}

impl<P: ItemsPath> RemovePlaylistItems<P> {
    /// These tracks, episodes and local files, wherever they are in it.
    pub fn new(id: impl IntoId<PlaylistId>, uris: impl IntoIterator<Item: IntoUri>) -> Self {
        let uris = Batch::of_uris(uris, can_be_removed);
        Self { id: id.into_id(), uris, snapshot_id: None, path: PhantomData }
    }
}

impl<P> HasSnapshotId for RemovePlaylistItems<P> {
    fn snapshot_id_mut(&mut self) -> &mut Option<SnapshotId> {
        &mut self.snapshot_id
    }
}

impl<P: ItemsPath> Endpoint for RemovePlaylistItems<P> {
    type Output = SnapshotId;
    const OPERATION: Operation = P::REMOVE;

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION).id(&self.id);
        match (self.uris.checked("uris", LARGEST), checked(self.snapshot_id.as_ref())) {
            (Ok(uris), Ok(snapshot_id)) => {
                let removed: Vec<_> = uris.iter().map(|uri| json!({ "uri": uri })).collect();
                let mut body = json!({ P::REMOVED: removed });
                if let Some(snapshot_id) = snapshot_id {
                    body["snapshot_id"] = snapshot_id.as_str().into();
                }
                request.json(&body)
            }
            (Err(error), _) | (_, Err(error)) => request.fail(|| error),
        }
        .build()
    }
}

/// An empty one would mean the playlist as it is by now, which is not what somebody meant who passes one.
fn checked(snapshot_id: Option<&SnapshotId>) -> Result<Option<&SnapshotId>> {
    match snapshot_id {
        Some(id) if id.is_empty() => Err(Error::invalid_argument("`snapshot_id` is empty")
            .with_advice("Leave it out to change the playlist as it is by now")),
        snapshot_id => Ok(snapshot_id),
    }
}
