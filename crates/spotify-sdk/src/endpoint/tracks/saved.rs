//! Saving tracks, which is the one operation of its kind that also takes times.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::endpoint::batch::Batch;
use crate::endpoint::saved::changes;
use crate::endpoint::{ApiRequest, Endpoint, splits};
use crate::error::{Error, Result};
use crate::id::{IntoId, Kind, TrackId};
use crate::model::Timestamp;
use crate::operation::Operation;

/// How many ids one request takes.
const LARGEST: usize = 50;

const OPERATION: Operation = changes(Operation::put("save-tracks-user", "/me/tracks"));

/// `PUT /me/tracks`: see [`Tracks::save`](crate::service::Tracks::save).
#[derive(Debug, Clone)]
pub struct SaveTracks {
    ids: Batch,
}

impl SaveTracks {
    /// These tracks, now.
    pub fn new(ids: impl IntoIterator<Item: IntoId<TrackId>>) -> Self {
        Self { ids: Batch::of_ids(ids) }
    }
}

splits!(SaveTracks: ids, at most LARGEST, else SaveLibraryItems of Kind::Track);

impl Endpoint for SaveTracks {
    type Output = ();
    const OPERATION: Operation = OPERATION;

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).json_batch("ids", &self.ids, LARGEST).build()
    }
}

/// `PUT /me/tracks` with `timestamped_ids`: see [`Tracks::save_timestamped`](crate::service::Tracks::save_timestamped).
#[derive(Debug, Clone)]
pub struct SaveTimestampedTracks {
    ids: Batch,
    /// By id, so that every part of a list that is split finds its own. Shared by the parts.
    added_at: Arc<BTreeMap<String, Timestamp>>,
}

impl SaveTimestampedTracks {
    /// These tracks, each with the time at which it was added. Of a track that is named twice the last time counts.
    pub fn new(tracks: impl IntoIterator<Item = (impl IntoId<TrackId>, impl Into<Timestamp>)>) -> Self {
        let (ids, times): (Vec<_>, Vec<Timestamp>) =
            tracks.into_iter().map(|(id, added_at)| (id, added_at.into())).unzip();
        let ids = Batch::of_ids::<TrackId>(ids);
        let added_at = ids.entries().iter().cloned().zip(times).collect();
        Self { ids, added_at: Arc::new(added_at) }
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

// `/me/library` takes no times, so there is nothing to go on to where this is closed.
splits!(SaveTimestampedTracks: ids, at most LARGEST);

impl Endpoint for SaveTimestampedTracks {
    type Output = ();
    const OPERATION: Operation = OPERATION;

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION);
        let ids = match self.ids.checked("ids", LARGEST) {
            Ok(ids) => ids,
            Err(error) => return request.fail(|| error).build(),
        };
        let mut timestamped_ids = Vec::with_capacity(ids.len());
        for (id, added_at) in ids.iter().filter_map(|id| Some((id, self.added_at.get(id)?))) {
            if added_at.to_system_time().is_none() {
                return request.fail(|| not_a_time(added_at)).build();
            }
            timestamped_ids.push(TimestampedId { id, added_at });
        }
        request.json(&TimestampedIds { ids, timestamped_ids }).build()
    }
}

fn not_a_time(text: &Timestamp) -> Error {
    Error::invalid_argument(format!("`{text}` is not a time at which a track can have been added"))
        .with_advice("Write it as `2023-01-15T14:30:00Z`, which is ISO 8601 in UTC, or pass a `SystemTime`")
}
