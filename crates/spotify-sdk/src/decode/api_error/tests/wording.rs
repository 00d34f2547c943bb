//! Tests of the words: the message that an error takes from an answer, and the advice beside it.

use super::*;

fn advice<E: Endpoint>(status: u16, body: &str) -> String {
    refusal::<E>(status, body).advice().unwrap_or_default().to_owned()
}

#[test]
fn an_oauth_error_is_told_with_its_description() {
    let message = |body: &str| refusal::<GetSavedTracks>(400, body).message().to_owned();
    let described =
        r#"{"error":"invalid_request","error_description":"Only valid bearer authentication supported"}"#;
    assert_eq!(message(described), "invalid_request: Only valid bearer authentication supported");
    assert_eq!(message(r#"{"error":"invalid_request"}"#), "invalid_request");
}

#[test]
fn a_message_that_was_cut_says_so() {
    let message = |length: usize| {
        let body = format!(r#"{{"error":{{"message":"{}"}}}}"#, "ü".repeat(length));
        refusal::<GetSavedTracks>(400, &body).message().to_owned()
    };
    assert_eq!(message(300), "ü".repeat(300));
    assert_eq!(message(301), "ü".repeat(300) + "...");
}

#[test]
fn who_lacks_premium_is_told_what_for() {
    let reason = r#"{"error":{"status":403,"message":"Player command failed","reason":"PREMIUM_REQUIRED"}}"#;
    assert!(advice::<StartPlayback>(403, reason).contains("can control playback"));
    let words = r#"{"error":{"status":403,"message":"Premium required"}}"#;
    assert_eq!(advice::<StartPlayback>(403, words), "Only users with Spotify Premium can do this");
}

#[test]
fn a_reason_of_the_player_counts_more_than_words_of_the_message() {
    let body = r#"{"error":{"status":403,"message":"Out of scope","reason":"CONTEXT_DISALLOW"}}"#;
    let error = refusal::<StartPlayback>(403, body);
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert!(error.advice().is_some_and(|advice| advice.contains("does not allow this command")), "{error}");
}

#[test]
fn advice_about_playback_is_for_playback() {
    let body = r#"{"error":{"status":403,"message":"Restricted","reason":"UNKNOWN"}}"#;
    assert!(advice::<StartPlayback>(403, body).contains("playback already is in that state"));
    assert!(!advice::<GetSavedTracks>(403, body).contains("playback"));
}

#[test]
fn only_what_reads_playlists_is_told_who_sees_them() {
    use crate::endpoint::{GetAlbumTracks, GetPlaylist};
    let forbidden = r#"{"error":{"status":403,"message":"Not yours"}}"#;
    for advice in [advice::<GetAlbumTracks>(403, forbidden), advice::<GetPlaylist>(403, forbidden)] {
        assert_eq!(advice, "The token, its user or the app may not do this");
    }
}
