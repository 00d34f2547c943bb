//! `/_sandbox/v1`, for tests in other languages.

use serde_json::{Value, json};
use spotify_sandbox::Sandbox;

use crate::client::{Request, get, request};
use crate::login::*;

fn admin(sandbox: &Sandbox, method: &'static str, name: &str) -> Request {
    request(sandbox.base_url(), method, &format!("/_sandbox/v1/{name}")).header("x-sandbox-admin", "1")
}

fn post(sandbox: &Sandbox, name: &str, body: Value) -> Value {
    let answer = admin(sandbox, "POST", name).json(&body).send();
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[test]
fn it_demands_its_header_and_a_loopback_host() {
    let sandbox = sandbox();
    assert_eq!(get(sandbox.base_url(), "/_sandbox/v1/state").send().status, 403);
    assert_eq!(admin(&sandbox, "GET", "state").send().status, 200);
    for host in [
        "evil.example",
        "evil.example:80",
        "127.0.0.1.evil.example",
        "a_b.evil.example",
        "evil.example:80@127.0.0.1",
        "127.0.0.1@evil.example",
        "evil.example/127.0.0.1",
        "",
    ] {
        assert_eq!(admin(&sandbox, "GET", "state").header("host", host).send().status, 403, "{host}");
    }
    for host in ["localhost:1", "[::1]:1", "127.0.0.1"] {
        assert_eq!(admin(&sandbox, "GET", "state").header("host", host).send().status, 200, "{host}");
    }
    assert_eq!(admin(&sandbox, "GET", "nothing").send().status, 404);
    assert_eq!(admin(&sandbox, "POST", "advance").body("{}").send().status, 400);
}

#[test]
fn it_shows_the_state_without_secrets() {
    let sandbox = sandbox();
    let answer = admin(&sandbox, "GET", "state").send();
    let state = answer.json();
    assert_eq!(state["apps"][0]["client_id"], ID);
    assert_eq!(
        state["users"][1],
        json!({
            "id": "bob", "premium": false, "country": "GB", "saved_tracks": 30, "saved_albums": 10,
            "saved_shows": 2, "saved_episodes": 6, "saved_audiobooks": 1, "playback": null,
        })
    );
    assert_eq!((&state["rules"], &state["auto_approve"]), (&"development-mode".into(), &true.into()));
    assert!(!answer.text().contains(SECRET));
}

#[test]
fn it_moves_the_clock() {
    let sandbox = sandbox();
    let token = sandbox.mint("ada", &[]).access_token;
    post(&sandbox, "advance", json!({ "seconds": 3599 }));
    assert_eq!(me(&sandbox, &token), 200);
    post(&sandbox, "advance", json!({ "seconds": 1.5 }));
    assert_eq!(me(&sandbox, &token), 401);
    for seconds in [json!(-1), json!("1"), json!(1e300)] {
        assert_eq!(
            admin(&sandbox, "POST", "advance").json(&json!({ "seconds": seconds })).send().status,
            400
        );
    }
}

#[test]
fn it_mints_expires_and_revokes_tokens() {
    let sandbox = sandbox();
    let minted = post(&sandbox, "tokens", json!({ "user": "ada", "scopes": ["user-library-read"] }));
    let access = minted["access_token"].as_str().unwrap();
    assert_eq!(get(sandbox.base_url(), "/v1/me/albums").bearer(access).send().status, 200);
    let app = post(&sandbox, "tokens", json!({}));
    assert_eq!(me(&sandbox, app["access_token"].as_str().unwrap()), 403);
    post(&sandbox, "tokens/expire", json!({}));
    assert_eq!(me(&sandbox, access), 401);
    post(&sandbox, "tokens/revoke", json!({ "token": minted["refresh_token"] }));
    let refused = refresh(&sandbox, minted["refresh_token"].as_str().unwrap());
    assert_eq!(refused.oauth_error().2.as_deref(), Some("Refresh token revoked"));
    for (name, body) in [("tokens", json!({ "user": "eve" })), ("tokens/revoke", json!({ "token": "x" }))] {
        assert_eq!(admin(&sandbox, "POST", name).json(&body).send().status, 404);
    }
    let bob = sandbox.mint("bob", &[]);
    post(&sandbox, "users/remove-apps", json!({ "user": "bob" }));
    assert_eq!(me(&sandbox, &bob.access_token), 401);
}

#[test]
fn it_adds_and_clears_faults_which_cannot_hit_it() {
    let sandbox = sandbox();
    post(&sandbox, "faults", json!({ "on": "*", "status": 429, "headers": { "retry-after": "7" } }));
    let limited = get(sandbox.base_url(), "/v1/me").send();
    assert_eq!((limited.status, limited.header("retry-after")), (429, "7"));
    assert_eq!(admin(&sandbox, "DELETE", "faults").send().status, 200);
    assert_eq!(get(sandbox.base_url(), "/v1/me").send().status, 401);
    let described =
        json!({ "on": "/", "body": "x", "truncate": 0, "reset": true, "times": 1, "skip": 0, "every": 1 });
    post(&sandbox, "faults", described);
    assert!(get(sandbox.base_url(), "/").try_send().is_err());
    assert_eq!(get(sandbox.base_url(), "/").send().status, 200);
    let misspelt = admin(&sandbox, "POST", "faults").json(&json!({ "on": "*", "stauts": 500 })).send();
    assert_eq!(misspelt.status, 400);
    assert!(misspelt.error().1.contains("stauts"));
}

#[test]
fn it_refuses_faults_that_would_not_do_what_they_say() {
    let sandbox = sandbox();
    for (fault, why) in [
        (json!({ "on": " ", "status": 500 }), "path"),
        (json!({ "on": "*", "status": 99 }), "99"),
        (json!({ "on": "*", "status": 1000 }), "1000"),
        (json!({ "on": "*", "status": 500, "nth": 0 }), "from 1"),
        (json!({ "on": "*", "status": 500, "every": 0 }), "from 1"),
        (json!({ "on": "*", "headers": { "retry after": "1" } }), "retry after"),
        (json!({ "on": "*", "headers": { "retry-after": "1\n2" } }), "retry-after"),
    ] {
        let refused = admin(&sandbox, "POST", "faults").json(&fault).send();
        assert_eq!(refused.status, 400, "{fault}");
        assert!(refused.error().1.contains(why), "{fault}: {}", refused.text());
    }
    assert_eq!(get(sandbox.base_url(), "/").send().status, 200, "nothing was added");
}

#[test]
fn it_shows_and_clears_the_journal_without_being_in_it() {
    let sandbox = sandbox();
    get(sandbox.base_url(), "/v1/me?market=SE").send();
    let journal = admin(&sandbox, "GET", "journal").send().json();
    assert_eq!(journal["entries"].as_array().unwrap().len(), 1);
    let entry = &journal["entries"][0];
    assert_eq!((&entry["path"], &entry["status"]), (&"/v1/me".into(), &401.into()));
    assert_eq!(entry["query"], json!([["market", "SE"]]));
    assert_eq!(admin(&sandbox, "DELETE", "journal").send().status, 200);
    assert_eq!(sandbox.journal().entries().len(), 0);
}

#[test]
fn it_lists_the_oddities_and_the_ledger() {
    let sandbox = sandbox();
    let odd = admin(&sandbox, "GET", "oddities").send().json();
    assert_eq!(odd["oddities"].as_array().unwrap().len(), sandbox.oddities().len());
    assert!(odd["oddities"][0]["uri"].as_str().unwrap().starts_with("spotify:"));
    let ledger = admin(&sandbox, "GET", "fidelity").send();
    assert!(ledger.text().contains("[[behaviour]]"));
}
