//! Whatever the JSON, reading it folded gives what reading it as it came gives.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::decode::Decode;
use crate::model::{Album, PlayableItem, SavedTrack, Track};
use crate::page::Page;

fn folds(text: &str) -> bool {
    fold(text).is_some()
}

/// Read as it came.
fn plain<T: DeserializeOwned>(text: &str) -> Option<T> {
    page::row_by_row(false, || serde_json::from_str(text)).ok()
}

#[test]
fn a_fat_page_is_read_folded_and_equal_lists_are_shared() {
    let track = |id: &str| json!({"id": id, "name": "a", "available_markets": ["DE", "SE"], "album": {"id": "b", "available_markets": []}});
    let text = json!({"items": [{"track": track("1")}, {"track": track("2")}], "total": 2}).to_string();
    let page: Page<SavedTrack> = read(&text).expect("it is read folded");
    assert_eq!(Some(&page), plain(&text).as_ref());
    assert!(page.items[1].track.available_markets.as_ref().is_some_and(|markets| markets.contains("SE")));
    assert!(page.items[1].track.album.available_markets.as_ref().is_some_and(Markets::is_empty));
    let (folded, _) = fold(&text).expect("there are lists");
    assert!(!folded.contains("SE") && folded.contains("\"name\":\"a\""), "{folded}");
}

#[test]
fn white_space_does_not_matter() {
    let text = "{\"id\":\"x\", \"available_markets\" :\n [ \"SE\" ,\t\"DE\"\r\n] }";
    let track: Track = read(text).expect("it is read folded");
    assert_eq!(track.available_markets, Some(["DE", "SE"].into_iter().collect()));
}

#[test]
fn what_is_no_list_of_codes_stays_as_it_is() {
    for list in [
        r#"["SE",]"#,
        r#"["SE" "DE"]"#,
        r#"[,"SE"]"#,
        r#"["SE"#,
        r#"["se"]"#,
        r#"["419"]"#,
        "[null]",
        "[1]",
        r#"[["SE"]]"#,
        "null",
        "12",
        r#""SE""#,
        "[\"SE\"\u{c}]",
        "{}",
        r#"["S]"]"#,
        r#"["S\u0045"]"#,
    ] {
        let text = format!(r#"{{"id":"x","available_markets":{list}}}"#);
        assert!(!folds(&text), "{text}");
    }
}

#[test]
fn the_key_inside_a_string_or_a_longer_key_is_left_alone() {
    for text in [
        r#"{"id":"x","name":"\"available_markets\":[\"SE\"]"}"#,
        r#"{"id":"x","\"available_markets":["SE"]}"#,
        r#"{"id":"available_markets","name":["SE"]}"#,
    ] {
        assert!(!folds(text), "{text}");
    }
}

#[test]
fn a_type_that_reads_the_list_as_something_else_gets_it_as_it_came() {
    #[derive(serde::Deserialize)]
    #[expect(dead_code, reason = "it must not be read from a folded text")]
    struct Theirs {
        available_markets: Value,
    }

    let text = r#"{"available_markets":["SE"]}"#;
    assert!(folds(text) && read::<Theirs>(text).is_none() && read::<Value>(text).is_none());
    #[derive(Debug, serde::Deserialize)]
    struct Without {}
    assert!(read::<Without>(text).is_none(), "passed over: not known to be harmless");
}

#[test]
fn a_number_that_spotify_sends_stands_for_no_list() {
    let text =
        format!(r#"{{"id":"x","available_markets":{},"album":{{"available_markets":["SE"]}}}}"#, 1_u64 << 62);
    assert!(folds(&text) && read::<Track>(&text).is_none() && plain::<Track>(&text).is_none());
}

#[test]
fn what_is_kept_as_json_is_kept_as_it_came() {
    // The list was asked for before the name turned out to be none.
    let text = r#"{"items":[{"type":"track","available_markets":["SE"],"name":["a"]}],"total":1}"#;
    assert!(folds(text) && read::<Page<PlayableItem>>(text).is_none());
    let page: Page<PlayableItem> = plain(text).expect("a page");
    assert!(
        matches!(&page.items[0], PlayableItem::Unknown(item) if item["available_markets"] == json!(["SE"]))
    );
    let text = r#"{"items":[{"type":"track","available_markets":["SE"],"name":"a"}],"total":1}"#;
    assert!(read::<Page<PlayableItem>>(text).is_some());
}

#[test]
fn rows_of_other_people_are_read_as_they_came() {
    #[derive(Debug, serde::Deserialize)]
    struct Theirs {
        #[serde(flatten)]
        raw: serde_json::Map<String, Value>,
        #[serde(flatten)]
        track: Track,
    }

    let text = br#"{"items":[{"id":"x","available_markets":["SE"]}],"total":1}"#;
    let operation = crate::operation::Operation::get("theirs", "/theirs");
    let page = Page::<Theirs>::decode(&operation, 200, &bytes::Bytes::from_static(text)).expect("a page");
    assert_eq!(page.items[0].raw["available_markets"], json!(["SE"]));
    assert!(page.items[0].track.available_markets.is_some());
}

#[test]
fn fault_121_a_body_of_nothing_but_beginnings_takes_no_longer_than_its_length() {
    let key = r#""available_markets":["#;
    for (text, end) in [
        (key.repeat(200_000), ""),
        (key.repeat(200_000), "\"SE\",]"),
        (format!("{key}{}", "\"SE\",".repeat(800_000)), ""),
    ] {
        assert!(!folds(&(text + end)));
    }
}

/// JSON in which the key is everywhere, with all sorts of values.
fn any_json() -> impl Strategy<Value = Value> {
    let codes =
        vec(prop_oneof![9 => "[A-Z]{2}", 1 => "[a-z0-9\\[\\]\"]{0,3}"], 0..6).prop_map(|codes| json!(codes));
    let leaf = prop_oneof![
        4 => codes,
        1 => Just(Value::Null),
        1 => any::<u64>().prop_map(Value::from),
        1 => "[A-Z\"\\\\:\\[\\]]{0,4}|\"available_markets\":\\[\"SE\"\\]".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        let key = prop_oneof![
            4 => Just("available_markets".to_owned()),
            3 => prop_oneof![Just("album".to_owned()), Just("track".to_owned()), Just("items".to_owned()), Just("tracks".to_owned())],
            1 => "id|name|type|\\\\?\"available_markets",
        ];
        prop_oneof![
            3 => vec((key, inner.clone()), 0..5).prop_map(|members| Value::Object(members.into_iter().collect())),
            1 => vec(inner, 0..4).prop_map(Value::from),
        ]
    })
}

proptest! {
    #[test]
    fn fault_121_any_json_gives_the_same_folded_or_not(value in any_json(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.expect("JSON");
        macro_rules! same {
            ($($Type:ty),+) => {$(
                if let Some(folded) = read::<$Type>(&text) {
                    prop_assert_eq!(Some(folded), plain::<$Type>(&text));
                }
            )+};
        }
        same!(Page<SavedTrack>, Page<PlayableItem>, Page<Value>, Track, Album, Value);
    }
}
