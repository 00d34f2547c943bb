//! What each operation sends and answers.

use spotify_sandbox::{Device, Rules, Sandbox, User};
use spotify_sdk::ErrorKind;
use spotify_sdk::model::AlbumGroup;

use super::{client, last_request, sandbox};

#[tokio::test]
async fn every_operation_answers_in_both_modes() {
    for rules in [Rules::DevelopmentMode, Rules::ExtendedQuota] {
        let sandbox = sandbox(rules);
        let client = client(&sandbox);
        let saved = client.tracks().get_saved().limit(2).offset(1).market("SE").await.unwrap();
        assert_eq!(last_request(&sandbox), "GET /v1/me/tracks market=SE&limit=2&offset=1");
        assert_eq!((saved.items.len(), saved.total, saved.offset), (2, 120, 1));
        assert!(saved.items[0].added_at.to_system_time().is_some());

        let track = client.tracks().get(&saved.items[0].track.id).await.unwrap();
        assert_eq!(track.name, saved.items[0].track.name);
        assert_eq!(track.popularity.is_some(), rules == Rules::ExtendedQuota);

        let artist = client.artists().get(&track.artists[0].id).await.unwrap();
        assert_eq!(artist.name, track.artists[0].name);
        let groups = [AlbumGroup::Album, AlbumGroup::Single];
        let albums = client.artists().get_albums(&artist.id).include_groups(groups).limit(10).await.unwrap();
        let path = format!("GET /v1/artists/{}/albums include_groups=album,single&limit=10", artist.id);
        assert_eq!(last_request(&sandbox), path);
        assert!(albums.rejected.is_empty() && !albums.items.is_empty());

        let album = client.albums().get(track.album.id.uri()).await.unwrap();
        assert_eq!(album.name, track.album.name);
        let tracks = client.albums().get_tracks(album.id.url()).await.unwrap();
        assert_eq!(tracks.items, album.tracks.items);
        assert_eq!(client.albums().get_saved().await.unwrap().total, 25);

        let user = client.users().get_current_profile().await.unwrap();
        assert_eq!(user.id, "ada");
        assert_eq!(user.country.is_some(), rules == Rules::ExtendedQuota);
    }
}

#[tokio::test]
async fn playback_starts_with_what_was_asked_for() {
    let device = Device::new("d 1", "Speaker");
    let user = User::premium("ada").saved_albums(1).device(device);
    let sandbox = Sandbox::builder().user(user).start().unwrap();
    let client = client(&sandbox);
    let album = client.albums().get_saved().limit(1).await.unwrap().items.remove(0).album;
    client
        .player()
        .start_playback()
        .context_uri(&album.uri)
        .offset(1)
        .position_ms(500)
        .device_id("d 1")
        .await
        .unwrap();
    let playback = sandbox.playback().unwrap();
    assert_eq!(playback.device_id.as_deref(), Some("d 1"));
    let expected = serde_json::json!({
        "context_uri": album.id.uri(), "offset": {"position": 1}, "position_ms": 500
    });
    assert_eq!(playback.body, Some(expected));
    client.player().pause().await.unwrap();
    client.player().start_playback().await.unwrap();
    assert_eq!(sandbox.playback().unwrap().body, None, "resumed");
}

#[tokio::test]
async fn fault_115_arguments_that_cannot_work_send_nothing() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let error = |result: spotify_sdk::Result<()>| result.unwrap_err();
    for error in [
        error(client.albums().get("../me/player").await.map(drop)),
        error(client.albums().get("spotify:track:11dFghVXANMlKmJXsNCbNl").await.map(drop)),
        error(client.tracks().get("x").market("nowhere").await.map(drop)),
        error(client.tracks().get_saved().limit(51).await.map(drop)),
        error(client.tracks().get_saved().limit(0).stream().next().await.unwrap().map(drop)),
        error(client.player().start_playback().offset(3).await),
    ] {
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    }
    assert_eq!(sandbox.journal().entries().len(), 0);
}
