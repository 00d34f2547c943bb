//! Commands to the player but for `play` and the queue.

use serde_json::Value;

use super::{ApiError, Call, Outcome, command};
use crate::world::player::Repeat;

/// `PUT /me/player`.
pub(crate) fn transfer(call: &Call<'_>) -> Outcome {
    command(call, |person, _, now| {
        let body: Value = serde_json::from_slice(&call.request.body)
            .map_err(|_| ApiError::bad_request("Malformed json"))?;
        let ids = body.get("device_ids").and_then(Value::as_array);
        let [id] = ids.ok_or(ApiError::bad_request("Missing required field: device_ids"))?.as_slice() else {
            return Err(ApiError::bad_request("Exactly one device must be provided"));
        };
        let id = id.as_str().ok_or(ApiError::bad_request("Malformed json"))?;
        let play = body.get("play").and_then(Value::as_bool).unwrap_or(false);
        Ok(person.player.transfer(id, play, now)?)
    })
}

/// `PUT /me/player/pause`.
pub(crate) fn pause(call: &Call<'_>) -> Outcome {
    command(call, |person, device_id, now| Ok(person.player.pause(device_id, now)?))
}

/// `POST /me/player/next`.
pub(crate) fn next(call: &Call<'_>) -> Outcome {
    command(call, |person, device_id, now| Ok(person.player.next(device_id, now)?))
}

/// `POST /me/player/previous`.
pub(crate) fn previous(call: &Call<'_>) -> Outcome {
    command(call, |person, device_id, now| Ok(person.player.previous(device_id, now)?))
}

/// `PUT /me/player/seek`.
pub(crate) fn seek(call: &Call<'_>) -> Outcome {
    command(call, |person, device_id, now| {
        let position = parameter(call, "position_ms", |text| text.parse().ok())?;
        Ok(person.player.seek(device_id, position, now)?)
    })
}

/// `PUT /me/player/repeat`.
pub(crate) fn repeat(call: &Call<'_>) -> Outcome {
    command(call, |person, device_id, now| {
        let repeat = parameter(call, "state", Repeat::parse)?;
        Ok(person.player.set_repeat(device_id, repeat, now)?)
    })
}

/// `PUT /me/player/shuffle`.
pub(crate) fn shuffle(call: &Call<'_>) -> Outcome {
    command(call, |person, device_id, now| {
        let shuffle = parameter(call, "state", |text| text.parse().ok())?;
        Ok(person.player.set_shuffle(device_id, shuffle, now)?)
    })
}

/// `PUT /me/player/volume`.
pub(crate) fn volume(call: &Call<'_>) -> Outcome {
    command(call, |person, device_id, now| {
        let percent =
            parameter(call, "volume_percent", |text| text.parse().ok().filter(|percent| *percent <= 100))?;
        Ok(person.player.set_volume(device_id, percent, now)?)
    })
}

/// A parameter of the query that must be there and make sense.
pub(super) fn parameter<T>(
    call: &Call<'_>,
    name: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, ApiError> {
    let Some(text) = call.request.query(name) else {
        return Err(ApiError::bad_request(format!("Missing required field: {name}")));
    };
    read(&text).ok_or_else(|| ApiError::bad_request(format!("Invalid {name}")))
}
