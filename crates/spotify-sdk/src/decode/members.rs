//! Answers that are wrapped once more: `{"albums": {..}}`, `{"markets": [..]}`.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::several::rows;
use super::{Decode, json, model, wrong_shape};
use crate::error::{ErrorKind, Result};
use crate::model::{Category, FeaturedPlaylists, Markets, Recommendations, SearchResults};
use crate::operation::Operation;

/// Reads the member `name` of an answer as if it were the answer. `null` is nothing found.
pub(crate) fn member<T: Decode + Default>(
    name: &str,
    operation: &Operation,
    status: u16,
    body: &Bytes,
) -> Result<T> {
    let mut members: BTreeMap<String, &RawValue> = json(operation, status, body)?;
    match members.remove(name) {
        Some(value) if value.get() == "null" => Ok(T::default()),
        // A part of the body, not a copy of it.
        Some(value) => T::decode(operation, status, &body.slice_ref(value.get().as_bytes())),
        None => Err(wrong_shape(&format!("an answer with `{name}`"), operation, status, body)),
    }
}

/// Reads a model that may lack every field: what has none of these members is none.
fn with_any<T: DeserializeOwned>(
    names: &[&str],
    what: &str,
    operation: &Operation,
    status: u16,
    body: &Bytes,
) -> Result<T> {
    let members: BTreeMap<String, serde::de::IgnoredAny> = json(operation, status, body)?;
    if names.iter().any(|name| members.contains_key(*name)) {
        model(operation, status, body)
    } else {
        Err(wrong_shape(what, operation, status, body))
    }
}

impl Decode for SearchResults {
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        const MEMBERS: [&str; 7] =
            ["albums", "artists", "playlists", "tracks", "shows", "episodes", "audiobooks"];
        with_any(&MEMBERS, "search results", operation, status, body)
    }
}

impl Decode for FeaturedPlaylists {
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        with_any(&["playlists"], "playlists", operation, status, body)
    }
}

impl Decode for Recommendations {
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        match with_any(&["tracks"], "recommendations", operation, status, body) {
            Err(error) if error.kind() == ErrorKind::Decode => {
                row_by_row(operation, status, body).ok_or(error)
            }
            read => read,
        }
    }
}

/// Recommendations without the tracks and seeds that can't be read. `None` if there are no such lists.
fn row_by_row(operation: &Operation, status: u16, body: &Bytes) -> Option<Recommendations> {
    let mut members: BTreeMap<String, Box<RawValue>> = json(operation, status, body).ok()?;
    let (tracks, seeds) = (members.remove("tracks")?, members.remove("seeds"));
    Some(Recommendations {
        tracks: good_rows("tracks", operation, status, Some(tracks))?,
        seeds: good_rows("seeds", operation, status, seeds)?,
    })
}

fn good_rows<T: DeserializeOwned + 'static>(
    member: &str,
    operation: &Operation,
    status: u16,
    list: Option<Box<RawValue>>,
) -> Option<Vec<T>> {
    let Some(list) = list.filter(|list| list.get() != "null") else { return Some(Vec::new()) };
    let rows = rows(member, operation, status, list.get()).ok()?;
    Some(rows.into_iter().flatten().collect())
}

impl Decode for Category {
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        let category: Self = json(operation, status, body)?;
        if category.id.is_empty() {
            Err(wrong_shape("a category", operation, status, body))
        } else {
            Ok(category)
        }
    }
}

impl Decode for Markets {
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        #[derive(serde::Deserialize)]
        struct Available {
            markets: Option<Markets>,
        }

        let available: Available = json(operation, status, body)?;
        available.markets.ok_or_else(|| wrong_shape("a list of markets", operation, status, body))
    }
}

impl Decode for Vec<String> {
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        #[derive(serde::Deserialize)]
        struct Available {
            genres: Option<Vec<Option<String>>>,
        }

        let Available { genres } = json(operation, status, body)?;
        let genres = genres.ok_or_else(|| wrong_shape("a list of genres", operation, status, body))?;
        Ok(genres.into_iter().flatten().collect())
    }
}
