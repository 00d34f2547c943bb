//! Playlists: reading, creating, details, covers, followers.

use spotify_sandbox::{Fault, Playlist, Rules, Sandbox, User};
use spotify_sdk::id::PlaylistId;
use spotify_sdk::model::PlayableItem;
use spotify_sdk::{ErrorKind, SpotifyClient};

use super::{builder_with, last_request};
use crate::support;

pub(super) const SCOPES: &[&str] = &[
    "playlist-read-private",
    "playlist-read-collaborative",
    "playlist-modify-public",
    "playlist-modify-private",
    "ugc-image-upload",
];

pub(super) fn sandbox(rules: Rules) -> Sandbox {
    let mixed = Playlist::new("Mixed").track(3).episode(0).local_file("Ann", "Demos", "Take 3", 183).gone();
    let ada = User::premium("ada")
        .playlist(Playlist::new("Road").tracks(120))
        .playlist(mixed.description("a \"b\""))
        .playlist(Playlist::new("Secret").private())
        .followed_playlist("bob", "Ours")
        .followed_playlist("bob", "Bob's");
    let bob = User::free("bob")
        .playlist(Playlist::new("Ours").collaborative().tracks(2))
        .playlist(Playlist::new("Bob's").tracks(3));
    Sandbox::builder().rules(rules).user(ada).user(bob).start().unwrap()
}

pub(super) fn client(sandbox: &Sandbox) -> SpotifyClient {
    builder_with(sandbox, SCOPES).build().unwrap()
}

pub(super) async fn id(client: &SpotifyClient, name: &str) -> PlaylistId {
    let all = client.playlists().get_for_current_user().await.unwrap().items;
    all.into_iter().find(|playlist| playlist.name == name).unwrap().id
}

const WORD: &str = "4aawyAB9vmqN3uQ7FjRGTy";

#[tokio::test]
async fn playlists_are_listed_and_read() {
    for rules in [Rules::DevelopmentMode, Rules::ExtendedQuota] {
        let sandbox = sandbox(rules);
        let client = client(&sandbox);
        let playlists = client.playlists();
        let all = playlists.get_for_current_user().limit(50).await.unwrap().items;
        let names: Vec<&str> = all.iter().map(|playlist| &*playlist.name).collect();
        assert_eq!(names, ["Road", "Mixed", "Secret", "Ours", "Bob's"]);
        assert_eq!(all[0].items.as_ref().unwrap().total, 120);
        assert_eq!((all[0].public, all[2].public, all[3].collaborative), (Some(true), Some(false), true));
        assert_eq!(all[3].owner.display_name.as_deref(), Some("Bob"));
        let sees_others = rules == Rules::ExtendedQuota;
        assert_eq!(all[4].items.is_some(), sees_others);

        let road = playlists.get(all[0].uri.to_string()).await.unwrap();
        let types = "additional_types=track,episode";
        assert_eq!(last_request(&sandbox), format!("GET /v1/playlists/{} {types}", road.id));
        assert_eq!(road.items.as_ref().unwrap().total, 120);
        assert_eq!((road.followers.unwrap().total, road.images.len()), (0, 3));
        assert_eq!(road.snapshot_id, all[0].snapshot_id);
        let others = playlists.get(&all[4].id).await.unwrap();
        assert_eq!(others.items.is_some(), sees_others);
        let mut rows = playlists.get_items(&road.id).stream();
        let mut count = 0;
        while let Some(row) = rows.next().await {
            assert!(row.unwrap().item.is_some_and(|item| item.as_track().is_some()));
            count += 1;
        }
        assert_eq!(count, 120);
        let refused = playlists.get_items(&all[4].id).await;
        match refused {
            Ok(page) => assert!(sees_others && page.total == 3),
            Err(error) => assert!(!sees_others && error.kind() == ErrorKind::Forbidden, "{error}"),
        }
    }
}

#[tokio::test]
async fn rows_are_what_they_are() {
    for rules in [Rules::DevelopmentMode, Rules::ExtendedQuota] {
        let sandbox = sandbox(rules);
        let client = client(&sandbox);
        let mixed = id(&client, "Mixed").await;
        let page = client.playlists().get_items(&mixed).market("SE").await.unwrap();
        let [track, episode, file, gone] = &page.items[..] else { panic!("four rows: {page:?}") };
        assert!(track.item.as_ref().and_then(PlayableItem::as_track).unwrap().is_playable.is_some());
        assert_eq!(track.added_by.as_ref().unwrap().id, "ada");
        let Some(PlayableItem::Episode(whole)) = &episode.item else { panic!("an episode") };
        assert!(!whole.description.is_empty());
        let local = file.item.as_ref().and_then(PlayableItem::as_track).unwrap();
        assert!(file.is_local && local.id.is_empty() && local.uri == "spotify:local:Ann:Demos:Take+3:183");
        assert!(gone.item.is_none() && gone.added_by.as_ref().unwrap().id.is_empty());
        // Who does not ask for episodes has them all the same.
        let page = client.playlists().get_items(&mixed).additional_types(["track"]).await.unwrap();
        let Some(PlayableItem::Episode(shaped)) = &page.items[1].item else { panic!("an episode") };
        assert_eq!((&shaped.id, &shaped.show.name), (&whole.id, &whole.show.name));
        let playlist = client.playlists().get(&mixed).await.unwrap();
        assert_eq!(playlist.description.as_deref(), Some("a &quot;b&quot;"));
    }
}

#[tokio::test]
async fn fields_leave_out_and_pages_go_on() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let road = id(&client, "Road").await;
    let playlist = client.playlists().get(&road).fields("name, items(total)").await.unwrap();
    assert_eq!((&*playlist.name, playlist.items.unwrap().total), ("Road", 120));
    assert!(playlist.id.is_empty());
    let mut rows = client.playlists().get_items(&road).fields("items(item(name,type))").stream();
    let mut count = 0;
    while let Some(row) = rows.next().await {
        let row = row.unwrap();
        assert!(row.added_at.is_none() && row.item.is_some_and(|item| item.name().is_some()));
        count += 1;
    }
    assert_eq!(count, 120, "though nobody asked for `next`");
    let secret = id(&client, "Secret").await;
    let empty = client.playlists().get_items(&secret).fields("items(is_local)").await.unwrap();
    assert_eq!(empty.row_count(), 0);
}

#[tokio::test]
async fn the_older_operations_are_there_with_extended_quota() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let client = client(&sandbox);
    let playlists = client.playlists();
    let road = id(&client, "Road").await;
    let page = playlists.get_tracks(&road).limit(100).await.unwrap();
    assert_eq!((page.items.len(), page.total), (100, 120));
    let created = playlists.create_for_user("ada", "Older").public(false).await.unwrap();
    assert_eq!((created.owner.id.as_str(), created.public), ("ada", Some(false)));
    let of_bob = playlists.get_for_user("bob").await.unwrap();
    assert_eq!((of_bob.total, &*of_bob.items[0].name), (1, "Bob's"));

    let bobs = &of_bob.items[0].id;
    assert!(playlists.check_follows(bobs).await.unwrap());
    playlists.unfollow(bobs).await.unwrap();
    assert!(!playlists.check_follows(bobs).await.unwrap());
    playlists.follow(bobs).public(false).await.unwrap();
    assert_eq!(last_request(&sandbox), format!("PUT /v1/playlists/{bobs}/followers"));
    assert!(playlists.check_follows(bobs).await.unwrap());
    let uris: Vec<_> = page.items[..3].iter().map(|row| row.item.as_ref().unwrap().uri().unwrap()).collect();
    playlists.add_tracks(&created.id, &uris).position(0).await.unwrap();
    playlists.reorder_tracks(&created.id, 0, 2).await.unwrap();
    playlists.remove_tracks(&created.id, &uris[1..2]).await.unwrap();
    assert_eq!(playlists.get_tracks(&created.id).await.unwrap().total, 2);
    playlists.replace_tracks(&created.id, &uris[..1]).await.unwrap();
    assert_eq!(playlists.get_tracks(&created.id).await.unwrap().total, 1);
}

#[tokio::test]
async fn development_mode_refuses_the_older_operations_and_says_so() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let playlists = client(&sandbox).playlists();
    let uri = format!("spotify:track:{WORD}");
    for error in [
        playlists.get_tracks(WORD).await.unwrap_err(),
        playlists.get_for_user("bob").await.unwrap_err(),
        playlists.create_for_user("ada", "x").await.unwrap_err(),
        playlists.follow(WORD).await.unwrap_err(),
        playlists.unfollow(WORD).await.unwrap_err(),
        playlists.check_follows(WORD).await.unwrap_err(),
        playlists.add_tracks(WORD, [&uri]).await.unwrap_err(),
        playlists.replace_tracks(WORD, [&uri]).await.unwrap_err(),
        playlists.reorder_tracks(WORD, 0, 2).await.unwrap_err(),
        playlists.remove_tracks(WORD, [&uri]).await.unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.message()), (ErrorKind::ClosedToApp, "Forbidden"));
        assert!(error.to_string().contains("closed to apps in Development Mode"), "{error}");
    }
}

#[tokio::test]
async fn what_is_said_about_a_playlist_is_changed() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let playlists = client.playlists();
    let made = playlists.create("New").public(false).collaborative(true).description("d").await.unwrap();
    assert_eq!((made.collaborative, made.items.unwrap().total), (true, 0));
    playlists.change_details(&made.id).name("Newer").collaborative(false).public(true).await.unwrap();
    let after = playlists.get(&made.id).await.unwrap();
    assert_eq!((&*after.name, after.public, after.collaborative), ("Newer", Some(true), false));
    assert_eq!(after.description.as_deref(), Some("d"));
    assert_ne!(after.snapshot_id, made.snapshot_id);
    let bobs = id(&client, "Bob's").await;
    let error = playlists.change_details(&bobs).name("Mine").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden, "{error}");
    let error = playlists.get(WORD).await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::NotFound, "Resource not found"));
}

#[tokio::test]
async fn a_created_playlist_whose_answer_is_lost_is_not_created_again() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    sandbox.fault(Fault::on("POST /v1/me/playlists").times(1).status(502).after_applying());
    let error = client.playlists().create("Once").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RequestMaybeApplied, "{error}");
    assert_eq!(sandbox.journal().count("POST /v1/me/playlists"), 1);
    let all = client.playlists().get_for_current_user().await.unwrap().items;
    assert_eq!(all.iter().filter(|playlist| playlist.name == "Once").count(), 1);
}

#[tokio::test]
async fn a_cover_is_uploaded_and_shown() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let secret = id(&client, "Secret").await;
    assert_eq!(client.playlists().get_cover_image(&secret).await.unwrap(), []);
    let mut jpeg = vec![7; 192_000];
    jpeg[..3].copy_from_slice(&[0xff, 0xd8, 0xff]);
    client.playlists().upload_cover_image(&secret, jpeg.clone()).await.unwrap();
    assert_eq!(last_request(&sandbox), format!("PUT /v1/playlists/{secret}/images"));
    let images = client.playlists().get_cover_image(&secret).await.unwrap();
    assert_eq!((images.len(), images[0].height), (1, None));
    assert_eq!(client.playlists().get(&secret).await.unwrap().images, images);

    jpeg.push(7);
    let count = sandbox.journal().entries().len();
    let error = client.playlists().upload_cover_image(&secret, jpeg).await.unwrap_err();
    assert_eq!((error.kind(), sandbox.journal().entries().len()), (ErrorKind::InvalidArgument, count));
    let without = builder_with(&sandbox, &["playlist-modify-private"]).build().unwrap();
    let error = without.playlists().upload_cover_image(&secret, vec![0xff, 0xd8, 0xff]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingScope, "{error}");
    assert!(error.to_string().contains("ugc-image-upload"), "{error}");
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let road = id(&client(&sandbox), "Road").await;
    let playlists = builder_with(&sandbox, &["user-read-private"]).build().unwrap().playlists();
    for error in [
        playlists.create("x").await.unwrap_err(),
        playlists.change_details(&road).name("x").await.unwrap_err(),
        playlists.add_items(&road, [format!("spotify:track:{WORD}")]).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::MissingScope, "{error}");
        assert!(error.to_string().contains("playlist-modify-public"), "{error}");
    }
}

#[tokio::test]
async fn an_app_without_a_user_reads_and_changes_nothing() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let road = id(&client(&sandbox), "Road").await;
    let auth = support::client_credentials(&sandbox).build().unwrap();
    let playlists = support::client(&sandbox).auth(auth).build().unwrap().playlists();
    assert_eq!(playlists.get(&road).await.unwrap().name, "Road");
    assert_eq!(playlists.get_items(&road).await.unwrap().total, 120);
    for error in [
        playlists.get_for_current_user().await.unwrap_err(),
        playlists.create("x").await.unwrap_err(),
        playlists.change_details(&road).name("x").await.unwrap_err(),
        playlists.upload_cover_image(&road, vec![0xff, 0xd8, 0xff]).await.unwrap_err(),
        playlists.reorder_items(&road, 0, 2).await.unwrap_err(),
        playlists.follow(&road).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::UserLoginRequired, "{error}");
    }
}

#[tokio::test]
async fn rows_that_are_null_are_rejected_and_the_others_live() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    sandbox.fault(Fault::on("/v1/me/playlists").patch(|page| {
        if let Some(row) = page["items"].get_mut(1) {
            row.take();
        }
    }));
    let page = client.playlists().get_for_current_user().await.unwrap();
    assert_eq!((page.items.len(), page.rejected[0].index), (4, 1));
    let mut rows = client.playlists().get_for_current_user().limit(2).stream();
    let mut names = Vec::new();
    while let Some(row) = rows.next().await {
        names.push(row.unwrap().name);
    }
    assert_eq!(names, ["Road", "Secret", "Bob's"]);
}

#[test]
fn blocking_reads_and_makes_the_same() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = builder_with(&sandbox, SCOPES).build_blocking().unwrap();
    let playlists = client.playlists();
    let made = playlists.create("New").public(false).send().unwrap();
    let names: Vec<String> = playlists.get_for_current_user().iter().map(|row| row.unwrap().name).collect();
    assert_eq!(names, ["New", "Road", "Mixed", "Secret", "Ours", "Bob's"]);
    let road = playlists.get_for_current_user().send().unwrap().items.remove(1).id;
    let uris: Vec<String> =
        playlists.get_items(&road).iter().map(|row| row.unwrap().item.unwrap().uri().unwrap()).collect();
    assert_eq!(uris.len(), 120);
    let state = playlists.add_items(&made.id, &uris).send().unwrap();
    assert_eq!(playlists.get(&made.id).send().unwrap().snapshot_id, state);
    assert_eq!(playlists.get(&made.id).send().unwrap().items.unwrap().total, 120);
}
