//! `/playlists/{id}` and below it, `/me/playlists` and `/users/{id}/playlists`.

mod body;
mod changes;
mod cover;
mod details;
mod fields;
mod followers;
mod items;
mod lists;

use http::StatusCode;
use serde_json::Value;

use super::batch::is_id;
use super::{Answer, ApiError, Call, Outcome};
use crate::world::{Playlist, World};

pub(super) use body::simplified;
pub(super) use changes::{add, remove, update};
pub(super) use cover::{cover, upload};
pub(super) use details::{change, create, create_for};
pub(super) use followers::{check, follow, unfollow};
pub(super) use items::{items, tracks};
pub(super) use lists::{mine, of_user};

use fields::Filter;

/// `GET /playlists/{id}`
pub(super) fn get(call: &Call<'_>) -> Outcome {
    let (filter, look) = (Filter::of(call)?, items::Look::of(call)?);
    let world = call.shared.world();
    let mut body = body::full(call, &world, found(&world, &call.id)?, &look, &filter);
    filter.apply(&mut body);
    Ok(Answer::json(StatusCode::OK, &body))
}

fn found<'w>(world: &'w World, id: &str) -> Result<&'w Playlist, ApiError> {
    if !is_id(id) {
        return Err(ApiError::bad_request("Invalid base62 id"));
    }
    world.playlist(id).ok_or(ApiError::new(StatusCode::NOT_FOUND, "Resource not found"))
}

/// The scope that it takes to change a playlist.
fn modify(public: bool) -> &'static str {
    if public { "playlist-modify-public" } else { "playlist-modify-private" }
}

/// The scope that it takes to know of a playlist in somebody's list, and to see what is in it.
fn scope_to_read(playlist: &Playlist) -> Option<&'static str> {
    match (playlist.collaborative, playlist.public) {
        (true, _) => Some("playlist-read-collaborative"),
        (false, true) => None,
        (false, false) => Some("playlist-read-private"),
    }
}

fn need(call: &Call<'_>, scope: &str) -> Result<(), ApiError> {
    match call.caller.scopes.contains(scope) {
        true => Ok(()),
        false => Err(ApiError::new(StatusCode::FORBIDDEN, "Insufficient client scope")),
    }
}

fn forbidden() -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, "Forbidden")
}

/// The JSON object that a request has in its body; an empty one for an empty body.
fn json_body(call: &Call<'_>) -> Result<Value, ApiError> {
    let body: Value = match call.request.body.trim_ascii() {
        [] => return Ok(Value::Object(serde_json::Map::new())),
        json => serde_json::from_slice(json).map_err(|_| ApiError::bad_request("Malformed json"))?,
    };
    if body.is_object() { Ok(body) } else { Err(ApiError::bad_request("Malformed json")) }
}
