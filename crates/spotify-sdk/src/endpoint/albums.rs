//! Operations on albums.

mod saved;

use super::{ApiRequest, Endpoint, Paged, options};
use crate::error::Result;
use crate::id::{AlbumId, IntoId};
use crate::model::{Album, SavedAlbum, SimplifiedTrack};
use crate::operation::Operation;
use crate::page::Page;
use crate::scope;

pub use saved::{CheckSavedAlbums, RemoveSavedAlbums, SaveAlbums};

/// `GET /albums/{id}`: see [`Albums::get`](crate::service::Albums::get).
#[derive(Debug, Clone)]
pub struct GetAlbum {
    id: Result<AlbumId>,
    market: Option<String>,
}

options!(GetAlbum: market);

impl GetAlbum {
    /// One album.
    pub fn new(id: impl IntoId<AlbumId>) -> Self {
        Self { id: id.into_id(), market: None }
    }
}

impl Endpoint for GetAlbum {
    type Output = Album;
    const OPERATION: Operation = Operation::get("get-an-album", "/albums/{id}");

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.id).market(self.market.as_deref()).build()
    }
}

/// `GET /albums/{id}/tracks`: see [`Albums::get_tracks`](crate::service::Albums::get_tracks).
#[derive(Debug, Clone)]
pub struct GetAlbumTracks {
    id: Result<AlbumId>,
    market: Option<String>,
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetAlbumTracks: market, limit, offset);

impl GetAlbumTracks {
    /// The tracks of one album.
    pub fn new(id: impl IntoId<AlbumId>) -> Self {
        Self { id: id.into_id(), market: None, limit: None, offset: None }
    }
}

impl Endpoint for GetAlbumTracks {
    type Output = Page<SimplifiedTrack>;
    const OPERATION: Operation = Operation::get("get-an-albums-tracks", "/albums/{id}/tracks").limited_to(50);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .id(&self.id)
            .market(self.market.as_deref())
            .limit(self.limit)
            .offset(self.offset)
            .build()
    }
}

impl Paged for GetAlbumTracks {
    type Row = SimplifiedTrack;
}

/// `GET /me/albums`: see [`Albums::get_saved`](crate::service::Albums::get_saved).
#[derive(Debug, Clone, Default)]
pub struct GetSavedAlbums {
    market: Option<String>,
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetSavedAlbums: market, limit, offset);

impl Endpoint for GetSavedAlbums {
    type Output = Page<SavedAlbum>;
    const OPERATION: Operation = Operation::get("get-users-saved-albums", "/me/albums")
        .of_user(&[scope::USER_LIBRARY_READ])
        .limited_to(50);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .market(self.market.as_deref())
            .limit(self.limit)
            .offset(self.offset)
            .build()
    }
}

impl Paged for GetSavedAlbums {
    type Row = SavedAlbum;
}
