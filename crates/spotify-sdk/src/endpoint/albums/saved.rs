//! Saving albums by the operations that apps in Extended Quota Mode still have. `/me/library` has taken their place.

use bytes::Bytes;

use crate::decode::contains;
use crate::endpoint::batch::Batch;
use crate::endpoint::{ApiRequest, Endpoint};
use crate::error::Result;
use crate::id::{AlbumId, IntoId};
use crate::operation::{Availability, Operation};
use crate::scope;

/// How many ids one request takes.
const LARGEST: usize = 20;

/// `PUT /me/albums`: see [`Albums::save`](crate::service::Albums::save).
#[derive(Debug, Clone)]
pub struct SaveAlbums {
    ids: Batch,
}

impl SaveAlbums {
    /// These albums.
    pub fn new(ids: impl IntoIterator<Item: IntoId<AlbumId>>) -> Self {
        Self { ids: Batch::of_ids(ids) }
    }
}

impl Endpoint for SaveAlbums {
    type Output = ();
    const OPERATION: Operation = Operation::put("save-albums-user", "/me/albums")
        .of_user(&[scope::USER_LIBRARY_MODIFY])
        .available_to(Availability::ExtendedQuota)
        .safe_to_repeat();

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).batch("ids", &self.ids, LARGEST).build()
    }
}

/// `DELETE /me/albums`: see [`Albums::remove_saved`](crate::service::Albums::remove_saved).
#[derive(Debug, Clone)]
pub struct RemoveSavedAlbums {
    ids: Batch,
}

impl RemoveSavedAlbums {
    /// These albums.
    pub fn new(ids: impl IntoIterator<Item: IntoId<AlbumId>>) -> Self {
        Self { ids: Batch::of_ids(ids) }
    }
}

impl Endpoint for RemoveSavedAlbums {
    type Output = ();
    const OPERATION: Operation = Operation::delete("remove-albums-user", "/me/albums")
        .of_user(&[scope::USER_LIBRARY_MODIFY])
        .available_to(Availability::ExtendedQuota)
        .safe_to_repeat();

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).batch("ids", &self.ids, LARGEST).build()
    }
}

/// `GET /me/albums/contains`: see [`Albums::check_saved`](crate::service::Albums::check_saved).
#[derive(Debug, Clone)]
pub struct CheckSavedAlbums {
    ids: Batch,
}

impl CheckSavedAlbums {
    /// These albums.
    pub fn new(ids: impl IntoIterator<Item: IntoId<AlbumId>>) -> Self {
        Self { ids: Batch::of_ids(ids) }
    }
}

impl Endpoint for CheckSavedAlbums {
    type Output = Vec<bool>;
    const OPERATION: Operation = Operation::get("check-users-saved-albums", "/me/albums/contains")
        .of_user(&[scope::USER_LIBRARY_READ])
        .available_to(Availability::ExtendedQuota);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).batch("ids", &self.ids, LARGEST).build()
    }

    fn decode(&self, status: u16, body: &Bytes) -> Result<Self::Output> {
        contains(&Self::OPERATION, status, body, self.ids.len())
    }
}
