//! The playlists that a user has: `GET /me/playlists` and `GET /users/{id}/playlists`.

use http::StatusCode;
use serde_json::Value;

use super::{body, scope_to_read};
use crate::http::web_api::page::{Range, page};
use crate::http::web_api::{Answer, ApiError, Call, Outcome};
use crate::rules::Limit;
use crate::world::Playlist;

/// How far a list can be paged.
const LARGEST_OFFSET: u64 = 100_000;

pub(in crate::http::web_api) fn mine(call: &Call<'_>) -> Outcome {
    let user = call.caller.user.as_deref().unwrap_or_default();
    list(call, user, |_, playlist| is_visible(call, playlist))
}

/// Of somebody else what is on the profile.
pub(in crate::http::web_api) fn of_user(call: &Call<'_>) -> Outcome {
    if call.caller.user.as_deref() == Some(&*call.id) {
        return mine(call);
    }
    list(call, &call.id, |is_shown, playlist| is_shown && playlist.public)
}

fn list(call: &Call<'_>, user: &str, shows: impl Fn(bool, &Playlist) -> bool) -> Outcome {
    let range = Range::of(call, Limit::USUAL)?;
    if range.offset() > LARGEST_OFFSET {
        return Err(ApiError::bad_request("Invalid offset"));
    }
    let world = call.shared.world();
    let person = world.person(user).ok_or(ApiError::new(StatusCode::NOT_FOUND, "User not found"))?;
    let listed = person.playlists.iter().filter_map(|listed| Some((listed, world.playlist(&listed.id)?)));
    let all: Vec<&Playlist> = listed
        .filter(|(listed, playlist)| shows(listed.public, playlist))
        .map(|(_, playlist)| playlist)
        .collect();
    let rows: Vec<Value> =
        range.cut(&all).iter().map(|playlist| body::simplified(call, &world, playlist)).collect();
    Ok(Answer::json(StatusCode::OK, &page(call, range, all.len(), rows, &[])))
}

/// Whether an app may know that a user has a playlist.
fn is_visible(call: &Call<'_>, playlist: &Playlist) -> bool {
    scope_to_read(playlist).is_none_or(|scope| call.caller.scopes.contains(scope))
}
