//! `GET /shows/{id}`, `GET /shows/{id}/episodes`, `GET /me/shows`.

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
    let show = call.shared.catalogue.show(call.find(Kind::Show)?, &call.view(market.as_deref()));
    Ok(Answer::json(StatusCode::OK, &show))
}

pub(super) fn episodes(call: &Call<'_>) -> Outcome {
    let range = Range::of(call, Limit::USUAL)?;
    let market = call.market()?;
    let view = call.view(market.as_deref());
    let catalogue = &call.shared.catalogue;
    let all = catalogue.show_episodes(call.find(Kind::Show)?);
    let rows = range.cut(&all).iter().map(|episode| catalogue.simplified_episode(*episode, &view)).collect();
    Ok(Answer::json(StatusCode::OK, &page(call, range, all.len(), rows, &["market"])))
}

/// A row of `GET /me/shows`.
#[derive(Serialize)]
struct SavedShow {
    added_at: String,
    show: Json,
}

pub(super) fn saved(call: &Call<'_>) -> Outcome {
    let range = Range::of(call, Limit::USUAL)?;
    let view = call.view(None);
    let (saved, total) = library(call, range, |person| &person.saved_shows);
    let row = |saved: &Saved| {
        let show = call.shared.catalogue.simplified_show(saved.reference, &view);
        SavedShow { added_at: iso8601(saved.added_at), show }
    };
    let rows = saved.iter().map(row).collect();
    Ok(Answer::json(StatusCode::OK, &page(call, range, total, rows, &[])))
}
