//! What the player shows: state, devices, queue, history.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::get;
use crate::player::*;

#[test]
fn nothing_plays_at_first() {
    let sandbox = sandbox();
    for path in ["player", "player/currently-playing"] {
        let answer = see(&sandbox, path);
        assert_eq!((answer.status, answer.body.len()), (204, 0), "{path}");
    }
    assert_eq!(see(&sandbox, "player/queue").json(), json!({ "currently_playing": null, "queue": [] }));
    let recent = see(&sandbox, "player/recently-played").json();
    assert_eq!(
        (&recent["items"], &recent["cursors"], &recent["next"]),
        (&json!([]), &json!(null), &json!(null))
    );
    assert!(recent.get("total").is_none());
}

#[test]
fn devices_are_listed() {
    let sandbox = sandbox();
    let devices = see(&sandbox, "player/devices").json();
    assert_eq!(
        devices["devices"][0],
        json!({
            "id": "kitchen", "is_active": true, "is_private_session": false, "is_restricted": false,
            "name": "Kitchen", "supports_volume": true, "type": "Speaker", "volume_percent": 50
        })
    );
    let phone = &devices["devices"][1];
    assert_eq!((&phone["is_active"], &phone["volume_percent"]), (&json!(false), &json!(null)));
    // Who was given none has two.
    let bob = sandbox.mint("bob", SCOPES).access_token;
    let devices = get(sandbox.base_url(), "/v1/me/player/devices").bearer(&bob).send().json();
    let of = |index: usize| {
        (devices["devices"][index]["type"].clone(), devices["devices"][index]["is_active"].clone())
    };
    assert_eq!((of(0), of(1)), ((json!("Computer"), json!(true)), (json!("Smartphone"), json!(false))));
    assert_eq!(devices["devices"][0]["id"].as_str().unwrap().len(), 40);
}

#[test]
fn playback_goes_on_with_the_clock() {
    let sandbox = sandbox();
    let album = play_album(&sandbox);
    let (first, length) = track(&album, 0);
    assert_eq!(state(&sandbox), (first, 0, true));
    sandbox.advance(Duration::from_millis(length + 5_000));
    assert_eq!(state(&sandbox), (track(&album, 1).0, 5, true));
    let shown = see(&sandbox, "player").json();
    assert_eq!(shown["context"]["uri"], album["uri"]);
    assert_eq!(
        (&shown["context"]["type"], &shown["currently_playing_type"]),
        (&json!("album"), &json!("track"))
    );
    assert_eq!(shown["actions"], json!({ "disallows": { "resuming": true } }));
    assert_eq!((&shown["repeat_state"], &shown["shuffle_state"]), (&json!("off"), &json!(false)));
    assert_eq!(shown["device"]["id"], "kitchen");
    let current = see(&sandbox, "player/currently-playing").json();
    assert_eq!(current["item"], shown["item"]);
    assert!(current.get("device").is_none() && current.get("repeat_state").is_none());
    sandbox.advance(Duration::from_secs(24 * 3600 / 60));
    for _ in 0..30 {
        sandbox.advance(Duration::from_secs(1_000));
    }
    assert_eq!(state(&sandbox), (track(&album, 0).0, 0, false), "at the end it rests at the beginning");
}

#[test]
fn what_is_queued_comes_next() {
    let sandbox = sandbox();
    let album = play_album(&sandbox);
    let other = see(&sandbox, "tracks?limit=1&offset=39").json()["items"][0]["track"].take();
    let uri = other["uri"].as_str().unwrap();
    assert_eq!(command(&sandbox, "POST", &format!("/queue?uri={uri}")).status, 204);
    let queue = see(&sandbox, "player/queue").json();
    assert_eq!(queue["currently_playing"]["name"], track(&album, 0).0);
    assert_eq!((&queue["queue"][0], &queue["queue"][1]["name"]), (&other, &json!(track(&album, 1).0)));
    assert_eq!(command(&sandbox, "POST", "/next").status, 204);
    assert_eq!(state(&sandbox).0, other["name"].as_str().unwrap());
    for uri in ["", "spotify:album:x", "nothing"] {
        let answer = command(&sandbox, "POST", &format!("/queue?uri={uri}"));
        assert_eq!(answer.error(), (400, "Invalid uri".to_owned()), "{uri}");
    }
    assert_eq!(command(&sandbox, "POST", "/queue").status, 400);
}

#[test]
fn what_was_played_is_listed_by_time() {
    let sandbox = sandbox();
    let album = play_album(&sandbox);
    let lengths: Vec<u64> = (0..3).map(|index| track(&album, index).1).collect();
    sandbox.advance(Duration::from_millis(lengths.iter().sum::<u64>() + 1_000));
    let recent = see(&sandbox, "player/recently-played?limit=2").json();
    let names = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items.map(|row| row["track"]["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&recent), [track(&album, 2).0, track(&album, 1).0], "the latest first");
    assert_eq!(recent["items"][0]["context"]["uri"], album["uri"]);
    let played_at = recent["items"][0]["played_at"].as_str().unwrap();
    assert!(played_at.ends_with('Z') && played_at.as_bytes()[19] == b'.', "{played_at}");
    let before = recent["cursors"]["before"].as_str().unwrap();
    let next = recent["next"].as_str().unwrap().split_once("/me/").unwrap().1;
    assert_eq!(next, format!("player/recently-played?before={before}&limit=2"));
    let rest = see(&sandbox, next).json();
    assert_eq!((names(&rest), &rest["next"]), (vec![track(&album, 0).0], &json!(null)));
    let after = see(&sandbox, &format!("player/recently-played?after={before}")).json();
    assert_eq!(names(&after), [track(&album, 2).0]);
    for query in ["limit=0", "limit=51", "limit=x", "after=x", "before=-1", "after=1&before=2"] {
        assert_eq!(see(&sandbox, &format!("player/recently-played?{query}")).status, 400, "{query}");
    }
}

#[test]
fn little_of_a_track_is_not_a_play() {
    let sandbox = sandbox();
    play_album(&sandbox);
    sandbox.advance(Duration::from_secs(15));
    assert_eq!(command(&sandbox, "POST", "/next").status, 204);
    assert_eq!(see(&sandbox, "player/recently-played").json()["items"], json!([]));
}

#[test]
fn what_the_catalogue_does_not_know_has_no_body() {
    let sandbox = sandbox();
    let foreign = "4aawyAB9vmqN3uQ7FjRGTy";
    for (uri, kind) in [
        (format!("spotify:episode:{foreign}"), "episode"),
        (format!("spotify:track:{foreign}"), "unknown"),
        ("spotify:local:a:b:c:1".to_owned(), "unknown"),
    ] {
        assert_eq!(play(&sandbox, "ada").json(&json!({ "uris": [uri] })).send().status, 204);
        let shown = see(&sandbox, "player").json();
        assert_eq!((&shown["item"], &shown["context"]), (&json!(null), &json!(null)), "{uri}");
        assert_eq!(shown["currently_playing_type"], kind);
    }
}
