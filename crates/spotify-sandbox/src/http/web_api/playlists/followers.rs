//! `/playlists/{id}/followers`

use http::StatusCode;
use serde_json::Value;

use super::{found, json_body, modify, need};
use crate::http::web_api::batch::yes_or_no;
use crate::http::web_api::{Answer, ApiError, Call, Outcome};

pub(in crate::http::web_api) fn follow(call: &Call<'_>) -> Outcome {
    let public = match json_body(call)?.get("public") {
        None | Some(Value::Null) => true,
        Some(public) => public.as_bool().ok_or(ApiError::bad_request("Bad request"))?,
    };
    need(call, modify(public))?;
    exists(call)?;
    let capacity = call.shared.rules.set().capacity;
    let is_followed = call.person(|person| {
        let has_room = person.follows(&call.id) || person.playlists.len() < capacity.playlists;
        if has_room {
            person.follow(&call.id, public);
        }
        has_room
    })?;
    if !is_followed {
        return Err(ApiError::full());
    }
    Ok(Answer::empty(StatusCode::OK))
}

pub(in crate::http::web_api) fn unfollow(call: &Call<'_>) -> Outcome {
    exists(call)?;
    let public = call.person(|person| {
        person.playlists.iter().find(|listed| listed.id == call.id).is_none_or(|listed| listed.public)
    })?;
    need(call, modify(public))?;
    call.person(|person| person.unfollow(&call.id))?;
    Ok(Answer::empty(StatusCode::OK))
}

/// Whether the caller follows it. `ids`, which once said about whom the question is, says nothing any more.
pub(in crate::http::web_api) fn check(call: &Call<'_>) -> Outcome {
    exists(call)?;
    let follows = call.person(|person| person.follows(&call.id))?;
    yes_or_no(&[follows])
}

fn exists(call: &Call<'_>) -> Result<(), ApiError> {
    found(&call.shared.world(), &call.id).map(|_| ())
}
