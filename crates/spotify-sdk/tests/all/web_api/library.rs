//! The library: things of every kind by URI, and albums and tracks by id.

use spotify_sandbox::{Fault, Rules, Sandbox};
use spotify_sdk::endpoint::QuotaMode;
use spotify_sdk::id::{PlaylistId, UserId};
use spotify_sdk::{ErrorKind, SpotifyClient};

use super::{builder_with, last_request, sandbox};
use crate::support;

const SCOPES: &[&str] = &[
    "user-library-read",
    "user-library-modify",
    "user-follow-read",
    "user-follow-modify",
    "playlist-read-private",
    "playlist-modify-public",
];

const WORD: &str = "4aawyAB9vmqN3uQ7FjRGTy";

fn client(sandbox: &Sandbox) -> SpotifyClient {
    builder_with(sandbox, SCOPES).build().unwrap()
}

/// A playlist that is not ada's.
async fn playlist(sandbox: &Sandbox) -> PlaylistId {
    let bob = sandbox.mint("bob", SCOPES).access_token;
    let client = support::client(sandbox).access_token(bob).build().unwrap();
    client.playlists().get_for_current_user().await.unwrap().items.remove(0).id
}

#[tokio::test]
async fn things_of_every_kind_are_saved_removed_and_asked_for() {
    for rules in [Rules::DevelopmentMode, Rules::ExtendedQuota] {
        let sandbox = sandbox(rules);
        let client = client(&sandbox);
        let track = client.tracks().get_saved().limit(1).await.unwrap().items.remove(0).track;
        let artist = track.artists[0].id.clone();
        let playlist = playlist(&sandbox).await;
        let uris = [track.id.uri(), artist.url(), playlist.uri()];
        let library = client.library();

        assert_eq!(library.contains(&uris).await.unwrap(), [true, false, false]);
        let listed =
            format!("spotify:track:{},spotify:artist:{artist},spotify:playlist:{playlist}", track.id);
        assert_eq!(last_request(&sandbox), format!("GET /v1/me/library/contains uris={listed}"));
        library.remove([&track.uri]).await.unwrap();
        assert_eq!(last_request(&sandbox), format!("DELETE /v1/me/library uris=spotify:track:{}", track.id));
        assert_eq!(client.tracks().get_saved().await.unwrap().total, 119);
        library.save(&uris).await.unwrap();
        assert_eq!(last_request(&sandbox), format!("PUT /v1/me/library uris={listed}"));
        assert_eq!(library.contains(&uris).await.unwrap(), [true, true, true]);
        let saved = client.tracks().get_saved().limit(1).await.unwrap();
        assert_eq!((saved.total, &saved.items[0].track.id), (120, &track.id));
        library.save([UserId::parse("ada").unwrap()]).await.unwrap();
        assert_eq!(library.contains([UserId::parse("ada").unwrap()]).await.unwrap(), [true]);
    }
}

#[tokio::test]
async fn albums_and_tracks_are_saved_by_id_with_extended_quota() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let client = client(&sandbox);
    let albums = client.albums();
    let album = albums.get_saved().limit(1).await.unwrap().items.remove(0).album.id;
    albums.remove_saved([&album]).await.unwrap();
    assert_eq!(last_request(&sandbox), format!("DELETE /v1/me/albums ids={album}"));
    assert_eq!(albums.check_saved([&album]).await.unwrap(), [false]);
    assert_eq!(last_request(&sandbox), format!("GET /v1/me/albums/contains ids={album}"));
    albums.save([album.uri()]).await.unwrap();
    assert_eq!(last_request(&sandbox), format!("PUT /v1/me/albums ids={album}"));
    assert_eq!(albums.check_saved([album.url(), WORD.to_owned()]).await.unwrap(), [true, false]);

    let tracks = client.tracks();
    let track = tracks.get_saved().limit(1).await.unwrap().items.remove(0).track.id;
    tracks.remove_saved([&track]).await.unwrap();
    assert_eq!(last_request(&sandbox), format!("DELETE /v1/me/tracks ids={track}"));
    assert_eq!(tracks.check_saved([&track]).await.unwrap(), [false]);
    assert_eq!(last_request(&sandbox), format!("GET /v1/me/tracks/contains ids={track}"));
    tracks.save([track.uri()]).await.unwrap();
    assert_eq!(last_request(&sandbox), "PUT /v1/me/tracks");
    let body = sandbox.journal().entries().last().unwrap().json.clone();
    assert_eq!(body, Some(serde_json::json!({ "ids": [track.as_str()] })));
    assert_eq!(tracks.get_saved().limit(1).await.unwrap().items[0].track.id, track);
}

#[tokio::test]
async fn development_mode_refuses_the_older_operations_and_says_so() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = builder_with(&sandbox, SCOPES).quota_mode(QuotaMode::Extended).build().unwrap();
    for error in [
        client.albums().save([WORD]).await.unwrap_err(),
        client.albums().remove_saved([WORD]).await.unwrap_err(),
        client.albums().check_saved([WORD]).await.unwrap_err(),
        client.tracks().save([WORD]).await.unwrap_err(),
        client.tracks().remove_saved([WORD]).await.unwrap_err(),
        client.tracks().check_saved([WORD]).await.unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.message()), (ErrorKind::Forbidden, "Forbidden"));
        assert!(error.to_string().contains("closed to apps in Development Mode"), "{error}");
    }
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let client = builder_with(&sandbox, &["user-read-private"]).build().unwrap();
    for (error, scope) in [
        (client.library().save([format!("spotify:track:{WORD}")]).await.unwrap_err(), "user-library-modify"),
        (
            client.library().remove([format!("spotify:artist:{WORD}")]).await.unwrap_err(),
            "user-follow-modify",
        ),
        (client.library().contains([format!("spotify:show:{WORD}")]).await.unwrap_err(), "user-library-read"),
        (client.albums().save([WORD]).await.unwrap_err(), "user-library-modify"),
        (client.tracks().remove_saved([WORD]).await.unwrap_err(), "user-library-modify"),
        (client.tracks().check_saved([WORD]).await.unwrap_err(), "user-library-read"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Forbidden, "{error}");
        assert!(error.to_string().contains(scope), "{error}");
    }
}

#[tokio::test]
async fn an_app_without_a_user_has_no_library() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let auth = support::client_credentials(&sandbox).build().unwrap();
    let client = support::client(&sandbox).auth(auth).build().unwrap();
    for error in [
        client.library().save(["spotify:user:ada"]).await.unwrap_err(),
        client.library().contains(["spotify:user:ada"]).await.unwrap_err(),
        client.albums().save([WORD]).await.unwrap_err(),
        client.tracks().check_saved([WORD]).await.unwrap_err(),
        client.users().get_followed_artists().await.unwrap_err(),
        client.users().follow_artists([WORD]).await.unwrap_err(),
        client.users().get_top_tracks().await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::UserLoginRequired, "{error}");
    }
    assert_eq!(sandbox.journal().count("/v1/*"), 0);
}

#[tokio::test]
async fn fault_115_batches_that_cannot_work_send_nothing() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let client = client(&sandbox);
    let (library, albums, tracks) = (client.library(), client.albums(), client.tracks());
    for (error, says) in [
        (library.save([WORD]).await.unwrap_err(), "is not a Spotify URI"),
        (library.save([format!("spotify:chapter:{WORD}")]).await.unwrap_err(), "is a chapter"),
        (library.save(["spotify:local:a:b:c:1"]).await.unwrap_err(), "a library has"),
        (library.save(["spotify:user:a,b"]).await.unwrap_err(), "comma"),
        (albums.save([format!("spotify:track:{WORD}")]).await.unwrap_err(), "an album is needed"),
        (tracks.save([WORD; 60]).concurrency(0).await.unwrap_err(), "may be 1 to 64"),
        (tracks.save([WORD, "../me"]).await.unwrap_err(), "is not the id of a track"),
    ] {
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        assert!(error.to_string().contains(says), "{error}");
    }
    assert_eq!(sandbox.journal().entries().len(), 0);
}

#[tokio::test]
async fn as_many_as_a_request_takes_are_sent() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let client = client(&sandbox);
    let saved: Vec<_> = client.tracks().get_saved().limit(50).await.unwrap().items;
    let ids: Vec<_> = saved.into_iter().map(|row| row.track.id).collect();
    assert_eq!(client.library().contains(&ids[..40]).await.unwrap(), [true; 40]);
    assert_eq!(client.tracks().check_saved(&ids).await.unwrap(), [true; 50]);
    client.tracks().remove_saved(&ids).await.unwrap();
    assert_eq!(client.tracks().get_saved().limit(1).await.unwrap().total, 70);
    client.tracks().save(&ids).await.unwrap();
    assert_eq!(client.tracks().get_saved().limit(1).await.unwrap().total, 120);
}

#[tokio::test]
async fn fault_119_answers_about_other_things_than_asked_are_refused() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let client = client(&sandbox);
    let uris = [format!("spotify:track:{WORD}"), format!("spotify:show:{WORD}")];
    sandbox.fault(Fault::on("/v1/me/library/contains").json(serde_json::json!([true])));
    let error = client.library().contains(&uris).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Decode, Some("check-library-contains")));
    sandbox.clear_faults();
    sandbox.fault(Fault::on("/v1/me/library/contains").json(serde_json::json!([null, true])));
    assert_eq!(client.library().contains(&uris).await.unwrap(), [false, true]);
}

#[tokio::test]
async fn a_write_is_repeated_when_its_answer_is_lost() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let client = client(&sandbox);
    for path in ["/v1/me/library", "/v1/me/albums", "/v1/me/tracks", "/v1/me/following"] {
        sandbox.fault(Fault::on(path).times(2).status(502));
    }
    let uri = playlist(&sandbox).await.uri();
    client.library().save([&uri]).await.unwrap();
    assert_eq!(sandbox.journal().count("PUT /v1/me/library"), 3);
    assert_eq!(client.library().contains([&uri]).await.unwrap(), [true]);
    let album = client.albums().get_saved().limit(1).await.unwrap().items.remove(0).album;
    assert_eq!(sandbox.journal().count("GET /v1/me/albums"), 3);
    let track = client.tracks().get_saved().limit(1).await.unwrap().items.remove(0).track;
    sandbox.clear_faults();
    for path in ["/v1/me/library", "/v1/me/albums", "/v1/me/tracks", "/v1/me/following"] {
        sandbox.fault(Fault::on(path).times(1).status(502));
    }
    client.library().remove([&uri]).await.unwrap();
    client.albums().save([&album.id]).await.unwrap();
    client.tracks().remove_saved([&track.id]).await.unwrap();
    client.users().follow_artists([&album.artists[0].id]).await.unwrap();
    let journal = sandbox.journal();
    for write in
        ["DELETE /v1/me/library", "PUT /v1/me/albums", "DELETE /v1/me/tracks", "PUT /v1/me/following"]
    {
        assert_eq!(journal.count(write), 2, "{write}");
    }
}

#[test]
fn blocking_saves_the_same() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = builder_with(&sandbox, SCOPES).build_blocking().unwrap();
    let uri = "spotify:user:bob".to_owned();
    client.library().save([&uri]).send().unwrap();
    assert_eq!(client.library().contains([&uri]).send().unwrap(), [true]);
    client.library().remove([&uri]).send().unwrap();
    assert_eq!(client.library().contains([&uri]).send().unwrap(), [false]);
}
