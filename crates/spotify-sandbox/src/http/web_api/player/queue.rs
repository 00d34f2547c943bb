//! `GET /me/player/queue`, `POST /me/player/queue`.

use http::StatusCode;
use serde_json::{Value, json};

use super::commands::parameter;
use super::show::body;
use super::{Answer, ApiError, Call, Outcome, command, item, kind_of};

/// How much of what comes next is told.
const TOLD: usize = 20;

/// What plays and what comes next: what was queued, then the rest of the context.
pub(crate) fn queue(call: &Call<'_>) -> Outcome {
    // It takes two scopes; the other one is checked before it gets here.
    if !call.caller.scopes.contains("user-read-currently-playing") {
        return Err(ApiError::new(StatusCode::UNAUTHORIZED, "Permissions missing"));
    }
    call.person(|person| {
        let (current, next) = person.player.upcoming(call.now, TOLD);
        let answer = json!({
            "currently_playing": current.map_or(Value::Null, |item| body(call, None, item)),
            "queue": next.into_iter().map(|item| body(call, None, item)).collect::<Vec<_>>(),
        });
        Ok(Answer::json(StatusCode::OK, &answer))
    })?
}

/// Puts a track or an episode behind what was queued before.
pub(crate) fn add_to_queue(call: &Call<'_>) -> Outcome {
    command(call, |person, device_id, now| {
        let is_item = |uri: &&str| matches!(kind_of(uri), Some("track" | "episode"));
        let uri = parameter(call, "uri", |text| Some(text).filter(is_item).map(str::to_owned))?;
        Ok(person.player.add_to_queue(device_id, item(&call.shared.catalogue, &uri), now)?)
    })
}
