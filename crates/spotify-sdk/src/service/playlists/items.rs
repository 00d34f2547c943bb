//! Changing what is in a playlist.

use super::Playlists;
use crate::call::Call;
use crate::endpoint::{
    AddPlaylistItems, AtTracks, Chained, RemovePlaylistItems, ReorderPlaylistItems, ReplacePlaylistItems,
};
use crate::id::{IntoId, IntoUri, PlaylistId};

/// Changing what is in a playlist. Every change makes a new state and answers with its [`SnapshotId`](crate::model::SnapshotId).
///
/// Each of these takes any number of items: what is more than one request takes is sent as several, one after the other. See
/// [`Chained`] for what that means when one of them fails.
impl<C: Clone> Playlists<C> {
    /// Adds tracks and episodes, in this order: `POST /playlists/{playlist_id}/items`. A user's login with
    /// `playlist-modify-public` or, for playlists that are not public, `playlist-modify-private`; all apps. URIs, links or
    /// typed ids, 100 a request. What is there already is added once more. A request whose answer was lost is not repeated.
    ///
    #[cfg_attr(feature = "client", doc = "```no_run")]
    #[cfg_attr(not(feature = "client"), doc = "```ignore")]
    /// # async fn example(client: spotify_sdk::SpotifyClient, uris: Vec<String>) -> spotify_sdk::Result<()> {
    /// match client.playlists().add_items("3cEYpjA9oz9GiPac4AsH4n", &uris).await {
    ///     Ok(snapshot_id) => println!("{snapshot_id}"),
    ///     Err(error) => match error.progress() {
    ///         Some(progress) => println!("{} were added, then: {error}", progress.done().len()),
    ///         None => return Err(error),
    ///     },
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// Options: [`position`](Call::position), [`known_snapshot_id`](Call::known_snapshot_id).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when there is no URI, or one that is not of a track or an
    /// episode, [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) when the user may not change the playlist,
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such playlist,
    /// [`RequestMaybeApplied`](crate::ErrorKind::RequestMaybeApplied) when an answer was lost.
    #[doc(alias = "add-items-to-playlist")]
    pub fn add_items(
        &self,
        id: impl IntoId<PlaylistId>,
        uris: impl IntoIterator<Item: IntoUri>,
    ) -> Call<C, Chained<AddPlaylistItems>> {
        self.call(Chained::new(AddPlaylistItems::new(id, uris)))
    }

    /// Puts tracks and episodes in the place of all that is there; none at all empty the playlist: `PUT
    /// /playlists/{playlist_id}/items`. Login, apps and number as for [`add_items`](Self::add_items): the first 100 take the
    /// place, the others are added to them.
    ///
    /// # Errors
    /// As [`add_items`](Self::add_items).
    #[doc(alias = "reorder-or-replace-playlists-items")]
    pub fn replace_items(
        &self,
        id: impl IntoId<PlaylistId>,
        uris: impl IntoIterator<Item: IntoUri>,
    ) -> Call<C, Chained<ReplacePlaylistItems>> {
        self.call(Chained::new(ReplacePlaylistItems::new(id, uris)))
    }

    /// Moves the item at `range_start` to before the one that is at `insert_before` now, or behind all if that is as many as
    /// there are; both count from 0: `PUT /playlists/{playlist_id}/items`. Login and apps as for
    /// [`add_items`](Self::add_items). A request whose answer was lost is not repeated.
    ///
    #[cfg_attr(feature = "client", doc = "```no_run")]
    #[cfg_attr(not(feature = "client"), doc = "```ignore")]
    /// # async fn example(client: spotify_sdk::SpotifyClient) -> spotify_sdk::Result<()> {
    /// let playlist = client.playlists().get("3cEYpjA9oz9GiPac4AsH4n").await?;
    /// // The ninth and the tenth to the top, as they are in this state of the playlist.
    /// let playlists = client.playlists();
    /// playlists.reorder_items(playlist.id, 8, 0).range_length(2).snapshot_id(playlist.snapshot_id).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// Options: [`range_length`](Call::range_length), [`snapshot_id`](Call::snapshot_id).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `range_length` is 0 or `snapshot_id` empty,
    /// [`BadRequest`](crate::ErrorKind::BadRequest) for places that the playlist does not have and states that it was not
    /// in; otherwise as [`add_items`](Self::add_items).
    #[doc(alias = "reorder-or-replace-playlists-items")]
    pub fn reorder_items(
        &self,
        id: impl IntoId<PlaylistId>,
        range_start: u32,
        insert_before: u32,
    ) -> Call<C, Chained<ReorderPlaylistItems>> {
        self.call(Chained::new(ReorderPlaylistItems::new(id, range_start, insert_before)))
    }

    /// Takes out tracks, episodes and local files, wherever they are and however often: `DELETE
    /// /playlists/{playlist_id}/items`. Login, apps and number as for [`add_items`](Self::add_items). What is not there is
    /// no error. Spotify no longer removes by position.
    ///
    /// Options: [`snapshot_id`](Call::snapshot_id).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when there is no URI, one of another kind, or an empty
    /// `snapshot_id`, [`BadRequest`](crate::ErrorKind::BadRequest) for a state that the playlist was not in; otherwise as
    /// [`add_items`](Self::add_items).
    #[doc(alias = "remove-items-playlist")]
    pub fn remove_items(
        &self,
        id: impl IntoId<PlaylistId>,
        uris: impl IntoIterator<Item: IntoUri>,
    ) -> Call<C, Chained<RemovePlaylistItems>> {
        self.call(Chained::new(RemovePlaylistItems::new(id, uris)))
    }
}

/// The same by the older operations, `/playlists/{playlist_id}/tracks`, which apps in Extended Quota Mode still have.
impl<C: Clone> Playlists<C> {
    /// [`add_items`](Self::add_items) by `POST /playlists/{playlist_id}/tracks`. Apps in Extended Quota Mode only.
    ///
    /// Options: [`position`](Call::position), [`known_snapshot_id`](Call::known_snapshot_id).
    ///
    /// # Errors
    /// As [`add_items`](Self::add_items); [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode.
    #[doc(alias = "add-tracks-to-playlist")]
    pub fn add_tracks(
        &self,
        id: impl IntoId<PlaylistId>,
        uris: impl IntoIterator<Item: IntoUri>,
    ) -> Call<C, Chained<AddPlaylistItems<AtTracks>>> {
        self.call(Chained::new(AddPlaylistItems::new(id, uris)))
    }

    /// [`replace_items`](Self::replace_items) by `PUT /playlists/{playlist_id}/tracks`. Apps in Extended Quota Mode only.
    ///
    /// # Errors
    /// As [`replace_items`](Self::replace_items); [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode.
    #[doc(alias = "reorder-or-replace-playlists-tracks")]
    pub fn replace_tracks(
        &self,
        id: impl IntoId<PlaylistId>,
        uris: impl IntoIterator<Item: IntoUri>,
    ) -> Call<C, Chained<ReplacePlaylistItems<AtTracks>>> {
        self.call(Chained::new(ReplacePlaylistItems::new(id, uris)))
    }

    /// [`reorder_items`](Self::reorder_items) by `PUT /playlists/{playlist_id}/tracks`. Apps in Extended Quota Mode only.
    ///
    /// Options: [`range_length`](Call::range_length), [`snapshot_id`](Call::snapshot_id).
    ///
    /// # Errors
    /// As [`reorder_items`](Self::reorder_items); [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode.
    #[doc(alias = "reorder-or-replace-playlists-tracks")]
    pub fn reorder_tracks(
        &self,
        id: impl IntoId<PlaylistId>,
        range_start: u32,
        insert_before: u32,
    ) -> Call<C, Chained<ReorderPlaylistItems<AtTracks>>> {
        self.call(Chained::new(ReorderPlaylistItems::new(id, range_start, insert_before)))
    }

    /// [`remove_items`](Self::remove_items) by `DELETE /playlists/{playlist_id}/tracks`. Apps in Extended Quota Mode only.
    ///
    /// Options: [`snapshot_id`](Call::snapshot_id).
    ///
    /// # Errors
    /// As [`remove_items`](Self::remove_items); [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode.
    #[doc(alias = "remove-tracks-playlist")]
    pub fn remove_tracks(
        &self,
        id: impl IntoId<PlaylistId>,
        uris: impl IntoIterator<Item: IntoUri>,
    ) -> Call<C, Chained<RemovePlaylistItems<AtTracks>>> {
        self.call(Chained::new(RemovePlaylistItems::new(id, uris)))
    }
}
