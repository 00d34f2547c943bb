//! Saving tracks, which is the one operation of its kind that also takes times.

use serde::Serialize;

use crate::endpoint::batch::Batch;
use crate::endpoint::saved::changes;
use crate::endpoint::{ApiRequest, Endpoint};
use crate::error::{Error, Result};
use crate::id::{IntoId, TrackId};
use crate::model::Timestamp;
use crate::operation::Operation;

/// How many ids one request takes.
const LARGEST: usize = 50;

/// `PUT /me/tracks`: see [`Tracks::save`](crate::service::Tracks::save) and
/// [`Tracks::save_timestamped`](crate::service::Tracks::save_timestamped).
#[derive(Debug, Clone)]
pub struct SaveTracks {
    ids: Batch,
    /// As many as ids, or none: Spotify takes the time at which it is asked then.
    added_at: Vec<Timestamp>,
}

impl SaveTracks {
    /// These tracks, now.
    pub fn new(ids: impl IntoIterator<Item: IntoId<TrackId>>) -> Self {
        Self { ids: Batch::of_ids(ids), added_at: Vec::new() }
    }

    /// These tracks, each with the time at which it was added.
    pub fn timestamped(
        tracks: impl IntoIterator<Item = (impl IntoId<TrackId>, impl Into<Timestamp>)>,
    ) -> Self {
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

impl Endpoint for SaveTracks {
    type Output = ();
    const OPERATION: Operation = changes(Operation::put("save-tracks-user", "/me/tracks"));

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION);
        if self.added_at.is_empty() {
            return request.json_batch("ids", &self.ids, LARGEST).build();
        }
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
