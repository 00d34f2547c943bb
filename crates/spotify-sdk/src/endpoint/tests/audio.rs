//! Tests of operations on an artist's tracks and kin, and on how tracks sound.

use super::*;

fn fixture(name: &str) -> Bytes {
    let path = format!("{}/../../fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    Bytes::from(std::fs::read(path).expect("a fixture"))
}

#[test]
fn lists_of_one_artist_are_read_without_what_is_null() {
    let tracks = GetArtistTopTracks::new(WORD).decode(200, &fixture("several/top_tracks")).expect("tracks");
    assert!(tracks.len() == 2 && tracks.iter().all(|track| track.is_playable == Some(true)));
    let related = GetRelatedArtists::new(WORD);
    let artists = related.decode(200, &fixture("several/related_artists")).expect("artists");
    assert!(artists.len() == 2 && artists.iter().all(|artist| artist.popularity.is_some()));
    let with_null = related.decode(200, &fixture("several/related_artists_null_row")).expect("artists");
    assert_eq!(with_null, artists[..1]);
    assert!(related.decode(200, &Bytes::from_static(br#"{"artists":[]}"#)).expect("nobody").is_empty());
    for body in ["{}", r#"{"tracks":[]}"#, r#"{"artists":null}"#, "[]", r#"{"artists":[7]}"#] {
        let error = related.decode(200, &Bytes::from_static(body.as_bytes())).expect_err(body);
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
    }
}

#[test]
fn audio_features_are_read_with_nothing_for_what_is_not_there() {
    let body = fixture("several/audio_features");
    let several = GetSeveralAudioFeatures::new([WORD; 2]).decode(200, &body).expect("features");
    assert!(several.len() == 2 && several[0].is_some() && several[1].is_none());
    let one = GetAudioFeatures::new(WORD).decode(200, &fixture("audio_features/extended")).expect("features");
    assert_eq!(several[0].as_ref(), Some(&one));
    let error = GetAudioFeatures::new(WORD).decode(200, &Bytes::from_static(b"{}")).expect_err("nothing");
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[test]
fn an_analysis_has_something_in_it() {
    let operation = GetAudioAnalysis::new(WORD);
    for name in ["extended", "number_forms", "short"] {
        operation.decode(200, &fixture(&format!("audio_analysis/{name}"))).expect(name);
    }
    for body in ["{}", r#"{"track":{}}"#, "null", "[]"] {
        let error = operation.decode(200, &Bytes::from_static(body.as_bytes())).expect_err(body);
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some(".")), "{body}");
    }
}

#[test]
fn as_many_audio_features_as_a_request_takes() {
    assert!(GetSeveralAudioFeatures::new([WORD; 100]).request().is_ok());
    let refused = GetSeveralAudioFeatures::new([WORD; 101]).request().expect_err("a refusal").to_string();
    assert!(refused.contains("`ids` has 101 entries, but one request takes at most 100"), "{refused}");
}

#[test]
fn operations_of_2024_say_so() {
    for operation in [
        GetRelatedArtists::OPERATION,
        GetAudioFeatures::OPERATION,
        GetSeveralAudioFeatures::OPERATION,
        GetAudioAnalysis::OPERATION,
    ] {
        assert_eq!((operation.availability, operation.login), (Availability::Before2024, Login::App));
    }
    assert_eq!(GetArtistTopTracks::OPERATION.availability, Availability::ExtendedQuota);
}
