//! Tests of what operations send.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::error::ErrorKind;
use crate::id::{AlbumId, ArtistId, UserId};
use crate::model::AlbumGroup;

mod batches;
mod browse;
mod playback;
mod player;
mod playlists;
mod search;
mod spoken;

const WORD: &str = "4aawyAB9vmqN3uQ7FjRGTy";

fn sent(endpoint: &impl Endpoint) -> String {
    let request = endpoint.request().expect("a request");
    assert_eq!(request.body(), &Body::None);
    let separator = if request.query().is_empty() { "" } else { "?" };
    format!("{} {}{separator}{}", request.method(), request.path(), request.query())
}

fn with<E>(mut endpoint: E, change: impl FnOnce(&mut E)) -> E {
    change(&mut endpoint);
    endpoint
}

#[test]
fn operations_send_what_their_description_says() {
    let album_tracks = with(GetAlbumTracks::new(WORD), |endpoint| {
        *endpoint.market_mut() = Some("se".to_owned());
        *endpoint.limit_mut() = Some(50);
        *endpoint.offset_mut() = Some(100);
    });
    let groups = with(GetArtistAlbums::new(WORD), |endpoint| {
        endpoint.include_groups = Some(vec![AlbumGroup::Single, AlbumGroup::AppearsOn]);
        *endpoint.limit_mut() = Some(10);
    });
    for (sent, expected) in [
        (sent(&GetAlbum::new(format!("spotify:album:{WORD}"))), format!("GET /albums/{WORD}")),
        (sent(&album_tracks), format!("GET /albums/{WORD}/tracks?market=SE&limit=50&offset=100")),
        (sent(&GetSavedAlbums::default()), "GET /me/albums".to_owned()),
        (sent(&GetTrack::new(WORD)), format!("GET /tracks/{WORD}")),
        (sent(&GetSavedTracks::default()), "GET /me/tracks".to_owned()),
        (sent(&GetArtist::new(WORD)), format!("GET /artists/{WORD}")),
        (sent(&groups), format!("GET /artists/{WORD}/albums?include_groups=single%2Cappears_on&limit=10")),
        (sent(&GetCurrentProfile), "GET /me".to_owned()),
    ] {
        assert_eq!(sent, expected);
    }
}

#[test]
fn arguments_that_cannot_work_are_refused_with_the_reason() {
    let refused = |endpoint: &dyn Fn() -> Result<ApiRequest>| endpoint().expect_err("a refusal").to_string();
    for limit in [0, 51] {
        let endpoint = with(GetSavedTracks::default(), |endpoint| *endpoint.limit_mut() = Some(limit));
        assert_eq!(
            refused(&|| endpoint.request()),
            format!("get-users-saved-tracks: `limit` is {limit}, but may be 1 to 50")
        );
    }
    for market in ["", "S", "SWE", "S1", "s\u{e9}", "S\r\nX: y"] {
        let endpoint = with(GetTrack::new(WORD), |endpoint| *endpoint.market_mut() = Some(market.to_owned()));
        assert!(refused(&|| endpoint.request()).contains("`market` is not a country code"), "{market}");
    }
    for groups in [vec![], vec![AlbumGroup::from("albums")]] {
        let endpoint = with(GetArtistAlbums::new(WORD), |endpoint| endpoint.include_groups = Some(groups));
        assert!(refused(&|| endpoint.request()).contains("album, single, appears_on and compilation"));
    }
    assert!(
        refused(&|| GetAlbum::new("spotify:track:x").request())
            .starts_with("get-an-album: `spotify:track:x` is")
    );
}

#[test]
fn the_first_argument_that_cannot_work_is_the_one_reported() {
    let endpoint = with(GetAlbumTracks::new("?"), |endpoint| *endpoint.limit_mut() = Some(0));
    assert!(endpoint.request().expect_err("a refusal").message().contains("album"));
}

#[test]
fn descriptions_are_consistent() {
    let operations = [
        GetAlbum::OPERATION,
        GetAlbumTracks::OPERATION,
        GetSavedAlbums::OPERATION,
        GetTrack::OPERATION,
        GetSavedTracks::OPERATION,
        GetArtist::OPERATION,
        GetArtistAlbums::OPERATION,
        GetCurrentProfile::OPERATION,
        StartPlayback::OPERATION,
        AddToQueue::OPERATION,
        GetAvailableDevices::OPERATION,
        GetCurrentlyPlaying::OPERATION,
        GetPlaybackState::OPERATION,
        GetQueue::OPERATION,
        GetRecentlyPlayed::OPERATION,
        PausePlayback::OPERATION,
        SeekToPosition::OPERATION,
        SetRepeat::OPERATION,
        SetShuffle::OPERATION,
        SetVolume::OPERATION,
        SkipToNext::OPERATION,
        SkipToPrevious::OPERATION,
        TransferPlayback::OPERATION,
        SaveLibraryItems::OPERATION,
        RemoveLibraryItems::OPERATION,
        CheckLibraryContains::OPERATION,
        SaveAlbums::OPERATION,
        RemoveSavedAlbums::OPERATION,
        CheckSavedAlbums::OPERATION,
        SaveTracks::OPERATION,
        RemoveSavedTracks::OPERATION,
        CheckSavedTracks::OPERATION,
        GetFollowedArtists::OPERATION,
        FollowArtistsOrUsers::<ArtistId>::OPERATION,
        UnfollowArtistsOrUsers::<ArtistId>::OPERATION,
        CheckFollowsArtistsOrUsers::<ArtistId>::OPERATION,
        GetTopArtists::OPERATION,
        GetTopTracks::OPERATION,
        SearchItems::OPERATION,
        GetNewReleases::OPERATION,
        GetCategories::OPERATION,
        GetCategory::OPERATION,
        GetCategoryPlaylists::OPERATION,
        GetFeaturedPlaylists::OPERATION,
        GetAvailableMarkets::OPERATION,
        GetRecommendations::OPERATION,
        GetAvailableGenreSeeds::OPERATION,
        GetUserProfile::OPERATION,
    ];
    assert_eq!(
        operations.iter().map(|operation| operation.id).collect::<HashSet<_>>().len(),
        operations.len()
    );
    for operation in operations {
        assert!(operation.path.starts_with('/'), "{}", operation.id);
        assert_eq!(operation.login == Login::User, operation.path.starts_with("/me"), "{}", operation.id);
        // What sets a state may be set twice, and saving twice is once; what moves on moves on twice, and playback begins anew.
        let moving = [StartPlayback::OPERATION.id, PausePlayback::OPERATION.id, SeekToPosition::OPERATION.id];
        let moves_on = operation.method == Method::Post || moving.contains(&operation.id);
        assert_eq!(operation.repeat == Repeat::OnlyIfUnsent, moves_on, "{}", operation.id);
        assert!(operation.login == Login::User || operation.scopes.is_empty(), "{}", operation.id);
    }
}

/// An answer's id may be anything; it is checked when it enters a path.
fn id_from_answer<I: serde::de::DeserializeOwned>(text: &str) -> I {
    serde_json::from_value(text.into()).expect("any string is an id in an answer")
}

#[test]
fn fault_115_an_id_from_an_answer_enters_no_path_unchecked() {
    for text in ["", "..", "../me/player", "a/b", "a?b", "a#b", "%2e%2e", "//host", "a\r\nb"] {
        let error = GetAlbum::new(id_from_answer::<AlbumId>(text)).request().expect_err(text);
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{text}");
    }
}

proptest! {
    #[test]
    fn fault_115_any_string_leaves_prefix_and_segments_of_the_path(text in ".{0,40}") {
        let requests = [
            GetAlbumTracks::new(text.as_str()).request(),
            GetAlbumTracks::new(id_from_answer::<AlbumId>(&text)).request(),
            // No operation of this file takes a user's id yet, which may be any text.
            ApiRequest::builder(&Operation::get("test", "/users/{id}/playlists"))
                .id(&Ok(id_from_answer::<UserId>(&text)))
                .build(),
        ];
        for request in requests.into_iter().flatten() {
            let path = request.path();
            prop_assert!(path.starts_with("/albums/") || path.starts_with("/users/"));
            prop_assert_eq!(path.split('/').count(), 4);
            prop_assert!(path.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'\\')));
            // What a URL parser makes of it: nothing is resolved away.
            let url = url::Url::parse(&format!("https://api.spotify.com/v1{path}")).expect("a URL");
            let resolved = format!("/v1{path}");
            prop_assert_eq!(url.path(), resolved.as_str());
            prop_assert_eq!((url.query(), url.fragment()), (None, None));
        }
    }

    #[test]
    fn fault_118_strings_of_the_user_stay_in_their_parameter(text in ".{1,40}|.{0,5}[\r\n&=#%+].{0,5}") {
        let endpoint = StartPlayback { device_id: Some(text.clone()), ..StartPlayback::default() };
        let request = endpoint.request().expect("any text may name a device");
        prop_assert!(request.query().bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#'));
        let pairs: Vec<_> = url::form_urlencoded::parse(request.query().as_bytes()).into_owned().collect();
        prop_assert_eq!(pairs, [("device_id".to_owned(), text.clone())]);
        if let Ok(request) = with(GetTrack::new(WORD), |track| *track.market_mut() = Some(text)).request() {
            prop_assert!(request.query().len() == "market=XX".len() || request.query() == "market=from_token");
        }
    }
}
