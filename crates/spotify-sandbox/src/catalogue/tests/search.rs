//! Searches give what a look at every body would find.

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::catalogue::search::Query;
use crate::catalogue::words_of;

fn texts<'a>(rows: &'a Value, name: &str) -> impl Iterator<Item = String> + use<'a> {
    let name = name.to_owned();
    let rows = rows.as_array().map_or(&[][..], Vec::as_slice);
    rows.iter().flat_map(move |row| words_of(row[&name].as_str().unwrap()))
}

/// The words of a body's name, of its artists' names and of its album's name.
fn words(body: &Value) -> [BTreeSet<String>; 3] {
    let name = |body: &Value| words_of(body["name"].as_str().unwrap_or_default()).into_iter().collect();
    [name(body), texts(&body["artists"], "name").collect(), name(&body["album"])]
}

fn found(catalogue: &Catalogue, kind: Kind, query: &Query) -> BTreeSet<String> {
    let found = catalogue.search(kind, query, None);
    let ids: BTreeSet<String> = found.iter().map(|reference| catalogue.id(*reference)).collect();
    assert_eq!(ids.len(), found.len(), "twice");
    ids
}

fn bodies(catalogue: &Catalogue, kind: Kind) -> Vec<Value> {
    every(catalogue, kind).map(|reference| body(catalogue, reference, &EVERYTHING)).collect()
}

#[test]
fn every_word_of_every_name_finds_what_has_it() {
    let catalogue = Catalogue::new(3, 300, Ids::Strict);
    for kind in [Kind::Album, Kind::Artist, Kind::Track, Kind::Show, Kind::Episode, Kind::Audiobook] {
        let all: Vec<_> = bodies(&catalogue, kind).into_iter().map(|body| (words(&body), body)).collect();
        // Names of two hundred characters end within a word.
        let is_whole = |body: &Value| body["name"].as_str().unwrap().chars().count() < 200;
        let plain = all.iter().filter(|(_, body)| is_whole(body)).flat_map(|(words, _)| words[0].iter());
        let every: BTreeSet<&String> = plain.collect();
        assert!(every.len() > 5, "{kind:?}");
        for word in every {
            let expected: BTreeSet<String> = all
                .iter()
                .filter(|(words, _)| words.iter().any(|words| words.contains(word)))
                .map(|(_, body)| body["id"].as_str().unwrap().to_owned())
                .collect();
            let query = Query { text: vec![word.clone()], ..Query::default() };
            assert_eq!(found(&catalogue, kind, &query), expected, "{kind:?} {word}");
        }
    }
}

#[test]
fn filters_find_what_has_them_and_nothing_else() {
    let catalogue = Catalogue::new(5, 600, Ids::Strict);
    let (tracks, albums) = (bodies(&catalogue, Kind::Track), bodies(&catalogue, Kind::Album));
    let chosen = |all: &[Value], has: &dyn Fn(&Value) -> bool| -> BTreeSet<String> {
        all.iter().filter(|body| has(body)).map(|body| body["id"].as_str().unwrap().to_owned()).collect()
    };
    for track in tracks.iter().step_by(37).filter(|track| track["external_ids"]["isrc"].is_string()) {
        let isrc = track["external_ids"]["isrc"].as_str().unwrap();
        let query = Query { isrc: Some(isrc.to_owned()), ..Query::default() };
        // What shares its recording code may not show it, for an oddity of its own.
        assert!(
            found(&catalogue, Kind::Track, &query)
                .is_superset(&chosen(&tracks, &|other| other["external_ids"]["isrc"] == isrc))
        );
        assert!(found(&catalogue, Kind::Track, &query).len() <= 2);
        let [title, artists, album] = words(track).map(|words| words.into_iter().collect::<Vec<_>>());
        if [&title, &artists, &album].iter().any(|words| words.is_empty() || words.len() > 6) {
            continue;
        }
        let query =
            Query { track: title.clone(), artist: artists.clone(), album: album.clone(), ..Query::default() };
        let has_all = |body: &Value| {
            let words = words(body);
            [&title, &artists, &album]
                .iter()
                .zip(&words)
                .all(|(wanted, words)| wanted.iter().all(|word| words.contains(word)))
        };
        assert_eq!(found(&catalogue, Kind::Track, &query), chosen(&tracks, &has_all));
    }
    for album in albums.iter().step_by(7).filter(|album| album["external_ids"]["upc"].is_string()) {
        let upc = album["external_ids"]["upc"].as_str().unwrap();
        let query = Query { upc: Some(upc.to_owned()), ..Query::default() };
        assert_eq!(
            found(&catalogue, Kind::Album, &query),
            BTreeSet::from([album["id"].as_str().unwrap().to_owned()])
        );
    }
    let year =
        |album: &Value| album["release_date"].as_str().and_then(|date| date.get(..4)?.parse::<u64>().ok());
    let query = Query { years: Some(1990..=1999), ..Query::default() };
    let odd: BTreeSet<String> = catalogue.oddities().map(|odd| odd.id).collect();
    let released = chosen(&albums, &|album| year(album).is_some_and(|year| (1990..=1999).contains(&year)));
    let without_odd = |ids: BTreeSet<String>| ids.difference(&odd).cloned().collect::<BTreeSet<_>>();
    // How an odd date is written is not when it was.
    assert_eq!(without_odd(found(&catalogue, Kind::Album, &query)), without_odd(released.clone()));
    assert!(!released.is_empty());
    // A few tracks have too few artists for every genre.
    let catalogue = Catalogue::new(5, 6_000, Ids::Strict);
    let query = Query { genre: words_of("dream pop"), ..Query::default() };
    let artists = bodies(&catalogue, Kind::Artist);
    let dreamy = chosen(&artists, &|artist| {
        artist["genres"].as_array().is_some_and(|genres| genres.iter().any(|genre| genre == "dream pop"))
    });
    assert!(!dreamy.is_empty());
    assert!(found(&catalogue, Kind::Artist, &query).is_superset(&dreamy));
}

#[test]
fn what_is_found_first_is_what_was_named() {
    let catalogue = Catalogue::new(7, 2_000, Ids::Strict);
    for n in (0..catalogue.plain(Kind::Artist)).step_by(9) {
        let artist = catalogue.nth(Kind::Artist, n);
        let name = |artist| words_of(body(&catalogue, artist, &EVERYTHING)["name"].as_str().unwrap());
        let query = Query { text: name(artist), ..Query::default() };
        let found = catalogue.search(Kind::Artist, &query, None);
        assert_eq!(name(found[0]), query.text);
        assert!(found.contains(&artist));
        assert_eq!(found, catalogue.search(Kind::Artist, &query, None));
    }
}

#[test]
fn a_market_leaves_out_what_is_not_there() {
    let catalogue = Catalogue::new(7, 3_000, Ids::Strict);
    let query = Query { text: vec!["live".to_owned()], ..Query::default() };
    let all = catalogue.search(Kind::Track, &query, None);
    let there = catalogue.search(Kind::Track, &query, Some("SE"));
    assert!(!there.is_empty() && there.len() < all.len());
    let view = View { market: Some("SE"), ..EVERYTHING };
    let restricted =
        |track: &Reference| parse(&catalogue.track(*track, &view))["restrictions"]["reason"] == "market";
    assert!(!there.iter().any(restricted) && all.iter().any(restricted));
}

#[test]
fn the_newest_albums_are_known() {
    let catalogue = Catalogue::new(7, 20_000, Ids::Strict);
    let query = Query { is_new: true, ..Query::default() };
    let new = catalogue.search(Kind::Album, &query, None);
    assert!(!new.is_empty());
    let is_plain = |album: &Reference| catalogue.oddity(*album).is_none();
    for album in new.into_iter().filter(is_plain) {
        let album = parse(&catalogue.album(album, &EVERYTHING));
        assert!(album["release_date"].as_str().unwrap() > "2025-12-14", "{album}");
    }
    let dates: Vec<_> = catalogue
        .latest_albums()
        .into_iter()
        .filter(is_plain)
        .map(|album| parse(&catalogue.album(album, &EVERYTHING))["release_date"].as_str().unwrap().to_owned())
        .collect();
    assert!(dates.len() > 20 && dates.is_sorted_by(|a, b| a >= b), "{dates:?}");
    let obscure = catalogue.search(Kind::Album, &Query { is_obscure: true, ..Query::default() }, None);
    let share = obscure.len() as f64 / catalogue.count(Kind::Album) as f64;
    assert!((0.05..0.15).contains(&share), "{share}");
}
