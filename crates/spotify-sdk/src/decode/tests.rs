//! Tests of reading answers, good and bad.

use proptest::prelude::*;

use super::*;
use crate::endpoint::{Endpoint, GetAlbum, GetCurrentProfile, GetSavedTracks, StartPlayback};

/// Reads a body as answers are, without folding it.
pub(crate) fn read_as_it_came<T: DeserializeOwned>(text: &str) -> Result<T> {
    read(&Operation::get("test", "/test"), 200, text)
}

/// Reads a body folded, where that can be done.
pub(crate) fn read_folded<T: DeserializeOwned>(text: &str) -> Option<T> {
    fold::read(text)
}

fn album(body: &str) -> Result<Album> {
    GetAlbum::new("x").decode(200, &Bytes::copy_from_slice(body.as_bytes()))
}

fn saved(body: &str) -> Result<Page<crate::model::SavedTrack>> {
    GetSavedTracks::default().decode(200, &Bytes::copy_from_slice(body.as_bytes()))
}

#[test]
fn fault_119_what_is_no_json_is_an_invalid_response() {
    for (body, what) in [
        ("", "empty"),
        ("  \n", "empty"),
        ("<!DOCTYPE html><title>Sign in</title>", "HTML"),
        ("\n<html>", "HTML"),
        ("oPClBVDzidwlAlSqmFF-zKNO62E", "plain text"),
        ("OK", "plain text"),
        (r#"{"id":"x","name":"#, "cut off"),
        (r#"{"id":"x""#, "cut off"),
        (r#"{"id":"x"}}"#, "broken"),
        (r#"{"id":"x",}"#, "broken"),
        (r#"{id:"x"}"#, "broken"),
    ] {
        for error in [album(body).map(drop), saved(body).map(drop)].map(|result| result.expect_err(body)) {
            assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{body}: {error}");
            assert!(error.message().contains(what), "{body}: {error}");
            assert_eq!(error.status(), Some(200));
            assert!(error.operation().is_some() && error.json_path().is_none());
        }
    }
    let error =
        GetCurrentProfile.decode(200, &Bytes::from_static(b"{\"id\":\"\xff\"}")).expect_err("not UTF-8");
    assert_eq!(error.kind(), ErrorKind::InvalidResponse);
}

#[test]
fn fault_119_json_of_another_shape_is_a_decode_error() {
    for body in ["null", "[]", "\"x\"", "12", "true", "{}", r#"{"error":{"status":404,"message":"x"}}"#] {
        for error in [album(body).map(drop), saved(body).map(drop)].map(|result| result.expect_err(body)) {
            assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error}");
            assert_eq!(error.json_path(), Some("."), "{body}: {error}");
            assert_eq!(error.body_excerpt(), Some(body));
        }
    }
}

#[test]
fn fault_119_an_error_says_where_in_the_answer() {
    let error =
        album(r#"{"id":"x","artists":[{"name":"a"},{"name":["b"]}]}"#).expect_err("a list for a name");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.json_path(), Some("artists[1].name"));
    assert_eq!(error.operation(), Some("get-an-album"));
    assert!(!error.message().contains("line"), "{error}");
}

#[test]
fn an_error_keeps_no_secrets_of_the_body() {
    let error = album(r#"{"access_token":"BQD-secret","id":7}"#).expect_err("a number for an id");
    assert!(!format!("{error:?} {error}").contains("BQD-secret"), "{error:?}");
}

#[test]
fn a_bad_row_in_a_page_inside_an_album_does_not_fail_the_album() {
    let album =
        album(r#"{"id":"x","tracks":{"items":[{"id":"a"},null,{"id":"b"}],"total":3}}"#).expect("an album");
    assert_eq!(album.tracks.items.len(), 2);
    assert_eq!(album.tracks.rejected[0].index, 1);
}

#[test]
fn fault_120_what_has_items_is_a_page() {
    use crate::endpoint::{GetFollowedArtists, GetTopArtists, SearchFor};
    let body = r#"{"items":[],"limit":null,"total":0,"href":null,"next":null}"#;
    assert_eq!(saved(body).expect("a page").items.len(), 0);
    let followed = Bytes::from(format!(r#"{{"artists":{body}}}"#));
    assert_eq!(GetFollowedArtists::default().decode(200, &followed).expect("a page").items.len(), 0);
    let nothing = Bytes::from_static(br#"{"playlists":null}"#);
    let search = SearchFor::<crate::model::SimplifiedPlaylist>::new("x").decode(200, &nothing);
    assert_eq!(search.expect("nothing found").items.len(), 0);
    let top = GetTopArtists::default().decode(200, &Bytes::from_static(br#"{"total":null}"#));
    assert_eq!(top.expect_err("no rows").kind(), ErrorKind::Decode);
}

#[test]
fn fault_120_one_member_is_enough_to_know_a_page_or_an_analysis_by() {
    for body in
        [r#"{"limit":20}"#, r#"{"total":7}"#, r#"{"href":"x"}"#, r#"{"items":[]}"#, r#"{"items":[null]}"#]
    {
        saved(body).expect(body);
    }
    for body in [r#"{"limit":20}"#, r#"{"total":7}"#, r#"{"href":"x"}"#, r#"{"items":[]}"#] {
        let body = Bytes::from(format!(r#"{{"artists":{body}}}"#));
        crate::endpoint::GetFollowedArtists::default().decode(200, &body).expect("a page");
    }
    let analysis = |body: &'static str| {
        crate::endpoint::GetAudioAnalysis::new("x").decode(200, &Bytes::from_static(body.as_bytes()))
    };
    for body in [r#"{"track":{"duration":1.5}}"#, r#"{"segments":[{}]}"#, r#"{"beats":[{}]}"#] {
        analysis(body).expect(body);
    }
    for body in ["{}", r#"{"track":{"duration":0}}"#, r#"{"segments":[],"beats":[]}"#] {
        assert_eq!(analysis(body).expect_err(body).kind(), ErrorKind::Decode, "{body}");
    }
}

#[test]
fn a_bad_row_in_a_list_does_not_fail_the_list() {
    use crate::endpoint::{GetArtistTopTracks, GetRecommendations, GetTracks};
    let body = Bytes::from_static(br#"{"tracks":[{"id":"a"},null,{"id":"b","name":["x"]},{"id":"c"}]}"#);
    let several = GetTracks::new(["a", "x", "b", "c"]).decode(200, &body).expect("tracks");
    let ids: Vec<_> = several.iter().map(|track| track.as_ref().map(|track| track.id.as_str())).collect();
    assert_eq!(ids, [Some("a"), None, None, Some("c")], "each in its place");
    let top = GetArtistTopTracks::new("x").decode(200, &body).expect("tracks");
    assert_eq!(top.iter().map(|track| track.id.as_str()).collect::<Vec<_>>(), ["a", "c"]);
    let body = Bytes::from_static(
        br#"{"tracks":[{"id":"a"},null,{"id":"b","name":["x"]}],"seeds":[{"id":7},{"id":"s"}]}"#,
    );
    let recommended = GetRecommendations::default().decode(200, &body).expect("recommendations");
    assert_eq!((recommended.tracks.len(), recommended.seeds.len()), (1, 1));
    for body in [r#"{"tracks":{}}"#, r#"{"tracks":"x"}"#, "{}"] {
        let body = Bytes::from(body);
        for error in [
            GetTracks::new(["a"]).decode(200, &body).map(drop),
            GetRecommendations::default().decode(200, &body).map(drop),
        ] {
            assert_eq!(error.expect_err("no list").kind(), ErrorKind::Decode);
        }
    }
}

#[test]
fn fault_119_a_page_that_is_cut_off_behind_a_bad_row_is_no_json() {
    let error = saved(r#"{"items":[{"track":7}],"#).expect_err("half a page");
    assert_eq!(error.kind(), ErrorKind::InvalidResponse);
    assert!(error.message().contains("cut off"), "{error}");
}

#[test]
fn an_answer_without_the_list_says_what_it_lacks() {
    use crate::endpoint::GetTracks;
    for body in [r#"{"tracks":null}"#, "{}"] {
        let error = GetTracks::new(["a"]).decode(200, &Bytes::from(body)).expect_err(body);
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.message().ends_with("not a list of entities"), "{error}");
    }
}

#[test]
fn reading_in_one_go_and_row_by_row_give_the_same() {
    for folder in ["saved_track", "saved_album"] {
        for (name, body) in crate::model::tests::fixtures(folder) {
            let careful: Page<serde_json::Value> = serde_json::from_str(&body).expect(&name);
            let fast = page::row_by_row(false, || serde_json::from_str::<Page<serde_json::Value>>(&body));
            assert_eq!(fast.expect(&name), careful, "{name}");
        }
    }
    assert!(page::row_by_row(false, || serde_json::from_str::<Page<u32>>(r#"{"items":[null]}"#)).is_err());
    assert!(serde_json::from_str::<Page<u32>>(r#"{"items":[null]}"#).is_ok(), "back to the default");
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    assert_eq!(album("\u{feff}{\"id\":\"x\"}").expect("an album").id, "x");
}

#[test]
fn fault_119_answers_to_commands_are_not_read() {
    for body in [&b""[..], b"oPClBVDzidwlAlSqmFF-zKNO62E", b"<html>", b"{", b"\xff"] {
        for status in [200, 202, 204] {
            StartPlayback::default().decode(status, &Bytes::from_static(body)).expect("success is success");
        }
    }
}

#[test]
fn fault_121_deep_and_large_json_neither_overflows_nor_aborts() {
    let deep = "[".repeat(200_000);
    for body in [
        deep.clone(),
        format!("{{\"id\":\"x\",\"unknown\":{deep}"),
        format!("{{\"id\":\"x\",\"artists\":{deep}"),
        format!("{{\"items\":[{deep}"),
        format!("{{\"items\":[{}{}]}}", deep, "]".repeat(200_000)),
        format!("{{\"duration_ms\":{}", "{\"a\":".repeat(200_000)),
    ] {
        assert!(album(&body).is_err());
        let _typed_either_way = saved(&body);
    }
    let nested = format!("{{\"id\":\"x\",\"unknown\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    assert_eq!(album(&nested).expect("what is unknown is passed over").id, "x");
    let many = format!("{{\"id\":\"x\",\"name\":\"{}\"}}", "n".repeat(1 << 20));
    assert_eq!(album(&many).expect("an album").name.len(), 1 << 20);
}

proptest! {
    #[test]
    fn fault_121_any_bytes_are_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let body = Bytes::from(body);
        if let Err(error) = GetSavedTracks::default().decode(200, &body) {
            prop_assert!(matches!(error.kind(), ErrorKind::Decode | ErrorKind::InvalidResponse));
        }
    }

    #[test]
    fn fault_121_almost_json_is_read_or_refused(body in r#"(\{"(items|id|total|tracks)":|\[|"|\{|\}|\]|null|,|1e9|-){0,30}"#) {
        for error in [album(&body).map(drop), saved(&body).map(drop)].into_iter().filter_map(Result::err) {
            prop_assert!(matches!(error.kind(), ErrorKind::Decode | ErrorKind::InvalidResponse));
        }
    }
}
