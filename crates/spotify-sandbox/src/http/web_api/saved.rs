//! `PUT`, `DELETE` and `GET .. /contains` of `/me/albums`, `/me/audiobooks`, `/me/episodes`, `/me/shows` and `/me/tracks`: one kind
//! at a time, by id.

use std::time::SystemTime;

use http::StatusCode;
use serde_json::Value;

use super::batch::{Most, list, yes_or_no};
use super::{Answer, ApiError, Call, Outcome};
use crate::catalogue::{Catalogue, Kind, Missing};
use crate::clock::parse_iso8601;
use crate::world::{Item, Person};

const ALBUMS: Most = Most { query: 20, body: Some(50) };
const OTHERS: Most = Most { query: 50, body: Some(50) };
/// Of these alone the body is not looked at.
const AUDIOBOOKS: Most = Most { query: 50, body: None };

pub(super) fn save_albums(call: &Call<'_>) -> Outcome {
    save(call, Kind::Album, ALBUMS)
}

pub(super) fn remove_albums(call: &Call<'_>) -> Outcome {
    remove(call, Kind::Album, ALBUMS)
}

pub(super) fn check_albums(call: &Call<'_>) -> Outcome {
    check(call, Kind::Album, Most { body: None, ..ALBUMS })
}

pub(super) fn save_audiobooks(call: &Call<'_>) -> Outcome {
    save(call, Kind::Audiobook, AUDIOBOOKS)
}

pub(super) fn remove_audiobooks(call: &Call<'_>) -> Outcome {
    remove(call, Kind::Audiobook, AUDIOBOOKS)
}

pub(super) fn check_audiobooks(call: &Call<'_>) -> Outcome {
    check(call, Kind::Audiobook, AUDIOBOOKS)
}

pub(super) fn save_episodes(call: &Call<'_>) -> Outcome {
    save(call, Kind::Episode, OTHERS)
}

pub(super) fn remove_episodes(call: &Call<'_>) -> Outcome {
    remove(call, Kind::Episode, OTHERS)
}

pub(super) fn check_episodes(call: &Call<'_>) -> Outcome {
    check(call, Kind::Episode, Most { body: None, ..OTHERS })
}

pub(super) fn save_shows(call: &Call<'_>) -> Outcome {
    save(call, Kind::Show, OTHERS)
}

pub(super) fn remove_shows(call: &Call<'_>) -> Outcome {
    // A market must be one, and changes nothing: what is gone from a market can be taken out too.
    call.market()?;
    remove(call, Kind::Show, OTHERS)
}

pub(super) fn check_shows(call: &Call<'_>) -> Outcome {
    check(call, Kind::Show, Most { body: None, ..OTHERS })
}

pub(super) fn save_tracks(call: &Call<'_>) -> Outcome {
    let body: Option<Value> = serde_json::from_slice(&call.request.body).ok();
    let Some(timestamped) = body.as_ref().and_then(|body| body.get("timestamped_ids")?.as_array()) else {
        return save(call, Kind::Track, OTHERS);
    };
    match timestamped.len() {
        0 => return Err(ApiError::bad_request("Missing required field: timestamped_ids")),
        51.. => return Err(ApiError::bad_request("too many ids requested")),
        _ => {}
    }
    let tracks =
        timestamped.iter().map(|entry| timestamped_track(call, entry)).collect::<Result<Vec<_>, _>>()?;
    call.save_at(tracks)?;
    Ok(Answer::empty(StatusCode::OK))
}

/// An entry of `timestamped_ids`.
fn timestamped_track(call: &Call<'_>, entry: &Value) -> Result<(Item, SystemTime), ApiError> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str);
    let id = text("id").ok_or(ApiError::bad_request("Missing required field: id"))?;
    let added_at = text("added_at").ok_or(ApiError::bad_request("Missing required field: added_at"))?;
    let added_at = parse_iso8601(added_at).ok_or(ApiError::bad_request("Invalid added_at"))?;
    Ok((entity(call, Kind::Track, id)?, added_at))
}

pub(super) fn remove_tracks(call: &Call<'_>) -> Outcome {
    remove(call, Kind::Track, OTHERS)
}

pub(super) fn check_tracks(call: &Call<'_>) -> Outcome {
    check(call, Kind::Track, Most { body: None, ..OTHERS })
}

fn save(call: &Call<'_>, kind: Kind, most: Most) -> Outcome {
    let items = entities(call, kind, most)?;
    call.save(items)?;
    Ok(Answer::empty(StatusCode::OK))
}

fn remove(call: &Call<'_>, kind: Kind, most: Most) -> Outcome {
    let items = entities(call, kind, most)?;
    call.person(|person| person.remove(&items))?;
    Ok(Answer::empty(StatusCode::OK))
}

fn check(call: &Call<'_>, kind: Kind, most: Most) -> Outcome {
    let answers = are_there(call, kind, most)?;
    yes_or_no(&answers)
}

/// The entities that the ids of a request name. One that does not exist spoils it.
pub(super) fn entities(call: &Call<'_>, kind: Kind, most: Most) -> Result<Vec<Item>, ApiError> {
    list(call, "ids", most)?.iter().map(|id| entity(call, kind, id)).collect()
}

fn entity(call: &Call<'_>, kind: Kind, id: &str) -> Result<Item, ApiError> {
    let found = call.shared.catalogue.find(kind, id);
    found.map(Item::Entity).map_err(|missing| refusal(missing, kind, id))
}

/// Whether what the ids of a request name is there. What does not exist is not there.
pub(super) fn are_there(call: &Call<'_>, kind: Kind, most: Most) -> Result<Vec<bool>, ApiError> {
    let items = list(call, "ids", most)?
        .iter()
        .map(|id| known(&call.shared.catalogue, kind, id))
        .collect::<Result<Vec<_>, _>>()?;
    let is_there = |person: &Person, item: &Option<Item>| item.as_ref().is_some_and(|item| person.has(item));
    call.person(|person| items.iter().map(|item| is_there(person, item)).collect())
}

fn known(catalogue: &Catalogue, kind: Kind, id: &str) -> Result<Option<Item>, ApiError> {
    match catalogue.find(kind, id) {
        Ok(reference) => Ok(Some(Item::Entity(reference))),
        Err(Missing::Unknown) => Ok(None),
        Err(Missing::Malformed) => Err(refusal(Missing::Malformed, kind, id)),
    }
}

fn refusal(missing: Missing, kind: Kind, id: &str) -> ApiError {
    match missing {
        Missing::Malformed => ApiError::bad_request("Invalid base62 id"),
        Missing::Unknown => ApiError::unknown(kind.uri_word(), id),
    }
}
