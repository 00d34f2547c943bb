//! Tests of requests that name many things.

use super::*;

fn body(endpoint: &impl Endpoint) -> String {
    match endpoint.request().expect("a request").body() {
        Body::Json(json) => String::from_utf8(json.to_vec()).expect("text"),
        other => panic!("not JSON: {other:?}"),
    }
}

#[test]
fn batches_stand_where_spotify_looks_for_them() {
    let uri = format!("spotify:track:{WORD}");
    let two = [WORD, WORD];
    let in_query = format!("ids={WORD}%2C{WORD}");
    let in_sweden =
        with(RemoveSavedShows::new(two), |endpoint| *endpoint.market_mut() = Some("SE".to_owned()));
    for (sent, expected) in [
        (sent(&SaveLibraryItems::new([&uri])), format!("PUT /me/library?uris=spotify%3Atrack%3A{WORD}")),
        (sent(&RemoveLibraryItems::new([&uri])), format!("DELETE /me/library?uris=spotify%3Atrack%3A{WORD}")),
        (
            sent(&CheckLibraryContains::new([&uri])),
            format!("GET /me/library/contains?uris=spotify%3Atrack%3A{WORD}"),
        ),
        (sent(&SaveAlbums::new(two)), format!("PUT /me/albums?{in_query}")),
        (sent(&RemoveSavedAlbums::new(&two)), format!("DELETE /me/albums?{in_query}")),
        (sent(&CheckSavedAlbums::new(two)), format!("GET /me/albums/contains?{in_query}")),
        (sent(&SaveAudiobooks::new(two)), format!("PUT /me/audiobooks?{in_query}")),
        (sent(&RemoveSavedAudiobooks::new(two)), format!("DELETE /me/audiobooks?{in_query}")),
        (sent(&CheckSavedAudiobooks::new(two)), format!("GET /me/audiobooks/contains?{in_query}")),
        (sent(&SaveEpisodes::new(two)), format!("PUT /me/episodes?{in_query}")),
        (sent(&RemoveSavedEpisodes::new(two)), format!("DELETE /me/episodes?{in_query}")),
        (sent(&CheckSavedEpisodes::new(two)), format!("GET /me/episodes/contains?{in_query}")),
        (sent(&SaveShows::new(two)), format!("PUT /me/shows?{in_query}")),
        (sent(&in_sweden), format!("DELETE /me/shows?{in_query}&market=SE")),
        (sent(&CheckSavedShows::new(two)), format!("GET /me/shows/contains?{in_query}")),
        (sent(&RemoveSavedTracks::new(two)), format!("DELETE /me/tracks?{in_query}")),
        (sent(&CheckSavedTracks::new(two)), format!("GET /me/tracks/contains?{in_query}")),
        (sent(&FollowArtistsOrUsers::artists(two)), format!("PUT /me/following?type=artist&{in_query}")),
        (
            sent(&UnfollowArtistsOrUsers::users(["a#b"])),
            "DELETE /me/following?type=user&ids=a%23b".to_owned(),
        ),
        (
            sent(&CheckFollowsArtistsOrUsers::users(["x"])),
            "GET /me/following/contains?type=user&ids=x".to_owned(),
        ),
    ] {
        assert_eq!(sent, expected);
    }
    assert_eq!(body(&SaveTracks::new(two)), format!(r#"{{"ids":["{WORD}","{WORD}"]}}"#));
}

#[test]
fn tracks_are_saved_with_their_times() {
    let time = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_795_256_100);
    let expected = format!(
        r#"{{"ids":["{WORD}"],"timestamped_ids":[{{"id":"{WORD}","added_at":"2026-11-21T10:15:00Z"}}]}}"#
    );
    assert_eq!(body(&SaveTimestampedTracks::new([(WORD, time)])), expected);
    assert_eq!(
        body(&SaveTimestampedTracks::new([(format!("spotify:track:{WORD}"), "2026-11-21T10:15:00Z")])),
        expected
    );
    let refused = |tracks: Vec<(&str, &str)>| {
        SaveTimestampedTracks::new(tracks).request().expect_err("a refusal").to_string()
    };
    let yesterday = refused(vec![(WORD, "2026-11-21T10:15:00Z"), (WORD, "yesterday")]);
    assert!(yesterday.contains("`yesterday` is not a time"), "{yesterday}");
    assert!(refused(vec![]).contains("`ids` is empty"));
    assert!(refused(vec![(WORD, "2026-11-21T10:15:00Z"); 51]).contains("at most 50"));
    assert!(refused(vec![("?", "2026-11-21T10:15:00Z")]).contains("is not the id of a track"));
}

#[test]
fn the_number_of_things_is_checked_and_named() {
    let refused = |request: Result<ApiRequest>| request.expect_err("a refusal").to_string();
    let many = refused(SaveTracks::new([WORD; 51]).request());
    assert!(
        many.starts_with("save-tracks-user: `ids` has 51 entries, but one request takes at most 50"),
        "{many}"
    );
    let none = refused(SaveTracks::new(Vec::<&str>::new()).request());
    assert!(none.starts_with("save-tracks-user: `ids` is empty"), "{none}");
    // What is wrong with one of them is said before they are counted.
    let bad = refused(SaveTracks::new(["?"; 51]).request());
    assert!(bad.contains("is not the id of a track"), "{bad}");
}

/// An id from an answer was not checked when it came.
#[test]
fn fault_115_an_id_from_an_answer_enters_no_batch_unchecked() {
    for text in ["", "a,b", "../me", "a b"] {
        let error = SaveAlbums::new([id_from_answer::<AlbumId>(text)]).request().expect_err(text);
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{text}");
        let error = SaveLibraryItems::new([id_from_answer::<AlbumId>(text)]).request().expect_err(text);
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{text}");
    }
}
