//! `PUT /me/player/play`.

use http::StatusCode;
use serde_json::Value;

use super::{Answer, ApiError, Call, Outcome};
use crate::world::Playback;

pub(super) fn play(call: &Call<'_>) -> Outcome {
    let mut world = call.shared.world();
    let Some(person) = call.caller.user.as_deref().and_then(|user| world.person_mut(user)) else {
        return Err(ApiError::new(StatusCode::NOT_FOUND, "User not found"));
    };
    if !person.profile.premium {
        let error = ApiError::new(StatusCode::FORBIDDEN, "Player command failed: Premium required");
        return Err(error.reason("PREMIUM_REQUIRED"));
    }
    let body = match call.request.body.trim_ascii() {
        [] => None,
        json => Some(serde_json::from_slice(json).map_err(|_| ApiError::bad_request("Malformed json"))?),
    };
    if let Some(body) = &body {
        check(body)?;
    }
    person.playback = Some(Playback {
        user: person.profile.id.clone(),
        device_id: call.request.query("device_id"),
        body,
        at: call.now,
    });
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

/// The rules for `context_uri`, `uris`, `offset` and `position_ms`.
fn check(body: &Value) -> Result<(), ApiError> {
    let Some(fields) = body.as_object() else { return Err(ApiError::bad_request("Malformed json")) };
    let given = |name: &str| fields.get(name).filter(|value| !value.is_null());
    let context = match given("context_uri").map(Value::as_str) {
        None => None,
        Some(Some(uri)) => Some(kind_of(uri).ok_or(ApiError::bad_request("Invalid context uri"))?),
        Some(None) => return Err(ApiError::bad_request("Invalid context uri")),
    };
    if let Some(uris) = given("uris") {
        let is_uri = |uri: &Value| uri.as_str().and_then(kind_of).is_some();
        if !uris.as_array().is_some_and(|uris| uris.iter().all(is_uri)) {
            return Err(ApiError::bad_request("Invalid track uri"));
        }
    }
    if given("offset").is_some()
        && let Some(kind) = context
        && !matches!(kind, "album" | "playlist" | "show")
    {
        let kind = kind.to_ascii_uppercase();
        return Err(ApiError::bad_request(format!("Can't have offset for context type: {kind}")));
    }
    if given("position_ms").is_some_and(|position| position.as_u64().is_none()) {
        return Err(ApiError::bad_request("Invalid position_ms"));
    }
    Ok(())
}

/// The kind of a URI such as `spotify:album:..`.
fn kind_of(uri: &str) -> Option<&str> {
    let (kind, rest) = uri.strip_prefix("spotify:")?.split_once(':')?;
    (!kind.is_empty() && !rest.is_empty()).then_some(kind)
}
