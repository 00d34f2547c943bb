//! Oddities of whole answers.

use serde_json::{Value, json};
use spotify_sandbox::{Device, Fault, Quirk, Rules, Sandbox, User};

use crate::client::{get, request};
use crate::login::*;

/// What is read, and what of it is about which quirk.
const PATHS: [&str; 9] = [
    "/v1/me",
    "/v1/me/tracks?limit=2",
    "/v1/me/following?type=artist",
    "/v1/me/player",
    "/v1/me/player/devices",
    "/v1/me/player/recently-played",
    "/v1/me/albums?limit=1",
    "/v1/me/top/artists?limit=2",
    "/v1/tracks?ids=",
];

/// Somebody who has, follows and plays things; a token; and the paths to read.
fn world() -> (Sandbox, String, Vec<String>) {
    let ada = User::premium("ada").saved_tracks(5).saved_albums(1).followed_artists(3);
    let ada = ada.device(Device::new("kitchen", "Speaker").active());
    let sandbox = builder().rules(Rules::ExtendedQuota).user(ada).start().unwrap();
    let scopes = [
        "user-library-read",
        "user-follow-read",
        "user-read-playback-state",
        "user-modify-playback-state",
        "user-read-recently-played",
        "user-top-read",
    ];
    let token = sandbox.mint("ada", &scopes).access_token;
    let play = || request(sandbox.base_url(), "PUT", "/v1/me/player/play").bearer(&token);
    let saved = get(sandbox.base_url(), "/v1/me/tracks").bearer(&token).send().json();
    let track = saved["items"][0]["track"]["uri"].as_str().unwrap().to_owned();
    let album = saved["items"][0]["track"]["album"]["uri"].clone();
    assert_eq!(play().json(&json!({ "context_uri": album })).send().status, 204);
    sandbox.advance(std::time::Duration::from_secs(1800));
    assert_eq!(play().json(&json!({ "context_uri": album })).send().status, 204);
    let id = track.rsplit(':').next().unwrap();
    let paths =
        PATHS.iter().map(|path| if path.ends_with('=') { format!("{path}{id}") } else { (*path).to_owned() });
    let paths = paths.collect();
    (sandbox, token, paths)
}

fn read(sandbox: &Sandbox, token: &str, path: &str) -> Value {
    let answer = get(sandbox.base_url(), path).bearer(token).send();
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

#[test]
fn every_quirk_shows_somewhere() {
    let (sandbox, token, paths) = world();
    for quirk in Quirk::ALL {
        let handle = sandbox.fault(Fault::on("GET /v1/*").odd(*quirk).times(paths.len() as u64));
        let odd: Vec<Value> = paths.iter().map(|path| read(&sandbox, &token, path)).collect();
        let plain: Vec<Value> = paths.iter().map(|path| read(&sandbox, &token, path)).collect();
        assert_eq!(handle.hits(), paths.len() as u64);
        // Progress moves by itself; nothing else does.
        let changed = (0..paths.len()).filter(|at| {
            let still = |value: &Value| value["progress_ms"].is_number();
            odd[*at] != plain[*at]
                && !(still(&odd[*at]) && without_progress(&odd[*at]) == without_progress(&plain[*at]))
        });
        assert!(changed.count() > 0, "{quirk:?} shows nowhere");
    }
}

fn without_progress(value: &Value) -> Value {
    let mut value = value.clone();
    value.as_object_mut().unwrap().retain(|name, _| name != "progress_ms");
    value
}

#[test]
fn quirks_are_what_they_are_called() {
    let (sandbox, token, paths) = world();
    let odd = |quirk: Quirk, path: &str| {
        sandbox.clear_faults();
        sandbox.fault(Fault::on("GET /v1/*").odd(quirk));
        read(&sandbox, &token, paths.iter().find(|known| known.starts_with(path)).unwrap())
    };
    let rows = odd(Quirk::NullRow, "/v1/me/tracks");
    assert!(rows["items"][0].is_null() && rows["items"][1].is_object());
    let page = odd(Quirk::EmptyPage, "/v1/me/tracks");
    assert_eq!((&page["items"], &page["next"]), (&json!([]), &page["href"]));
    assert!(page["next"].is_string());
    assert_eq!(odd(Quirk::WrongTotal, "/v1/me/tracks")["total"], 97);
    assert_eq!(odd(Quirk::SavedNothing, "/v1/me/albums")["items"][0]["album"], Value::Null);
    assert_eq!(odd(Quirk::NullAddedAt, "/v1/me/albums")["items"][0]["added_at"], Value::Null);
    assert_eq!(odd(Quirk::NullEntry, "/v1/tracks"), json!({ "tracks": [null] }));
    let play = odd(Quirk::PlayedNothing, "/v1/me/player/recently-played")["items"][0].take();
    assert!(play["track"].is_null() && play["played_at"].is_string());
    assert_eq!(odd(Quirk::MissingCursors, "/v1/me/following")["artists"].get("cursors"), None);
    let device = odd(Quirk::DeviceWithoutId, "/v1/me/player/devices")["devices"][0].take();
    assert_eq!((&device["id"], &device["is_restricted"]), (&Value::Null, &json!(true)));
    assert_eq!(odd(Quirk::ShoutedDeviceType, "/v1/me/player/devices")["devices"][0]["type"], "SPEAKER");
    let ad = odd(Quirk::Advertisement, "/v1/me/player");
    assert_eq!((&ad["item"], &ad["currently_playing_type"]), (&Value::Null, &json!("ad")));
    assert_eq!(odd(Quirk::UnlistedContext, "/v1/me/player")["context"]["type"], "collectionyourepisodes");
    assert_eq!(
        odd(Quirk::BareProfile, "/v1/me"),
        json!({ "id": "ada", "type": "user", "uri": "spotify:user:ada" })
    );
    assert_eq!(odd(Quirk::FloatIntegers, "/v1/me/tracks")["limit"].to_string(), "2.0");
}

#[test]
fn quirks_come_together_from_the_start_and_through_administration() {
    let ada = User::premium("ada").saved_tracks(3);
    let quirks = [Quirk::NullTotal, Quirk::NullRow];
    let sandbox = builder().user(ada).odd_answers(quirks).start().unwrap();
    let token = sandbox.mint("ada", &["user-library-read"]).access_token;
    let saved = || read(&sandbox, &token, "/v1/me/tracks");
    assert_eq!((&saved()["total"], &saved()["items"][0]), (&Value::Null, &Value::Null));
    sandbox.clear_faults();
    assert_eq!(saved()["total"], 3);

    let admin = |method, name: &str| {
        request(sandbox.base_url(), method, &format!("/_sandbox/v1/{name}")).header("x-sandbox-admin", "1")
    };
    let listed = admin("GET", "oddities").send().json();
    assert_eq!(listed["quirks"].as_array().unwrap().len(), Quirk::ALL.len());
    assert_eq!(listed["quirks"][0], "null_row");
    let fault = json!({ "on": "GET /v1/me/*", "odd": ["null_total", "null_images"] });
    assert_eq!(admin("POST", "faults").json(&fault).send().status, 200);
    let page = saved();
    assert_eq!((&page["total"], &page["items"][0]["track"]["album"]["images"]), (&Value::Null, &Value::Null));
    let unknown = admin("POST", "faults").json(&json!({ "on": "*", "odd": ["purple"] })).send();
    assert_eq!(unknown.status, 400);
}

#[test]
fn commands_may_answer_a_random_word() {
    let (sandbox, token, _) = world();
    sandbox.fault(Fault::random_word().times(1));
    let pause = || request(sandbox.base_url(), "PUT", "/v1/me/player/pause").bearer(&token).send();
    let answer = pause();
    assert_eq!((answer.status, answer.text().len()), (200, 27));
    assert_eq!(pause().status, 403, "it was carried out");
    sandbox.fault(Fault::random_word());
    for (method, path, status) in
        [("POST", "/next", 200), ("PUT", "/repeat?state=off", 200), ("GET", "", 200)]
    {
        let answer =
            request(sandbox.base_url(), method, &format!("/v1/me/player{path}")).bearer(&token).send();
        let is_word = serde_json::from_slice::<serde_json::Value>(&answer.body).is_err();
        assert_eq!((answer.status, is_word), (status, method != "GET"), "{method} {path}");
    }
}
