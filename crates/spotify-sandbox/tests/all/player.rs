//! Commands to the player, and who may use it at all.

use std::time::Duration;

use serde_json::{Value, json};
use spotify_sandbox::{Device, Sandbox, User};

use crate::client::{Request, Response, get, request};
use crate::login::builder;

const SCOPE: &str = "user-modify-playback-state";
pub const SCOPES: &[&str] = &[
    SCOPE,
    "user-library-read",
    "user-read-playback-state",
    "user-read-currently-playing",
    "user-read-recently-played",
];

/// Ada has a speaker in her kitchen that is active and a phone that is not; bob has what everybody has, but no Premium.
pub fn sandbox() -> Sandbox {
    let kitchen = Device::new("kitchen", "Speaker").name("Kitchen").active();
    let phone = Device::new("phone", "Smartphone").without_volume();
    let ada = User::premium("ada").saved_tracks(40).saved_albums(5).device(kitchen).device(phone);
    builder().user(ada).user(User::free("bob").saved_tracks(3)).start().unwrap()
}

pub fn play(sandbox: &Sandbox, user: &str) -> Request {
    let token = sandbox.mint(user, &[SCOPE]).access_token;
    let device = if user == "ada" { "?device_id=kitchen" } else { "" };
    request(sandbox.base_url(), "PUT", &format!("/v1/me/player/play{device}")).bearer(&token)
}

fn token(sandbox: &Sandbox) -> String {
    sandbox.mint("ada", SCOPES).access_token
}

pub fn see(sandbox: &Sandbox, path: &str) -> Response {
    get(sandbox.base_url(), &format!("/v1/me/{path}")).bearer(&token(sandbox)).send()
}

pub fn command(sandbox: &Sandbox, method: &'static str, path: &str) -> Response {
    request(sandbox.base_url(), method, &format!("/v1/me/player{path}")).bearer(&token(sandbox)).send()
}

/// Plays ada's first saved album; gives the album.
pub fn play_album(sandbox: &Sandbox) -> Value {
    let album = see(sandbox, "albums?limit=1").json()["items"][0]["album"].take();
    let answer = play(sandbox, "ada").json(&json!({ "context_uri": album["uri"] })).send();
    assert_eq!(answer.status, 204);
    album
}

/// Name of the item, its progress in seconds, and whether it plays.
pub fn state(sandbox: &Sandbox) -> (String, u64, bool) {
    let state = see(sandbox, "player").json();
    let progress = state["progress_ms"].as_u64().unwrap() / 1_000;
    (state["item"]["name"].as_str().unwrap().to_owned(), progress, state["is_playing"].as_bool().unwrap())
}

pub fn track(album: &Value, index: usize) -> (String, u64) {
    let track = &album["tracks"]["items"][index];
    (track["name"].as_str().unwrap().to_owned(), track["duration_ms"].as_u64().unwrap())
}

fn refused(answer: &Response, status: u16, message: &str, reason: Option<&str>) {
    assert_eq!(answer.error(), (status, format!("Player command failed: {message}")));
    assert_eq!(answer.json()["error"]["reason"].as_str(), reason);
}

#[test]
fn pausing_resuming_and_jumping() {
    let sandbox = sandbox();
    let album = play_album(&sandbox);
    assert_eq!(command(&sandbox, "PUT", "/seek?position_ms=12000").status, 204);
    assert_eq!(command(&sandbox, "PUT", "/pause").status, 204);
    sandbox.advance(Duration::from_secs(900));
    assert_eq!(state(&sandbox), (track(&album, 0).0, 12, false));
    refused(&command(&sandbox, "PUT", "/pause"), 403, "Restriction violated", Some("UNKNOWN"));
    assert_eq!(command(&sandbox, "PUT", "/play").status, 204);
    refused(&command(&sandbox, "PUT", "/play"), 403, "Restriction violated", Some("UNKNOWN"));
    assert_eq!(command(&sandbox, "PUT", "/seek?position_ms=99999999").status, 204);
    assert_eq!(state(&sandbox), (track(&album, 1).0, 0, true));
}

#[test]
fn next_and_previous_move_in_the_context() {
    let sandbox = sandbox();
    let album = play_album(&sandbox);
    assert_eq!(command(&sandbox, "POST", "/next").status, 204);
    assert_eq!(state(&sandbox).0, track(&album, 1).0);
    sandbox.advance(Duration::from_secs(10));
    assert_eq!(command(&sandbox, "POST", "/previous").status, 204);
    assert_eq!(state(&sandbox), (track(&album, 0).0, 0, true));
    assert_eq!(command(&sandbox, "POST", "/previous").status, 204);
    assert_eq!(state(&sandbox).0, track(&album, 0).0, "the first begins anew");
}

#[test]
fn repeat_shuffle_and_volume_are_shown() {
    let sandbox = sandbox();
    let album = play_album(&sandbox);
    for (path, field, value) in [
        ("/repeat?state=track", "repeat_state", json!("track")),
        ("/repeat?state=context", "repeat_state", json!("context")),
        ("/shuffle?state=true", "shuffle_state", json!(true)),
        ("/shuffle?state=false", "shuffle_state", json!(false)),
    ] {
        assert_eq!(command(&sandbox, "PUT", path).status, 204, "{path}");
        assert_eq!(see(&sandbox, "player").json()[field], value, "{path}");
        let journal = sandbox.journal();
        let told = journal.entries()[journal.entries().len() - 2].query("state").unwrap().to_owned();
        assert!(path.ends_with(&format!("state={told}")), "no secret of a login: {told}");
    }
    assert_eq!(command(&sandbox, "PUT", "/volume?volume_percent=7").status, 204);
    assert_eq!(see(&sandbox, "player").json()["device"]["volume_percent"], 7);
    let phone = command(&sandbox, "PUT", "/volume?volume_percent=7&device_id=phone");
    refused(&phone, 403, "Cannot control device volume", Some("VOLUME_CONTROL_DISALLOW"));
    // Around once: the first track is there again.
    let lengths = album["tracks"]["items"].as_array().unwrap().iter();
    let all = lengths.map(|track| track["duration_ms"].as_u64().unwrap()).sum();
    sandbox.advance(Duration::from_millis(all));
    assert_eq!((state(&sandbox).0, state(&sandbox).2), (track(&album, 0).0, true));
}

#[test]
fn playback_moves_to_another_device() {
    let sandbox = sandbox();
    play_album(&sandbox);
    let transfer = |body: Value| {
        request(sandbox.base_url(), "PUT", "/v1/me/player").bearer(&token(&sandbox)).json(&body).send()
    };
    assert_eq!(command(&sandbox, "PUT", "/pause").status, 204);
    assert_eq!(transfer(json!({ "device_ids": ["phone"] })).status, 204);
    let shown = see(&sandbox, "player").json();
    assert_eq!((&shown["device"]["id"], &shown["is_playing"]), (&json!("phone"), &json!(false)));
    assert_eq!(transfer(json!({ "device_ids": ["kitchen"], "play": true })).status, 204);
    let shown = see(&sandbox, "player").json();
    assert_eq!((&shown["device"]["id"], &shown["is_playing"]), (&json!("kitchen"), &json!(true)));
    assert_eq!(transfer(json!({ "device_ids": ["kitchen", "phone"] })).status, 400);
    assert_eq!(transfer(json!({})).error(), (400, "Missing required field: device_ids".to_owned()));
    refused(&transfer(json!({ "device_ids": ["attic"] })), 404, "Device not found", None);
    assert_eq!(command(&sandbox, "POST", "/next?device_id=phone").status, 204, "so does any command");
    assert_eq!(see(&sandbox, "player").json()["device"]["id"], "phone");
}

#[test]
fn resuming_nothing_plays_the_library() {
    let sandbox = sandbox();
    let first = see(&sandbox, "tracks?limit=1").json()["items"][0]["track"].take();
    assert_eq!(play(&sandbox, "ada").send().status, 204);
    let shown = see(&sandbox, "player").json();
    assert_eq!((&shown["item"], &shown["context"]["type"]), (&first, &json!("collection")));
}

#[test]
fn without_a_device_there_is_nothing_to_command() {
    let sandbox = builder().user(User::premium("ada").saved_tracks(3).no_devices()).start().unwrap();
    for (method, path) in [
        ("PUT", "/play"),
        ("PUT", "/pause"),
        ("POST", "/next"),
        ("POST", "/previous"),
        ("PUT", "/seek?position_ms=1"),
        ("PUT", "/repeat?state=off"),
        ("PUT", "/volume?volume_percent=1"),
        ("PUT", "/shuffle?state=true"),
        ("POST", "/queue?uri=spotify:track:x"),
    ] {
        let answer = command(&sandbox, method, path);
        refused(&answer, 404, "No active device found", Some("NO_ACTIVE_DEVICE"));
        let separator = if path.contains('?') { '&' } else { '?' };
        let named = command(&sandbox, method, &format!("{path}{separator}device_id=attic"));
        refused(&named, 404, "Device not found", None);
    }
    assert_eq!(see(&sandbox, "player/devices").json(), json!({ "devices": [] }));
}

#[test]
fn a_restricted_device_takes_no_commands_and_has_no_id() {
    let radio = Device::new("radio", "Automobile").restricted().active();
    let sandbox = builder().user(User::premium("ada").device(radio)).start().unwrap();
    let device = see(&sandbox, "player/devices").json()["devices"][0].take();
    assert_eq!((&device["id"], &device["is_restricted"]), (&json!(null), &json!(true)));
    let answer = command(&sandbox, "PUT", "/pause");
    refused(&answer, 403, "Device not controllable", Some("DEVICE_NOT_CONTROLLABLE"));
}

#[test]
fn every_operation_of_the_player_needs_its_scope() {
    let sandbox = sandbox();
    let (modify, read) = (SCOPE, "user-read-playback-state");
    for (method, path, needed) in [
        ("GET", "", vec![read]),
        ("GET", "/devices", vec![read]),
        ("GET", "/currently-playing", vec!["user-read-currently-playing"]),
        ("GET", "/recently-played", vec!["user-read-recently-played"]),
        ("GET", "/queue", vec![read, "user-read-currently-playing"]),
        ("PUT", "", vec![modify]),
        ("PUT", "/pause", vec![modify]),
        ("PUT", "/seek", vec![modify]),
        ("PUT", "/repeat", vec![modify]),
        ("PUT", "/volume", vec![modify]),
        ("PUT", "/shuffle", vec![modify]),
        ("POST", "/next", vec![modify]),
        ("POST", "/previous", vec![modify]),
        ("POST", "/queue", vec![modify]),
    ] {
        for missing in needed {
            let scopes: Vec<&str> = SCOPES.iter().copied().filter(|scope| *scope != missing).collect();
            let token = sandbox.mint("ada", &scopes).access_token;
            let path = format!("/v1/me/player{path}");
            let answer = request(sandbox.base_url(), method, &path).bearer(&token).send();
            assert_eq!(answer.error(), (401, "Permissions missing".to_owned()), "{method} {path}");
        }
    }
}

#[test]
fn a_free_user_may_look_but_not_command() {
    let sandbox = sandbox();
    let bob = sandbox.mint("bob", SCOPES).access_token;
    let answer = |method, path: &str| {
        request(sandbox.base_url(), method, &format!("/v1/me/player{path}")).bearer(&bob).send()
    };
    assert_eq!(answer("GET", "").status, 204);
    assert_eq!(answer("GET", "/devices").status, 200);
    for (method, path) in [("PUT", "/pause"), ("POST", "/next"), ("PUT", ""), ("PUT", "/shuffle")] {
        refused(&answer(method, path), 403, "Premium required", Some("PREMIUM_REQUIRED"));
    }
}

#[test]
fn wrong_parameters_are_refused() {
    let sandbox = sandbox();
    for (path, message) in [
        ("/seek", "Missing required field: position_ms"),
        ("/seek?position_ms=-1", "Invalid position_ms"),
        ("/repeat?state=all", "Invalid state"),
        ("/shuffle?state=1", "Invalid state"),
        ("/volume?volume_percent=101", "Invalid volume_percent"),
        ("/volume?volume_percent=x", "Invalid volume_percent"),
    ] {
        assert_eq!(command(&sandbox, "PUT", path).error(), (400, message.to_owned()), "{path}");
    }
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
    assert_eq!(command(&sandbox, "PUT", "/pause").status, 204);
    assert_eq!(play(&sandbox, "ada").send().status, 204);
    assert_eq!(sandbox.playback().unwrap().body, None, "an empty body resumes");
}

#[test]
fn playing_needs_the_scope_and_premium() {
    let sandbox = sandbox();
    let put = |token: &str| request(sandbox.base_url(), "PUT", "/v1/me/player/play").bearer(token);
    let without = sandbox.mint("ada", &["user-read-private"]).access_token;
    assert_eq!(put(&without).send().error(), (401, "Permissions missing".to_owned()));
    let app = sandbox.mint_app_token();
    assert_eq!(put(&app).send().error().0, 403);
    let free = play(&sandbox, "bob").send();
    assert_eq!(free.error(), (403, "Player command failed: Premium required".to_owned()));
    assert_eq!(free.json()["error"]["reason"], "PREMIUM_REQUIRED");
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

#[test]
fn a_private_session_shows_nobody_what_plays() {
    let hidden = Device::new("hidden", "Computer").private_session().active();
    let ada = User::premium("ada").saved_albums(1).device(hidden).device(Device::new("open", "Speaker"));
    let sandbox = builder().user(ada).start().unwrap();
    let album = see(&sandbox, "albums").json()["items"][0]["album"].take();
    let body = json!({ "context_uri": album["uri"] });
    let play = request(sandbox.base_url(), "PUT", "/v1/me/player/play").bearer(&token(&sandbox)).json(&body);
    assert_eq!(play.send().status, 204, "it plays all the same");
    for path in ["player", "player/currently-playing"] {
        let seen = see(&sandbox, path);
        assert_eq!((seen.status, seen.body), (204, Vec::new()), "{path}");
    }
    let devices = see(&sandbox, "player/devices").json();
    let sessions =
        [&devices["devices"][0]["is_private_session"], &devices["devices"][1]["is_private_session"]];
    assert_eq!(sessions, [true, false]);
    let transfer = request(sandbox.base_url(), "PUT", "/v1/me/player").bearer(&token(&sandbox));
    assert_eq!(transfer.json(&json!({ "device_ids": ["open"], "play": true })).send().status, 204);
    for path in ["player", "player/currently-playing"] {
        assert_eq!(see(&sandbox, path).status, 200, "{path}");
    }
}
