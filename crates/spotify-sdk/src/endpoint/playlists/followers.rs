//! Following playlists by the operations that apps in Extended Quota Mode still have. `/me/library` has taken their place.

use bytes::Bytes;
use http::HeaderMap;

use super::MODIFY;
use crate::decode::api_error;
use crate::endpoint::{ApiRequest, Endpoint};
use crate::error::{Error, Result};
use crate::id::{IntoId, PlaylistId};
use crate::operation::{Availability, Operation};
use crate::scope;

/// `PUT /playlists/{playlist_id}/followers`: see [`Playlists::follow`](crate::service::Playlists::follow).
#[derive(Debug, Clone)]
pub struct FollowPlaylist {
    id: Result<PlaylistId>,
    pub(crate) public: Option<bool>,
}

impl FollowPlaylist {
    /// One playlist.
    pub fn new(id: impl IntoId<PlaylistId>) -> Self {
        Self { id: id.into_id(), public: None }
    }
}

impl Endpoint for FollowPlaylist {
    type Output = ();
    const OPERATION: Operation = Operation::put("follow-playlist", "/playlists/{playlist_id}/followers")
        .of_user(MODIFY)
        .available_to(Availability::ExtendedQuota)
        .safe_to_repeat();

    fn error(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error {
        let scopes = match self.public {
            Some(false) => &[scope::PLAYLIST_MODIFY_PRIVATE],
            _ => &[scope::PLAYLIST_MODIFY_PUBLIC],
        };
        api_error(status, headers, body, &Self::OPERATION.of_user(scopes))
    }

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION).id(&self.id);
        match self.public {
            Some(public) => request.json(&serde_json::json!({ "public": public })),
            None => request,
        }
        .build()
    }
}

/// `DELETE /playlists/{playlist_id}/followers`: see [`Playlists::unfollow`](crate::service::Playlists::unfollow).
#[derive(Debug, Clone)]
pub struct UnfollowPlaylist {
    id: Result<PlaylistId>,
}

impl UnfollowPlaylist {
    /// One playlist.
    pub fn new(id: impl IntoId<PlaylistId>) -> Self {
        Self { id: id.into_id() }
    }
}

impl Endpoint for UnfollowPlaylist {
    type Output = ();
    const OPERATION: Operation = Operation::delete("unfollow-playlist", "/playlists/{playlist_id}/followers")
        .of_user(MODIFY)
        .available_to(Availability::ExtendedQuota)
        .safe_to_repeat();

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.id).build()
    }
}

/// `GET /playlists/{playlist_id}/followers/contains`: see
/// [`Playlists::check_follows`](crate::service::Playlists::check_follows).
#[derive(Debug, Clone)]
pub struct CheckFollowsPlaylist {
    id: Result<PlaylistId>,
}

impl CheckFollowsPlaylist {
    /// One playlist.
    pub fn new(id: impl IntoId<PlaylistId>) -> Self {
        Self { id: id.into_id() }
    }
}

impl Endpoint for CheckFollowsPlaylist {
    type Output = bool;
    const OPERATION: Operation =
        Operation::get("check-if-user-follows-playlist", "/playlists/{playlist_id}/followers/contains")
            .of_user(&[])
            .available_to(Availability::ExtendedQuota);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.id).build()
    }
}
