//! Operations on tracks.

mod saved;
mod timestamped;

use super::{ApiRequest, Endpoint, Paged, options};
use crate::error::Result;
use crate::id::{IntoId, TrackId};
use crate::model::{SavedTrack, Track};
use crate::operation::Operation;
use crate::page::Page;
use crate::scope;

pub use saved::{CheckSavedTracks, RemoveSavedTracks, SaveTracks};
pub use timestamped::SaveTimestampedTracks;

/// `GET /tracks/{id}`: see [`Tracks::get`](crate::service::Tracks::get).
#[derive(Debug, Clone)]
pub struct GetTrack {
    id: Result<TrackId>,
    market: Option<String>,
}

options!(GetTrack: market);

impl GetTrack {
    /// One track.
    pub fn new(id: impl IntoId<TrackId>) -> Self {
        Self { id: id.into_id(), market: None }
    }
}

impl Endpoint for GetTrack {
    type Output = Track;
    const OPERATION: Operation = Operation::get("get-track", "/tracks/{id}");

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.id).market(self.market.as_deref()).build()
    }
}

/// `GET /me/tracks`: see [`Tracks::get_saved`](crate::service::Tracks::get_saved).
#[derive(Debug, Clone, Default)]
pub struct GetSavedTracks {
    market: Option<String>,
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetSavedTracks: market, limit, offset);

impl Endpoint for GetSavedTracks {
    type Output = Page<SavedTrack>;
    const OPERATION: Operation = Operation::get("get-users-saved-tracks", "/me/tracks")
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

impl Paged for GetSavedTracks {
    type Row = SavedTrack;
}
