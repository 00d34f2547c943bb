//! Searching.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use spotify_sdk::endpoint::SearchType;
use spotify_sdk::service::Search;

use crate::operation::Operation;
use crate::operations::{Count, Given as _};

const TYPES: [SearchType; 7] = [
    SearchType::Album,
    SearchType::Artist,
    SearchType::Playlist,
    SearchType::Track,
    SearchType::Show,
    SearchType::Episode,
    SearchType::Audiobook,
];

// Python: def search_search(q: str, types: Sequence[str], market: str | None = None, limit: int | None = None, offset: int | None = None, include_external_audio: bool = False) -> Operation: ...
/// Things of some types, by words.
#[pyfunction]
#[pyo3(signature = (q, types, market = None, limit = None, offset = None, include_external_audio = false))]
fn search_search(
    q: &str,
    types: Vec<String>,
    market: Option<&str>,
    limit: Option<Count>,
    offset: Option<Count>,
    include_external_audio: bool,
) -> PyResult<Operation> {
    let types = types.iter().map(|word| {
        let known = TYPES.into_iter().find(|kind| kind.as_str() == word);
        known.ok_or_else(|| PyValueError::new_err(format!("{word:?} is no type of thing to search for")))
    });
    let mut call = Search::new(()).search(q, types.collect::<PyResult<Vec<_>>>()?);
    if let Some(market) = market {
        call = call.market(market);
    }
    if let Some(limit) = limit {
        call = call.limit(limit.given("limit")?);
    }
    if let Some(offset) = offset {
        call = call.offset(offset.given("offset")?);
    }
    if include_external_audio {
        call = call.include_external_audio();
    }
    Ok(Operation::read(call, None))
}

pub(super) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(search_search, module)?)
}
