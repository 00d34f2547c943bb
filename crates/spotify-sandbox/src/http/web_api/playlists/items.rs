//! What is in a playlist: `GET /playlists/{id}/items` and `GET /playlists/{id}/tracks`.

use http::StatusCode;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::fields::Filter;
use super::{body, forbidden, found, need, scope_to_read};
use crate::catalogue::{Fields, Kind, Reference};
use crate::clock::iso8601;
use crate::http::web_api::page::{Range, page};
use crate::http::web_api::{Answer, ApiError, Call, Outcome};
use crate::rules::Limit;
use crate::world::playlist::{Content, LocalFile, Row};
use crate::world::{Playlist, World};

/// What the contents of a row are called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    /// Since February 2026.
    Item,
    /// Before.
    Track,
    /// Under both names, as in the answers of the newer operation to apps that know the older.
    Both,
}

impl Name {
    /// What a playlist calls its rows.
    pub(super) fn plural(self) -> &'static str {
        match self {
            Self::Item | Self::Both => "items",
            Self::Track => "tracks",
        }
    }
}

/// How a caller looks at the rows.
pub(super) struct Look {
    market: Option<String>,
    /// Whether episodes may come as what they are.
    episodes: bool,
}

impl Look {
    pub(super) fn of(call: &Call<'_>) -> Result<Self, ApiError> {
        let types = call.request.query("additional_types").unwrap_or_default();
        Ok(Self { market: call.market()?, episodes: types.split(',').any(|name| name.trim() == "episode") })
    }
}

pub(in crate::http::web_api) fn items(call: &Call<'_>) -> Outcome {
    let name = match call.shared.rules.fields() {
        Fields::Development => Name::Item,
        Fields::All => Name::Both,
    };
    list(call, Limit::USUAL, name)
}

pub(in crate::http::web_api) fn tracks(call: &Call<'_>) -> Outcome {
    list(call, Limit { most: 100, ..Limit::USUAL }, Name::Track)
}

fn list(call: &Call<'_>, limits: Limit, name: Name) -> Outcome {
    let (filter, look, range) = (Filter::of(call)?, Look::of(call)?, Range::of(call, limits)?);
    let world = call.shared.world();
    let playlist = found(&world, &call.id)?;
    sees(call, &world, playlist)?;
    let rows = if filter.keeps(&["items"]) { range.cut(playlist.rows()) } else { &[] };
    let rows = rows.iter().map(|row| self::row(call, row, &look, name)).collect();
    let kept = ["market", "additional_types", "fields"];
    let page = page(call, range, playlist.rows().len(), rows, &kept);
    let mut body = serde_json::to_value(&page).unwrap_or_default();
    filter.apply(&mut body);
    Ok(Answer::json(StatusCode::OK, &body))
}

/// Whether a caller may see what is in a playlist: in Development Mode only who may change it does, and of what is not public
/// only an app that may know of it.
pub(super) fn sees(call: &Call<'_>, world: &World, playlist: &Playlist) -> Result<(), ApiError> {
    let may_change = || world.may_change(call.caller.user.as_deref(), playlist);
    if call.shared.rules.fields() == Fields::Development && !may_change() {
        return Err(forbidden());
    }
    match scope_to_read(playlist) {
        Some(scope) => need(call, scope),
        None => Ok(()),
    }
}

/// The first page of the rows, inside the body of the playlist.
pub(super) fn page_of(
    call: &Call<'_>,
    playlist: &Playlist,
    look: &Look,
    name: Name,
    filter: &Filter,
) -> Value {
    // As many as the operation gives to which the link to the next page leads.
    let limit = if name == Name::Track { 100 } else { 50 };
    let link = |offset: usize| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("offset", &offset.to_string()).append_pair("limit", &limit.to_string());
        for kept in ["market", "additional_types"] {
            if let Some(value) = call.request.query(kept) {
                query.append_pair(kept, &value);
            }
        }
        format!("{}/{}?{}", body::href(call, playlist), name.plural(), query.finish())
    };
    let rows = playlist.rows();
    let shown = if filter.keeps(&[name.plural(), "items"]) { limit } else { 0 };
    let items: Vec<Value> = rows.iter().take(shown).map(|row| self::row(call, row, look, name)).collect();
    json!({
        "href": link(0),
        "items": items,
        "limit": limit,
        "next": (rows.len() > limit).then(|| link(limit)),
        "offset": 0,
        "previous": null,
        "total": rows.len(),
    })
}

/// `PlaylistTrackObject`
fn row(call: &Call<'_>, row: &Row, look: &Look, name: Name) -> Value {
    let content = content(call, &row.content, look);
    // Nobody has added what is gone.
    let added_by = row.added_by.as_deref().map(|user| if content.is_null() { "" } else { user });
    let mut body = json!({
        "added_at": row.added_at.map(iso8601),
        "added_by": added_by.map(|user| body::user(call, user)),
        "is_local": matches!(row.content, Content::Local(_)),
        // Not documented, and there.
        "primary_color": null,
        "video_thumbnail": { "url": null },
    });
    match name {
        Name::Item => body["item"] = content,
        Name::Track => body["track"] = content,
        Name::Both => {
            body["track"] = content.clone();
            body["item"] = content;
        }
    }
    body
}

fn content(call: &Call<'_>, content: &Content, look: &Look) -> Value {
    let view = call.view(look.market.as_deref());
    let catalogue = &call.shared.catalogue;
    match content {
        Content::Gone => Value::Null,
        Content::Local(file) => local(file, call.shared.rules.fields()),
        Content::Entity(episode) if episode.kind() == Kind::Episode => {
            let body = value(catalogue.episode(*episode, &view).get());
            if look.episodes { body } else { like_a_track(call, *episode, &body) }
        }
        Content::Entity(track) => {
            let mut body = value(catalogue.track(*track, &view).get());
            // Not documented, and there.
            body["episode"] = false.into();
            body["track"] = true.into();
            body
        }
    }
}

fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}

/// A file on somebody's device: what would be a track's, with next to nothing in it.
fn local(file: &LocalFile, fields: Fields) -> Value {
    let artist = json!({
        "external_urls": {}, "href": null, "id": null, "name": file.artist, "type": "artist", "uri": null,
    });
    let mut body = json!({
        "album": {
            "album_type": null,
            "artists": [],
            "available_markets": [],
            "external_urls": {},
            "href": null,
            "id": null,
            "images": [],
            "name": file.album,
            "release_date": null,
            "release_date_precision": null,
            "type": "album",
            "uri": null,
        },
        "artists": [artist],
        "available_markets": [],
        "disc_number": 0,
        "duration_ms": file.duration_ms(),
        "explicit": false,
        "external_ids": {},
        "external_urls": {},
        "href": null,
        "id": null,
        "is_local": true,
        "name": file.title,
        "popularity": 0,
        "preview_url": null,
        "track_number": 0,
        "type": "track",
        "uri": file.uri(),
    });
    if fields == Fields::Development {
        body["album"].as_object_mut().map(|album| album.remove("available_markets"));
        body.as_object_mut().map(|track| (track.remove("available_markets"), track.remove("popularity")));
    }
    body
}

/// An episode in the shape of a track, as apps get it that don't say that they know episodes.
fn like_a_track(call: &Call<'_>, episode: Reference, body: &Value) -> Value {
    let show = &body["show"];
    let artist = json!({
        "external_urls": show["external_urls"],
        "href": show["href"],
        "id": show["id"],
        "name": show["name"],
        "type": "artist",
        "uri": show["uri"],
    });
    let mut shaped = json!({
        "album": {
            "album_type": "show",
            "artists": [],
            "external_urls": show["external_urls"],
            "href": show["href"],
            "id": show["id"],
            "images": body["images"],
            "name": show["name"],
            "release_date": body["release_date"],
            "release_date_precision": body["release_date_precision"],
            "type": "album",
            "uri": show["uri"],
        },
        "artists": [artist],
        "disc_number": 0,
        "episode": true,
        "external_ids": { "spotify": format!("spotify:episode:{}", call.shared.catalogue.id(episode)) },
        "is_local": false,
        "preview_url": null,
        "track": false,
        "track_number": 0,
        "type": "episode",
    });
    for name in ["duration_ms", "explicit", "external_urls", "href", "id", "name", "uri"] {
        shaped[name] = body[name].clone();
    }
    shaped
}
