//! Recommendations, which have more options than all other operations together.

use std::collections::HashMap;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use spotify_sdk::Call;
use spotify_sdk::endpoint::GetRecommendations;
use spotify_sdk::service::Recommendations;

use crate::operation::Operation;
use crate::operations::{Count, Given as _};

/// Sets an attribute by its parameter's name.
macro_rules! attributes {
    ($($fraction:ident)+; $($whole:ident)+) => {
        fn set(call: Call<(), GetRecommendations>, name: &str, value: f64) -> PyResult<Call<(), GetRecommendations>> {
            match name {
                $(stringify!($fraction) => Ok(call.$fraction(value)),)+
                $(stringify!($whole) => Ok(call.$whole(whole(name, value)?)),)+
                _ => Err(PyTypeError::new_err(format!("recommendations have no attribute {name:?}"))),
            }
        }
    };
}

attributes! {
    min_acousticness max_acousticness target_acousticness min_danceability max_danceability target_danceability
    min_energy max_energy target_energy min_instrumentalness max_instrumentalness target_instrumentalness
    min_liveness max_liveness target_liveness min_loudness max_loudness target_loudness
    min_speechiness max_speechiness target_speechiness min_tempo max_tempo target_tempo
    min_valence max_valence target_valence;
    min_duration_ms max_duration_ms target_duration_ms min_key max_key target_key min_mode max_mode target_mode
    min_popularity max_popularity target_popularity min_time_signature max_time_signature target_time_signature
}

fn whole(name: &str, value: f64) -> PyResult<u32> {
    if value.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&value) {
        return Ok(value as u32);
    }
    Err(PyValueError::new_err(format!("{name} must be a whole number that is not negative")))
}

// Python: def recommendations_get(seed_artists: Sequence[str], seed_genres: Sequence[str], seed_tracks: Sequence[str], market: str | None, limit: int | None, attributes: dict[str, float]) -> Operation: ...
/// Tracks that go with some seeds.
#[pyfunction]
fn recommendations_get(
    seed_artists: Vec<String>,
    seed_genres: Vec<String>,
    seed_tracks: Vec<String>,
    market: Option<&str>,
    limit: Option<Count>,
    attributes: HashMap<String, f64>,
) -> PyResult<Operation> {
    let mut call = Recommendations::new(()).get();
    if !seed_artists.is_empty() {
        call = call.seed_artists(seed_artists);
    }
    if !seed_genres.is_empty() {
        call = call.seed_genres(seed_genres);
    }
    if !seed_tracks.is_empty() {
        call = call.seed_tracks(seed_tracks);
    }
    if let Some(market) = market {
        call = call.market(market);
    }
    if let Some(limit) = limit {
        call = call.limit(limit.given("limit")?);
    }
    for (name, value) in &attributes {
        call = set(call, name, *value)?;
    }
    Ok(Operation::read(call, None))
}

pub(super) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(recommendations_get, module)?)
}
