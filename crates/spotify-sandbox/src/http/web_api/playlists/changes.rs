//! Changing what is in a playlist: `POST`, `PUT` and `DELETE` of `/playlists/{id}/items` and `/playlists/{id}/tracks`.

use http::StatusCode;
use serde_json::{Value, json};

use super::{forbidden, found, json_body, modify, need};
use crate::catalogue::{Kind, Missing};
use crate::http::web_api::{Answer, ApiError, Call, Outcome};
use crate::world::Playlist;
use crate::world::playlist::{Content, LocalFile, Move, Refusal};

/// How many items a request may name.
const MOST: usize = 100;

pub(in crate::http::web_api) fn add(call: &Call<'_>) -> Outcome {
    allowed(call)?;
    let body = json_body(call)?;
    let uris = uris(call, &body)?.filter(|uris| !uris.is_empty()).ok_or_else(none_given)?;
    at_most(uris.len(), "You can add a maximum of 100 tracks per request.")?;
    let contents = contents(call, &uris)?;
    let position = match call.request.query("position") {
        Some(position) => Some(position.parse().map_err(|_| ApiError::bad_request("Invalid position"))?),
        None => number(&body, "position")?,
    };
    change(call, StatusCode::CREATED, |playlist, user| playlist.add(contents, position, user, call.now))
}

/// Either puts other items in the place of all, or moves some.
pub(in crate::http::web_api) fn update(call: &Call<'_>) -> Outcome {
    allowed(call)?;
    let body = json_body(call)?;
    let (uris, start) = (uris(call, &body)?, number(&body, "range_start")?);
    let before = number(&body, "insert_before")?;
    match (uris, start, before) {
        (Some(uris), None, None) => {
            at_most(uris.len(), "You can add a maximum of 100 tracks per request.")?;
            let contents = contents(call, &uris)?;
            change(call, StatusCode::OK, |playlist, user| {
                playlist.replace(contents, user, call.now);
                Ok(())
            })
        }
        (None, Some(range_start), Some(insert_before)) => {
            let range_length = number(&body, "range_length")?.unwrap_or(1);
            let snapshot_id = snapshot_id(&body)?;
            let wanted = Move { range_start, range_length, insert_before };
            change(call, StatusCode::OK, |playlist, _| playlist.reorder(wanted, snapshot_id))
        }
        (None, None, None) => Err(none_given()),
        // Spotify does one or the other.
        _ => Err(ApiError::bad_request("Bad request")),
    }
}

pub(in crate::http::web_api) fn remove(call: &Call<'_>) -> Outcome {
    allowed(call)?;
    let body = json_body(call)?;
    // Either operation calls the list by its own name.
    let list = if call.request.route().ends_with("/tracks") { "tracks" } else { "items" };
    let items = body.get(list).and_then(Value::as_array).filter(|items| !items.is_empty());
    let items = items.ok_or_else(none_given)?;
    at_most(items.len(), "You can remove a maximum of 100 tracks per request.")?;
    let mut contents = Vec::new();
    for item in items {
        match (item.get("uri").and_then(Value::as_str), item) {
            (Some(uri), _) => contents.extend(named(call, uri)?),
            (None, Value::Object(_)) => return Err(none_given()),
            (None, _) => return Err(ApiError::bad_request("Invalid base62 id")),
        }
    }
    let snapshot_id = snapshot_id(&body)?;
    change(call, StatusCode::OK, |playlist, _| playlist.remove(&contents, snapshot_id))
}

/// Whether the caller may change what is in the playlist: the first question, before what is to be changed is looked at.
fn allowed(call: &Call<'_>) -> Result<(), ApiError> {
    let world = call.shared.world();
    let playlist = found(&world, &call.id)?;
    need(call, modify(playlist.public))?;
    let may = world.may_change(call.caller.user.as_deref(), playlist);
    if may { Ok(()) } else { Err(forbidden()) }
}

/// Makes a change, and answers with the state after it.
fn change(
    call: &Call<'_>,
    status: StatusCode,
    act: impl FnOnce(&mut Playlist, &str) -> Result<(), Refusal>,
) -> Outcome {
    let mut world = call.shared.world();
    let user = call.caller.user.as_deref().ok_or_else(forbidden)?;
    let playlist = world.playlist_mut(&call.id).ok_or_else(forbidden)?;
    act(playlist, user).map_err(|refusal| match refusal {
        Refusal::UnknownSnapshot => ApiError::bad_request("Missing or bad version tag"),
        Refusal::OutOfBounds => ApiError::bad_request("Index out of bounds."),
    })?;
    Ok(Answer::json(status, &json!({ "snapshot_id": playlist.snapshot_id() })))
}

fn none_given() -> ApiError {
    ApiError::bad_request("No uris provided")
}

fn at_most(count: usize, message: &'static str) -> Result<(), ApiError> {
    if count <= MOST { Ok(()) } else { Err(ApiError::bad_request(message)) }
}

/// The URIs that a request names: those of the query, or else those of the body.
fn uris(call: &Call<'_>, body: &Value) -> Result<Option<Vec<String>>, ApiError> {
    if let Some(list) = call.request.query("uris") {
        let uris = list.split(',').map(str::trim).filter(|uri| !uri.is_empty());
        return Ok(Some(uris.map(str::to_owned).collect()));
    }
    let malformed = || ApiError::bad_request("Invalid track uri");
    match body.get("uris") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(uris)) => {
            let text = |uri: &Value| uri.as_str().map(str::to_owned).ok_or_else(malformed);
            uris.iter().map(text).collect::<Result<_, _>>().map(Some)
        }
        Some(_) => Err(malformed()),
    }
}

fn number(body: &Value, name: &str) -> Result<Option<usize>, ApiError> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
            number.map(Some).ok_or(ApiError::bad_request(format!("Invalid {name}")))
        }
    }
}

fn snapshot_id(body: &Value) -> Result<Option<&str>, ApiError> {
    match body.get("snapshot_id") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(id)) => Ok(Some(id)),
        Some(_) => Err(ApiError::bad_request("Missing or bad version tag")),
    }
}

/// What is to be added. One thing that does not exist spoils all.
fn contents(call: &Call<'_>, uris: &[String]) -> Result<Vec<Content>, ApiError> {
    let content = |uri: &String| match named(call, uri)? {
        Some(content @ Content::Entity(_)) => Ok(content),
        Some(_) => Err(ApiError::bad_request(format!("Invalid track uri: {uri}"))),
        None => Err(ApiError::bad_request("Payload contains a non-existing ID")),
    };
    uris.iter().map(content).collect()
}

/// What a URI names, of what can be in a playlist; none if there is no such thing.
fn named(call: &Call<'_>, uri: &str) -> Result<Option<Content>, ApiError> {
    let invalid = || ApiError::bad_request(format!("Invalid track uri: {uri}"));
    let (kind, id) =
        uri.strip_prefix("spotify:").and_then(|rest| rest.split_once(':')).ok_or_else(invalid)?;
    let kind = match kind {
        "track" => Kind::Track,
        "episode" => Kind::Episode,
        "local" => return local(id).map(|file| Some(Content::Local(file))).ok_or_else(invalid),
        _ => return Err(invalid()),
    };
    match call.shared.catalogue.find(kind, id) {
        Ok(reference) => Ok(Some(Content::Entity(reference))),
        Err(Missing::Unknown) => Ok(None),
        Err(Missing::Malformed) => Err(ApiError::bad_request("Invalid base62 id")),
    }
}

/// `{artist}:{album}:{title}:{seconds}`
fn local(text: &str) -> Option<LocalFile> {
    let decoded = |text: &str| {
        let query = format!("x={text}");
        url::form_urlencoded::parse(query.as_bytes()).next().map(|(_, value)| value.into_owned())
    };
    let mut parts = text.split(':');
    let (artist, album) = (decoded(parts.next()?)?, decoded(parts.next()?)?);
    let (title, seconds) = (decoded(parts.next()?)?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(LocalFile { artist, album, title, seconds })
}
