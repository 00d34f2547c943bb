//! `GET /albums?ids=` and its like: several entities at once, by id. Closed to Development Mode.

use std::collections::BTreeMap;

use http::StatusCode;

use super::batch::{Most, list};
use super::{Answer, ApiError, Call, Outcome, audiobooks};
use crate::catalogue::{Catalogue, Json, Kind, Missing, Reference, View};

/// What one operation of this file does.
struct Several {
    kind: Kind,
    /// The member of the answer that has the list.
    member: &'static str,
    /// How many ids it takes.
    most: usize,
    body: fn(&Catalogue, Reference, &View<'_>) -> Json,
}

pub(super) fn albums(call: &Call<'_>) -> Outcome {
    answer(call, &Several { kind: Kind::Album, member: "albums", most: 20, body: Catalogue::album })
}

pub(super) fn artists(call: &Call<'_>) -> Outcome {
    answer(call, &Several { kind: Kind::Artist, member: "artists", most: 50, body: Catalogue::artist })
}

pub(super) fn tracks(call: &Call<'_>) -> Outcome {
    answer(call, &Several { kind: Kind::Track, member: "tracks", most: 50, body: Catalogue::track })
}

pub(super) fn shows(call: &Call<'_>) -> Outcome {
    answer(call, &Several { kind: Kind::Show, member: "shows", most: 50, body: Catalogue::simplified_show })
}

pub(super) fn episodes(call: &Call<'_>) -> Outcome {
    answer(call, &Several { kind: Kind::Episode, member: "episodes", most: 50, body: Catalogue::episode })
}

pub(super) fn audiobooks(call: &Call<'_>) -> Outcome {
    answer(
        call,
        &Several { kind: Kind::Audiobook, member: "audiobooks", most: 50, body: Catalogue::audiobook },
    )
}

pub(super) fn chapters(call: &Call<'_>) -> Outcome {
    answer(call, &Several { kind: Kind::Chapter, member: "chapters", most: 50, body: Catalogue::chapter })
}

/// Not closed to Development Mode alone, but to everyone who did not use it before.
pub(super) fn audio_features(call: &Call<'_>) -> Outcome {
    let (member, body) = ("audio_features", Catalogue::audio_features);
    answer(call, &Several { kind: Kind::Track, member, most: 100, body })
}

/// The entities in the order asked for, and null where an id is that of nothing.
fn answer(call: &Call<'_>, several: &Several) -> Outcome {
    let ids = list(call, "ids", Most { query: several.most, body: None })?;
    let market = call.market()?;
    let view = call.view(market.as_deref());
    let is_audio = matches!(several.kind, Kind::Audiobook | Kind::Chapter);
    let is_nowhere = is_audio && !audiobooks::is_sold(call, market.as_deref());
    let catalogue = &call.shared.catalogue;
    let rows = ids
        .into_iter()
        .map(|id| match catalogue.find(several.kind, &id) {
            Ok(_) if is_nowhere => Ok(None),
            Ok(found) => Ok(Some((several.body)(catalogue, found, &view))),
            Err(Missing::Unknown) => Ok(None),
            Err(Missing::Malformed) => Err(ApiError::bad_request("Invalid base62 id")),
        })
        .collect::<Result<Vec<Option<Json>>, ApiError>>()?;
    Ok(Answer::json(StatusCode::OK, &BTreeMap::from([(several.member, rows)])))
}
