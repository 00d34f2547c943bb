//! `PUT`, `DELETE` and `GET .. /contains` of `/me/albums` and `/me/tracks`: one kind at a time, by id.

use http::StatusCode;
use serde_json::Value;

use super::batch::{Most, list, yes_or_no};
use super::{Answer, ApiError, Call, Outcome};
use crate::catalogue::{Catalogue, Kind, Missing};
use crate::world::{Item, Person};

const ALBUMS: Most = Most { query: 20, body: Some(50) };
const TRACKS: Most = Most { query: 50, body: Some(50) };

pub(super) fn save_albums(call: &Call<'_>) -> Outcome {
    save(call, Kind::Album, ALBUMS)
}

pub(super) fn remove_albums(call: &Call<'_>) -> Outcome {
    remove(call, Kind::Album, ALBUMS)
}

pub(super) fn check_albums(call: &Call<'_>) -> Outcome {
    check(call, Kind::Album, Most { body: None, ..ALBUMS })
}

pub(super) fn save_tracks(call: &Call<'_>) -> Outcome {
    let body: Option<Value> = serde_json::from_slice(&call.request.body).ok();
    if body.is_some_and(|body| body.get("timestamped_ids").is_some()) {
        let message = "Spotify takes timestamped_ids, but this version of the sandbox does not";
        return Err(ApiError::new(StatusCode::NOT_IMPLEMENTED, message));
    }
    save(call, Kind::Track, TRACKS)
}

pub(super) fn remove_tracks(call: &Call<'_>) -> Outcome {
    remove(call, Kind::Track, TRACKS)
}

pub(super) fn check_tracks(call: &Call<'_>) -> Outcome {
    check(call, Kind::Track, Most { body: None, ..TRACKS })
}

fn save(call: &Call<'_>, kind: Kind, most: Most) -> Outcome {
    let items = entities(call, kind, most)?;
    call.person(|person| person.save(items, call.now))?;
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
    let find =
        |id: &String| call.shared.catalogue.find(kind, id).map_err(|missing| refusal(missing, kind, id));
    list(call, "ids", most)?.iter().map(|id| find(id).map(Item::Entity)).collect()
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
        Missing::Unknown => ApiError::unknown(kind.word(), id),
    }
}
