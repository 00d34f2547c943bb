//! `/v1/me/library`: things of every kind, by URI.

use serde_json::json;
use spotify_sandbox::{Ids, Playlist, Rules, Sandbox, User};

use crate::client::{Response, get, request};
use crate::login::builder;

const ALL: &[&str] = &[
    "user-library-read",
    "user-library-modify",
    "user-follow-read",
    "user-follow-modify",
    "playlist-read-private",
    "playlist-modify-public",
];

/// Well-formed, and of the real catalogue.
const FOREIGN: &str = "4aawyAB9vmqN3uQ7FjRGTy";

fn sandbox() -> (Sandbox, String) {
    sandbox_with(Ids::Strict)
}

fn sandbox_with(ids: Ids) -> (Sandbox, String) {
    let ada = User::premium("ada").saved_tracks(3).saved_albums(2);
    let bob = User::free("bob").playlist(Playlist::new("Road"));
    let sandbox = builder().ids(ids).user(ada).user(bob).start().unwrap();
    let token = sandbox.mint("ada", ALL).access_token;
    (sandbox, token)
}

fn send(sandbox: &Sandbox, token: &str, method: &'static str, uris: &str) -> Response {
    let path = if method == "GET" { "/v1/me/library/contains" } else { "/v1/me/library" };
    let query = if uris.is_empty() { String::new() } else { format!("?uris={uris}") };
    request(sandbox.base_url(), method, &format!("{path}{query}")).bearer(token).send()
}

/// The URI of a playlist that is not ada's.
fn playlist(sandbox: &Sandbox) -> String {
    let bob = sandbox.mint("bob", ALL).access_token;
    let page = get(sandbox.base_url(), "/v1/me/playlists").bearer(&bob).send().json();
    page["items"][0]["uri"].as_str().unwrap().to_owned()
}

/// The URIs of the saved tracks, newest first.
fn saved_tracks(sandbox: &Sandbox, token: &str) -> Vec<String> {
    let page = get(sandbox.base_url(), "/v1/me/tracks").bearer(token).send().json();
    let rows = page["items"].as_array().unwrap();
    rows.iter().map(|row| row["track"]["uri"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_is_saved_is_there_at_once_and_newest_first() {
    let (sandbox, token) = sandbox();
    let before = saved_tracks(&sandbox, &token);
    let (first, rest) = before.split_first().unwrap();
    let removed = send(&sandbox, &token, "DELETE", first);
    assert_eq!((removed.status, removed.body), (200, Vec::new()));
    assert_eq!(saved_tracks(&sandbox, &token), rest);
    let asked = send(&sandbox, &token, "GET", &format!("{},{first}", rest[0]));
    assert_eq!((asked.status, asked.json()), (200, json!([true, false])));
    let last = &rest[1];
    let saved = send(&sandbox, &token, "PUT", &format!("{first},{last}"));
    assert_eq!((saved.status, saved.body), (200, Vec::new()));
    assert_eq!(saved_tracks(&sandbox, &token), before, "what is there already stays where it is");
    assert_eq!(send(&sandbox, &token, "GET", &format!("{},{first}", rest[0])).json(), json!([true, true]));
}

#[test]
fn things_of_every_kind_can_be_saved() {
    let (sandbox, token) = sandbox_with(Ids::Open);
    let page = get(sandbox.base_url(), "/v1/me/albums").bearer(&token).send().json();
    let album = &page["items"][0]["album"];
    let mut uris: Vec<String> =
        ["show", "episode", "audiobook"].iter().map(|kind| format!("spotify:{kind}:{FOREIGN}")).collect();
    uris.push(playlist(&sandbox));
    uris.push("spotify:user:bob".to_owned());
    uris.push(album["artists"][0]["uri"].as_str().unwrap().to_owned());
    let ask = || send(&sandbox, &token, "GET", &uris.join(",")).json();
    assert_eq!(ask(), json!([false, false, false, false, false, false]));
    assert_eq!(send(&sandbox, &token, "PUT", &uris.join(",")).status, 200);
    assert_eq!(ask(), json!([true, true, true, true, true, true]));
    assert_eq!(send(&sandbox, &token, "DELETE", &uris[1..].join(",")).status, 200);
    assert_eq!(ask(), json!([true, false, false, false, false, false]));
    let unknown = format!("spotify:playlist:{FOREIGN}");
    assert_eq!(send(&sandbox, &token, "GET", &unknown).json(), json!([false]));
    let refused = send(&sandbox, &token, "PUT", &unknown).error();
    assert_eq!(refused, (404, format!("Non existing id: '{unknown}'")));
    let album = album["uri"].as_str().unwrap();
    assert_eq!(send(&sandbox, &token, "DELETE", album).status, 200);
    assert_eq!(send(&sandbox, &token, "GET", album).json(), json!([false]));
}

#[test]
fn each_kind_needs_its_scope() {
    let (sandbox, token) = sandbox();
    let track = saved_tracks(&sandbox, &token).remove(0);
    let playlist = playlist(&sandbox);
    for (method, uri, scope) in [
        ("PUT", track.as_str(), "user-library-modify"),
        ("DELETE", track.as_str(), "user-library-modify"),
        ("GET", track.as_str(), "user-library-read"),
        ("PUT", "spotify:user:bob", "user-follow-modify"),
        ("GET", "spotify:user:bob", "user-follow-read"),
        ("PUT", playlist.as_str(), "playlist-modify-public"),
        ("GET", playlist.as_str(), "playlist-read-private"),
    ] {
        let others: Vec<&str> = ALL.iter().copied().filter(|other| *other != scope).collect();
        let without = sandbox.mint("ada", &others).access_token;
        let refused = send(&sandbox, &without, method, uri);
        assert_eq!(refused.error(), (403, "Insufficient client scope".to_owned()), "{method} {uri}");
        let with = sandbox.mint("ada", &[scope]).access_token;
        assert_eq!(send(&sandbox, &with, method, uri).status, 200, "{method} {uri}");
    }
    let app = sandbox.mint_app_token();
    assert_eq!(send(&sandbox, &app, "PUT", &track).error().0, 403);
}

#[test]
fn uris_are_missing_or_malformed_or_too_many_or_unknown() {
    let (sandbox, token) = sandbox();
    let playlist = playlist(&sandbox);
    let body = json!({ "uris": ["spotify:user:bob"] });
    let in_body = request(sandbox.base_url(), "PUT", "/v1/me/library").bearer(&token).json(&body).send();
    assert_eq!(in_body.error(), (400, "Missing required field: uris".to_owned()));
    let message = |method, uris: &str| send(&sandbox, &token, method, uris).error();
    for method in ["PUT", "DELETE", "GET"] {
        assert_eq!(message(method, ""), (400, "Missing required field: uris".to_owned()));
        for uri in ["x", FOREIGN, "spotify:track", "spotify:track:x", "spotify:show:x"] {
            assert_eq!(message(method, uri), (400, format!("Invalid uri: '{uri}'")));
        }
        let chapter = format!("spotify:chapter:{FOREIGN}");
        assert_eq!(message(method, &chapter), (400, "Unsupported uri type: 'chapter'".to_owned()));
        assert_eq!(message(method, &[&*playlist; 41].join(",")), (400, "too many ids requested".to_owned()));
        assert_eq!(send(&sandbox, &token, method, &[&*playlist; 40].join(",")).status, 200);
    }
    let before = saved_tracks(&sandbox, &token);
    let unknown = format!("spotify:track:{FOREIGN}");
    let with_unknown = format!("{},{unknown}", before[0]);
    assert_eq!(message("DELETE", &with_unknown), (404, format!("Non existing id: '{unknown}'")));
    assert_eq!(
        message("PUT", "spotify:user:nobody"),
        (404, "Non existing id: 'spotify:user:nobody'".to_owned())
    );
    assert_eq!(saved_tracks(&sandbox, &token), before, "one that does not exist spoils the request");
    assert_eq!(send(&sandbox, &token, "GET", &with_unknown).json(), json!([true, false]));
}

#[test]
fn development_mode_has_the_library() {
    for rules in [Rules::DevelopmentMode, Rules::ExtendedQuota] {
        let sandbox = builder().rules(rules).start().unwrap();
        let token = sandbox.mint("ada", ALL).access_token;
        for method in ["PUT", "GET", "DELETE"] {
            assert_eq!(send(&sandbox, &token, method, "spotify:user:bob").status, 200, "{method} {rules:?}");
        }
    }
}

#[test]
fn a_private_playlist_is_followed_with_the_one_scope_there_is() {
    let ada = User::premium("ada").playlist(Playlist::new("Secret").private());
    let sandbox = builder().user(ada).start().unwrap();
    let all = sandbox.mint("ada", &["playlist-read-private"]).access_token;
    let page = get(sandbox.base_url(), "/v1/me/playlists").bearer(&all).send().json();
    let uri = page["items"][0]["uri"].as_str().unwrap();
    for method in ["DELETE", "PUT"] {
        let private = sandbox.mint("ada", &["playlist-modify-private"]).access_token;
        let refused = send(&sandbox, &private, method, uri);
        assert_eq!(refused.error(), (403, "Insufficient client scope".to_owned()));
        let public = sandbox.mint("ada", &["playlist-modify-public"]).access_token;
        assert_eq!(send(&sandbox, &public, method, uri).status, 200);
    }
}

#[test]
fn a_library_is_full_at_ten_thousand_of_a_kind() {
    let ada = User::premium("ada").saved_tracks(9_998);
    let sandbox =
        builder().tracks(9_998).ids(Ids::Open).rules(Rules::ExtendedQuota).user(ada).start().unwrap();
    let token = sandbox.mint("ada", ALL).access_token;
    let read = |path: &str| get(sandbox.base_url(), &format!("/v1{path}")).bearer(&token).send().json();
    let total = || read("/me/tracks?limit=1")["total"].clone();
    let known = saved_tracks(&sandbox, &token).remove(0);
    let [one, two, three] = ["1", "2", "3"].map(|last| format!("spotify:track:4aawyAB9vmqN3uQ7FjRGT{last}"));
    let put = |uris: &[&String]| {
        let uris: Vec<&str> = uris.iter().map(|uri| uri.as_str()).collect();
        send(&sandbox, &token, "PUT", &uris.join(","))
    };
    assert_eq!(put(&[&one, &one, &known]).status, 200, "which is one more");
    let full = (502, "Something went wrong".to_owned());
    assert_eq!((put(&[&two, &three]).error(), total()), (full.clone(), json!(9_999)));
    assert_eq!((put(&[&two]).status, total()), (200, json!(10_000)));
    assert_eq!(put(&[&one, &known]).status, 200, "what is there needs no room");
    assert_eq!(put(&[&three.replace("track", "album")]).status, 200, "and albums have their own");
    let older = json!({ "ids": [three.rsplit(':').next().unwrap()] });
    let timestamped =
        json!({ "timestamped_ids": [{ "id": older["ids"][0], "added_at": "2020-01-01T00:00:00Z" }] });
    for body in [&older, &timestamped] {
        let refused = request(sandbox.base_url(), "PUT", "/v1/me/tracks").bearer(&token).json(body).send();
        assert_eq!(refused.error(), full);
    }
    assert_eq!(send(&sandbox, &token, "DELETE", &one).status, 200);
    assert_eq!((put(&[&three]).status, total()), (200, json!(10_000)));
}
