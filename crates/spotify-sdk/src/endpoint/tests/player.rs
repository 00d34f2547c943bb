//! Tests of what the operations of the player send.

use super::*;
use crate::Call;
use crate::id::{EpisodeId, TrackId};
use crate::model::RepeatState;

fn call<E>(endpoint: E) -> Call<(), E> {
    Call::new((), endpoint)
}

fn refused<E: Endpoint>(call: Call<(), E>) -> String {
    let error = call.endpoint().request().expect_err("a refusal");
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert_eq!(error.operation(), Some(E::OPERATION.id));
    error.to_string()
}

#[test]
fn commands_and_looks_send_what_their_description_says() {
    let uri = TrackId::parse(WORD).expect("an id").uri();
    let queued = url::form_urlencoded::byte_serialize(uri.as_bytes()).collect::<String>();
    for (sent, expected) in [
        (sent(&GetPlaybackState::default()), "GET /me/player?additional_types=track%2Cepisode"),
        (
            sent(call(GetPlaybackState::default()).market("se").endpoint()),
            "GET /me/player?market=SE&additional_types=track%2Cepisode",
        ),
        (
            sent(&GetCurrentlyPlaying::default()),
            "GET /me/player/currently-playing?additional_types=track%2Cepisode",
        ),
        (sent(&GetAvailableDevices), "GET /me/player/devices"),
        (sent(&GetQueue), "GET /me/player/queue"),
        (sent(&GetRecentlyPlayed::default()), "GET /me/player/recently-played"),
        (
            sent(call(GetRecentlyPlayed::default()).after(5).limit(50).endpoint()),
            "GET /me/player/recently-played?after=5&limit=50",
        ),
        (
            sent(call(GetRecentlyPlayed::default()).before(1_795_256_100_250).endpoint()),
            "GET /me/player/recently-played?before=1795256100250",
        ),
        (sent(&PausePlayback::default()), "PUT /me/player/pause"),
        (
            sent(call(PausePlayback::default()).device_id("a b").endpoint()),
            "PUT /me/player/pause?device_id=a+b",
        ),
        (sent(call(SkipToNext::default()).device_id("x").endpoint()), "POST /me/player/next?device_id=x"),
        (sent(&SkipToPrevious::default()), "POST /me/player/previous"),
        (
            sent(call(SeekToPosition::new(0)).device_id("x").endpoint()),
            "PUT /me/player/seek?position_ms=0&device_id=x",
        ),
        (sent(&SetRepeat::new(RepeatState::Context)), "PUT /me/player/repeat?state=context"),
        (sent(&SetRepeat::new("OFF")), "PUT /me/player/repeat?state=off"),
        (sent(&SetShuffle::new(true)), "PUT /me/player/shuffle?state=true"),
        (sent(&SetVolume::new(0)), "PUT /me/player/volume?volume_percent=0"),
        (sent(&SetVolume::new(100)), "PUT /me/player/volume?volume_percent=100"),
        (
            sent(call(AddToQueue::new(uri)).device_id("x").endpoint()),
            &format!("POST /me/player/queue?uri={queued}&device_id=x"),
        ),
    ] {
        assert_eq!(sent, expected);
    }
}

#[test]
fn a_transfer_is_a_body() {
    for (endpoint, expected) in [
        (call(TransferPlayback::new("x")), serde_json::json!({"device_ids": ["x"]})),
        (call(TransferPlayback::new("x")).play(true), serde_json::json!({"device_ids": ["x"], "play": true})),
    ] {
        let request = endpoint.endpoint().request().expect("a request");
        assert_eq!((request.method(), request.path(), request.query()), (Method::Put, "/me/player", ""));
        let Body::Json(json) = request.body() else { panic!("JSON") };
        assert_eq!(serde_json::from_slice::<serde_json::Value>(json).expect("JSON"), expected);
    }
}

#[test]
fn what_no_player_can_do_is_refused() {
    assert!(refused(call(SetVolume::new(101))).contains("`volume_percent` is 101, but may be 0 to 100"));
    assert!(refused(call(SetRepeat::new("all"))).contains("off, track and context"));
    assert!(refused(call(GetRecentlyPlayed::default()).after(1).before(2)).contains("exclude each other"));
    assert!(refused(call(GetRecentlyPlayed::default()).limit(51)).contains("may be 1 to 50"));
    assert!(refused(call(TransferPlayback::new(""))).contains("`device_id` is empty"));
    assert!(refused(call(SkipToNext::default()).device_id("")).contains("`device_id` is empty"));
    assert!(refused(call(AddToQueue::new(format!("spotify:album:{WORD}")))).contains("`uri` is an album"));
    assert!(refused(call(AddToQueue::new("11dFghVXANMlKmJXsNCbNl"))).contains("not a Spotify URI"));
    assert!(AddToQueue::new(EpisodeId::parse(WORD).expect("an id")).request().is_ok());
}

#[test]
fn what_sets_a_state_may_be_repeated_and_what_moves_on_may_not() {
    for operation in
        [SetRepeat::OPERATION, SetShuffle::OPERATION, SetVolume::OPERATION, TransferPlayback::OPERATION]
    {
        assert_eq!(operation.repeat, Repeat::Safe, "{}", operation.id);
    }
    for operation in [
        AddToQueue::OPERATION,
        PausePlayback::OPERATION,
        SeekToPosition::OPERATION,
        SkipToNext::OPERATION,
        SkipToPrevious::OPERATION,
        StartPlayback::OPERATION,
    ] {
        assert_eq!(operation.repeat, Repeat::OnlyIfUnsent, "{}", operation.id);
    }
}

#[test]
fn fault_119_answers_of_the_player_are_known_by_their_members() {
    fn error<E: Endpoint>(endpoint: &E, body: &'static str) -> ErrorKind {
        endpoint.decode(200, &Bytes::from_static(body.as_bytes())).map(drop).expect_err(body).kind()
    }
    for body in ["{}", "[]", r#"{"error":"x"}"#] {
        assert_eq!(error(&GetPlaybackState::default(), body), ErrorKind::Decode, "{body}");
        assert_eq!(error(&GetCurrentlyPlaying::default(), body), ErrorKind::Decode, "{body}");
        assert_eq!(error(&GetAvailableDevices, body), ErrorKind::Decode, "{body}");
        assert_eq!(error(&GetQueue, body), ErrorKind::Decode, "{body}");
        assert_eq!(error(&GetRecentlyPlayed::default(), body), ErrorKind::Decode, "{body}");
    }
    assert_eq!(error(&GetPlaybackState::default(), "<html>"), ErrorKind::InvalidResponse);
    assert_eq!(error(&GetQueue, ""), ErrorKind::InvalidResponse);
    for (status, body) in [(204, ""), (200, ""), (204, "oPClBVDzidwlAlSqmFF")] {
        let body = Bytes::from_static(body.as_bytes());
        assert_eq!(GetPlaybackState::default().decode(status, &body).expect("nothing"), None);
        assert_eq!(GetCurrentlyPlaying::default().decode(status, &body).expect("nothing"), None);
    }
    let nothing = Bytes::from_static(br#"{"devices":null}"#);
    assert_eq!(GetAvailableDevices.decode(200, &nothing).expect("none"), []);
}
