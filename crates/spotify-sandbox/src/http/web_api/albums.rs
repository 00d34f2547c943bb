//! `GET /albums/{id}`, `GET /albums/{id}/tracks`, `GET /me/albums`.

use http::StatusCode;
use serde::Serialize;

use super::page::{Range, library, page};
use super::{Answer, Call, Outcome};
use crate::catalogue::{Json, Kind};
use crate::clock::iso8601;
use crate::rules::Limit;
use crate::world::Saved;

pub(super) fn get(call: &Call<'_>) -> Outcome {
    let market = call.market()?;
    let album = call.shared.catalogue.album(call.find(Kind::Album)?, &call.view(market.as_deref()));
    Ok(Answer::json(StatusCode::OK, &album))
}

pub(super) fn tracks(call: &Call<'_>) -> Outcome {
    let range = Range::of(call, Limit::USUAL)?;
    let market = call.market()?;
    let view = call.view(market.as_deref());
    let catalogue = &call.shared.catalogue;
    let all = catalogue.album_tracks(call.find(Kind::Album)?);
    let rows = range.cut(&all).iter().map(|track| catalogue.simplified_track(*track, &view)).collect();
    Ok(Answer::json(StatusCode::OK, &page(call, range, all.len(), rows, &["market"])))
}

/// A row of `GET /me/albums`.
#[derive(Serialize)]
struct SavedAlbum {
    added_at: String,
    album: Json,
}

pub(super) fn saved(call: &Call<'_>) -> Outcome {
    let range = Range::of(call, Limit::USUAL)?;
    let market = call.market()?;
    let view = call.view(market.as_deref());
    let (saved, total) = library(call, range, |person| &person.saved_albums);
    let row = |saved: &Saved| {
        let album = call.shared.catalogue.album(saved.reference, &view);
        SavedAlbum { added_at: iso8601(saved.added_at), album }
    };
    let rows = saved.iter().map(row).collect();
    Ok(Answer::json(StatusCode::OK, &page(call, range, total, rows, &["market"])))
}
