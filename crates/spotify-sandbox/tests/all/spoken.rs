//! Shows, episodes, audiobooks and chapters, and several entities at once.

use serde_json::Value;
use spotify_sandbox::{Rules, Sandbox, User};

use crate::client::{Response, get};
use crate::login::*;

/// Well-formed, and of the real catalogue.
const FOREIGN: &str = "4aawyAB9vmqN3uQ7FjRGTy";

/// A sandbox with these rules, and a token of ada's, who is where there are audiobooks.
fn sandbox_of(rules: Rules) -> (Sandbox, String) {
    let ada = User::premium("ada").country("GB").saved_shows(5).saved_episodes(25).saved_audiobooks(3);
    let sandbox = builder().rules(rules).user(ada.saved_albums(2)).start().unwrap();
    let token = sandbox.mint("ada", &["user-library-read"]).access_token;
    (sandbox, token)
}

fn call(sandbox: &Sandbox, token: &str, path: &str) -> Response {
    get(sandbox.base_url(), path).bearer(token).send()
}

fn json(sandbox: &Sandbox, token: &str, path: &str) -> Value {
    let answer = call(sandbox, token, path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

/// The id of the `index`-th saved thing of this kind.
fn saved(sandbox: &Sandbox, token: &str, kind: &str, index: usize) -> String {
    let page = json(sandbox, token, &format!("/v1/me/{kind}s?limit=1&offset={index}"));
    page["items"][0][kind]["id"].as_str().unwrap().to_owned()
}

#[test]
fn shows_and_audiobooks_lead_to_their_parts_and_back() {
    let (sandbox, token) = sandbox_of(Rules::ExtendedQuota);
    for (kind, parts, part, uri_kind, uri_part) in [
        ("show", "episodes", "episode", "show", "episode"),
        ("audiobook", "chapters", "chapter", "show", "episode"),
    ] {
        let id = saved(&sandbox, &token, kind, 1);
        let whole = json(&sandbox, &token, &format!("/v1/{kind}s/{id}"));
        assert_eq!(
            (&whole["type"], &whole["uri"]),
            (&kind.into(), &format!("spotify:{uri_kind}:{id}").into())
        );
        assert_eq!(whole["total_".to_owned() + parts], whole[parts]["total"]);
        let page = json(&sandbox, &token, &format!("/v1/{kind}s/{id}/{parts}?limit=50"));
        assert_eq!(page["items"], whole[parts]["items"], "{kind}");
        assert_eq!(whole[parts]["href"], page["href"]);
        let one = json(&sandbox, &token, page["items"][0]["href"].as_str().unwrap());
        assert_eq!(one[kind]["id"], whole["id"], "{part}");
        assert_eq!(one["type"], "episode");
        assert_eq!(one["uri"], format!("spotify:{uri_part}:{}", one["id"].as_str().unwrap()));
        if kind == "audiobook" {
            assert_eq!(one["chapter_number"], 1);
        } else {
            let dates: Vec<_> =
                page["items"].as_array().unwrap().iter().map(|row| row["release_date"].as_str()).collect();
            assert!(dates.is_sorted_by(|newer, older| newer > older), "{dates:?}");
        }
    }
    let unknown = call(&sandbox, &token, &format!("/v1/shows/{FOREIGN}"));
    assert_eq!(unknown.error(), (404, format!("Non existing id: 'spotify:show:{FOREIGN}'")));
    assert_eq!(call(&sandbox, &token, "/v1/episodes/x").error(), (400, "Invalid base62 id".to_owned()));
}

#[test]
fn a_position_needs_its_scope() {
    let (sandbox, token) = sandbox_of(Rules::DevelopmentMode);
    let more = sandbox.mint("ada", &["user-library-read", "user-read-playback-position"]).access_token;
    let show = saved(&sandbox, &token, "show", 0);
    let episode = saved(&sandbox, &token, "episode", 0);
    let audiobook = saved(&sandbox, &token, "audiobook", 0);
    let chapters = json(&sandbox, &token, &format!("/v1/audiobooks/{audiobook}/chapters"));
    let chapter = chapters["items"][0]["id"].as_str().unwrap();
    for (path, pointer) in [
        (format!("/v1/episodes/{episode}"), "/resume_point"),
        (format!("/v1/shows/{show}"), "/episodes/items/0/resume_point"),
        (format!("/v1/shows/{show}/episodes"), "/items/0/resume_point"),
        (format!("/v1/chapters/{chapter}"), "/resume_point"),
        ("/v1/me/episodes".to_owned(), "/items/0/episode/resume_point"),
    ] {
        assert_eq!(json(&sandbox, &token, &path).pointer(pointer), None, "{path}");
        let seen = json(&sandbox, &more, &path);
        assert!(seen.pointer(pointer).unwrap()["fully_played"].is_boolean(), "{path}");
    }
}

#[test]
fn audiobooks_exist_in_few_markets() {
    let bob = User::premium("bob").country("SE").saved_audiobooks(3);
    let ada = User::premium("ada").country("GB").saved_audiobooks(3);
    let sandbox = builder().user(ada).user(bob).start().unwrap();
    let token = |user| sandbox.mint(user, &["user-library-read"]).access_token;
    let (ada, bob, app) = (token("ada"), token("bob"), sandbox.mint_app_token());
    let id = saved(&sandbox, &ada, "audiobook", 0);
    let path = format!("/v1/audiobooks/{id}");
    let not_here = (404, format!("Non existing id: 'spotify:show:{id}'"));
    // The country of the account wins over the parameter, which an app's token needs.
    assert_eq!(call(&sandbox, &ada, &format!("{path}?market=SE")).status, 200);
    assert_eq!(call(&sandbox, &bob, &path).error(), not_here);
    assert_eq!(call(&sandbox, &bob, &format!("{path}?market=US")).error(), not_here);
    assert_eq!(call(&sandbox, &bob, &format!("{path}/chapters")).error(), not_here);
    assert_eq!(call(&sandbox, &app, &path).error(), not_here);
    assert_eq!(call(&sandbox, &app, &format!("{path}?market=SE")).error(), not_here);
    assert_eq!(call(&sandbox, &app, &format!("{path}?market=us")).status, 200);
    let empty = json(&sandbox, &bob, "/v1/me/audiobooks");
    assert_eq!((&empty["total"], &empty["items"]), (&0.into(), &Value::Array(vec![])));
}

#[test]
fn the_library_has_what_was_saved() {
    let (sandbox, token) = sandbox_of(Rules::DevelopmentMode);
    for (kind, total) in [("show", 5), ("episode", 25), ("audiobook", 3)] {
        let path = format!("/v1/me/{kind}s");
        let page = json(&sandbox, &token, &format!("{path}?limit=2&offset=1"));
        assert_eq!((&page["total"], page["items"].as_array().unwrap().len()), (&total.into(), 2), "{kind}");
        assert!(
            page["items"][0]["added_at"].as_str() > page["items"][1]["added_at"].as_str(),
            "newest first"
        );
        let row = &page["items"][0][kind];
        let whole = json(&sandbox, &token, row["href"].as_str().unwrap());
        assert_eq!(*row == whole, kind != "show", "{kind}: only shows are simplified");
        assert_eq!(
            call(&sandbox, &token, &format!("{path}?limit=51")).error(),
            (400, "Invalid limit".to_owned())
        );
        let without = sandbox.mint("ada", &["user-read-playback-position"]).access_token;
        let refused = (403, "Insufficient client scope".to_owned());
        assert_eq!(call(&sandbox, &without, &path).error(), refused);
        let app = sandbox.mint_app_token();
        let refused = (403, "This request requires user authentication.".to_owned());
        assert_eq!(call(&sandbox, &app, &path).error(), refused);
    }
}

#[test]
fn development_mode_leaves_out_publisher_and_markets() {
    for rules in [Rules::DevelopmentMode, Rules::ExtendedQuota] {
        let (sandbox, token) = sandbox_of(rules);
        for kind in ["show", "audiobook"] {
            let id = saved(&sandbox, &token, kind, 0);
            let whole = json(&sandbox, &token, &format!("/v1/{kind}s/{id}"));
            for field in ["publisher", "available_markets"] {
                assert_eq!(whole.get(field).is_some(), rules == Rules::ExtendedQuota, "{kind}.{field}");
            }
        }
    }
}

#[test]
fn several_come_in_order_with_null_for_nothing() {
    let (sandbox, token) = sandbox_of(Rules::ExtendedQuota);
    for (kind, index) in [("show", 4), ("episode", 7), ("audiobook", 2), ("album", 1)] {
        let (one, other) = (saved(&sandbox, &token, kind, index), saved(&sandbox, &token, kind, 0));
        let several = json(&sandbox, &token, &format!("/v1/{kind}s?ids={one},{FOREIGN},{other}"));
        let rows = several[kind.to_owned() + "s"].as_array().unwrap();
        assert_eq!((&rows[0]["id"], &rows[1], &rows[2]["id"]), (&one.into(), &Value::Null, &other.into()));
        assert_eq!(rows.len(), 3);
    }
    let (sandbox, token) = sandbox_of(Rules::DevelopmentMode);
    for kind in ["albums", "artists", "audiobooks", "chapters", "episodes", "shows", "tracks"] {
        let closed = call(&sandbox, &token, &format!("/v1/{kind}?ids={FOREIGN}"));
        assert_eq!(closed.error(), (403, "Forbidden".to_owned()), "{kind}");
    }
}

#[test]
fn several_refuse_too_many_none_and_malformed() {
    let (sandbox, token) = sandbox_of(Rules::ExtendedQuota);
    for (kind, most) in [
        ("albums", 20),
        ("artists", 50),
        ("audiobooks", 50),
        ("chapters", 50),
        ("episodes", 50),
        ("shows", 50),
        ("tracks", 50),
    ] {
        let many = |count| format!("/v1/{kind}?ids={}", vec![FOREIGN; count].join(","));
        let answer = json(&sandbox, &token, &many(most));
        assert!(answer[kind].as_array().unwrap().iter().all(Value::is_null), "{kind}");
        let refusal = |path: &str| call(&sandbox, &token, path).error();
        assert_eq!(refusal(&many(most + 1)), (400, "too many ids requested".to_owned()), "{kind}");
        assert_eq!(refusal(&format!("/v1/{kind}")), (400, "Missing required field: ids".to_owned()));
        assert_eq!(refusal(&format!("/v1/{kind}?ids={FOREIGN},x")), (400, "Invalid base62 id".to_owned()));
    }
}
