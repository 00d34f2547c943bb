//! Saving things of one kind by id, which Development Mode has no more.

use serde_json::{Value, json};
use spotify_sandbox::{Rules, Sandbox, User};

use crate::client::{Request, get, request};
use crate::login::builder;

const SCOPES: &[&str] = &["user-library-read", "user-library-modify", "user-follow-modify"];

/// Well-formed, and of the real catalogue.
const FOREIGN: &str = "4aawyAB9vmqN3uQ7FjRGTy";

fn sandbox(rules: Rules) -> (Sandbox, String) {
    // Where there are audiobooks.
    let ada = User::premium("ada").country("GB").saved_tracks(60).saved_albums(30);
    let ada = ada.saved_shows(25).saved_episodes(60).saved_audiobooks(25);
    let sandbox = builder().tracks(1_000).rules(rules).user(ada).start().unwrap();
    let token = sandbox.mint("ada", SCOPES).access_token;
    (sandbox, token)
}

const KINDS: [&str; 5] = ["album", "audiobook", "episode", "show", "track"];

fn saved(sandbox: &Sandbox, token: &str, kind: &str) -> Vec<String> {
    let page = get(sandbox.base_url(), &format!("/v1/me/{kind}s?limit=50")).bearer(token).send().json();
    page["items"].as_array().unwrap().iter().map(|row| row[kind]["id"].as_str().unwrap().to_owned()).collect()
}

fn of(sandbox: &Sandbox, token: &str, method: &'static str, target: &str) -> Request {
    request(sandbox.base_url(), method, &format!("/v1/me/{target}")).bearer(token)
}

#[test]
fn things_of_one_kind_are_saved_and_removed_by_id() {
    let (sandbox, token) = sandbox(Rules::ExtendedQuota);
    for kind in KINDS {
        let before = saved(&sandbox, &token, kind);
        let ids = before[..2].join(",");
        let removed = of(&sandbox, &token, "DELETE", &format!("{kind}s?ids={ids}")).send();
        assert_eq!((removed.status, removed.body), (200, Vec::new()));
        assert_eq!(saved(&sandbox, &token, kind)[..20], before[2..22]);
        let asked = of(&sandbox, &token, "GET", &format!("{kind}s/contains?ids={},{}", before[2], before[0]));
        assert_eq!(asked.send().json(), json!([true, false]));
        let put = if kind == "audiobook" {
            of(&sandbox, &token, "PUT", &format!("{kind}s?ids={ids}")).send()
        } else {
            of(&sandbox, &token, "PUT", &format!("{kind}s")).json(&json!({ "ids": before[..2] })).send()
        };
        assert_eq!((put.status, put.body), (200, Vec::new()));
        assert_eq!(saved(&sandbox, &token, kind), before);
        let unknown = of(&sandbox, &token, "GET", &format!("{kind}s/contains?ids={FOREIGN},{}", before[0]));
        assert_eq!(unknown.send().json(), json!([false, true]));
    }
}

#[test]
fn ids_in_the_query_win_over_the_body() {
    let (sandbox, token) = sandbox(Rules::ExtendedQuota);
    let before = saved(&sandbox, &token, "album");
    let both = of(&sandbox, &token, "DELETE", &format!("albums?ids={}", before[0]));
    assert_eq!(both.json(&json!({ "ids": [before[1]] })).send().status, 200);
    assert_eq!(saved(&sandbox, &token, "album"), before[1..]);
}

#[test]
fn ids_are_missing_or_malformed_or_too_many_or_unknown() {
    let (sandbox, token) = sandbox(Rules::ExtendedQuota);
    let missing = (400, "Missing required field: ids".to_owned());
    let too_many = (400, "too many ids requested".to_owned());
    for kind in KINDS {
        let most = if kind == "album" { 20 } else { 50 };
        let target = format!("{kind}s");
        let ids = vec![saved(&sandbox, &token, kind)[0].clone(); 51];
        for (method, target) in [("PUT", &target), ("DELETE", &target), ("GET", &format!("{kind}s/contains"))]
        {
            let with = |ids: &str| of(&sandbox, &token, method, &format!("{target}?ids={ids}")).send();
            assert_eq!(of(&sandbox, &token, method, target).send().error(), missing);
            assert_eq!(with("x").error(), (400, "Invalid base62 id".to_owned()));
            assert_eq!(with(&ids[..=most].join(",")).error(), too_many, "{method} {target}");
            assert_eq!(with(&ids[..most].join(",")).status, 200, "{method} {target}");
            if method == "GET" {
                continue;
            }
            let word = if kind == "audiobook" { "show" } else { kind };
            let unknown = (404, format!("Non existing id: 'spotify:{word}:{FOREIGN}'"));
            assert_eq!(with(FOREIGN).error(), unknown);
            let body = |body: Value| of(&sandbox, &token, method, target).json(&body).send();
            assert_eq!(body(json!(["x"])).error(), missing, "a bare array");
            if kind == "audiobook" {
                assert_eq!(body(json!({ "ids": ids[..1] })).error(), missing, "it takes no body");
                continue;
            }
            assert_eq!(body(json!({ "ids": ids })).error(), too_many);
            assert_eq!(body(json!({ "ids": ids[..50] })).status, 200);
        }
    }
    let market = of(&sandbox, &token, "DELETE", &format!("shows?ids={FOREIGN}&market=x")).send();
    assert_eq!(market.error(), (400, "Invalid market code".to_owned()));
}

/// Ids and times of the saved tracks, the latest first.
fn times(sandbox: &Sandbox, token: &str) -> Vec<(String, String)> {
    let page = get(sandbox.base_url(), "/v1/me/tracks?limit=50").bearer(token).send().json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let rows = page["items"].as_array().unwrap().iter();
    rows.map(|row| (text(&row["track"]["id"]), text(&row["added_at"]))).collect()
}

#[test]
fn tracks_are_saved_with_times_that_say_where_they_stand() {
    let (sandbox, token) = sandbox(Rules::ExtendedQuota);
    let before = times(&sandbox, &token);
    let (first, third) = (before[0].0.clone(), before[2].0.clone());
    let ids = before[3..6].iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>();
    assert_eq!(of(&sandbox, &token, "DELETE", &format!("tracks?ids={}", ids.join(","))).send().status, 200);
    let put = |body: Value| of(&sandbox, &token, "PUT", "tracks").json(&body).send();
    let entry = |id: &str, added_at: &str| json!({ "id": id, "added_at": added_at });
    // Between the third and what was saved before it, whatever the order in the request; seconds do not count.
    let minute = before[2].1[..17].to_owned();
    let entries = [
        entry(ids[0], "1999-12-31T23:59:59.999Z"),
        entry(ids[1], &format!("{minute}59Z")),
        entry(ids[2], &format!("{minute}00Z")),
    ];
    let answer = put(json!({ "ids": [first], "timestamped_ids": entries }));
    assert_eq!((answer.status, answer.body), (200, Vec::new()));
    let after = times(&sandbox, &token);
    let place = |id: &str| after.iter().position(|(other, _)| other == id).unwrap_or(usize::MAX);
    assert_eq!((place(&first), place(ids[1]), place(ids[2]), place(&third)), (0, 2, 3, 4));
    assert_eq!(after[2].1, format!("{minute}59Z"));
    assert_eq!(place(ids[0]), usize::MAX, "it is the last of sixty");
    let last = get(sandbox.base_url(), "/v1/me/tracks?limit=1&offset=59").bearer(&token).send().json();
    assert_eq!(
        (&last["items"][0]["track"]["id"], &last["items"][0]["added_at"]),
        (&json!(ids[0]), &json!("1999-12-31T23:59:59Z"))
    );
    // What is saved already keeps its time.
    assert_eq!(put(json!({ "timestamped_ids": [entry(&first, "2001-01-01T00:00:00Z")] })).status, 200);
    assert_eq!(times(&sandbox, &token)[0], before[0]);
}

#[test]
fn times_are_missing_or_malformed_or_too_many() {
    let (sandbox, token) = sandbox(Rules::ExtendedQuota);
    let before = times(&sandbox, &token);
    let put = |timestamped: Value| {
        of(&sandbox, &token, "PUT", "tracks").json(&json!({ "timestamped_ids": timestamped })).send().error()
    };
    let entry = |id: &str, added_at: &str| json!({ "id": id, "added_at": added_at });
    let (id, time) = (before[0].0.as_str(), "2020-01-01T00:00:00Z");
    for (timestamped, status, message) in [
        (json!([]), 400, "Missing required field: timestamped_ids".to_owned()),
        (json!(vec![entry(id, time); 51]), 400, "too many ids requested".to_owned()),
        (json!([{ "added_at": time }]), 400, "Missing required field: id".to_owned()),
        (json!([id]), 400, "Missing required field: id".to_owned()),
        (json!([{ "id": id }]), 400, "Missing required field: added_at".to_owned()),
        (json!([entry(id, "2020-02-30T00:00:00Z")]), 400, "Invalid added_at".to_owned()),
        (json!([entry("x", time)]), 400, "Invalid base62 id".to_owned()),
        (json!([entry(FOREIGN, time)]), 404, format!("Non existing id: 'spotify:track:{FOREIGN}'")),
    ] {
        assert_eq!(put(timestamped), (status, message));
    }
    assert_eq!(times(&sandbox, &token), before);
}

#[test]
fn changing_needs_another_scope_than_asking() {
    let (sandbox, token) = sandbox(Rules::ExtendedQuota);
    for kind in KINDS {
        let id = saved(&sandbox, &token, kind).remove(0);
        for (method, target, scope) in [
            ("PUT", format!("{kind}s?ids={id}"), "user-library-modify"),
            ("DELETE", format!("{kind}s?ids={id}"), "user-library-modify"),
            ("GET", format!("{kind}s/contains?ids={id}"), "user-library-read"),
        ] {
            let other = SCOPES.iter().copied().find(|other| *other != scope).unwrap();
            let without = sandbox.mint("ada", &[other]).access_token;
            let refused = of(&sandbox, &without, method, &target).send();
            assert_eq!(refused.error(), (403, "Insufficient client scope".to_owned()));
            let with = sandbox.mint("ada", &[scope]).access_token;
            assert_eq!(of(&sandbox, &with, method, &target).send().status, 200);
        }
    }
}

#[test]
fn development_mode_refuses_what_is_built_for_extended_quota() {
    let (sandbox, token) = sandbox(Rules::DevelopmentMode);
    let before = KINDS.map(|kind| saved(&sandbox, &token, kind));
    for (kind, ids) in KINDS.iter().zip(&before) {
        for (method, target) in [("PUT", ""), ("DELETE", ""), ("GET", "/contains")] {
            let refused = of(&sandbox, &token, method, &format!("{kind}s{target}?ids={}", ids[0])).send();
            assert_eq!(refused.error(), (403, "Forbidden".to_owned()), "{method} {kind}");
        }
    }
    for (method, target) in [
        ("PUT", "following?type=artist&ids=x"),
        ("DELETE", "following?type=artist&ids=x"),
        ("GET", "following/contains?type=artist&ids=x"),
    ] {
        let refused = of(&sandbox, &token, method, target).send();
        assert_eq!(refused.error(), (403, "Forbidden".to_owned()), "{method} {target}");
    }
    assert_eq!(KINDS.map(|kind| saved(&sandbox, &token, kind)), before);
}
