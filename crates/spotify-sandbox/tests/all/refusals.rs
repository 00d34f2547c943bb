//! The ways in which Spotify says no before it looks at what is asked: the owner's Premium, the list of users, the token.

use std::time::Duration;

use serde_json::{Value, json};
use spotify_sandbox::{Fault, Rules, Sandbox, User, Wording};

use crate::client::{Response, get, request};
use crate::login::*;

const OWNER: &str = "Active premium subscription required for the owner of the app. When the subscription status \
                     changes, it can take a few hours before requests are allowed again.";

fn call(sandbox: &Sandbox, token: &str, path: &str) -> Response {
    get(sandbox.base_url(), path).bearer(token).send()
}

fn admin(sandbox: &Sandbox, name: &str, body: &Value) -> Response {
    let target = format!("/_sandbox/v1/{name}");
    request(sandbox.base_url(), "POST", &target).header("x-sandbox-admin", "1").json(body).send()
}

/// The status, the content type and the text.
fn plain(answer: &Response) -> (u16, &str, String) {
    (answer.status, answer.header("content-type"), answer.text())
}

#[test]
fn a_write_without_a_length_goes_no_further_than_the_front_end() {
    let sandbox = sandbox();
    let good = sandbox.mint("ada", &["user-modify-playback-state"]).access_token;
    for (method, path) in
        [("PUT", "/v1/me/player/play"), ("POST", "/v1/me/player/next"), ("PUT", "/v1/no/such/operation")]
    {
        for token in [&*good, "no token of ours"] {
            let refused =
                request(sandbox.base_url(), method, path).bearer(token).header("x-no-length", "1").send();
            assert_eq!(refused.status, 411, "{method} {path}");
            assert!(refused.header("content-type").starts_with("text/html"), "{method} {path}");
            assert!(refused.text().contains("Length Required"), "{}", refused.text());
        }
    }
    let chunked = request(sandbox.base_url(), "PUT", "/v1/me/player/pause")
        .bearer("no token of ours")
        .header("x-no-length", "1")
        .header("transfer-encoding", "chunked")
        .body("0\r\n\r\n")
        .send();
    assert_eq!(chunked.status, 401, "a length that comes piece by piece is one");
    assert_eq!(sandbox.playback(), None);
}

#[test]
fn an_owner_without_premium_stops_everybody_in_development_mode() {
    let sandbox = builder().owner_without_premium().start().unwrap();
    let refusal = (403, "text/plain; charset=utf-8", OWNER.to_owned());
    for token in [sandbox.mint("ada", &[]).access_token, sandbox.mint_app_token()] {
        assert_eq!(plain(&call(&sandbox, &token, "/v1/artists/x")), refusal);
    }
    assert_eq!(OWNER.len(), 159, "as long as what was seen");
    // A token that is none is told so first, and logins go on.
    assert_eq!(me(&sandbox, "nobody"), 401);
    let token = sandbox.mint("ada", &[]).access_token;
    sandbox.set_owner_premium(true);
    assert_eq!(me(&sandbox, &token), 200);
    assert_eq!(admin(&sandbox, "owner", &json!({ "premium": false })).status, 200);
    assert_eq!(me(&sandbox, &token), 403);

    let sandbox = builder().rules(Rules::ExtendedQuota).start().unwrap();
    sandbox.set_owner_premium(false);
    assert_eq!(me(&sandbox, &sandbox.mint("ada", &[]).access_token), 200);
    let refused = builder().rules(Rules::ExtendedQuota).owner_without_premium().start();
    assert!(refused.unwrap_err().to_string().contains("Development Mode"));
}

#[test]
fn the_list_of_users_has_room_for_five() {
    let names = ["a", "b", "c", "d", "e"];
    let five = || names.iter().fold(builder(), |builder, name| builder.user(User::free(*name)));
    let refused = five().user(User::free("f")).start().unwrap_err();
    assert!(refused.to_string().contains("not_registered"), "{refused}");
    five().user(User::free("f")).rules(Rules::ExtendedQuota).start().unwrap();

    let sandbox = five().user(User::free("f").not_registered()).start().unwrap();
    let token = sandbox.mint("f", &[]).access_token;
    assert_eq!(me(&sandbox, &token), 403);
    let panicked =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| sandbox.set_registered("f", true)));
    assert!(panicked.is_err());
    sandbox.set_registered("a", false);
    sandbox.set_registered("f", true);
    assert_eq!(me(&sandbox, &token), 200);
    assert_eq!(me(&sandbox, &sandbox.mint("a", &[]).access_token), 403);
    assert_eq!(admin(&sandbox, "users/register", &json!({ "user": "a", "registered": true })).status, 400);
    assert_eq!(admin(&sandbox, "users/register", &json!({ "user": "x", "registered": false })).status, 400);
    assert_eq!(admin(&sandbox, "users/register", &json!({ "user": "f", "registered": false })).status, 200);
    assert_eq!(me(&sandbox, &token), 403);
    let state = get(sandbox.base_url(), "/_sandbox/v1/state").header("x-sandbox-admin", "1").send().json();
    assert_eq!(state["registered_users"], json!(["b", "c", "d", "e"]));
}

#[test]
fn who_is_not_on_the_list_was_told_so_in_several_ways() {
    let wordings = [
        (Wording::Current, "User not registered in the Developer Dashboard"),
        (Wording::Of2021, "User not approved for app"),
        (
            Wording::Of2025,
            "Check settings on developer.spotify.com/dashboard, the user may not be registered.",
        ),
        (
            Wording::OfMay2026,
            "The user is not registered for this application. Please check your settings on \
             https://developer.spotify.com/dashboard.",
        ),
    ];
    for (wording, line) in wordings {
        let users = builder().user(User::premium("ada")).user(User::free("eve").not_registered());
        let sandbox = users.wording(wording).start().unwrap();
        let answer = call(&sandbox, &sandbox.mint("eve", &[]).access_token, "/v1/me");
        assert_eq!(plain(&answer), (403, "text/plain; charset=utf-8", line.to_owned()));
        assert_eq!(me(&sandbox, &sandbox.mint("ada", &[]).access_token), 200);
    }
}

#[test]
fn bad_tokens_once_had_three_messages() {
    for wording in [Wording::Of2021, Wording::Of2025, Wording::OfMay2026, Wording::Current] {
        let sandbox = builder().wording(wording).start().unwrap();
        let expired = sandbox.mint("ada", &[]).access_token;
        let revoked = sandbox.mint("ada", &[]).access_token;
        sandbox.expire_access_tokens();
        sandbox.revoke(&revoked);
        let classic = matches!(wording, Wording::Of2021 | Wording::Of2025);
        let message = |classically: &str| {
            (401, if classic { classically } else { "Missing/invalid/expired access token" }.to_owned())
        };
        let missing = get(sandbox.base_url(), "/v1/me").send();
        assert_eq!(missing.error(), message("No token provided"));
        assert_eq!(call(&sandbox, "bogus", "/v1/me").error(), message("Invalid access token"));
        assert_eq!(call(&sandbox, &revoked, "/v1/me").error(), message("Invalid access token"));
        assert_eq!(call(&sandbox, &expired, "/v1/me").error(), message("The access token expired"));
    }
}

#[test]
fn a_token_that_is_long_over_is_one_like_any_other_word() {
    let sandbox = builder().wording(Wording::Of2025).start().unwrap();
    let old = sandbox.mint("ada", &[]).access_token;
    for (days, message) in [(6, "The access token expired"), (2, "Invalid access token")] {
        sandbox.advance(Duration::from_secs(days * 86_400));
        // The old are cleared away where new ones are made.
        let new = sandbox.mint("ada", &[]).access_token;
        assert_eq!(call(&sandbox, &old, "/v1/me").error(), (401, message.to_owned()));
        assert_eq!(call(&sandbox, &new, "/v1/me").status, 200);
    }
    assert!(sandbox.secrets().contains(&old));
}

#[test]
fn good_tokens_were_refused_now_and_then() {
    let sandbox = sandbox();
    let token = sandbox.mint("ada", &[]).access_token;
    sandbox.fault(Fault::access_token_missing().times(1));
    sandbox.fault(Fault::premium_required().times(1));
    assert_eq!(call(&sandbox, &token, "/v1/me").error(), (401, "Access token missing".to_owned()));
    assert_eq!(call(&sandbox, &token, "/v1/me").error(), (403, "Premium required".to_owned()));
    assert_eq!(me(&sandbox, &token), 200);
}

#[test]
fn five_hundreds_have_spotifys_words() {
    let sandbox = sandbox();
    for (status, message) in [(500, "Server error."), (502, "Bad gateway."), (503, "Service Unavailable")] {
        sandbox.clear_faults();
        sandbox.fault(Fault::on("/v1/*").status(status));
        assert_eq!(call(&sandbox, "any", "/v1/me").error(), (status, message.to_owned()));
    }
}

#[test]
fn premium_begins_and_ends() {
    let sandbox = sandbox();
    let token = sandbox.mint("ada", &["user-modify-playback-state"]).access_token;
    let pause =
        || request(sandbox.base_url(), "PUT", "/v1/me/player/volume?volume_percent=5").bearer(&token).send();
    assert_eq!(pause().status, 204);
    sandbox.set_premium("ada", false);
    let refused = pause();
    assert_eq!(refused.error(), (403, "Player command failed: Premium required".to_owned()));
    assert_eq!(refused.json()["error"]["reason"], "PREMIUM_REQUIRED");
    assert_eq!(admin(&sandbox, "users/premium", &json!({ "user": "ada", "premium": true })).status, 200);
    assert_eq!(pause().status, 204);
    assert_eq!(admin(&sandbox, "users/premium", &json!({ "user": "x", "premium": true })).status, 400);
}
