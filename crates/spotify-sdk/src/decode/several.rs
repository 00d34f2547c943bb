//! Answers with several entities at once: `{"albums": [{...}, null]}`.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{Decode, fold, json, model, wrong_shape};
use crate::error::Result;
use crate::operation::Operation;

impl<T: DeserializeOwned + Send + 'static> Decode for Vec<Option<T>> {
    /// The list is in a member that is called as the operation's path: `albums` for `/albums`.
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        let mut members: BTreeMap<String, Box<RawValue>> = json(operation, status, body)?;
        match members.remove(operation.path.trim_start_matches('/')) {
            Some(list) if list.get() != "null" && fold::is_ours::<T>() => {
                model(operation, status, list.get().as_bytes())
            }
            Some(list) if list.get() != "null" => json(operation, status, list.get().as_bytes()),
            _ => Err(wrong_shape("a list of entities", operation, status, body)),
        }
    }
}
