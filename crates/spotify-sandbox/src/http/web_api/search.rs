//! `GET /search`.

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
    kind: Kind,
    row: fn(&Catalogue, Reference, &View<'_>) -> Json,
}

const TYPES: [Type; 6] = [
    Type { word: "album", member: "albums", kind: Kind::Album, row: Catalogue::simplified_album },
    Type { word: "artist", member: "artists", kind: Kind::Artist, row: Catalogue::artist },
    Type { word: "track", member: "tracks", kind: Kind::Track, row: Catalogue::track },
    Type { word: "show", member: "shows", kind: Kind::Show, row: Catalogue::simplified_show },
    Type { word: "episode", member: "episodes", kind: Kind::Episode, row: Catalogue::simplified_episode },
    Type {
        word: "audiobook",
        member: "audiobooks",
        kind: Kind::Audiobook,
        row: Catalogue::simplified_audiobook,
    },
];

pub(super) fn search(call: &Call<'_>) -> Outcome {
    // Spotify's own links have the query under its other name.
    let text = call.request.query("q").or_else(|| call.request.query("query")).unwrap_or_default();
    let query = query::parse(&text);
    if query.is_empty() {
        return Err(ApiError::bad_request("No search query"));
    }
    let types = types(call)?;
    let range = Range::of(call, call.shared.rules.set().search)?;
    if range.end() > MOST_RESULTS as u64 {
        return Err(ApiError::bad_request("Bad request."));
    }
    let market = call.market()?;
    let search = Search { call, range, text: &text, query: &query, market: market.as_deref() };
    let pages: BTreeMap<_, _> = types.into_iter().map(|kind| (kind.member, search.page(kind))).collect();
    Ok(Answer::json(StatusCode::OK, &pages))
}

/// The types asked for.
fn types(call: &Call<'_>) -> Result<Vec<&'static Type>, ApiError> {
    let asked = call.request.query("type").unwrap_or_default();
    if asked.is_empty() {
        return Err(ApiError::bad_request("Missing parameter type"));
    }
    let known = |word: &str| {
        let found = TYPES.iter().find(|known| known.word == word);
        found.ok_or_else(|| ApiError::bad_request(format!("Bad search type field {word}")))
    };
    asked.split(',').map(|word| known(word.trim())).collect()
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
    fn page(&self, wanted: &Type) -> Page<Json> {
        let (catalogue, view) = (&self.call.shared.catalogue, self.call.view(self.market));
        let is_nowhere = wanted.kind == Kind::Audiobook && !audiobooks::is_sold(self.call, self.market);
        let all =
            if is_nowhere { Vec::new() } else { catalogue.search(wanted.kind, self.query, self.market) };
        let rows = self.range.cut(&all).iter().map(|found| (wanted.row)(catalogue, *found, &view)).collect();
        let mut links = vec![("query", self.text.to_owned()), ("type", wanted.word.to_owned())];
        links.extend(self.call.request.query("market").map(|market| ("market", market)));
        page_linked(self.call, self.range, all.len(), rows, &links)
    }
}
