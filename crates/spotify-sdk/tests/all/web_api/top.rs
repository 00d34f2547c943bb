//! What the user listens to most.

use std::collections::HashSet;

use spotify_sandbox::Rules;
use spotify_sdk::ErrorKind;
use spotify_sdk::endpoint::TimeRange;

use super::{builder_with, last_request, sandbox};

#[tokio::test]
async fn top_artists_and_tracks_are_read_by_time_range() {
    for rules in [Rules::DevelopmentMode, Rules::ExtendedQuota] {
        let sandbox = sandbox(rules);
        let users = builder_with(&sandbox, &["user-top-read"]).build().unwrap().users();
        let artists =
            users.get_top_artists().time_range(TimeRange::LongTerm).limit(5).offset(2).await.unwrap();
        assert_eq!(last_request(&sandbox), "GET /v1/me/top/artists time_range=long_term&limit=5&offset=2");
        assert_eq!((artists.items.len(), artists.offset), (5, 2));
        assert!(artists.items.iter().all(|artist| !artist.name.is_empty()));

        let tracks = users.get_top_tracks().await.unwrap();
        assert_eq!(last_request(&sandbox), "GET /v1/me/top/tracks");
        let medium = users.get_top_tracks().time_range(TimeRange::MediumTerm).await.unwrap();
        assert_eq!(tracks.items, medium.items, "the default");
        let recent = users.get_top_tracks().time_range(TimeRange::ShortTerm).await.unwrap();
        assert_eq!(last_request(&sandbox), "GET /v1/me/top/tracks time_range=short_term");
        assert_ne!(recent.items, tracks.items);

        let mut rows = users.get_top_tracks().stream();
        let mut ids = HashSet::new();
        while let Some(track) = rows.next().await {
            assert!(ids.insert(track.unwrap().id));
        }
        assert_eq!(ids.len(), tracks.total as usize);
    }
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let users = builder_with(&sandbox, &["user-read-private"]).build().unwrap().users();
    for error in [users.get_top_artists().await.unwrap_err(), users.get_top_tracks().await.unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::MissingScope);
        assert!(error.to_string().contains("user-top-read"), "{error}");
    }
}

#[tokio::test]
async fn fault_115_a_limit_out_of_range_sends_nothing() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let users = builder_with(&sandbox, &["user-top-read"]).build().unwrap().users();
    for error in [
        users.get_top_artists().limit(51).await.unwrap_err(),
        users.get_top_tracks().limit(0).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    }
    assert_eq!(sandbox.journal().entries().len(), 0);
}
