//! Saving albums and tracks by id, which Development Mode has no more.

use serde_json::{Value, json};
use spotify_sandbox::{Rules, Sandbox, User};

use crate::client::{Request, get, request};
use crate::login::builder;

const SCOPES: &[&str] = &["user-library-read", "user-library-modify", "user-follow-modify"];

/// Well-formed, and of the real catalogue.
const FOREIGN: &str = "4aawyAB9vmqN3uQ7FjRGTy";

fn sandbox(rules: Rules) -> (Sandbox, String) {
    let ada = User::premium("ada").saved_tracks(60).saved_albums(30);
    let sandbox = builder().rules(rules).user(ada).start().unwrap();
    let token = sandbox.mint("ada", SCOPES).access_token;
    (sandbox, token)
}

fn saved(sandbox: &Sandbox, token: &str, kind: &str) -> Vec<String> {
    let page = get(sandbox.base_url(), &format!("/v1/me/{kind}s?limit=50")).bearer(token).send().json();
    page["items"].as_array().unwrap().iter().map(|row| row[kind]["id"].as_str().unwrap().to_owned()).collect()
}

fn of(sandbox: &Sandbox, token: &str, method: &'static str, target: &str) -> Request {
    request(sandbox.base_url(), method, &format!("/v1/me/{target}")).bearer(token)
}

#[test]
fn albums_and_tracks_are_saved_and_removed_by_id() {
    let (sandbox, token) = sandbox(Rules::ExtendedQuota);
    for kind in ["album", "track"] {
        let before = saved(&sandbox, &token, kind);
        let ids = before[..2].join(",");
        let removed = of(&sandbox, &token, "DELETE", &format!("{kind}s?ids={ids}")).send();
        assert_eq!((removed.status, removed.body), (200, Vec::new()));
        assert_eq!(saved(&sandbox, &token, kind)[..20], before[2..22]);
        let asked = of(&sandbox, &token, "GET", &format!("{kind}s/contains?ids={},{}", before[2], before[0]));
        assert_eq!(asked.send().json(), json!([true, false]));
        let put =
            of(&sandbox, &token, "PUT", &format!("{kind}s")).json(&json!({ "ids": before[..2] })).send();
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
    for (kind, most) in [("album", 20), ("track", 50)] {
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
            let body = |body: Value| of(&sandbox, &token, method, target).json(&body).send();
            assert_eq!(body(json!(["x"])).error(), missing, "a bare array");
            assert_eq!(body(json!({ "ids": ids })).error(), too_many);
            assert_eq!(body(json!({ "ids": ids[..50] })).status, 200);
            let unknown = (404, format!("Non existing id: 'spotify:{kind}:{FOREIGN}'"));
            assert_eq!(with(FOREIGN).error(), unknown);
        }
    }
    let timestamped = of(&sandbox, &token, "PUT", "tracks").json(&json!({ "timestamped_ids": [] })).send();
    assert_eq!(timestamped.status, 501, "not built here");
}

#[test]
fn changing_needs_another_scope_than_asking() {
    let (sandbox, token) = sandbox(Rules::ExtendedQuota);
    for kind in ["album", "track"] {
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
    let before = (saved(&sandbox, &token, "album"), saved(&sandbox, &token, "track"));
    for (method, target) in [
        ("PUT", format!("albums?ids={}", before.0[0])),
        ("DELETE", format!("albums?ids={}", before.0[0])),
        ("GET", format!("albums/contains?ids={}", before.0[0])),
        ("PUT", format!("tracks?ids={}", before.1[0])),
        ("DELETE", format!("tracks?ids={}", before.1[0])),
        ("GET", format!("tracks/contains?ids={}", before.1[0])),
        ("PUT", "following?type=artist&ids=x".to_owned()),
        ("DELETE", "following?type=artist&ids=x".to_owned()),
        ("GET", "following/contains?type=artist&ids=x".to_owned()),
    ] {
        let refused = of(&sandbox, &token, method, &target).send();
        assert_eq!(refused.error(), (403, "Forbidden".to_owned()), "{method} {target}");
    }
    assert_eq!((saved(&sandbox, &token, "album"), saved(&sandbox, &token, "track")), before);
}
