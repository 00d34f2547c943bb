//! An artist's top tracks and kin, and how tracks sound.

use spotify_sandbox::{Rules, Sandbox};
use spotify_sdk::ErrorKind;

use super::{builder, client, last_request, sandbox};
use crate::support;

/// Well-formed, and of the real catalogue.
const FOREIGN: &str = "4aawyAB9vmqN3uQ7FjRGTy";

#[tokio::test]
async fn an_artists_top_tracks_are_the_most_popular_first() {
    for rules in [Rules::ExtendedQuota, Rules::BeforeNovember2024] {
        let sandbox = sandbox(rules);
        let client = client(&sandbox);
        let track = client.tracks().get_saved().limit(1).await.unwrap().items.remove(0).track;
        let artist = &track.artists[0].id;
        let top = client.artists().get_top_tracks(artist).market("SE").await.unwrap();
        assert_eq!(last_request(&sandbox), format!("GET /v1/artists/{artist}/top-tracks market=SE"));
        assert!(!top.is_empty() && top.len() <= 10);
        assert!(top.iter().all(|track| track.artists[0].id == *artist && track.is_playable == Some(true)));
        assert!(top.is_sorted_by(|one, next| one.popularity >= next.popularity));
    }
}

#[tokio::test]
async fn related_artists_and_audio_features_were_there_before_november_2024() {
    let sandbox = sandbox(Rules::BeforeNovember2024);
    let client = client(&sandbox);
    let saved = client.tracks().get_saved().limit(2).await.unwrap().items;
    let (track, other) = (&saved[0].track, &saved[1].track);

    let related = client.artists().get_related_artists(&track.artists[0].id).await.unwrap();
    let path = format!("GET /v1/artists/{}/related-artists", track.artists[0].id);
    assert_eq!((last_request(&sandbox), related.len()), (path, 20));

    let features = client.tracks().get_audio_features(track.id.uri()).await.unwrap();
    assert_eq!(last_request(&sandbox), format!("GET /v1/audio-features/{}", track.id));
    assert_eq!((&features.id, features.duration()), (&track.id, track.duration()));
    let ids = [track.id.as_str(), FOREIGN, other.id.as_str()];
    let several = client.tracks().get_several_audio_features(ids).await.unwrap();
    assert_eq!(last_request(&sandbox), format!("GET /v1/audio-features ids={}", ids.join(",")));
    assert_eq!(several.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(several[0].as_ref(), Some(&features));

    let analysis = client.tracks().get_audio_analysis(&track.id).await.unwrap();
    assert_eq!(last_request(&sandbox), format!("GET /v1/audio-analysis/{}", track.id));
    assert_eq!((analysis.track.tempo, analysis.track.key), (features.tempo, features.key));
    assert!(analysis.segments.iter().all(|segment| segment.pitches.len() == 12));

    let client = builder(&sandbox).build_blocking().unwrap();
    assert_eq!(client.tracks().get_audio_features(&track.id).send().unwrap(), features);
    assert_eq!(client.artists().get_related_artists(&track.artists[0].id).send().unwrap(), related);
}

#[tokio::test]
async fn other_apps_hear_that_the_operations_are_closed() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let top = client.artists().get_top_tracks(FOREIGN).await.unwrap_err();
    assert_eq!(top.kind(), ErrorKind::ClosedToApp);
    assert!(top.to_string().contains("closed to apps in Development Mode"), "{top}");
    for rules in [Rules::DevelopmentMode, Rules::ExtendedQuota] {
        let sandbox = super::sandbox(rules);
        let client = super::client(&sandbox);
        for error in [
            client.artists().get_related_artists(FOREIGN).await.unwrap_err(),
            client.tracks().get_audio_features(FOREIGN).await.unwrap_err(),
            client.tracks().get_several_audio_features([FOREIGN]).await.unwrap_err(),
            client.tracks().get_audio_analysis(FOREIGN).await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::ClosedToApp, "{error}");
            assert!(error.to_string().contains("27 November 2024"), "{error}");
        }
    }
}

#[tokio::test]
async fn an_app_without_a_user_may_ask() {
    let sandbox = Sandbox::builder().rules(Rules::BeforeNovember2024).start().unwrap();
    let auth = support::client_credentials(&sandbox).build().unwrap();
    let client = support::client(&sandbox).auth(auth).build().unwrap();
    for error in [
        client.artists().get_top_tracks(FOREIGN).market("SE").await.unwrap_err(),
        client.tracks().get_audio_analysis(FOREIGN).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
        assert!(error.message().contains("Non existing id"), "{error}");
    }
}
