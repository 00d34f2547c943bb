//! Changing what is in a playlist.

use base64::Engine as _;
use serde_json::{Value, json};
use spotify_sandbox::{Rules, Sandbox};

use crate::client::Response;
use crate::playlists::{call, id, read, sandbox, token};

/// A sandbox, and the path of a playlist with 120 tracks.
fn road(rules: Rules) -> (Sandbox, String, String) {
    let sandbox = sandbox(rules);
    let path = format!("/playlists/{}/items", id(&sandbox, "Road"));
    let ada = token(&sandbox, "ada");
    (sandbox, ada, path)
}

fn uris(sandbox: &Sandbox, token: &str, path: &str) -> Vec<String> {
    let uri = |row: &Value| row["item"]["uri"].as_str().unwrap().to_owned();
    let mut all = Vec::new();
    loop {
        let page = read(sandbox, token, &format!("{path}?limit=50&offset={}", all.len())).json();
        all.extend(page["items"].as_array().unwrap().iter().map(uri));
        if page["next"].is_null() {
            return all;
        }
    }
}

fn snapshot(answer: &Response) -> String {
    answer.json()["snapshot_id"].as_str().unwrap_or_else(|| panic!("{}", answer.text())).to_owned()
}

#[test]
fn items_are_added_at_the_end_or_at_a_position() {
    let (sandbox, ada, path) = road(Rules::DevelopmentMode);
    let before = uris(&sandbox, &ada, &path);
    let add = |body: &Value| call(&sandbox, &ada, "POST", &path, body);
    let added = add(&json!({ "uris": [before[5], before[6]] }));
    assert_eq!(added.status, 201);
    let state = read(&sandbox, &ada, path.trim_end_matches("/items")).json();
    assert_eq!(state["snapshot_id"], snapshot(&added));
    assert_eq!(uris(&sandbox, &ada, &path)[120..], before[5..7], "also what is there already");
    add(&json!({ "uris": [before[9], before[8]], "position": 1 }));
    let after = uris(&sandbox, &ada, &path);
    assert_eq!(after[..4], [&*before[0], &before[9], &before[8], &before[1]].map(str::to_owned));
    // The query counts, and the body does not then.
    let query = format!("{path}?uris={}&position=0", before[7]);
    call(&sandbox, &ada, "POST", &query, &json!({ "uris": [before[1]] }));
    assert_eq!(uris(&sandbox, &ada, &path)[..2], [before[7].clone(), before[0].clone()]);
    let rows = read(&sandbox, &ada, &format!("{path}?limit=1")).json();
    assert_eq!(rows["items"][0]["added_by"]["id"], "ada");
    let state = base64::engine::general_purpose::STANDARD.decode(snapshot(&added)).unwrap();
    let (revision, hash) = std::str::from_utf8(&state).unwrap().split_once(',').unwrap();
    assert!(revision.parse::<u32>().is_ok() && hash.len() == 40, "{state:?}");
}

#[test]
fn what_can_not_be_added_spoils_the_request() {
    let (sandbox, ada, path) = road(Rules::DevelopmentMode);
    let good = uris(&sandbox, &ada, &path).remove(0);
    for (body, message) in [
        (json!({}), "No uris provided".to_owned()),
        (json!({ "uris": [] }), "No uris provided".to_owned()),
        (json!({ "uris": vec![&good; 101] }), "You can add a maximum of 100 tracks per request.".to_owned()),
        (json!({ "uris": [good, "spotify:track:x"] }), "Invalid base62 id".to_owned()),
        (json!({ "uris": ["spotify:album:x"] }), "Invalid track uri: spotify:album:x".to_owned()),
        (json!({ "uris": ["spotify:local:a:b:c:1"] }), "Invalid track uri: spotify:local:a:b:c:1".to_owned()),
        (
            json!({ "uris": [good, "spotify:track:0000000000000000000000"] }),
            "Payload contains a non-existing ID".to_owned(),
        ),
        (json!({ "uris": [good], "position": 121 }), "Index out of bounds.".to_owned()),
        (json!({ "uris": [good], "position": "x" }), "Invalid position".to_owned()),
    ] {
        assert_eq!(call(&sandbox, &ada, "POST", &path, &body).error(), (400, message), "{body}");
    }
    assert_eq!(uris(&sandbox, &ada, &path).len(), 120);
}

#[test]
fn items_are_replaced_or_moved_and_never_both() {
    let (sandbox, ada, path) = road(Rules::DevelopmentMode);
    let before = uris(&sandbox, &ada, &path);
    let put = |body: &Value| call(&sandbox, &ada, "PUT", &path, body);
    let moved = put(&json!({ "range_start": 0, "insert_before": 3 }));
    assert_eq!(moved.status, 200);
    let after = uris(&sandbox, &ada, &path);
    assert_eq!(
        after[..3],
        [&*before[1], &before[2], &before[0]].map(str::to_owned),
        "one, unless it says how many"
    );
    put(&json!({ "range_start": 0, "insert_before": 120, "range_length": 110 }));
    assert_eq!(uris(&sandbox, &ada, &path)[..10], before[110..]);
    for body in [
        json!({ "range_start": 120, "insert_before": 0 }),
        json!({ "range_start": 0, "insert_before": 121 }),
        json!({ "range_start": 119, "insert_before": 0, "range_length": 2 }),
    ] {
        assert_eq!(put(&body).error(), (400, "Index out of bounds.".to_owned()), "{body}");
    }
    for body in
        [json!({ "uris": [before[0]], "range_start": 0, "insert_before": 1 }), json!({ "range_start": 0 })]
    {
        assert_eq!(put(&body).error(), (400, "Bad request".to_owned()), "{body}");
    }
    assert_eq!(put(&json!({})).error(), (400, "No uris provided".to_owned()));
    let many = put(&json!({ "uris": vec![&before[0]; 101] })).error();
    assert_eq!(many, (400, "You can add a maximum of 100 tracks per request.".to_owned()));
    let replaced = put(&json!({ "uris": before[..2] }));
    assert_eq!((replaced.status, uris(&sandbox, &ada, &path)), (200, before[..2].to_vec()));
    assert_eq!(put(&json!({ "uris": [] })).status, 200);
    assert_eq!(uris(&sandbox, &ada, &path), Vec::<String>::new());
}

#[test]
fn all_occurrences_of_a_uri_are_removed() {
    let (sandbox, ada, path) = road(Rules::DevelopmentMode);
    let before = uris(&sandbox, &ada, &path);
    call(&sandbox, &ada, "POST", &path, &json!({ "uris": [before[0], before[1]] }));
    let delete = |body: &Value| call(&sandbox, &ada, "DELETE", &path, body);
    // Positions were in the description once; they say nothing any more.
    let removed = delete(&json!({ "items": [{ "uri": before[0], "positions": [0] }, { "uri": before[2] }] }));
    assert_eq!(removed.status, 200);
    let after = uris(&sandbox, &ada, &path);
    assert_eq!((after.len(), after.contains(&before[0]), &after[119 - 1]), (119, false, &before[1]));
    let absent = delete(&json!({ "items": [{ "uri": before[0] }] }));
    assert_eq!(
        (absent.status, snapshot(&absent) == snapshot(&removed)),
        (200, false),
        "no error, but a state"
    );

    let mixed = format!("/playlists/{}/items", id(&sandbox, "Mixed"));
    let file = "spotify:local:Ann+%26+Co::Take+3%2C+live:183";
    let removed = call(&sandbox, &ada, "DELETE", &mixed, &json!({ "items": [{ "uri": file }] }));
    assert_eq!(removed.status, 200);
    assert_eq!(read(&sandbox, &ada, &mixed).json()["total"], 3, "a local file too");
}

#[test]
fn a_removal_must_name_uris_in_objects() {
    let (sandbox, ada, path) = road(Rules::DevelopmentMode);
    let uri = uris(&sandbox, &ada, &path).remove(0);
    for (body, message) in [
        (json!({}), "No uris provided"),
        (json!({ "uris": [uri] }), "No uris provided"),
        (json!({ "tracks": [{ "uri": uri }] }), "No uris provided"),
        (json!({ "items": [] }), "No uris provided"),
        (json!({ "items": [{ "positions": [0] }] }), "No uris provided"),
        (json!({ "items": [uri] }), "Invalid base62 id"),
        (json!({ "items": [{ "uri": uri }], "snapshot_id": "x" }), "Missing or bad version tag"),
        (
            json!({ "items": vec![json!({ "uri": uri }); 101] }),
            "You can remove a maximum of 100 tracks per request.",
        ),
    ] {
        let refused = call(&sandbox, &ada, "DELETE", &path, &body);
        assert_eq!(refused.error(), (400, message.to_owned()), "{body}");
    }
    let (sandbox, ada, path) = road(Rules::ExtendedQuota);
    let older = path.replace("/items", "/tracks");
    let body = json!({ "tracks": [{ "uri": uri }] });
    assert_eq!(call(&sandbox, &ada, "DELETE", &older, &body).status, 200, "the older operation says tracks");
    assert_eq!(uris(&sandbox, &ada, &path).len(), 119);
}

#[test]
fn a_change_means_the_state_that_it_names() {
    let (sandbox, ada, path) = road(Rules::DevelopmentMode);
    let before = uris(&sandbox, &ada, &path);
    let state = read(&sandbox, &ada, path.trim_end_matches("/items")).json()["snapshot_id"].clone();
    // Somebody else puts two more at the top.
    call(&sandbox, &ada, "POST", &path, &json!({ "uris": [before[7], before[8]], "position": 0 }));
    let body = json!({ "range_start": 0, "insert_before": 2, "snapshot_id": state });
    assert_eq!(call(&sandbox, &ada, "PUT", &path, &body).status, 200);
    let after = uris(&sandbox, &ada, &path);
    let expected = [7, 8, 1, 0, 2].map(|index: usize| before[index].clone());
    assert_eq!(after[..5], expected, "the first of that state, not of this one");
    let body = json!({ "items": [{ "uri": before[7] }], "snapshot_id": state });
    assert_eq!(call(&sandbox, &ada, "DELETE", &path, &body).status, 200);
    let after = uris(&sandbox, &ada, &path);
    assert_eq!((&after[0], after[1..].contains(&before[7])), (&before[7], false), "what came later stays");
    let unknown = json!({ "range_start": 0, "insert_before": 2, "snapshot_id": "MSxub25l" });
    let refused = call(&sandbox, &ada, "PUT", &path, &unknown);
    assert_eq!(refused.error(), (400, "Missing or bad version tag".to_owned()));
}
