//! Tests of `start_playback`: many options, a body, and combinations that can't work.

use super::*;
use crate::Call;
use crate::id::{ArtistId, Kind, PlaylistId, TrackId};

fn start() -> Call<(), StartPlayback> {
    Call::new((), StartPlayback::default())
}

/// Query and body of what is sent.
fn sent(call: Call<(), StartPlayback>) -> (String, Option<serde_json::Value>) {
    let request = call.endpoint().request().expect("a request");
    assert_eq!((request.method(), request.path()), (Method::Put, "/me/player/play"));
    let body = match request.body() {
        Body::None => None,
        Body::Json(json) => Some(serde_json::from_slice(json).expect("JSON")),
        Body::Bytes { .. } => panic!("not a body of this operation"),
    };
    (request.query().to_owned(), body)
}

fn refused(call: Call<(), StartPlayback>) -> String {
    let error = call.endpoint().request().expect_err("a refusal");
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert_eq!(error.operation(), Some("start-a-users-playback"));
    error.to_string()
}

#[test]
fn without_options_playback_is_resumed_by_an_empty_body() {
    assert_eq!(sent(start()), (String::new(), None));
    assert_eq!(sent(start().device_id("ab c")), ("device_id=ab+c".to_owned(), None));
}

#[test]
fn options_are_the_members_of_the_body() {
    let track = TrackId::parse(WORD).expect("an id");
    let playlist = PlaylistId::parse(WORD).expect("an id");
    for (call, expected) in [
        (start().position_ms(1500), serde_json::json!({"position_ms": 1500})),
        (
            start()
                .context_uri(format!("https://open.spotify.com/album/{WORD}?si=x"))
                .offset(5)
                .position_ms(0),
            serde_json::json!({
                "context_uri": format!("spotify:album:{WORD}"), "offset": {"position": 5}, "position_ms": 0
            }),
        ),
        (
            start().context_uri(&playlist).offset(&track),
            serde_json::json!({
                "context_uri": format!("spotify:playlist:{WORD}"), "offset": {"uri": format!("spotify:track:{WORD}")}
            }),
        ),
        (
            start().uris([track.uri(), format!("spotify:episode:{WORD}")]).offset("spotify:episode:x"),
            serde_json::json!({
                "uris": [format!("spotify:track:{WORD}"), format!("spotify:episode:{WORD}")],
                "offset": {"uri": "spotify:episode:x"}
            }),
        ),
        (
            start().context_uri("spotify:user:somebody:collection"),
            serde_json::json!({"context_uri": "spotify:user:somebody:collection"}),
        ),
    ] {
        assert_eq!(sent(call), (String::new(), Some(expected)));
    }
}

#[test]
fn options_that_contradict_each_other_are_refused() {
    let artist = ArtistId::parse(WORD).expect("an id");
    let nothing: [&str; 0] = [];
    for (call, reason) in [
        (
            start().context_uri("spotify:album:x").uris(["spotify:track:x"]),
            "`context_uri` and `uris` exclude",
        ),
        (start().offset(1), "`offset` needs a `context_uri` or `uris`"),
        (start().context_uri(&artist).offset(1), "not an artist"),
        (start().uris(nothing), "`uris` is empty"),
        (start().uris(["spotify:track:x", "spotify:album:x"]), "`uris` has an album in it"),
        (start().context_uri("spotify:track:x"), "`context_uri` is a track"),
        (start().context_uri("spotify:user:alice"), "`context_uri` is a user"),
        (start().context_uri("x"), "`x` is not a Spotify URI"),
        (start().uris(["spotify:track:x", ""]), "is not a Spotify URI"),
        (start().uris(["spotify:track:x"]).offset("x"), "`x` is not a Spotify URI"),
        (start().device_id(""), "`device_id` is empty"),
    ] {
        let message = refused(call);
        assert!(message.contains(reason), "{message}");
    }
}

#[test]
fn a_local_file_of_an_answer_is_no_track_to_play() {
    let local: TrackId = id_from_answer("");
    assert!(refused(start().uris([local])).contains(Kind::Track.as_str()));
}
