//! Playlists that a search finds.

use std::cmp::Reverse;

use serde_json::value::to_raw_value;

use crate::catalogue::{Json, MOST_RESULTS, Query, words_of};
use crate::http::web_api::Call;
use crate::http::web_api::page::Range;
use crate::http::web_api::playlists::simplified;
use crate::rules::Rules;
use crate::world::Playlist;

/// Of so many rows one is a playlist of Spotify's own.
const OWN: usize = 3;

/// The rows that a request asks for, and how many there are: the public playlists with all words in their names, the best
/// first. Among them would be playlists of Spotify's own, in whose places apps have seen null since November 2024.
pub(super) fn found(call: &Call<'_>, query: &Query, range: Range) -> (Vec<Option<Json>>, usize) {
    let text = Query { text: query.text.clone(), ..Query::default() };
    if *query != text {
        // No filter is for playlists.
        return (Vec::new(), 0);
    }
    let world = call.shared.world();
    let named = |playlist: &&Playlist| {
        let words = words_of(&playlist.name);
        playlist.public && query.text.iter().all(|word| words.contains(word))
    };
    let mut all: Vec<&Playlist> = world.playlists.iter().filter(named).collect();
    all.sort_by_cached_key(|playlist| {
        (words_of(&playlist.name) != query.text, Reverse(world.followers(playlist)))
    });
    let mut rows = Vec::new();
    for playlist in all {
        if call.shared.rules != Rules::BeforeNovember2024 && rows.len() % OWN == 1 {
            rows.push(None);
        }
        rows.push(Some(playlist));
    }
    rows.truncate(MOST_RESULTS);
    let body =
        |playlist: &Playlist| to_raw_value(&simplified(call, &world, playlist)).expect("a value is JSON");
    (range.cut(&rows).iter().map(|row| row.map(body)).collect(), rows.len())
}
