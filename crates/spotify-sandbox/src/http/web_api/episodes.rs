//! `GET /episodes/{id}`, `GET /me/episodes`.

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
    let episode = call.shared.catalogue.episode(call.find(Kind::Episode)?, &call.view(market.as_deref()));
    Ok(Answer::json(StatusCode::OK, &episode))
}

/// A row of `GET /me/episodes`.
#[derive(Serialize)]
struct SavedEpisode {
    added_at: String,
    episode: Json,
}

pub(super) fn saved(call: &Call<'_>) -> Outcome {
    let range = Range::of(call, Limit::USUAL)?;
    let market = call.market()?;
    let view = call.view(market.as_deref());
    let (saved, total) = library(call, range, |person| &person.saved_episodes);
    let row = |saved: &Saved| {
        let episode = call.shared.catalogue.episode(saved.reference, &view);
        SavedEpisode { added_at: iso8601(saved.added_at), episode }
    };
    let rows = saved.iter().map(row).collect();
    Ok(Answer::json(StatusCode::OK, &page(call, range, total, rows, &["market"])))
}
