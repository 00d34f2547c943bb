//! `PUT /me/player/play`.

use serde_json::Value;

use super::{ApiError, Call, Outcome, command, item, kind_of, named};
use crate::catalogue::{Catalogue, Kind, Reference};
use crate::world::player::{Item, Play};
use crate::world::playlist::Content;
use crate::world::{Person, Playback};

/// An artist's context has no more tracks than this.
const MOST_OF_AN_ARTIST: usize = 50;

pub(crate) fn play(call: &Call<'_>) -> Outcome {
    let playlist = playlist(call);
    command(call, |person, device_id, now| {
        let body = match call.request.body.trim_ascii() {
            [] => None,
            json => Some(serde_json::from_slice(json).map_err(|_| ApiError::bad_request("Malformed json"))?),
        };
        if let Some(body) = &body {
            check(body)?;
        }
        let catalogue = &call.shared.catalogue;
        let wanted = body.as_ref().and_then(|body| wanted(catalogue, person, playlist, body));
        // Who has never played anything resumes with the library.
        let wanted = match wanted {
            None if person.player.is_empty() => library(catalogue, person),
            wanted => wanted,
        };
        let position = body.as_ref().and_then(|body| body.get("position_ms")?.as_u64());
        match wanted {
            Some(play) => person.player.play(device_id, play, now)?,
            // Resuming at a position is a jump, which what plays can do too.
            None if position.is_some() => {
                person.player.seek(device_id, 0, now)?;
                // An error says that it plays already, as it should.
                let _ = person.player.resume(device_id, now);
            }
            None => person.player.resume(device_id, now)?,
        }
        if let Some(position) = position {
            person.player.set_position(position, now);
        }
        let (user, device_id) = (person.profile.id.clone(), device_id.map(str::to_owned));
        person.playback = Some(Playback { user, device_id, body, at: now });
        Ok(())
    })
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
        && !matches!(kind, "album" | "audiobook" | "playlist" | "show")
    {
        let kind = kind.to_ascii_uppercase();
        return Err(ApiError::bad_request(format!("Can't have offset for context type: {kind}")));
    }
    if given("position_ms").is_some_and(|position| position.as_u64().is_none()) {
        return Err(ApiError::bad_request("Invalid position_ms"));
    }
    Ok(())
}

/// What a body asks to play; none when it only resumes.
fn wanted(catalogue: &Catalogue, person: &Person, playlist: Option<Vec<Item>>, body: &Value) -> Option<Play> {
    let context = body.get("context_uri").and_then(Value::as_str);
    let items: Vec<Item> = match context {
        Some(_) if playlist.is_some() => playlist?,
        Some(uri) => context_items(catalogue, person, uri),
        None => {
            let uris = body.get("uris")?.as_array()?;
            uris.iter().filter_map(|uri| Some(item(catalogue, uri.as_str()?))).collect()
        }
    };
    let offset = body.get("offset");
    let position = offset.and_then(|offset| offset.get("position")?.as_u64());
    let uri = offset.and_then(|offset| offset.get("uri")?.as_str());
    let first = match (position, uri) {
        (Some(position), _) => usize::try_from(position).ok(),
        (None, Some(uri)) => items.iter().position(|item| item.uri == uri),
        (None, None) => None,
    };
    (!items.is_empty()).then(|| Play { context: context.map(str::to_owned), items, first })
}

/// What is in the playlist that a request names as its context, if there is one. What is gone is passed over.
fn playlist(call: &Call<'_>) -> Option<Vec<Item>> {
    let body: Value = serde_json::from_slice(&call.request.body).ok()?;
    let id = body.get("context_uri")?.as_str()?.strip_prefix("spotify:playlist:")?;
    let catalogue = &call.shared.catalogue;
    let world = call.shared.world();
    let rows = world.playlist(id)?.rows().iter();
    let items = rows.filter_map(|row| match &row.content {
        Content::Entity(entity) => Some(entity_item(catalogue, *entity)),
        Content::Local(file) => Some(Item { uri: file.uri(), entity: None, duration_ms: file.duration_ms() }),
        Content::Gone => None,
    });
    Some(items.collect())
}

/// What is in a context, in its order. One that the catalogue does not know is one item without a body.
fn context_items(catalogue: &Catalogue, person: &Person, uri: &str) -> Vec<Item> {
    let named = |kind: Kind| named(catalogue, uri, &[kind]);
    let entities: Vec<Reference> = if let Some(album) = named(Kind::Album) {
        catalogue.album_tracks(album)
    } else if let Some(artist) = named(Kind::Artist) {
        let albums = catalogue.artist_albums(artist).into_iter().filter(|(_, group)| *group != "appears_on");
        albums.flat_map(|(album, _)| catalogue.album_tracks(album)).take(MOST_OF_AN_ARTIST).collect()
    } else if let Some(show) = named(Kind::Show) {
        catalogue.show_episodes(show)
    } else if let Some(audiobook) = named(Kind::Audiobook) {
        catalogue.audiobook_chapters(audiobook)
    } else if uri.starts_with("spotify:user:") && uri.ends_with(":collection") {
        person.saved_tracks.iter().map(|saved| saved.reference).collect()
    } else {
        return vec![item(catalogue, uri)];
    };
    entities.into_iter().map(|entity| entity_item(catalogue, entity)).collect()
}

fn entity_item(catalogue: &Catalogue, entity: Reference) -> Item {
    let uri = format!("spotify:{}:{}", entity.kind().uri_word(), catalogue.id(entity));
    Item { uri, entity: Some(entity), duration_ms: catalogue.duration_ms(entity) }
}

/// The user's saved tracks, if there are any.
fn library(catalogue: &Catalogue, person: &Person) -> Option<Play> {
    let context = format!("spotify:user:{}:collection", person.profile.id);
    let items = context_items(catalogue, person, &context);
    (!items.is_empty()).then_some(Play { context: Some(context), items, first: None })
}
