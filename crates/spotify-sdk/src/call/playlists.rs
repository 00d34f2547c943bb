//! Options of operations on playlists.

use super::Call;
use crate::endpoint::{
    AddPlaylistItems, Chained, FollowPlaylist, HasAdditionalTypes, HasFields, HasPlaylistDetails,
    HasSnapshotId, ReorderPlaylistItems,
};
use crate::model::SnapshotId;

impl<C, E: HasFields> Call<C, E> {
    /// Which fields of the answer to send: names between commas, with dots or parentheses for what is inside of others, and
    /// `!` for what to leave out, such as `items(added_at,item(name,album(!images)))`. What is left out is `None`, or
    /// empty: ids and names too, so that `fields("name")` has an empty `id`.
    ///
    /// The names are Spotify's own, and depend on the app: `items` and `item` in Development Mode are `tracks` and `track`
    /// in older answers. Where the answer is a list, what the SDK pages by (`next`, `offset`, `total` and `limit`) is asked for
    /// in any case, unless it is left out with `!`. Of the list inside of a playlist you get what you ask for: to read on behind
    /// it with `after_page`, keep those four there too, as in `items(items(item(name)),next,offset,total,limit)`. A filter that
    /// can't be read is refused before anything is sent: Spotify would ignore it.
    pub fn fields(mut self, fields: impl Into<String>) -> Self {
        *self.endpoint.fields_mut() = Some(fields.into());
        self
    }
}

impl<C, E: HasAdditionalTypes> Call<C, E> {
    /// What may be in a playlist besides tracks, as far as the program knows: by default tracks and episodes, the kinds that
    /// there are. An episode that is not asked for comes in the shape of a track, from which the SDK makes an
    /// [`Episode`](crate::model::Episode) with what is left of it.
    pub fn additional_types(mut self, types: impl IntoIterator<Item: Into<String>>) -> Self {
        *self.endpoint.additional_types_mut() = Some(types.into_iter().map(Into::into).collect());
        self
    }
}

impl<C, E: HasPlaylistDetails> Call<C, E> {
    /// The name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.endpoint.details_mut().name = Some(name.into());
        self
    }

    /// Whether it is shown on the owner's profile; anybody who has its id may read it all the same. New playlists are,
    /// unless told otherwise.
    pub fn public(mut self, public: bool) -> Self {
        self.endpoint.details_mut().public = Some(public);
        self
    }

    /// Whether others may change it too. Only a playlist that is not public may be collaborative.
    pub fn collaborative(mut self, collaborative: bool) -> Self {
        self.endpoint.details_mut().collaborative = Some(collaborative);
        self
    }

    /// What is written about it.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.endpoint.details_mut().description = Some(description.into());
        self
    }
}

impl<C, E: HasSnapshotId> Call<C, E> {
    /// The state of the playlist that the change is meant for: an answer's
    /// [`snapshot_id`](crate::model::Playlist::snapshot_id). Positions and URIs are looked up there, whatever has happened
    /// to the playlist since. By default it is the state by now.
    pub fn snapshot_id(mut self, snapshot_id: impl Into<SnapshotId>) -> Self {
        *self.endpoint.snapshot_id_mut() = Some(snapshot_id.into());
        self
    }
}

impl<C> Call<C, FollowPlaylist> {
    /// Whether the playlist is shown on the user's own profile; by default it is.
    pub fn public(mut self, public: bool) -> Self {
        self.endpoint.public = Some(public);
        self
    }
}

impl<C, P> Call<C, Chained<AddPlaylistItems<P>>> {
    /// Where the first of what is added comes to stand, from 0; by default behind all that is there.
    pub fn position(mut self, position: u32) -> Self {
        self.endpoint.endpoint.position = Some(position);
        self
    }

    /// The state in which you know the playlist: an answer's [`snapshot_id`](crate::model::Playlist::snapshot_id). It changes nothing
    /// of what is added where, and Spotify is not told. Should the answer be lost, one more look at the playlist shows whether it is
    /// still in that state: [`Error::aftermath`](crate::Error::aftermath).
    pub fn known_snapshot_id(mut self, snapshot_id: impl Into<SnapshotId>) -> Self {
        self.endpoint.endpoint.known_snapshot_id = Some(snapshot_id.into());
        self
    }
}

impl<C, P> Call<C, Chained<ReorderPlaylistItems<P>>> {
    /// How many items are moved; by default 1.
    pub fn range_length(mut self, range_length: u32) -> Self {
        self.endpoint.endpoint.range_length = range_length;
        self
    }
}
