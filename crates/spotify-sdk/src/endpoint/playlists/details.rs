//! Creating playlists, and changing what is said about them.

use bytes::Bytes;
use http::HeaderMap;
use serde::Serialize;

use super::MODIFY;
use crate::decode::api_error;
use crate::endpoint::{ApiRequest, Endpoint};
use crate::error::{Error, Result};
use crate::id::{IntoId, PlaylistId, UserId};
use crate::model::Playlist;
use crate::operation::{Availability, Operation};
use crate::scope;

/// What can be said about a playlist; `None` for what is left as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PlaylistDetails {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it is shown on the owner's profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public: Option<bool>,
    /// Whether others may change it too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collaborative: Option<bool>,
    /// What is written about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl PlaylistDetails {
    fn check(&self) -> Result<()> {
        if self.name.as_deref().is_some_and(|name| name.trim().is_empty()) {
            return Err(Error::invalid_argument("`name` is empty"));
        }
        match (self.public, self.collaborative) {
            (Some(true), Some(true)) => {
                Err(Error::invalid_argument("`public` and `collaborative` exclude each other")
                    .with_advice("What others may change is not shown on the profile: pass `public(false)`"))
            }
            _ => Ok(()),
        }
    }

    /// The scopes that it takes to make a playlist like this.
    fn scopes_of_new(&self) -> &'static [&'static str] {
        match (self.public, self.collaborative) {
            (_, Some(true)) => MODIFY,
            (Some(false), _) => &[scope::PLAYLIST_MODIFY_PRIVATE],
            _ => &[scope::PLAYLIST_MODIFY_PUBLIC],
        }
    }

    /// A new playlist is public unless it is said otherwise.
    fn check_new(&self) -> Result<()> {
        self.check()?;
        match (self.public, self.collaborative) {
            (None, Some(true)) => {
                Err(Error::invalid_argument("a new playlist is public, and so can't be `collaborative`")
                    .with_advice("Pass `public(false)` too"))
            }
            _ => Ok(()),
        }
    }
}

/// An operation that says something about a playlist.
pub trait HasPlaylistDetails {
    /// What it says.
    fn details_mut(&mut self) -> &mut PlaylistDetails;
}

macro_rules! has_details {
    ($($Endpoint:ident),+) => {$(
        impl HasPlaylistDetails for $Endpoint {
            fn details_mut(&mut self) -> &mut PlaylistDetails {
                &mut self.details
            }
        }
    )+};
}

has_details!(ChangePlaylistDetails, CreatePlaylist, CreatePlaylistForUser);

/// `PUT /playlists/{playlist_id}`: see [`Playlists::change_details`](crate::service::Playlists::change_details).
#[derive(Debug, Clone)]
pub struct ChangePlaylistDetails {
    id: Result<PlaylistId>,
    details: PlaylistDetails,
}

impl ChangePlaylistDetails {
    /// Something about one playlist.
    pub fn new(id: impl IntoId<PlaylistId>) -> Self {
        Self { id: id.into_id(), details: PlaylistDetails::default() }
    }
}

impl Endpoint for ChangePlaylistDetails {
    type Output = ();
    const OPERATION: Operation = Operation::put("change-playlist-details", "/playlists/{playlist_id}")
        .of_user(MODIFY)
        .safe_to_repeat();

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION).id(&self.id);
        match self.details.check() {
            Err(error) => request.fail(|| error),
            Ok(()) if self.details == PlaylistDetails::default() => request.fail(|| {
                Error::invalid_argument("there is nothing to change")
                    .with_advice("Call at least one of `name`, `public`, `collaborative` and `description`")
            }),
            Ok(()) => request.json(&self.details),
        }
        .build()
    }
}

/// `POST /me/playlists`: see [`Playlists::create`](crate::service::Playlists::create).
#[derive(Debug, Clone)]
pub struct CreatePlaylist {
    details: PlaylistDetails,
}

impl CreatePlaylist {
    /// A playlist of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { details: PlaylistDetails { name: Some(name.into()), ..PlaylistDetails::default() } }
    }
}

impl Endpoint for CreatePlaylist {
    type Output = Playlist;
    const OPERATION: Operation = Operation::post("create-playlist", "/me/playlists").of_user(MODIFY);

    fn error(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error {
        let scopes = self.details.scopes_of_new();
        api_error(status, headers, body, &Self::OPERATION.of_user(scopes))
    }

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION);
        match self.details.check_new() {
            Err(error) => request.fail(|| error),
            Ok(()) => request.json(&self.details),
        }
        .build()
    }
}

/// `POST /users/{user_id}/playlists`: see [`Playlists::create_for_user`](crate::service::Playlists::create_for_user).
#[derive(Debug, Clone)]
pub struct CreatePlaylistForUser {
    user_id: Result<UserId>,
    details: PlaylistDetails,
}

impl CreatePlaylistForUser {
    /// A playlist of this name.
    pub fn new(user_id: impl IntoId<UserId>, name: impl Into<String>) -> Self {
        let details = PlaylistDetails { name: Some(name.into()), ..PlaylistDetails::default() };
        Self { user_id: user_id.into_id(), details }
    }
}

impl Endpoint for CreatePlaylistForUser {
    type Output = Playlist;
    const OPERATION: Operation = Operation::post("create-playlist-for-user", "/users/{user_id}/playlists")
        .of_user(MODIFY)
        .available_to(Availability::ExtendedQuota);

    fn error(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error {
        let scopes = self.details.scopes_of_new();
        api_error(status, headers, body, &Self::OPERATION.of_user(scopes))
    }

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION).id(&self.user_id);
        match self.details.check_new() {
            Err(error) => request.fail(|| error),
            Ok(()) => request.json(&self.details),
        }
        .build()
    }
}
