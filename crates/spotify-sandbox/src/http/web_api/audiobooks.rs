//! `GET /audiobooks/{id}`, `GET /audiobooks/{id}/chapters`, `GET /chapters/{id}`, `GET /me/audiobooks`.

use http::StatusCode;
use serde::Serialize;

use super::page::{Range, library, page};
use super::{Answer, ApiError, Call, Outcome};
use crate::catalogue::{Json, Kind, Reference, has_audiobooks};
use crate::clock::iso8601;
use crate::rules::Limit;
use crate::world::Saved;

pub(super) fn get(call: &Call<'_>) -> Outcome {
    let market = call.market()?;
    let audiobook = find(call, Kind::Audiobook, market.as_deref())?;
    let body = call.shared.catalogue.audiobook(audiobook, &call.view(market.as_deref()));
    Ok(Answer::json(StatusCode::OK, &body))
}

pub(super) fn chapters(call: &Call<'_>) -> Outcome {
    let range = Range::of(call, Limit::USUAL)?;
    let market = call.market()?;
    let view = call.view(market.as_deref());
    let catalogue = &call.shared.catalogue;
    let all = catalogue.audiobook_chapters(find(call, Kind::Audiobook, market.as_deref())?);
    let rows = range.cut(&all).iter().map(|chapter| catalogue.simplified_chapter(*chapter, &view)).collect();
    Ok(Answer::json(StatusCode::OK, &page(call, range, all.len(), rows, &["market"])))
}

pub(super) fn chapter(call: &Call<'_>) -> Outcome {
    let market = call.market()?;
    let chapter = find(call, Kind::Chapter, market.as_deref())?;
    let body = call.shared.catalogue.chapter(chapter, &call.view(market.as_deref()));
    Ok(Answer::json(StatusCode::OK, &body))
}

/// A row of `GET /me/audiobooks`.
#[derive(Serialize)]
struct SavedAudiobook {
    added_at: String,
    audiobook: Json,
}

pub(super) fn saved(call: &Call<'_>) -> Outcome {
    let range = Range::of(call, Limit::USUAL)?;
    let view = call.view(None);
    let (saved, total) = if is_sold(call, None) {
        library(call, range, |person| &person.saved_audiobooks)
    } else {
        (vec![], 0)
    };
    let row = |saved: &Saved| {
        let audiobook = call.shared.catalogue.audiobook(saved.reference, &view);
        SavedAudiobook { added_at: iso8601(saved.added_at), audiobook }
    };
    let rows = saved.iter().map(row).collect();
    Ok(Answer::json(StatusCode::OK, &page(call, range, total, rows, &[])))
}

/// Whether the caller is where audiobooks are: by the country of the account, or else by the market asked for. Who is nowhere
/// has none.
pub(super) fn is_sold(call: &Call<'_>, market: Option<&str>) -> bool {
    call.country().as_deref().or(market).is_some_and(has_audiobooks)
}

/// Elsewhere an audiobook's id is that of nothing.
fn find(call: &Call<'_>, kind: Kind, market: Option<&str>) -> Result<Reference, ApiError> {
    let found = call.find(kind)?;
    if is_sold(call, market) { Ok(found) } else { Err(ApiError::unknown(kind.uri_word(), &call.id)) }
}
