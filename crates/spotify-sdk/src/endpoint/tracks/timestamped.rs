//! Saving tracks with the times at which they were added.

use serde::Serialize;

use super::SaveTracks;
use crate::endpoint::batch::Batch;
use crate::endpoint::{ApiRequest, Endpoint};
use crate::error::{Error, Result};
use crate::id::{IntoId, TrackId};
use crate::model::Timestamp;
use crate::operation::Operation;

/// How many tracks one request takes.
const LARGEST: usize = 50;

/// `PUT /me/tracks` with times: see [`Tracks::save_timestamped`](crate::service::Tracks::save_timestamped).
#[derive(Debug, Clone)]
pub struct SaveTimestampedTracks {
    ids: Batch,
    /// As many as ids.
    added_at: Vec<Timestamp>,
}

impl SaveTimestampedTracks {
    /// These tracks, each with its time.
    pub fn new(tracks: impl IntoIterator<Item = (impl IntoId<TrackId>, impl Into<Timestamp>)>) -> Self {
        let (ids, added_at): (Vec<_>, Vec<_>) =
            tracks.into_iter().map(|(id, added_at)| (id, added_at.into())).unzip();
        Self { ids: Batch::of_ids(ids), added_at }
    }
}

#[derive(Serialize)]
struct TimestampedIds<'a> {
    /// Not looked at beside the others, and required all the same.
    ids: &'a [String],
    timestamped_ids: Vec<TimestampedId<'a>>,
}

#[derive(Serialize)]
struct TimestampedId<'a> {
    id: &'a str,
    added_at: &'a Timestamp,
}

impl Endpoint for SaveTimestampedTracks {
    type Output = ();
    const OPERATION: Operation = SaveTracks::OPERATION;

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION);
        let wrong = self.added_at.iter().find(|added_at| added_at.to_system_time().is_none());
        match (self.ids.checked("ids", LARGEST), wrong) {
            (Err(error), _) => request.fail(|| error).build(),
            (Ok(_), Some(wrong)) => request.fail(|| not_a_time(wrong)).build(),
            (Ok(ids), None) => {
                let timestamped = ids.iter().zip(&self.added_at);
                let timestamped_ids =
                    timestamped.map(|(id, added_at)| TimestampedId { id, added_at }).collect();
                request.json(&TimestampedIds { ids, timestamped_ids }).build()
            }
        }
    }
}

fn not_a_time(text: &Timestamp) -> Error {
    Error::invalid_argument(format!("`{text}` is not a time at which a track can have been added"))
        .with_advice("Write it as `2023-01-15T14:30:00Z`, which is ISO 8601 in UTC, or pass a `SystemTime`")
}
