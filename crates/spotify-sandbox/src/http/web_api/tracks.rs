//! `GET /tracks/{id}`, `GET /me/tracks`, `GET /audio-features/{id}`, `GET /audio-analysis/{id}`.

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
    let track = call.shared.catalogue.track(call.find(Kind::Track)?, &call.view(market.as_deref()));
    Ok(Answer::json(StatusCode::OK, &track))
}

pub(super) fn audio_features(call: &Call<'_>) -> Outcome {
    let features = call.shared.catalogue.audio_features(call.find(Kind::Track)?, &call.view(None));
    Ok(Answer::json(StatusCode::OK, &features))
}

pub(super) fn audio_analysis(call: &Call<'_>) -> Outcome {
    let analysis = call.shared.catalogue.audio_analysis(call.find(Kind::Track)?);
    Ok(Answer::json(StatusCode::OK, &analysis))
}

/// A row of `GET /me/tracks`.
#[derive(Serialize)]
struct SavedTrack {
    added_at: String,
    track: Json,
}

pub(super) fn saved(call: &Call<'_>) -> Outcome {
    let range = Range::of(call, Limit::USUAL)?;
    let market = call.market()?;
    let view = call.view(market.as_deref());
    let (saved, total) = library(call, range, |person| &person.saved_tracks);
    let row = |saved: &Saved| {
        let track = call.shared.catalogue.track(saved.reference, &view);
        SavedTrack { added_at: iso8601(saved.added_at), track }
    };
    let rows = saved.iter().map(row).collect();
    Ok(Answer::json(StatusCode::OK, &page(call, range, total, rows, &["market"])))
}
