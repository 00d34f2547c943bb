//! Saving tracks by the operations that apps in Extended Quota Mode still have. `/me/library` has taken their place.

use bytes::Bytes;

use crate::decode::contains;
use crate::endpoint::batch::Batch;
use crate::endpoint::{ApiRequest, Endpoint};
use crate::error::Result;
use crate::id::{IntoId, TrackId};
use crate::operation::{Availability, Operation};
use crate::scope;

/// How many ids one request takes.
const LARGEST: usize = 50;

/// `PUT /me/tracks`: see [`Tracks::save`](crate::service::Tracks::save).
#[derive(Debug, Clone)]
pub struct SaveTracks {
    ids: Batch,
}

impl SaveTracks {
    /// These tracks.
    pub fn new(ids: impl IntoIterator<Item: IntoId<TrackId>>) -> Self {
        Self { ids: Batch::of_ids(ids) }
    }
}

impl Endpoint for SaveTracks {
    type Output = ();
    const OPERATION: Operation = Operation::put("save-tracks-user", "/me/tracks")
        .of_user(&[scope::USER_LIBRARY_MODIFY])
        .available_to(Availability::ExtendedQuota)
        .safe_to_repeat();

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).json_batch("ids", &self.ids, LARGEST).build()
    }
}

/// `DELETE /me/tracks`: see [`Tracks::remove_saved`](crate::service::Tracks::remove_saved).
#[derive(Debug, Clone)]
pub struct RemoveSavedTracks {
    ids: Batch,
}

impl RemoveSavedTracks {
    /// These tracks.
    pub fn new(ids: impl IntoIterator<Item: IntoId<TrackId>>) -> Self {
        Self { ids: Batch::of_ids(ids) }
    }
}

impl Endpoint for RemoveSavedTracks {
    type Output = ();
    const OPERATION: Operation = Operation::delete("remove-tracks-user", "/me/tracks")
        .of_user(&[scope::USER_LIBRARY_MODIFY])
        .available_to(Availability::ExtendedQuota)
        .safe_to_repeat();

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).batch("ids", &self.ids, LARGEST).build()
    }
}

/// `GET /me/tracks/contains`: see [`Tracks::check_saved`](crate::service::Tracks::check_saved).
#[derive(Debug, Clone)]
pub struct CheckSavedTracks {
    ids: Batch,
}

impl CheckSavedTracks {
    /// These tracks.
    pub fn new(ids: impl IntoIterator<Item: IntoId<TrackId>>) -> Self {
        Self { ids: Batch::of_ids(ids) }
    }
}

impl Endpoint for CheckSavedTracks {
    type Output = Vec<bool>;
    const OPERATION: Operation = Operation::get("check-users-saved-tracks", "/me/tracks/contains")
        .of_user(&[scope::USER_LIBRARY_READ])
        .available_to(Availability::ExtendedQuota);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).batch("ids", &self.ids, LARGEST).build()
    }

    fn decode(&self, status: u16, body: &Bytes) -> Result<Self::Output> {
        contains(&Self::OPERATION, status, body, self.ids.len())
    }
}
