//! `GET /markets`, `GET /recommendations/available-genre-seeds`: lists that never change.

use http::StatusCode;
use serde_json::json;

use super::{Answer, Call, Outcome};
use crate::catalogue::{genre_seeds, markets};

pub(super) fn available(_: &Call<'_>) -> Outcome {
    Ok(Answer::json(StatusCode::OK, &json!({ "markets": markets() })))
}

pub(super) fn genre_seeds_available(_: &Call<'_>) -> Outcome {
    Ok(Answer::json(StatusCode::OK, &json!({ "genres": genre_seeds() })))
}
