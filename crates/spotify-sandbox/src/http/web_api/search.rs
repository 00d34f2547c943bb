//! `GET /search`.

mod playlists;
mod query;

use std::collections::BTreeMap;

use http::StatusCode;

use super::page::{Page, Range, page_linked};
use super::{Answer, ApiError, Call, Outcome, audiobooks};
use crate::catalogue::{Catalogue, Json, Kind, MOST_RESULTS, Query, Reference, View};

/// Something that can be searched for.
struct Type {
    word: &'static str,
    /// The member of the answer that has its results.
    member: &'static str,
    of: Of,
}

/// Where it is.
enum Of {
    Catalogue(Kind, fn(&Catalogue, Reference, &View<'_>) -> Json),
    Playlists,
}

const TYPES: [Type; 7] = [
    Type { word: "album", member: "albums", of: Of::Catalogue(Kind::Album, Catalogue::simplified_album) },
    Type { word: "artist", member: "artists", of: Of::Catalogue(Kind::Artist, Catalogue::artist) },
    Type { word: "track", member: "tracks", of: Of::Catalogue(Kind::Track, Catalogue::track) },
    Type { word: "show", member: "shows", of: Of::Catalogue(Kind::Show, Catalogue::simplified_show) },
    Type {
        word: "episode",
        member: "episodes",
        of: Of::Catalogue(Kind::Episode, Catalogue::simplified_episode),
    },
    Type {
        word: "audiobook",
        member: "audiobooks",
        of: Of::Catalogue(Kind::Audiobook, Catalogue::simplified_audiobook),
    },
    Type { word: "playlist", member: "playlists", of: Of::Playlists },
];

/// How many characters a query may have.
const LONGEST_QUERY: usize = 250;

pub(super) fn search(call: &Call<'_>) -> Outcome {
    // Spotify's own links have the query under its other name.
    let text = call.request.query("q").or_else(|| call.request.query("query")).unwrap_or_default();
    let query = query::parse(&text);
    if query.is_empty() {
        return Err(ApiError::bad_request("No search query"));
    }
    if text.chars().count() > LONGEST_QUERY {
        let message = format!("Query exceeds maximum length of {LONGEST_QUERY} characters");
        return Err(ApiError::bad_request(message));
    }
    let types = types(call)?;
    let range = Range::of(call, call.shared.rules.set().search)?;
    if range.offset() > MOST_RESULTS as u64 {
        return Err(ApiError::bad_request("Bad request."));
    }
    let market = call.market()?;
    let search = Search { call, range, text: &text, query: &query, market: market.as_deref() };
    let pages: BTreeMap<_, _> = types.into_iter().map(|kind| (kind.member, search.page(kind))).collect();
    Ok(Answer::json(StatusCode::OK, &pages))
}

/// The types asked for, each once.
fn types(call: &Call<'_>) -> Result<Vec<&'static Type>, ApiError> {
    let asked = call.request.query("type").unwrap_or_default();
    if asked.is_empty() {
        return Err(ApiError::bad_request("Missing parameter type"));
    }
    let known = |word: &str| {
        let found = TYPES.iter().find(|known| known.word == word);
        found.ok_or_else(|| ApiError::bad_request(format!("Bad search type field {word}")))
    };
    let mut types: Vec<&Type> = Vec::new();
    for word in asked.split(',') {
        let found = known(word.trim())?;
        if types.iter().all(|kind| kind.word != found.word) {
            types.push(found);
        }
    }
    Ok(types)
}

/// A search whose arguments are in order.
struct Search<'a> {
    call: &'a Call<'a>,
    range: Range,
    text: &'a str,
    query: &'a Query,
    market: Option<&'a str>,
}

impl Search<'_> {
    fn page(&self, wanted: &Type) -> Page<Option<Json>> {
        match wanted.of {
            Of::Catalogue(kind, row) => {
                let (catalogue, view) = (&self.call.shared.catalogue, self.call.view(self.market));
                let is_nowhere = kind == Kind::Audiobook && !audiobooks::is_sold(self.call, self.market);
                let all =
                    if is_nowhere { Vec::new() } else { catalogue.search(kind, self.query, self.market) };
                let row = |found: &Reference| Some(row(catalogue, *found, &view));
                self.linked(wanted, all.len(), self.range.cut(&all).iter().map(row).collect())
            }
            Of::Playlists => {
                let (rows, total) = playlists::found(self.call, self.query, self.range);
                self.linked(wanted, total, rows)
            }
        }
    }

    fn linked(&self, wanted: &Type, total: usize, rows: Vec<Option<Json>>) -> Page<Option<Json>> {
        let mut links = vec![("query", self.text.to_owned()), ("type", wanted.word.to_owned())];
        links.extend(self.call.request.query("market").map(|market| ("market", market)));
        page_linked(self.call, self.range, total, rows, &links)
    }
}
