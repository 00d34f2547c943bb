//! `GET /me/top/artists`, `GET /me/top/tracks`.
//!
//! Nobody listens here, so the lists are runs of the catalogue: another one for each time range, the same at every request.

use http::StatusCode;

use super::page::{Range, page};
use super::{Answer, ApiError, Call, Outcome};
use crate::catalogue::{Json, Kind, Reference};
use crate::rules::Limit;

/// How long a list is, where the catalogue has as many.
const LENGTH: u64 = 60;

pub(super) fn artists(call: &Call<'_>) -> Outcome {
    let view = call.view(None);
    answer(call, Kind::Artist, |artist| call.shared.catalogue.artist(artist, &view))
}

pub(super) fn tracks(call: &Call<'_>) -> Outcome {
    let view = call.view(None);
    answer(call, Kind::Track, |track| call.shared.catalogue.track(track, &view))
}

fn answer(call: &Call<'_>, kind: Kind, row: impl Fn(Reference) -> Json) -> Outcome {
    let range = Range::of(call, Limit::USUAL)?;
    let first = match call.request.query("time_range").as_deref() {
        Some("short_term") => 0,
        None | Some("medium_term") => 7,
        Some("long_term") => 14,
        Some(_) => return Err(ApiError::bad_request("Invalid time range")),
    };
    let catalogue = &call.shared.catalogue;
    let length = LENGTH.min(catalogue.count(kind));
    let all: Vec<Reference> = (first..first + length).map(|n| catalogue.nth(kind, n)).collect();
    let rows = range.cut(&all).iter().map(|entity| row(*entity)).collect();
    Ok(Answer::json(StatusCode::OK, &page(call, range, all.len(), rows, &["time_range"])))
}
