//! `GET /me/player`, `GET /me/player/currently-playing`, `GET /me/player/devices`.

use http::StatusCode;
use serde_json::{Value, json};

use super::{Answer, Call, Outcome, kind_of, named};
use crate::builder::Device;
use crate::catalogue::{Kind, Reference};
use crate::world::player::{Item, Snapshot};

/// Everything about playback; 204 when nothing is loaded, or what plays is private.
pub(crate) fn state(call: &Call<'_>) -> Outcome {
    show(call, |call, market, snapshot| {
        let mut body = playing(call, market, snapshot);
        body["device"] = snapshot.device.map_or(Value::Null, |found| device(found, true));
        body["repeat_state"] = snapshot.repeat.word().into();
        body["shuffle_state"] = snapshot.shuffle.into();
        // Not documented, and there.
        body["smart_shuffle"] = false.into();
        body
    })
}

/// What plays; 204 when nothing is loaded, or what plays is private.
pub(crate) fn currently_playing(call: &Call<'_>) -> Outcome {
    show(call, playing)
}

/// The user's devices.
pub(crate) fn devices(call: &Call<'_>) -> Outcome {
    call.person(|person| {
        let player = &person.player;
        let all = player.devices.iter().enumerate();
        let devices: Vec<Value> = all.map(|(index, found)| device(found, player.is_active(index))).collect();
        Ok(Answer::json(StatusCode::OK, &json!({ "devices": devices })))
    })?
}

fn show(call: &Call<'_>, body: impl Fn(&Call<'_>, Option<&str>, &Snapshot<'_>) -> Value) -> Outcome {
    let market = call.market()?;
    call.person(|person| {
        let snapshot = person.player.look(call.now);
        Ok(match snapshot.filter(|snapshot| !snapshot.device.is_some_and(|device| device.private_session)) {
            Some(snapshot) => Answer::json(StatusCode::OK, &body(call, market.as_deref(), &snapshot)),
            None => Answer::empty(StatusCode::NO_CONTENT),
        })
    })?
}

fn playing(call: &Call<'_>, market: Option<&str>, snapshot: &Snapshot<'_>) -> Value {
    // Only what is not allowed is listed.
    let mut disallows = json!({ if snapshot.is_playing { "resuming" } else { "pausing" }: true });
    if snapshot.is_first {
        disallows["skipping_prev"] = true.into();
    }
    let playing_type = playing_type(snapshot.item);
    // Clients from before there were episodes don't ask for them, and don't get them.
    let types = call.request.query("additional_types").unwrap_or_default();
    let is_shown = playing_type != "episode" || types.split(',').any(|kind| kind.trim() == "episode");
    json!({
        "actions": { "disallows": disallows },
        "context": context(call, snapshot.context),
        "currently_playing_type": playing_type,
        "is_playing": snapshot.is_playing,
        "item": if is_shown { body(call, market, snapshot.item) } else { Value::Null },
        "progress_ms": snapshot.progress_ms,
        "timestamp": snapshot.timestamp,
    })
}

fn playing_type(item: &Item) -> &'static str {
    match (item.entity.map(Reference::kind), kind_of(&item.uri)) {
        (Some(Kind::Track), _) => "track",
        (Some(_), _) | (None, Some("chapter" | "episode" | "show")) => "episode",
        _ => "unknown",
    }
}

/// The body of an item; null where the catalogue has none.
pub(super) fn body(call: &Call<'_>, market: Option<&str>, item: &Item) -> Value {
    let Some(entity) = item.entity else { return Value::Null };
    let (catalogue, view) = (&call.shared.catalogue, call.view(market));
    let body = match entity.kind() {
        Kind::Episode => catalogue.episode(entity, &view),
        Kind::Chapter => catalogue.chapter(entity, &view),
        _ => catalogue.track(entity, &view),
    };
    serde_json::from_str(body.get()).unwrap_or(Value::Null)
}

/// Where an item is played from; null when it was named itself.
pub(super) fn context(call: &Call<'_>, uri: Option<&str>) -> Value {
    let Some(uri) = uri else { return Value::Null };
    let origin = &call.request.origin;
    let (kind, id) = (kind_of(uri).unwrap_or_default(), uri.rsplit(':').next().unwrap_or_default());
    let (kind, href, page) = if uri.ends_with(":collection") {
        ("collection", format!("{origin}/v1/me/tracks"), "https://open.spotify.com/collection".to_owned())
    } else {
        // An audiobook has the URI of a show, and an address of its own.
        let known = named(&call.shared.catalogue, uri, &[Kind::Show, Kind::Audiobook]);
        let word = known.map_or(kind, |known| known.kind().word());
        (kind, format!("{origin}/v1/{word}s/{id}"), format!("https://open.spotify.com/{kind}/{id}"))
    };
    json!({ "external_urls": { "spotify": page }, "href": href, "type": kind, "uri": uri })
}

fn device(device: &Device, is_active: bool) -> Value {
    json!({
        "id": (!device.restricted).then_some(&device.id),
        "is_active": is_active,
        "is_private_session": device.private_session,
        "is_restricted": device.restricted,
        "name": device.name,
        "supports_volume": device.supports_volume,
        "type": device.kind,
        "volume_percent": device.supports_volume.then_some(device.volume_percent),
    })
}
