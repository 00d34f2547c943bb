//! Operations on playlists.

mod chain;
mod changes;
mod cover;
mod details;
mod filter;
mod followers;
mod items;

use bytes::Bytes;

use super::{ApiRequest, Endpoint, Paged, options};
use crate::decode::filtered;
use crate::error::Result;
use crate::id::{IntoId, PlaylistId, UserId};
use crate::model::{Playlist, SimplifiedPlaylist};
use crate::operation::{Availability, Operation};
use crate::page::Page;
use crate::scope;

pub use chain::{Chain, Chained, Chains};
pub use changes::{
    AddPlaylistItems, HasSnapshotId, RemovePlaylistItems, ReorderPlaylistItems, ReplacePlaylistItems,
};
pub use cover::{GetPlaylistCover, UploadPlaylistCover};
pub use details::{
    ChangePlaylistDetails, CreatePlaylist, CreatePlaylistForUser, HasPlaylistDetails, PlaylistDetails,
};
pub use filter::{HasAdditionalTypes, HasFields};
pub use followers::{CheckFollowsPlaylist, FollowPlaylist, UnfollowPlaylist};
pub use items::{AtItems, AtTracks, GetPlaylistItems, ItemsPath};

/// The scopes of the operations that change a playlist: the one for public playlists and the one for all others.
const MODIFY: &[&str] = &[scope::PLAYLIST_MODIFY_PUBLIC, scope::PLAYLIST_MODIFY_PRIVATE];

/// `GET /playlists/{playlist_id}`: see [`Playlists::get`](crate::service::Playlists::get).
#[derive(Debug, Clone)]
pub struct GetPlaylist {
    id: Result<PlaylistId>,
    market: Option<String>,
    fields: Option<String>,
    additional_types: Option<Vec<String>>,
}

options!(GetPlaylist: market);
filter::options!(GetPlaylist);

impl GetPlaylist {
    /// One playlist.
    pub fn new(id: impl IntoId<PlaylistId>) -> Self {
        Self { id: id.into_id(), market: None, fields: None, additional_types: None }
    }
}

impl Endpoint for GetPlaylist {
    type Output = Playlist;
    const OPERATION: Operation = Operation::get("get-playlist", "/playlists/{playlist_id}");

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .id(&self.id)
            .market(self.market.as_deref())
            .fields(self.fields.as_deref(), &[])
            .additional_types(self.additional_types.as_deref())
            .build()
    }

    fn decode(&self, status: u16, body: &Bytes) -> Result<Playlist> {
        match self.fields {
            None => crate::decode::Decode::decode(&Self::OPERATION, status, body),
            Some(_) => filtered(&Self::OPERATION, status, body),
        }
    }
}

/// `GET /me/playlists`: see
/// [`Playlists::get_for_current_user`](crate::service::Playlists::get_for_current_user).
#[derive(Debug, Clone, Default)]
pub struct GetCurrentUserPlaylists {
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetCurrentUserPlaylists: limit, offset);

impl Endpoint for GetCurrentUserPlaylists {
    type Output = Page<SimplifiedPlaylist>;
    const OPERATION: Operation = Operation::get("get-a-list-of-current-users-playlists", "/me/playlists")
        .of_user(&[scope::PLAYLIST_READ_PRIVATE, scope::PLAYLIST_READ_COLLABORATIVE])
        .limited_to(50);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).limit(self.limit).offset(self.offset).build()
    }
}

impl Paged for GetCurrentUserPlaylists {
    type Row = SimplifiedPlaylist;
}

/// `GET /users/{user_id}/playlists`: see [`Playlists::get_for_user`](crate::service::Playlists::get_for_user).
#[derive(Debug, Clone)]
pub struct GetUserPlaylists {
    user_id: Result<UserId>,
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetUserPlaylists: limit, offset);

impl GetUserPlaylists {
    /// The playlists of one user.
    pub fn new(user_id: impl IntoId<UserId>) -> Self {
        Self { user_id: user_id.into_id(), limit: None, offset: None }
    }
}

impl Endpoint for GetUserPlaylists {
    type Output = Page<SimplifiedPlaylist>;
    const OPERATION: Operation = Operation::get("get-list-users-playlists", "/users/{user_id}/playlists")
        .unlocked_by(&[scope::PLAYLIST_READ_PRIVATE, scope::PLAYLIST_READ_COLLABORATIVE])
        .limited_to(50)
        .available_to(Availability::ExtendedQuota);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.user_id).limit(self.limit).offset(self.offset).build()
    }
}

impl Paged for GetUserPlaylists {
    type Row = SimplifiedPlaylist;
}
