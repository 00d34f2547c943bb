//! The bodies of playlists.

use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::fields::Filter;
use super::items::{Look, Name, page_of, sees};
use crate::catalogue::{Fields, Kind};
use crate::http::web_api::Call;
use crate::world::playlist::Content;
use crate::world::{Playlist, World};

/// `PlaylistObject`: with the first of what is in it, if the caller may see that and the filter keeps it.
pub(super) fn full(
    call: &Call<'_>,
    world: &World,
    playlist: &Playlist,
    look: &Look,
    filter: &Filter,
) -> Value {
    let mut body = heading(call, world, playlist);
    body["followers"] = json!({ "href": null, "total": world.followers(playlist) });
    if sees(call, world, playlist).is_err() {
        return body;
    }
    let names = match call.shared.rules.fields() {
        Fields::Development => &[Name::Item][..],
        Fields::All => &[Name::Item, Name::Track],
    };
    for name in names.iter().filter(|name| filter.keeps(&[name.plural()])) {
        body[name.plural()] = page_of(call, playlist, look, *name, filter);
    }
    body
}

/// `SimplifiedPlaylistObject`: with how much is in it, if the caller may see that.
pub(in crate::http::web_api) fn simplified(call: &Call<'_>, world: &World, playlist: &Playlist) -> Value {
    let mut body = heading(call, world, playlist);
    if sees(call, world, playlist).is_err() {
        return body;
    }
    let names = match call.shared.rules.fields() {
        Fields::Development => &[Name::Item][..],
        Fields::All => &[Name::Item, Name::Track],
    };
    for name in names {
        let href = format!("{}/{}", href(call, playlist), name.plural());
        body[name.plural()] = json!({ "href": href, "total": playlist.rows().len() });
    }
    body
}

fn heading(call: &Call<'_>, world: &World, playlist: &Playlist) -> Value {
    let id = &playlist.id;
    let owner = world.person(&playlist.owner).map(|person| person.profile.display_name.as_str());
    let mut user = user(call, &playlist.owner);
    user["display_name"] = owner.filter(|name| !name.is_empty()).into();
    json!({
        "collaborative": playlist.collaborative,
        "description": playlist.description.as_deref().map(escaped),
        "external_urls": { "spotify": format!("https://open.spotify.com/playlist/{id}") },
        "href": href(call, playlist),
        "id": id,
        "images": images(call, playlist),
        "name": playlist.name,
        "owner": user,
        // Not documented, and there.
        "primary_color": null,
        "public": playlist.public,
        "snapshot_id": playlist.snapshot_id(),
        "type": "playlist",
        "uri": format!("spotify:playlist:{id}"),
    })
}

pub(super) fn href(call: &Call<'_>, playlist: &Playlist) -> String {
    format!("{}/v1/playlists/{}", call.request.origin, playlist.id)
}

/// `PlaylistUserObject`
pub(super) fn user(call: &Call<'_>, id: &str) -> Value {
    let encoded = form_urlencoded::byte_serialize(id.as_bytes()).collect::<String>().replace('+', "%20");
    json!({
        "external_urls": { "spotify": format!("https://open.spotify.com/user/{encoded}") },
        "href": format!("{}/v1/users/{encoded}", call.request.origin),
        "id": id,
        "type": "user",
        "uri": format!("spotify:user:{encoded}"),
    })
}

/// The cover: what was uploaded, else that of the first track's album; null where there is neither.
pub(super) fn images(call: &Call<'_>, playlist: &Playlist) -> Value {
    if playlist.cover.is_some() {
        let url = format!("{}/_sandbox/images/playlist-{}.jpg", call.request.origin, playlist.id);
        return json!([{ "height": null, "url": url, "width": null }]);
    }
    let first = playlist.rows().iter().find_map(|row| match row.content {
        Content::Entity(reference) if reference.kind() == Kind::Track => Some(reference),
        _ => None,
    });
    let Some(first) = first else { return Value::Null };
    let track = call.shared.catalogue.track(first, &call.view(None));
    let track: Map<String, Value> = serde_json::from_str(track.get()).unwrap_or_default();
    track.get("album").and_then(|album| album.get("images")).cloned().unwrap_or_default()
}

/// As Spotify writes descriptions: for a page of HTML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#x27;"),
            '/' => escaped.push_str("&#x2F;"),
            c => escaped.push(c),
        }
    }
    escaped
}
