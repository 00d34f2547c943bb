//! `PUT`, `DELETE /me/library`, `GET /me/library/contains`: things of every kind, by URI.

use std::time::SystemTime;

use http::StatusCode;

use super::batch::{Most, is_id, list, yes_or_no};
use super::{Answer, ApiError, Call, Outcome};
use crate::catalogue::{Kind, Missing};
use crate::world::{Item, Person};

const MOST: Most = Most { query: 40, body: None };

pub(super) fn save(call: &Call<'_>) -> Outcome {
    let items = named(call)?;
    call.save(items)?;
    Ok(Answer::empty(StatusCode::OK))
}

pub(super) fn remove(call: &Call<'_>) -> Outcome {
    let items = named(call)?;
    call.person(|person| person.remove(&items))?;
    Ok(Answer::empty(StatusCode::OK))
}

pub(super) fn contains(call: &Call<'_>) -> Outcome {
    let mut items = Vec::new();
    for uri in list(call, "uris", MOST)? {
        items.push(item(call, &uri, Wish::Ask)?.ok());
    }
    let is_there = |person: &Person, item: &Option<Item>| item.as_ref().is_some_and(|item| person.has(item));
    let answers: Vec<bool> =
        call.person(|person| items.iter().map(|item| is_there(person, item)).collect())?;
    yes_or_no(&answers)
}

/// What is wanted of the library, which decides the scope.
#[derive(Clone, Copy)]
enum Wish {
    Change,
    Ask,
}

/// All that the request names. One that does not exist spoils it.
fn named(call: &Call<'_>) -> Result<Vec<Item>, ApiError> {
    list(call, "uris", MOST)?.iter().map(|uri| item(call, uri, Wish::Change)?).collect()
}

/// What `uri` names: the outer error refuses the request, the inner one says that there is no such thing.
fn item(call: &Call<'_>, uri: &str, wish: Wish) -> Result<Result<Item, ApiError>, ApiError> {
    let invalid = || ApiError::bad_request(format!("Invalid uri: '{uri}'"));
    let (kind, id) =
        uri.strip_prefix("spotify:").and_then(|rest| rest.split_once(':')).ok_or_else(invalid)?;
    let scope = match (kind, wish) {
        ("track" | "album" | "show" | "episode" | "audiobook", Wish::Change) => "user-library-modify",
        ("track" | "album" | "show" | "episode" | "audiobook", Wish::Ask) => "user-library-read",
        ("artist" | "user", Wish::Change) => "user-follow-modify",
        ("artist" | "user", Wish::Ask) => "user-follow-read",
        ("playlist", Wish::Change) => "playlist-modify-public",
        ("playlist", Wish::Ask) => "playlist-read-private",
        _ => return Err(ApiError::bad_request(format!("Unsupported uri type: '{kind}'"))),
    };
    if !call.caller.scopes.contains(scope) {
        return Err(ApiError::new(StatusCode::FORBIDDEN, "Insufficient client scope"));
    }
    let catalogue = &call.shared.catalogue;
    let found = match kind {
        "album" => catalogue.find(Kind::Album, id),
        "artist" => catalogue.find(Kind::Artist, id),
        "audiobook" => catalogue.find(Kind::Audiobook, id),
        "episode" => catalogue.find(Kind::Episode, id),
        // An audiobook has the URI of a show.
        "show" => catalogue.find(Kind::Show, id).or_else(|missing| match missing {
            Missing::Unknown => catalogue.find(Kind::Audiobook, id),
            Missing::Malformed => Err(missing),
        }),
        "track" => catalogue.find(Kind::Track, id),
        "user" => return Ok(call.user(id).map(Item::Other)),
        _ if !is_id(id) => Err(Missing::Malformed),
        _ if call.shared.world().playlist(id).is_some() => return Ok(Ok(Item::Playlist(id.to_owned()))),
        _ => Err(Missing::Unknown),
    };
    match found {
        Ok(reference) => Ok(Ok(Item::Entity(reference))),
        Err(Missing::Malformed) => Err(invalid()),
        Err(Missing::Unknown) => Ok(Err(ApiError::unknown(kind, id))),
    }
}

impl Call<'_> {
    /// Does something with the caller's library.
    pub(super) fn person<T>(&self, act: impl FnOnce(&mut Person) -> T) -> Result<T, ApiError> {
        let mut world = self.shared.world();
        let person = self.caller.user.as_deref().and_then(|user| world.person_mut(user));
        person.map(act).ok_or(ApiError::new(StatusCode::NOT_FOUND, "User not found"))
    }

    /// Adds to the caller's library what is not there yet, as of now.
    pub(super) fn save(&self, items: Vec<Item>) -> Result<(), ApiError> {
        self.save_at(items.into_iter().map(|item| (item, self.now)).collect())
    }

    /// Adds to the caller's library what is not there yet, as of these times: all of it, or nothing where it is full.
    pub(super) fn save_at(&self, items: Vec<(Item, SystemTime)>) -> Result<(), ApiError> {
        let capacity = self.shared.rules.set().capacity;
        let is_saved = self.person(|person| {
            let has_room = person.has_room(&items, capacity);
            if has_room {
                person.save(items);
            }
            has_room
        })?;
        if is_saved { Ok(()) } else { Err(ApiError::full()) }
    }

    /// The URI of the user with this id, which may be percent-encoded.
    pub(super) fn user(&self, id: &str) -> Result<String, ApiError> {
        let id = super::decoded(id).unwrap_or(id.into());
        match self.shared.world().person(&id) {
            Some(_) => Ok(format!("spotify:user:{id}")),
            None => Err(ApiError::unknown("user", &id)),
        }
    }
}
