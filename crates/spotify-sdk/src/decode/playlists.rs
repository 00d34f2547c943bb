//! Answers of operations on playlists: what a write leaves behind, covers, and what was filtered.

use bytes::Bytes;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::collections::HashMap;

use super::{Decode, json, model, wrong_shape};
use crate::error::Result;
use crate::model::{Image, SnapshotId};
use crate::operation::Operation;

impl Decode for SnapshotId {
    /// The state after a write: `{"snapshot_id": ".."}`.
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        #[derive(serde::Deserialize)]
        struct Written {
            #[serde(default)]
            snapshot_id: SnapshotId,
        }

        let Written { snapshot_id } = json(operation, status, body)?;
        match snapshot_id.is_empty() {
            false => Ok(snapshot_id),
            true => Err(wrong_shape("a snapshot id", operation, status, body)),
        }
    }
}

impl Decode for Vec<Image> {
    /// A list without anything around it. Without any image `null` has been seen for it elsewhere.
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        let images: Option<Vec<Option<Image>>> = json(operation, status, body)?;
        Ok(images.unwrap_or_default().into_iter().flatten().collect())
    }
}

impl Decode for bool {
    /// The answer to one question, in a list of one.
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        super::contains(operation, status, body, 1)
            .map(|answers| answers.first().copied().unwrap_or_default())
    }
}

/// An answer of which `fields` may have left out all by which its kind is known. An object it still is.
pub(crate) fn filtered<T: DeserializeOwned>(operation: &Operation, status: u16, body: &Bytes) -> Result<T> {
    json::<HashMap<String, IgnoredAny>>(operation, status, body)?;
    model(operation, status, body)
}
