//! Answers with several entities at once: `{"albums": [{...}, null]}`.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{Decode, fold, json, model, wrong_shape};
use crate::error::Result;
use crate::model::{Artist, Track};
use crate::operation::Operation;

impl<T: DeserializeOwned + Send + 'static> Decode for Vec<Option<T>> {
    /// The list is in a member that is called as the operation's path: `albums` for `/albums`, `audio_features` for
    /// `/audio-features`.
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
        Some(list) if list.get() != "null" && fold::is_ours::<T>() => {
            model(operation, status, list.get().as_bytes())
        }
        Some(list) if list.get() != "null" => json(operation, status, list.get().as_bytes()),
        _ => Err(wrong_shape("a list of entities", operation, status, body)),
    }
}
