//! `/v1/search`.

use std::collections::HashSet;

use serde_json::Value;
use spotify_sandbox::{Playlist, Rules, Sandbox, User};
use url::form_urlencoded;

use crate::client::{Response, get};
use crate::login::builder;

const TYPES: [(&str, &str); 6] = [
    ("album", "albums"),
    ("artist", "artists"),
    ("track", "tracks"),
    ("show", "shows"),
    ("episode", "episodes"),
    ("audiobook", "audiobooks"),
];

fn extended() -> (Sandbox, String) {
    let user = User::premium("ada").saved_tracks(50).saved_albums(20);
    let sandbox = builder().rules(Rules::ExtendedQuota).user(user).start().unwrap();
    let token = sandbox.mint("ada", &["user-library-read"]).access_token;
    (sandbox, token)
}

fn search(sandbox: &Sandbox, token: &str, q: &str, more: &str) -> Response {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
    get(sandbox.base_url(), &format!("/v1/search?{query}{more}")).bearer(token).send()
}

/// The results of one type, as a page.
fn page(sandbox: &Sandbox, token: &str, q: &str, kind: &str, more: &str) -> Value {
    let answer = search(sandbox, token, q, &format!("&type={kind}{more}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()[format!("{kind}s")].clone()
}

/// The rows of a page without those that are odd.
fn plain<'a>(sandbox: &Sandbox, page: &'a Value) -> Vec<&'a Value> {
    let odd: HashSet<String> = sandbox.oddities().into_iter().map(|odd| odd.id).collect();
    let rows = page["items"].as_array().unwrap().iter();
    rows.filter(|row| !odd.contains(row["id"].as_str().unwrap())).collect()
}

fn saved_track(sandbox: &Sandbox, token: &str, n: usize) -> Value {
    let page =
        get(sandbox.base_url(), &format!("/v1/me/tracks?limit=1&offset={n}")).bearer(token).send().json();
    page["items"][0]["track"].clone()
}

#[test]
fn every_type_asked_for_has_a_page_and_no_other() {
    let (sandbox, token) = extended();
    for (kind, member) in TYPES {
        let answer = search(&sandbox, &token, "the", &format!("&type={kind}")).json();
        let members: Vec<&String> = answer.as_object().unwrap().keys().collect();
        assert_eq!(members, [member]);
    }
    let all = search(
        &sandbox,
        &token,
        "songs",
        "&type=album,artist,track,show,episode,audiobook&market=GB&limit=3",
    )
    .json();
    for (kind, member) in TYPES {
        let page = &all[member];
        assert_eq!((page["limit"].as_u64(), page["offset"].as_u64()), (Some(3), Some(0)), "{kind}");
        let rows = page["items"].as_array().unwrap();
        assert!(rows.len() <= 3 && rows.iter().all(|row| row["type"] == kind), "{kind}");
        assert_eq!(page["total"].as_u64().unwrap() > 3, page["next"].is_string(), "{kind}: {page}");
    }
    assert!(all["albums"]["total"].as_u64() > Some(3), "many albums are `Songs from` somewhere");
}

#[test]
fn what_is_named_is_found_first_and_the_same_twice() {
    let (sandbox, token) = extended();
    for n in 0..10 {
        let track = saved_track(&sandbox, &token, n);
        let title = track["name"].as_str().unwrap();
        let found = page(&sandbox, &token, title, "track", "");
        assert_eq!(found["items"][0]["name"], title);
        let ids: Vec<&Value> = found["items"].as_array().unwrap().iter().map(|row| &row["id"]).collect();
        assert!(ids.contains(&&track["id"]), "{title}: {found}");
        assert_eq!(page(&sandbox, &token, &title.to_uppercase(), "track", "")["items"], found["items"]);
        let q = format!("{title} {}", track["artists"][0]["name"].as_str().unwrap());
        let by_artist = page(&sandbox, &token, &q, "track", "");
        assert_eq!(by_artist["items"][0]["id"], track["id"], "{q}");
    }
    assert_eq!(page(&sandbox, &token, "nobody was ever called so", "track", "")["total"], 0);
}

#[test]
fn filters_narrow_the_types_that_have_them() {
    let (sandbox, token) = extended();
    let track = saved_track(&sandbox, &token, 3);
    let text = |pointer: &str| track.pointer(pointer).unwrap().as_str().unwrap();
    let (artist, album) = (text("/artists/0/name"), text("/album/name"));
    let filters = format!("album:\"{album}\" artist:\"{artist}\" track:\"{}\"", text("/name"));
    assert_eq!(page(&sandbox, &token, &filters, "track", "")["items"][0]["id"], track["id"]);
    let isrc = format!("isrc:{}", text("/external_ids/isrc"));
    let found = page(&sandbox, &token, &isrc, "track", "");
    assert_eq!((found["total"].as_u64(), &found["items"][0]["id"]), (Some(1), &track["id"]));
    assert_eq!(page(&sandbox, &token, &isrc, "album", "")["total"], 0);
    let albums = page(&sandbox, &token, &format!("artist:\"{artist}\""), "album", "&limit=50");
    for found in albums["items"].as_array().unwrap() {
        assert!(found["artists"].as_array().unwrap().iter().any(|by| by["name"] == artist), "{found}");
    }
    let id = text("/album/id");
    let album = get(sandbox.base_url(), &format!("/v1/albums/{id}")).bearer(&token).send().json();
    let upc = format!("upc:{}", album["external_ids"]["upc"].as_str().unwrap());
    assert_eq!(page(&sandbox, &token, &upc, "album", "")["items"][0]["id"], id);
    let sixties = page(&sandbox, &token, "year:1960-1969", "album", "&limit=50");
    let year = |album: &Value| album["release_date"].as_str().unwrap()[..3].to_owned();
    assert!(plain(&sandbox, &sixties).into_iter().all(|album| year(album) == "196"));
    assert_ne!(sixties["total"], 0);
    let dreamy = page(&sandbox, &token, "genre:\"dream pop\"", "artist", "");
    assert!(dreamy["items"][0]["genres"].as_array().unwrap().contains(&"dream pop".into()));
    assert_ne!(page(&sandbox, &token, "tag:hipster", "album", "")["total"], 0);
}

#[test]
fn new_albums_are_those_of_the_catalogues_last_two_weeks() {
    let sandbox = builder().tracks(20_000).start().unwrap();
    let found = page(&sandbox, &sandbox.mint_app_token(), "tag:new", "album", "&limit=10");
    assert_ne!(found["total"], 0);
    for album in plain(&sandbox, &found) {
        assert!(album["release_date"].as_str().unwrap() > "2025-12-14", "{album}");
    }
}

#[test]
fn pages_follow_each_other_through_all_results() {
    let (sandbox, token) = extended();
    let mut next = format!("{}/v1/search?q=live&type=track,album&limit=20", sandbox.base_url());
    let (mut seen, mut total) = (HashSet::new(), 0);
    while !next.is_empty() {
        let answer = get(sandbox.base_url(), &next).bearer(&token).send().json();
        let page = &answer["tracks"];
        total = page["total"].as_u64().unwrap();
        for row in page["items"].as_array().unwrap() {
            assert!(seen.insert(row["id"].as_str().unwrap().to_owned()), "twice");
        }
        next = page["next"].as_str().unwrap_or_default().to_owned();
        assert!(next.is_empty() || next.contains("query=live&type=track"), "{next}");
    }
    assert!(total > 40);
    assert_eq!(seen.len() as u64, total);
}

#[test]
fn nobody_sees_more_than_a_thousand_results() {
    let sandbox = builder().rules(Rules::ExtendedQuota).tracks(30_000).start().unwrap();
    let token = sandbox.mint_app_token();
    let last = page(&sandbox, &token, "live", "track", "&limit=50&offset=950");
    assert_eq!((last["total"].as_u64(), &last["next"]), (Some(1_000), &Value::Null));
    assert_eq!(last["items"].as_array().unwrap().len(), 50);
    for (more, rows) in [("&limit=50&offset=951", 49), ("&limit=7&offset=994", 6), ("&offset=1000", 0)] {
        let last = page(&sandbox, &token, "live", "track", more);
        assert_eq!((last["items"].as_array().unwrap().len(), &last["next"]), (rows, &Value::Null), "{more}");
    }
    for more in ["&limit=1&offset=1001", "&offset=5000"] {
        let refused = search(&sandbox, &token, "live", &format!("&type=track{more}"));
        assert_eq!(refused.error(), (400, "Bad request.".to_owned()), "{more}");
    }
}

#[test]
fn the_links_of_pages_lead_to_the_last_result() {
    let sandbox = builder().rules(Rules::ExtendedQuota).tracks(30_000).start().unwrap();
    let token = sandbox.mint_app_token();
    let mut next = "/v1/search?q=live&type=track&limit=47".to_owned();
    let mut seen = 0;
    while !next.is_empty() {
        let answer = get(sandbox.base_url(), &next).bearer(&token).send();
        assert_eq!(answer.status, 200, "{next}: {}", answer.text());
        let page = &answer.json()["tracks"];
        seen += page["items"].as_array().unwrap().len();
        next = page["next"].as_str().unwrap_or_default().to_owned();
    }
    assert_eq!(seen, 1_000);
}

#[test]
fn a_query_has_250_characters_at_most() {
    let (sandbox, token) = extended();
    for word in ["the ", "é"] {
        let query = word.repeat(250 / word.chars().count());
        let longer = format!("{query}{}", &"xxx"[query.chars().count() - 248..]);
        assert_eq!(search(&sandbox, &token, &query, "&type=track").status, 200, "{word}");
        let refused = search(&sandbox, &token, &longer, "&type=track").error();
        let message = "Query exceeds maximum length of 250 characters".to_owned();
        assert_eq!(refused, (400, message), "{word}");
    }
}

#[test]
fn searches_that_cannot_be_are_refused() {
    let (sandbox, token) = extended();
    let refused = |q: &str, more: &str| search(&sandbox, &token, q, more).error();
    for q in ["", "*", "  ", "\"\""] {
        assert_eq!(refused(q, "&type=track"), (400, "No search query".to_owned()), "{q}");
    }
    for more in ["", "&type="] {
        assert_eq!(refused("x", more), (400, "Missing parameter type".to_owned()));
    }
    for more in ["&type=song", "&type=track,song", "&type=track,"] {
        assert_eq!(refused("x", more).0, 400);
        assert!(refused("x", more).1.starts_with("Bad search type field"), "{more}");
    }
    assert_eq!(refused("x", "&type=track&limit=51").1, "Invalid limit");
    assert_eq!(refused("x", "&type=track&market=Sweden").1, "Invalid market code");
    assert_eq!(get(sandbox.base_url(), "/v1/search?q=x&type=track").send().status, 401);
}

#[test]
fn development_mode_has_pages_of_ten_and_lacks_fields() {
    let sandbox = builder().start().unwrap();
    let token = sandbox.mint_app_token();
    for limit in ["11", "20", "50"] {
        let refused = search(&sandbox, &token, "live", &format!("&type=track&limit={limit}"));
        assert_eq!(refused.error(), (400, "Invalid limit".to_owned()));
    }
    let found = page(&sandbox, &token, "live", "track", "");
    assert_eq!((found["limit"].as_u64(), found["items"].as_array().unwrap().len()), (Some(5), 5));
    assert!(found["items"][0]["popularity"].is_null());
    let both = search(&sandbox, &token, "live", "&type=track,episode&limit=10").json();
    assert_eq!(both["tracks"]["items"].as_array().unwrap().len(), 10);
    assert_eq!(both["episodes"]["items"].as_array().unwrap().len(), 10);
}

#[test]
fn only_what_is_in_the_market_is_found() {
    let (sandbox, _) = extended();
    let token = sandbox.mint_app_token();
    let everywhere = page(&sandbox, &token, "live", "track", "")["total"].as_u64();
    let there = page(&sandbox, &token, "live", "track", "&market=SE&limit=50");
    assert!(there["total"].as_u64() < everywhere);
    assert!(plain(&sandbox, &there).into_iter().all(|track| track["restrictions"].is_null()));
    assert_eq!(page(&sandbox, &token, "songs", "audiobook", "&market=SE")["total"], 0);
    assert_ne!(page(&sandbox, &token, "songs", "audiobook", "&market=GB")["total"], 0);
}

/// Playlists of two users: four that are public and have the word `Road`, one of them exactly so.
fn with_playlists(rules: Rules) -> (Sandbox, String) {
    let playlist = |name: &str| Playlist::new(name).tracks(3);
    let ada = User::premium("ada")
        .playlist(playlist("Long road home"))
        .playlist(playlist("The Road"))
        .playlist(playlist("Road secrets").private())
        .playlist(playlist("Kitchen"));
    let bob = User::free("bob").playlist(playlist("ROAD")).playlist(playlist("Road & rail"));
    let bob = bob.followed_playlist("ada", "The Road");
    let sandbox = builder().rules(rules).user(ada).user(bob).start().unwrap();
    let token = sandbox.mint_app_token();
    (sandbox, token)
}

#[test]
fn playlists_are_found_among_nulls() {
    for rules in [Rules::DevelopmentMode, Rules::ExtendedQuota] {
        let (sandbox, token) = with_playlists(rules);
        let found = page(&sandbox, &token, "road", "playlist", "&limit=10");
        let rows = found["items"].as_array().unwrap();
        let names: Vec<Option<&str>> = rows.iter().map(|row| row["name"].as_str()).collect();
        assert_eq!(names[..3], [Some("ROAD"), None, Some("The Road")], "{names:?}");
        assert_eq!(names.iter().flatten().count(), 4);
        assert!(rows[1].is_null() && rows[0]["type"] == "playlist" && !names.contains(&Some("Road secrets")));
        assert_eq!(found["total"].as_u64(), Some(rows.len() as u64));
        let second = page(&sandbox, &token, "road", "playlist", "&limit=2&offset=2");
        assert_eq!(second["items"].as_array().unwrap()[..], rows[2..4]);
        assert_eq!(page(&sandbox, &token, "road artist:x", "playlist", "")["total"], 0);
        assert_eq!(page(&sandbox, &token, "road kitchen", "playlist", "")["total"], 0);
    }
    let (sandbox, token) = with_playlists(Rules::BeforeNovember2024);
    let found = page(&sandbox, &token, "road", "playlist", "&limit=10");
    assert_eq!(found["items"].as_array().unwrap().iter().filter(|row| row.is_object()).count(), 4);
    assert_eq!(found["total"], 4);
}

#[test]
fn a_playlist_is_found_once_it_is_there() {
    let (sandbox, _) = with_playlists(Rules::DevelopmentMode);
    let token = sandbox.mint("ada", &["playlist-modify-public"]).access_token;
    assert_eq!(page(&sandbox, &token, "brand new", "playlist", "")["total"], 0);
    let created = crate::client::request(sandbox.base_url(), "POST", "/v1/me/playlists")
        .bearer(&token)
        .json(&serde_json::json!({ "name": "Brand new" }))
        .send();
    assert_eq!(created.status, 201, "{}", created.text());
    assert_eq!(page(&sandbox, &token, "brand new", "playlist", "")["items"][0]["id"], created.json()["id"]);
}
