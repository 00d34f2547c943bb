//! `PUT /v1/me/player/play`.

use serde_json::json;
use spotify_sandbox::Sandbox;

use crate::client::{Request, request};
use crate::login::sandbox;

const SCOPE: &str = "user-modify-playback-state";

fn play(sandbox: &Sandbox, user: &str) -> Request {
    let token = sandbox.mint(user, &[SCOPE]).access_token;
    request(sandbox.base_url(), "PUT", "/v1/me/player/play?device_id=kitchen").bearer(&token)
}

#[test]
fn playing_is_remembered() {
    let sandbox = sandbox();
    assert_eq!(sandbox.playback(), None);
    let body = json!({ "context_uri": "spotify:album:5ht7ItJgpBH7W6vJ5BqpPr", "offset": { "position": 5 }, "position_ms": 0 });
    let answer = play(&sandbox, "ada").json(&body).send();
    assert_eq!((answer.status, answer.body), (204, Vec::new()));
    let playback = sandbox.playback().unwrap();
    assert_eq!((playback.user.as_str(), playback.device_id.as_deref()), ("ada", Some("kitchen")));
    assert_eq!(playback.body, Some(body));
    assert_eq!(play(&sandbox, "ada").send().status, 204);
    assert_eq!(sandbox.playback().unwrap().body, None, "an empty body resumes");
}

#[test]
fn playing_needs_the_scope_and_premium_and_a_length() {
    let sandbox = sandbox();
    let put = |token: &str| request(sandbox.base_url(), "PUT", "/v1/me/player/play").bearer(token);
    let without = sandbox.mint("ada", &["user-read-private"]).access_token;
    assert_eq!(put(&without).send().error(), (401, "Permissions missing".to_owned()));
    let app = sandbox.mint_app_token();
    assert_eq!(put(&app).send().error().0, 403);
    let free = play(&sandbox, "bob").send();
    assert_eq!(free.error(), (403, "Player command failed: Premium required".to_owned()));
    assert_eq!(free.json()["error"]["reason"], "PREMIUM_REQUIRED");
    let without_length = play(&sandbox, "ada").header("x-no-length", "1").send();
    assert_eq!(without_length.error(), (411, "Length Required".to_owned()));
    assert_eq!(sandbox.playback(), None);
}

#[test]
fn a_wrong_body_is_refused() {
    let sandbox = sandbox();
    for (body, message) in [
        (json!([1]), "Malformed json"),
        (json!({ "context_uri": 5 }), "Invalid context uri"),
        (json!({ "context_uri": "album" }), "Invalid context uri"),
        (json!({ "uris": "spotify:track:x" }), "Invalid track uri"),
        (json!({ "uris": ["x"] }), "Invalid track uri"),
        (json!({ "position_ms": -1 }), "Invalid position_ms"),
        (
            json!({ "context_uri": "spotify:artist:x", "offset": { "position": 1 } }),
            "Can't have offset for context type: ARTIST",
        ),
    ] {
        assert_eq!(play(&sandbox, "ada").json(&body).send().error(), (400, message.to_owned()), "{body}");
    }
    assert_eq!(play(&sandbox, "ada").body("{").send().error(), (400, "Malformed json".to_owned()));
    assert_eq!(sandbox.playback(), None);
}
