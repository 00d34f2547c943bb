//! Searching.

mod one;
mod query;

use std::fmt;

use super::{ApiRequest, Endpoint, options};
use crate::error::{Error, Result};
use crate::model::SearchResults;
use crate::operation::{Limit, Operation};

pub use one::{SearchFor, Searchable};
pub use query::{HasSearchQuery, SearchQuery, SearchYears};

/// How many results there are at most, whatever `total` says.
pub(super) const MOST_RESULTS: u32 = 1_000;

/// How many rows a page has unless told otherwise; in Development Mode it is fewer.
const DEFAULT_LIMIT: u32 = 20;

const OPERATION: Operation =
    Operation::get("search", "/search").limited(Limit::new(1, 50).in_development_mode(10));

/// What can be searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SearchType {
    /// Albums, singles and compilations.
    Album,
    /// Artists.
    Artist,
    /// Playlists.
    Playlist,
    /// Tracks.
    Track,
    /// Shows.
    Show,
    /// Episodes of shows.
    Episode,
    /// Audiobooks.
    Audiobook,
}

impl SearchType {
    /// Spotify's word for it: `album`, `track`, ...
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Album => "album",
            Self::Artist => "artist",
            Self::Playlist => "playlist",
            Self::Track => "track",
            Self::Show => "show",
            Self::Episode => "episode",
            Self::Audiobook => "audiobook",
        }
    }
}

impl fmt::Display for SearchType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `GET /search`: see [`Search::search`](crate::service::Search::search).
#[derive(Debug, Clone)]
pub struct SearchItems {
    query: SearchQuery,
    types: Vec<SearchType>,
    market: Option<String>,
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(SearchItems: market, limit, offset);

impl SearchItems {
    /// A search for these words among these types. The words may be none where filters follow.
    pub fn new(text: impl Into<String>, types: impl IntoIterator<Item = SearchType>) -> Self {
        let mut types: Vec<SearchType> = types.into_iter().collect();
        types.sort_unstable();
        types.dedup();
        Self { query: SearchQuery::new(text), types, market: None, limit: None, offset: None }
    }
}

impl HasSearchQuery for SearchItems {
    fn search_query_mut(&mut self) -> &mut SearchQuery {
        &mut self.query
    }
}

impl Endpoint for SearchItems {
    type Output = SearchResults;
    const OPERATION: Operation = OPERATION;

    fn request(&self) -> Result<ApiRequest> {
        request(&self.query, &self.types, self.market.as_deref(), self.limit, self.offset)
    }
}

/// The `limit` of a page that is to have Spotify's default number of rows, where the search ends before that.
fn rest(begin: u32) -> Option<u32> {
    let left = MOST_RESULTS.saturating_sub(begin);
    let most = OPERATION.limit?.largest_in_development_mode;
    (1..DEFAULT_LIMIT).contains(&left).then(|| left.min(most))
}

fn request(
    query: &SearchQuery,
    types: &[SearchType],
    market: Option<&str>,
    limit: Option<u32>,
    offset: Option<u32>,
) -> Result<ApiRequest> {
    let words: Vec<&str> = types.iter().map(|kind| kind.as_str()).collect();
    let begin = offset.unwrap_or(0);
    let limit = limit.or_else(|| rest(begin));
    let end = begin.saturating_add(limit.unwrap_or(0).max(1));
    let mut request = ApiRequest::builder(&OPERATION);
    if types.is_empty() {
        request = request.fail(|| Error::invalid_argument("the search is for no type of thing"));
    }
    request = request
        .try_query("q", query.text_for(types).map(Some))
        .query("type", Some(words.join(",")))
        .market(market)
        .limit(limit)
        .offset(offset)
        .query("include_external", query.include_external.then_some("audio"));
    if end > MOST_RESULTS {
        request = request.fail(|| {
            Error::invalid_argument(format!(
                "a search ends at result {MOST_RESULTS}, but `offset` and `limit` reach to {end}"
            ))
            .with_advice("Narrow the search by filters, such as `year`, and make several of it")
        });
    }
    request.build()
}
