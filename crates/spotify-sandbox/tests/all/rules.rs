//! The rule sets: what each closes, leaves out and limits.

use serde_json::Value;
use spotify_sandbox::{Rules, Sandbox, User};

use crate::client::{Response, get, request};
use crate::login::*;

const ALL: [(Rules, &str); 3] = [
    (Rules::DevelopmentMode, "development-mode"),
    (Rules::ExtendedQuota, "extended-quota"),
    (Rules::BeforeNovember2024, "before-november-2024"),
];

fn sandbox(rules: Rules) -> (Sandbox, String) {
    let ada = User::premium("ada").country("GB").saved_tracks(2).saved_episodes(2).saved_audiobooks(1);
    let sandbox = builder().rules(rules).user(ada).start().unwrap();
    let token = sandbox.mint("ada", &["user-library-read"]).access_token;
    (sandbox, token)
}

fn call(sandbox: &Sandbox, token: &str, path: &str) -> Response {
    get(sandbox.base_url(), path).bearer(token).send()
}

fn rules(sandbox: &Sandbox) -> Value {
    let answer = get(sandbox.base_url(), "/_sandbox/v1/rules").header("x-sandbox-admin", "1").send();
    assert_eq!(answer.status, 200);
    answer.json()
}

#[test]
fn each_closes_what_its_data_says() {
    for (set, name) in ALL {
        let (sandbox, token) = sandbox(set);
        let rules = rules(&sandbox);
        assert_eq!(rules["name"], name);
        let closed = rules["closed"].as_array().unwrap();
        let expected = match set {
            Rules::DevelopmentMode => 48,
            Rules::ExtendedQuota => 8,
            _ => 0,
        };
        assert_eq!(closed.len(), expected);
        for operation in closed {
            let method = match operation["method"].as_str().unwrap() {
                "GET" => "GET",
                "PUT" => "PUT",
                "POST" => "POST",
                other => {
                    assert_eq!(other, "DELETE");
                    "DELETE"
                }
            };
            let path = operation["path"].as_str().unwrap().replace("{id}", "4aawyAB9vmqN3uQ7FjRGTy");
            let answer = request(sandbox.base_url(), method, &path).bearer(&token).send();
            let message = operation["message"].as_str().unwrap().to_owned();
            assert_eq!(u64::from(answer.status), operation["status"], "{method} {path}");
            assert_eq!(answer.error().1, message, "{method} {path}");
        }
    }
}

#[test]
fn before_november_2024_nothing_is_closed() {
    let (sandbox, token) = sandbox(Rules::BeforeNovember2024);
    for path in ["/v1/albums", "/v1/audio-features", "/v1/recommendations", "/v1/browse/featured-playlists"] {
        let answer = call(&sandbox, &token, path);
        assert!(![403, 404].contains(&answer.status), "{path}: {}", answer.text());
    }
    // A closed operation of another rule set says so even though there is nothing behind it.
    let (sandbox, token) = self::sandbox(Rules::ExtendedQuota);
    let answer = call(&sandbox, &token, "/v1/audio-features");
    assert_eq!(answer.error(), (404, "Not found.".to_owned()));
}

#[test]
fn previews_were_there_before_november_2024() {
    for (set, name) in ALL {
        let (sandbox, token) = sandbox(set);
        let previews = |path: &str, field: &str| {
            let row = call(&sandbox, &token, path).json()["items"][0].take();
            let kind = if row.get("track").is_some() { "track" } else { "episode" };
            row[kind][field].clone()
        };
        let found =
            [previews("/v1/me/tracks", "preview_url"), previews("/v1/me/episodes", "audio_preview_url")];
        for preview in found {
            let Some(url) = preview.as_str() else {
                assert_ne!(set, Rules::BeforeNovember2024);
                continue;
            };
            assert_eq!(set, Rules::BeforeNovember2024, "{name}");
            let file = get(sandbox.base_url(), url).send();
            assert_eq!((file.status, file.header("content-type")), (200, "audio/mpeg"));
            // Frames of MPEG audio, one after the other.
            assert!(file.body.chunks(104).all(|frame| frame.starts_with(&[0xff, 0xfb])), "{url}");
        }
    }
    let (sandbox, _) = sandbox(Rules::BeforeNovember2024);
    for missing in ["nothing.mp3", "4aawyAB9vmqN3uQ7FjRGTy.mp3", "4aawyAB9vmqN3uQ7FjRGTy"] {
        assert_eq!(get(sandbox.base_url(), &format!("/_sandbox/previews/{missing}")).send().status, 404);
    }
}

#[test]
fn the_data_names_the_fields_that_are_lost_and_the_limits() {
    let (development, _) = sandbox(Rules::DevelopmentMode);
    let rules_of = rules(&development);
    assert_eq!(rules_of["lost_fields"]["artist"], serde_json::json!(["followers", "genres", "popularity"]));
    assert_eq!(rules_of["limits"]["search"], serde_json::json!({ "least": 0, "most": 10, "default": 5 }));
    for set in [Rules::ExtendedQuota, Rules::BeforeNovember2024] {
        let (sandbox, token) = sandbox(set);
        let rules = rules(&sandbox);
        assert_eq!(rules["lost_fields"], serde_json::json!({}));
        assert_eq!(rules["limits"]["artist_albums"]["most"], 50);
        let track = call(&sandbox, &token, "/v1/me/tracks").json()["items"][0]["track"].take();
        assert!(track["popularity"].is_u64() && track["available_markets"].is_array(), "{track}");
        let artist = track["artists"][0]["id"].as_str().unwrap();
        assert_eq!(call(&sandbox, &token, &format!("/v1/artists/{artist}/albums?limit=50")).status, 200);
    }
}
