//! Answers with several entities at once: `{"albums": [{...}, null]}`.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{Decode, again_with_care, fold, json, model, wrong_shape};
use crate::error::{ErrorKind, Result};
use crate::model::{Artist, Track};
use crate::operation::Operation;

impl<T: DeserializeOwned + Send + 'static> Decode for Vec<Option<T>> {
    /// The list is in a member that is called as the operation's path: `albums` for `/albums`, `audio_features` for
    /// `/audio-features`. A row that can't be read is `None`, as one that is not there, and is logged.
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        list(&operation.path.trim_start_matches('/').replace('-', "_"), operation, status, body)
    }
}

/// What belongs to one artist is a list of its own, not an answer to a list of ids: what is null there is not missed.
macro_rules! decode_list {
    ($($Model:ident in $member:literal),+) => {$(
        impl Decode for Vec<$Model> {
            fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
                let rows: Vec<Option<$Model>> = list($member, operation, status, body)?;
                Ok(rows.into_iter().flatten().collect())
            }
        }
    )+};
}

decode_list!(Artist in "artists", Track in "tracks");

fn list<T: DeserializeOwned + 'static>(
    member: &str,
    operation: &Operation,
    status: u16,
    body: &Bytes,
) -> Result<Vec<Option<T>>> {
    let mut members: BTreeMap<String, Box<RawValue>> = json(operation, status, body)?;
    match members.remove(member) {
        Some(list) if list.get() != "null" => rows(member, operation, status, list.get()),
        _ => Err(wrong_shape("a list of entities", operation, status, body)),
    }
}

/// Reads a list in one go, and row by row where that fails: one bad row costs nobody the others.
pub(super) fn rows<T: DeserializeOwned + 'static>(
    member: &str,
    operation: &Operation,
    status: u16,
    list: &str,
) -> Result<Vec<Option<T>>> {
    let whole = if fold::is_ours::<T>() {
        model(operation, status, list.as_bytes())
    } else {
        json(operation, status, list.as_bytes())
    };
    let error = match whole {
        Err(error) if error.kind() == ErrorKind::Decode => error,
        whole => return whole,
    };
    let rows: Vec<Box<RawValue>> = json(operation, status, list.as_bytes())?;
    // A list of something else is no answer with bad rows in it.
    if !rows.iter().all(|row| row.get().starts_with('{') || row.get() == "null") {
        return Err(error);
    }
    let read = |(row, json): (usize, Box<RawValue>)| match again_with_care(json.get()) {
        Ok(read) => read,
        Err(error) => {
            let (operation, path) = (operation.id, error.json_path());
            tracing::warn!(operation, member, row, path, "passed over a row of a list that can't be read");
            None
        }
    };
    Ok(rows.into_iter().enumerate().map(read).collect())
}
