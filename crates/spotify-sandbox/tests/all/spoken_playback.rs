//! Episodes and chapters in the player: when they are shown, in what order they play, and where they were left.

use std::time::Duration;

use serde_json::{Value, json};
use spotify_sandbox::{Rules, Sandbox, User};

use crate::client::{get, request};
use crate::login::builder;

const PLAYER: &[&str] = &[
    "user-modify-playback-state",
    "user-library-read",
    "user-read-playback-state",
    "user-read-currently-playing",
    "user-read-recently-played",
];

/// Ada lives where there are audiobooks.
fn sandbox() -> Sandbox {
    let ada = User::premium("ada").country("GB").saved_tracks(3).saved_shows(3).saved_audiobooks(1);
    builder().rules(Rules::ExtendedQuota).user(ada).start().unwrap()
}

fn ask(sandbox: &Sandbox, scope: &str, path: &str) -> Value {
    let scopes: Vec<&str> = PLAYER.iter().copied().chain([scope]).collect();
    let token = sandbox.mint("ada", &scopes).access_token;
    let answer = get(sandbox.base_url(), &format!("/v1{path}")).bearer(&token).send();
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

fn see(sandbox: &Sandbox, path: &str) -> Value {
    ask(sandbox, "user-read-private", path)
}

fn command(sandbox: &Sandbox, method: &'static str, path: &str, body: &Value) {
    let token = sandbox.mint("ada", PLAYER).access_token;
    let mut command = request(sandbox.base_url(), method, &format!("/v1/me/player{path}")).bearer(&token);
    if !body.is_null() {
        command = command.json(body);
    }
    let answer = command.send();
    assert_eq!(answer.status, 204, "{path}: {}", answer.text());
}

fn play(sandbox: &Sandbox, body: &Value) {
    command(sandbox, "PUT", "/play", body);
}

/// The show with the most episodes, and all on its first page.
fn show(sandbox: &Sandbox) -> (Value, Vec<Value>) {
    let saved = see(sandbox, "/me/shows");
    let shows = saved["items"].as_array().unwrap().iter().map(|row| row["show"].clone());
    let show = shows.max_by_key(|show| show["total_episodes"].as_u64()).unwrap();
    let page = see(sandbox, &format!("/shows/{}/episodes", show["id"].as_str().unwrap()));
    (show, page["items"].as_array().unwrap().clone())
}

/// Whether a position is at this second, or shortly after: the sandbox's time runs on.
fn is_at(second: u64, position_ms: &Value) -> bool {
    (second..second + 45).contains(&(position_ms.as_u64().unwrap() / 1_000))
}

fn milliseconds(of: &Value) -> u64 {
    of["duration_ms"].as_u64().unwrap()
}

#[test]
fn an_episode_is_shown_to_those_who_ask_for_episodes() {
    let sandbox = sandbox();
    let (_, episodes) = show(&sandbox);
    let length = milliseconds(&episodes[0]);
    play(&sandbox, &json!({ "uris": [episodes[0]["uri"]] }));
    sandbox.advance(Duration::from_millis(length - 60_000));
    for path in ["/me/player", "/me/player/currently-playing"] {
        for types in ["", "?additional_types=track", "?additional_types="] {
            let shown = see(&sandbox, &format!("{path}{types}"));
            assert_eq!((&shown["item"], &shown["is_playing"]), (&Value::Null, &json!(true)), "{path}{types}");
            assert_eq!(shown["currently_playing_type"], "episode");
            assert!(is_at(length / 1_000 - 60, &shown["progress_ms"]), "{shown}");
        }
        for types in ["episode", "track,episode", "track,%20episode"] {
            let shown = see(&sandbox, &format!("{path}?additional_types={types}"));
            assert_eq!(
                (&shown["item"]["id"], &shown["item"]["type"]),
                (&episodes[0]["id"], &json!("episode"))
            );
            assert_eq!(shown["currently_playing_type"], "episode");
            assert!(shown["item"]["show"]["name"].is_string());
        }
    }
    // A track is shown to all.
    let track = see(&sandbox, "/me/tracks")["items"][0]["track"].take();
    play(&sandbox, &json!({ "uris": [track["uri"]] }));
    let shown = see(&sandbox, "/me/player?additional_types=episode");
    assert_eq!((&shown["item"]["id"], &shown["currently_playing_type"]), (&track["id"], &json!("track")));
}

#[test]
fn a_show_plays_as_it_is_listed() {
    let sandbox = sandbox();
    let (show, episodes) = show(&sandbox);
    play(&sandbox, &json!({ "context_uri": show["uri"] }));
    let shown = || see(&sandbox, "/me/player?additional_types=episode");
    assert_eq!(shown()["item"]["id"], episodes[0]["id"]);
    assert_eq!((&shown()["context"]["type"], &shown()["context"]["href"]), (&json!("show"), &show["href"]));
    sandbox.advance(Duration::from_millis(milliseconds(&episodes[0]) + 1_000));
    assert_eq!(shown()["item"]["id"], episodes[1]["id"]);
    let queue = see(&sandbox, "/me/player/queue");
    assert_eq!(queue["currently_playing"]["id"], episodes[1]["id"]);
    let next: Vec<&Value> = queue["queue"].as_array().unwrap().iter().map(|item| &item["id"]).collect();
    assert_eq!(next[..5], episodes[2..7].iter().map(|episode| &episode["id"]).collect::<Vec<_>>());
    for offset in [json!({ "position": 3 }), json!({ "uri": episodes[3]["uri"] })] {
        play(&sandbox, &json!({ "context_uri": show["uri"], "offset": offset, "position_ms": 60_000 }));
        let shown = shown();
        assert_eq!(shown["item"]["id"], episodes[3]["id"]);
        assert!(is_at(60, &shown["progress_ms"]), "{shown}");
    }
}

#[test]
fn an_audiobook_plays_chapter_by_chapter() {
    let sandbox = sandbox();
    let book = see(&sandbox, "/me/audiobooks")["items"][0]["audiobook"].take();
    let chapters = book["chapters"]["items"].as_array().unwrap();
    let by_own_word = format!("spotify:audiobook:{}", book["id"].as_str().unwrap());
    for uri in [&book["uri"], &json!(by_own_word)] {
        play(&sandbox, &json!({ "context_uri": uri, "offset": { "position": 0 } }));
        let shown = see(&sandbox, "/me/player?additional_types=episode");
        assert_eq!((&shown["item"]["id"], &shown["item"]["chapter_number"]), (&chapters[0]["id"], &json!(1)));
        assert_eq!((&shown["currently_playing_type"], &shown["context"]["uri"]), (&json!("episode"), uri));
        assert_eq!(shown["context"]["href"], book["href"]);
    }
    sandbox.advance(Duration::from_millis(milliseconds(&chapters[0]) + 1_000));
    let shown = see(&sandbox, "/me/player?additional_types=episode");
    assert_eq!(shown["item"]["chapter_number"], 2);
    assert_eq!(see(&sandbox, "/me/player")["item"], Value::Null);
}

#[test]
fn episodes_are_queued_and_leave_no_history() {
    let sandbox = sandbox();
    let (_, episodes) = show(&sandbox);
    let track = see(&sandbox, "/me/tracks")["items"][0]["track"].take();
    play(&sandbox, &json!({ "uris": [track["uri"]] }));
    command(&sandbox, "POST", &format!("/queue?uri={}", episodes[0]["uri"].as_str().unwrap()), &Value::Null);
    assert_eq!(see(&sandbox, "/me/player/queue")["queue"][0]["id"], episodes[0]["id"]);
    sandbox.advance(Duration::from_millis(milliseconds(&track) + 1_000));
    assert_eq!(see(&sandbox, "/me/player/queue")["currently_playing"]["id"], episodes[0]["id"]);
    sandbox.advance(Duration::from_millis(milliseconds(&episodes[0]) + 1_000));
    let played = see(&sandbox, "/me/player/recently-played")["items"].take();
    assert_eq!(played.as_array().unwrap().len(), 1);
    assert_eq!(played[0]["track"]["id"], track["id"]);
}

#[test]
fn a_position_moves_with_playback() {
    let sandbox = sandbox();
    let (show, episodes) = show(&sandbox);
    let positions = |path: &str| ask(&sandbox, "user-read-playback-position", path);
    let id = episodes[0]["id"].as_str().unwrap();
    let position = || positions(&format!("/episodes/{id}"))["resume_point"].clone();
    let before = (position(), positions(&format!("/episodes/{}", episodes[1]["id"].as_str().unwrap())));
    play(&sandbox, &json!({ "context_uri": show["uri"] }));
    sandbox.advance(Duration::from_secs(100));
    assert_ne!(position(), before.0);
    assert!(is_at(100, &position()["resume_position_ms"]) && position()["fully_played"] == false);
    sandbox.advance(Duration::from_secs(100));
    assert!(is_at(200, &position()["resume_position_ms"]), "not what was answered before");
    // Wherever an episode is shown, and only to those who may see it.
    let page = positions(&format!("/shows/{}/episodes", show["id"].as_str().unwrap()));
    assert!(is_at(200, &page["items"][0]["resume_point"]["resume_position_ms"]));
    let item = positions("/me/player?additional_types=episode")["item"].take();
    assert!(is_at(200, &item["resume_point"]["resume_position_ms"]));
    assert_eq!(see(&sandbox, &format!("/episodes/{id}")).get("resume_point"), None);
    assert_eq!(positions(&format!("/episodes/{}", episodes[1]["id"].as_str().unwrap())), before.1);
    sandbox.advance(Duration::from_millis(milliseconds(&episodes[0])));
    assert_eq!(position(), json!({ "fully_played": true, "resume_position_ms": 0 }));
    command(&sandbox, "PUT", "/pause", &Value::Null);
    sandbox.advance(Duration::from_secs(3_600));
    let second = positions(&format!("/episodes/{}", episodes[1]["id"].as_str().unwrap()));
    assert!(is_at(200, &second["resume_point"]["resume_position_ms"]), "it stands still while paused");
}
