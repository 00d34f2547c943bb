//! Answers of the player that have no id by which to know them.

use bytes::Bytes;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::collections::HashMap;

use super::{Decode, json, wrong_shape};
use crate::error::Result;
use crate::model::{CurrentlyPlaying, Device, PlaybackState, Queue, RecentlyPlayed};
use crate::operation::Operation;

impl Decode for Option<PlaybackState> {
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        something(operation, status, body, "a playback state")
    }
}

impl Decode for Option<CurrentlyPlaying> {
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        something(operation, status, body, "what plays")
    }
}

impl Decode for Vec<Device> {
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        #[derive(serde::Deserialize)]
        struct Devices {
            #[serde(default, deserialize_with = "crate::lenient::field")]
            devices: Vec<Device>,
        }

        has(&["devices"], "a list of devices", operation, status, body)?;
        Ok(json::<Devices>(operation, status, body)?.devices)
    }
}

impl Decode for Queue {
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        has(&["queue", "currently_playing"], "a queue", operation, status, body)?;
        json(operation, status, body)
    }
}

impl Decode for RecentlyPlayed {
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        has(&["items"], "a list of plays", operation, status, body)?;
        json(operation, status, body)
    }
}

/// Where nothing plays Spotify answers 204 and with no body.
fn something<T: DeserializeOwned>(
    operation: &Operation,
    status: u16,
    body: &Bytes,
    what: &str,
) -> Result<Option<T>> {
    if status == 204 || body.trim_ascii().is_empty() {
        return Ok(None);
    }
    has(&["is_playing", "item", "currently_playing_type"], what, operation, status, body)?;
    json(operation, status, body).map(Some)
}

/// Every member of these answers may be missing, but not all of these.
fn has(keys: &[&str], what: &str, operation: &Operation, status: u16, body: &Bytes) -> Result<()> {
    let members: HashMap<String, IgnoredAny> = json(operation, status, body)?;
    if keys.iter().any(|key| members.contains_key(*key)) {
        Ok(())
    } else {
        Err(wrong_shape(what, operation, status, body))
    }
}
