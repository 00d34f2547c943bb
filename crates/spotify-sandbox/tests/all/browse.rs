//! `/v1/browse`, `/v1/markets`, genre seeds and the profiles of others.

use serde_json::Value;
use spotify_sandbox::{Playlist, Rules, Sandbox, User};

use crate::client::{Response, get};
use crate::login::builder;

fn sandbox(rules: Rules) -> Sandbox {
    let ada = User::premium("ada").display_name("Ada L.").playlist(Playlist::new("Secret").private());
    let names = ["One", "Two", "Three", "Four", "Five", "Six", "Seven"];
    let ada = names.into_iter().map(Playlist::new).fold(ada, User::playlist);
    builder().rules(rules).user(ada).user(User::free("b#b")).start().unwrap()
}

fn call(sandbox: &Sandbox, target: &str) -> Response {
    get(sandbox.base_url(), &format!("/v1/{target}")).bearer(&sandbox.mint_app_token()).send()
}

fn rows(page: &Value) -> &Vec<Value> {
    page["items"].as_array().unwrap()
}

#[test]
fn new_releases_are_the_newest_albums_of_the_catalogue() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let answer = call(&sandbox, "browse/new-releases?limit=10").json();
    let page = &answer["albums"];
    // An odd album may have any date.
    let odd: Vec<String> = sandbox.oddities().into_iter().map(|odd| odd.id).collect();
    let plain = rows(page).iter().filter(|album| !odd.iter().any(|id| album["id"] == id.as_str()));
    let dates: Vec<&str> = plain.map(|album| album["release_date"].as_str().unwrap()).collect();
    assert!(dates.iter().all(|date| *date > "2025") && dates.is_sorted_by(|a, b| a >= b), "{dates:?}");
    assert!(page["total"].as_u64() <= Some(100));
    assert_eq!(page["next"].is_string(), page["total"].as_u64() > Some(10));
    assert_eq!(call(&sandbox, "browse/new-releases?limit=51").error(), (400, "Invalid limit".to_owned()));
}

#[test]
fn categories_have_old_ids_and_new_ones() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let answer = call(&sandbox, "browse/categories").json();
    let page = &answer["categories"];
    assert_eq!((rows(page).len(), page["total"].as_u64()), (20, Some(24)));
    let ids: Vec<&str> = rows(page).iter().map(|category| category["id"].as_str().unwrap()).collect();
    assert!(ids.iter().any(|id| id.len() == 22) && ids.iter().any(|id| id.len() < 12));
    for category in rows(page) {
        let one = call(&sandbox, category["href"].as_str().unwrap().split("/v1/").nth(1).unwrap());
        assert_eq!(one.json(), *category);
        assert!(category["icons"][0]["height"].is_null());
        let icon = get(sandbox.base_url(), category["icons"][0]["url"].as_str().unwrap()).send();
        assert_eq!((icon.status, icon.header("content-type")), (200, "image/png"));
    }
    let unknown = call(&sandbox, "browse/categories/unknown");
    assert_eq!(unknown.error(), (404, "Specified id doesn't exist".to_owned()));
}

#[test]
fn categories_are_named_in_the_language_of_the_locale() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let name =
        |locale: &str| call(&sandbox, &format!("browse/categories/at_home{locale}")).json()["name"].clone();
    assert_eq!(name(""), "At Home");
    assert_eq!(name("?locale=sv_SE"), "Hemma");
    assert_eq!(name("?locale=de"), "Zuhause");
    assert_eq!(name("?locale=fi_FI"), "At Home");
    let next = call(&sandbox, "browse/categories?locale=sv_SE&limit=2").json()["categories"]["next"].clone();
    assert!(next.as_str().unwrap().ends_with("?offset=2&limit=2&locale=sv_SE"), "{next}");
    for locale in ["Swedish", "s1_SE", "sv_SWE", "_"] {
        let refused = call(&sandbox, &format!("browse/categories?locale={locale}"));
        assert_eq!(refused.error(), (400, "Invalid locale".to_owned()), "{locale}");
    }
}

#[test]
fn markets_are_those_of_the_catalogue() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let answer = call(&sandbox, "markets").json();
    let markets = answer["markets"].as_array().unwrap();
    assert_eq!(markets.len(), 185);
    assert!(markets.contains(&"SE".into()) && markets.contains(&"XK".into()));
}

#[test]
fn genre_seeds_are_listed_under_the_rules_from_before_november_2024() {
    let answer = call(&sandbox(Rules::BeforeNovember2024), "recommendations/available-genre-seeds").json();
    let genres = answer["genres"].as_array().unwrap();
    assert!(genres.contains(&"dream-pop".into()) && genres.len() == 16);
    let closed = call(&sandbox(Rules::ExtendedQuota), "recommendations/available-genre-seeds");
    assert_eq!(closed.error(), (404, "Not found.".to_owned()));
}

#[test]
fn profiles_of_others_show_what_everybody_may_know() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let ada = call(&sandbox, "users/ada").json();
    let keys: Vec<&String> = ada.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["display_name", "external_urls", "followers", "href", "id", "images", "type", "uri"]);
    assert_eq!((&ada["display_name"], &ada["id"]), (&"Ada L.".into(), &"ada".into()));
    let escaped = call(&sandbox, "users/b%23b").json();
    assert_eq!((&escaped["id"], &escaped["uri"]), (&"b#b".into(), &"spotify:user:b%23b".into()));
    assert_eq!(call(&sandbox, "users/nobody").error(), (404, "User not found".to_owned()));
}

#[test]
fn featured_playlists_are_public_ones_with_a_message() {
    let sandbox = sandbox(Rules::BeforeNovember2024);
    let answer = call(&sandbox, "browse/featured-playlists?limit=5").json();
    assert_eq!(answer["message"], "Popular Playlists");
    let page = &answer["playlists"];
    assert_eq!((rows(page).len(), page["total"].as_u64()), (5, Some(7)));
    assert!(rows(page).iter().all(|playlist| playlist["name"] != "Secret" && playlist["type"] == "playlist"));
    let swedish = call(&sandbox, "browse/featured-playlists?locale=sv_SE&limit=1").json();
    assert_eq!(swedish["message"], "Popul\u{e4}ra spellistor");
    assert!(swedish["playlists"]["next"].as_str().unwrap().ends_with("?offset=1&limit=1&locale=sv_SE"));
    assert_eq!(call(&sandbox, "browse/featured-playlists?locale=x").error().0, 400);
}

#[test]
fn each_category_has_some_of_the_public_playlists() {
    let sandbox = sandbox(Rules::BeforeNovember2024);
    let ids = |category: &str| -> Vec<String> {
        let answer = call(&sandbox, &format!("browse/categories/{category}/playlists")).json();
        assert!(answer["message"].is_string());
        rows(&answer["playlists"]).iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    let (first, second) = (ids("toplists"), ids("mood"));
    assert!(!first.is_empty() && !second.is_empty() && first != second);
    assert_eq!(
        call(&sandbox, "browse/categories/unknown/playlists").error(),
        (404, "Specified id doesn't exist".to_owned())
    );
}

/// The id of an entity that is saved nowhere: the first result of a search.
fn found(sandbox: &Sandbox, q: &str, kind: &str) -> String {
    let answer = call(sandbox, &format!("search?q={q}&type={kind}&limit=1")).json();
    answer[format!("{kind}s")]["items"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn recommendations_go_with_their_seeds_and_are_the_same_twice() {
    let sandbox = sandbox(Rules::BeforeNovember2024);
    let (artist, track) = (found(&sandbox, "the", "artist"), found(&sandbox, "live", "track"));
    let target =
        format!("recommendations?seed_artists={artist}&seed_tracks={track}&seed_genres=dream-pop&limit=30");
    let answer = call(&sandbox, &target).json();
    let tracks = answer["tracks"].as_array().unwrap();
    assert_eq!(tracks.len(), 30);
    assert!(tracks.iter().all(|other| other["id"] != track.as_str() && other["album"].is_object()));
    assert_eq!(call(&sandbox, &target).json(), answer);
    let seeds = answer["seeds"].as_array().unwrap();
    let kinds: Vec<&Value> = seeds.iter().map(|seed| &seed["type"]).collect();
    assert_eq!(kinds, ["ARTIST", "GENRE", "TRACK"]);
    assert_eq!((&seeds[0]["id"], &seeds[1]["id"]), (&artist.as_str().into(), &"dream-pop".into()));
    assert!(seeds[1]["href"].is_null() && seeds[0]["href"].as_str().unwrap().ends_with(&artist));
    for seed in seeds {
        let sizes = ["initialPoolSize", "afterFilteringSize", "afterRelinkingSize"]
            .map(|size| seed[size].as_u64().unwrap());
        assert!(sizes[0] > 0 && sizes[0] == sizes[1] && sizes[1] == sizes[2], "{sizes:?}");
    }
    let usual = call(&sandbox, &format!("recommendations?seed_artists={artist}")).json();
    assert_eq!(usual["tracks"].as_array().unwrap().len(), 20);
    let there = call(&sandbox, "recommendations?seed_genres=drone&market=SE&limit=100").json();
    assert!(there["tracks"].as_array().unwrap().iter().all(|track| track["is_playable"] != false));
}

#[test]
fn recommended_tracks_sound_as_was_wished() {
    let sandbox = sandbox(Rules::BeforeNovember2024);
    let wished = call(&sandbox, "recommendations?seed_genres=drone&limit=100&min_energy=0.3&max_energy=0.6&min_duration_ms=200000&target_tempo=100").json();
    let tracks = wished["tracks"].as_array().unwrap();
    assert!(!tracks.is_empty());
    let seed = &wished["seeds"][0];
    assert!(seed["afterFilteringSize"].as_u64() < seed["initialPoolSize"].as_u64());
    let mut off = Vec::new();
    for track in tracks {
        let features = call(&sandbox, &format!("audio-features/{}", track["id"].as_str().unwrap())).json();
        let energy = features["energy"].as_f64().unwrap();
        assert!((0.3..=0.6).contains(&energy), "{energy}");
        assert!(track["duration_ms"].as_f64().unwrap() >= 200_000.0);
        off.push((features["tempo"].as_f64().unwrap() - 100.0).abs());
    }
    assert!(off.is_sorted(), "the nearest first: {off:?}");
    let popular = call(&sandbox, "recommendations?seed_genres=drone&min_popularity=30").json();
    assert!(
        popular["tracks"].as_array().unwrap().iter().all(|track| track["popularity"].as_f64() >= Some(30.0))
    );
}

#[test]
fn recommendations_that_cannot_be_are_refused() {
    let sandbox = sandbox(Rules::BeforeNovember2024);
    let refused = |query: &str| call(&sandbox, &format!("recommendations{query}")).error();
    let invalid = (400, "invalid request".to_owned());
    for query in [
        "",
        "?seed_artists=",
        "?seed_genres=polka",
        "?seed_genres=drone,drone,drone,drone,drone,drone",
        "?seed_tracks=0000000000000000000000",
        "?seed_genres=drone&min_energy=1.5",
        "?seed_genres=drone&target_key=12",
        "?seed_genres=drone&max_tempo=fast",
    ] {
        assert_eq!(refused(query), invalid, "{query}");
    }
    assert_eq!(refused("?seed_artists=x"), (400, "Invalid base62 id".to_owned()));
    for limit in ["0", "101"] {
        assert_eq!(refused(&format!("?seed_genres=drone&limit={limit}")), (400, "Invalid limit".to_owned()));
    }
}
