//! Tests of answers with what their models do not have.

use serde_json::json;

use super::*;
use crate::endpoint::{GetAlbum, GetFollowedArtists, GetPlaybackState, GetRecentlyPlayed, GetSavedTracks};
use crate::model::{Album, Artist, Audiobook, Chapter, CurrentUser, Episode, SavedTrack, Show, Track};

const OPERATION: Operation = Operation::get("test", "/test");

fn fixture(path: &str) -> Value {
    let path = format!("{}/../../fixtures/{path}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).expect("a fixture")).expect("JSON")
}

fn bytes(json: &Value) -> Bytes {
    Bytes::from(json.to_string())
}

fn read<T: Decode + Serialize>(json: &Value) -> WithExtra<T> {
    WithExtra::decode(&OPERATION, 200, &bytes(json)).expect("an answer")
}

/// What is documented the models have, so nothing of it is extra, market lists included.
#[test]
fn ordinary_answers_have_nothing_extra() {
    fn assert_none<T: Decode + Serialize>(fixtures: &[&str]) {
        for path in fixtures {
            assert_eq!(read::<T>(&fixture(path)).extra, BTreeMap::new(), "{path}");
        }
    }
    assert_none::<Album>(&["album/extended", "album/development", "album/market"]);
    assert_none::<Artist>(&["artist/extended", "artist/development"]);
    assert_none::<Track>(&["track/extended", "track/development", "track/market"]);
    assert_none::<Show>(&["show/extended", "show/development"]);
    assert_none::<Episode>(&["episode/extended", "episode/development"]);
    assert_none::<Audiobook>(&["audiobook/extended", "audiobook/development"]);
    assert_none::<Chapter>(&["chapter/extended", "chapter/development"]);
    assert_none::<Page<SavedTrack>>(&[
        "saved_track/first_page",
        "saved_track/null_row",
        "saved_track/bad_row",
    ]);
}

#[test]
fn unknown_fields_are_had_at_every_level() {
    let mut album = fixture("album/extended");
    album["new"] = json!({"a": 1});
    album["tracks"]["items"][2]["artists"][0]["mood"] = json!("calm");
    album["images"][0]["blurhash"] = json!("LEHV6nWB2yk8");
    let with = read::<Album>(&album);
    let places: Vec<_> = with.extra.keys().map(String::as_str).collect();
    assert_eq!(places, ["/images/0/blurhash", "/new", "/tracks/items/2/artists/0/mood"]);
    assert_eq!(with.extra["/new"], json!({"a": 1}));
    // The value is what it is without: read with its market lists folded.
    let plain = Album::decode(&OPERATION, 200, &bytes(&album)).expect("an album");
    assert_eq!((&with.value, with.name.as_str()), (&plain, plain.name.as_str()));
    assert!(with.available_markets.as_ref().is_some_and(|markets| markets.iter().count() > 0));
}

#[test]
fn rows_have_what_is_extra_in_them() {
    let mut page = fixture("saved_track/bad_row");
    page["items"][0]["added_by"] = json!("x");
    page["items"][2]["track"]["mood"] = json!("calm");
    page["hint"] = json!(true);
    let call = ExtraOf(GetSavedTracks::default());
    let read = call.decode(200, &bytes(&page)).expect("a page");
    assert_eq!(read.extra.keys().collect::<Vec<_>>(), ["/hint", "/items/0/added_by", "/items/2/track/mood"]);
    let rows: Vec<_> = read.clone().into_rows().collect();
    assert_eq!(
        rows[0].as_ref().expect("a row").extra,
        BTreeMap::from([("/added_by".to_owned(), json!("x"))])
    );
    assert!(rows[1].is_err(), "it has its JSON");
    assert_eq!(rows[2].as_ref().expect("a row").extra["/track/mood"], json!("calm"));
    let (streamed, rejected) = call.rows(read);
    assert_eq!((streamed.len(), rejected), (2, 1));
    assert_eq!(streamed[1].extra, rows[2].as_ref().expect("a row").extra);
}

#[test]
fn wrapped_and_other_pages_have_theirs_too() {
    let artist = json!({"id": "a", "name": "A", "mood": 1});
    let answer = json!({"artists": {"items": [null, artist], "limit": 2, "hint": 1}});
    let call = ExtraOf(GetFollowedArtists::default());
    let read = call.decode(200, &bytes(&answer)).expect("a page");
    assert_eq!(read.extra.keys().collect::<Vec<_>>(), ["/artists/hint", "/artists/items/1/mood"]);
    assert_eq!(call.rows(read.clone()).0[0].extra, BTreeMap::from([("/mood".to_owned(), json!(1))]));
    assert_eq!(read.into_rows().filter_map(Result::ok).map(|row| row.extra.len()).collect::<Vec<_>>(), [1]);

    let play = json!({"track": {"id": "a", "mood": 1}, "played_at": "2026-11-21T10:15:00.000Z"});
    let answer = json!({"items": [{"track": null}, play], "limit": 2});
    let call = ExtraOf(GetRecentlyPlayed::default());
    let read = call.decode(200, &bytes(&answer)).expect("plays");
    assert_eq!(read.extra.keys().collect::<Vec<_>>(), ["/items/1/track/mood"]);
    assert_eq!(call.rows(read).0[0].extra.keys().collect::<Vec<_>>(), ["/track/mood"]);
}

#[test]
fn an_answer_without_a_body_has_nothing_extra() {
    let nothing = ExtraOf(GetPlaybackState::default()).decode(204, &Bytes::new()).expect("nothing");
    assert!(nothing.value.is_none() && nothing.extra.is_empty());
    let error = ExtraOf(GetAlbum::new("x")).decode(200, &Bytes::from("OK")).expect_err("no album");
    assert_eq!(error.operation(), Some("get-an-album"));
    assert_eq!(read::<CurrentUser>(&json!({"id": "ada", "x": null})).extra, BTreeMap::new());
}
