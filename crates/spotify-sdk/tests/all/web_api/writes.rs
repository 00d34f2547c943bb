//! No write is made twice: each operation's own rule, and what comes of answers that are lost after the write was applied.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use spotify_sandbox::{Device, Fault, Playlist, Rules, Sandbox, User};
use spotify_sdk::endpoint::{Method, Repeat};
use spotify_sdk::{Aftermath, ErrorKind, SpotifyClient};

use super::every_operation::examples;
use super::playlist_items::uris;
use crate::support::raw_server::{RawServer, Then};
use crate::support::{quick_clock, raw_client};

/// The writes that are the same made twice: they name the state that they lead to.
const SAFE: [&str; 26] = [
    "change-playlist-details",
    "follow-artists-users",
    "follow-playlist",
    // All occurrences of a URI go at once.
    "remove-albums-user",
    "remove-audiobooks-user",
    "remove-episodes-user",
    "remove-items-playlist",
    "remove-library-items",
    "remove-shows-user",
    "remove-tracks-playlist",
    "remove-tracks-user",
    // Replacing. The other half of this operation, moving, is not: the example below tells them apart.
    "reorder-or-replace-playlists-items",
    "reorder-or-replace-playlists-tracks",
    "save-albums-user",
    "save-audiobooks-user",
    "save-episodes-user",
    "save-library-items",
    "save-shows-user",
    "save-tracks-user",
    "set-repeat-mode-on-users-playback",
    "set-volume-for-users-playback",
    "toggle-shuffle-for-users-playback",
    "transfer-a-users-playback",
    "unfollow-artists-users",
    "unfollow-playlist",
    "upload-custom-playlist-cover",
];

/// The writes of which each has an effect of its own, and why.
const ONCE: [(&str, &str); 12] = [
    ("add-items-to-playlist", "adds the items once more"),
    ("add-to-queue", "queues it once more"),
    ("add-tracks-to-playlist", "adds the items once more"),
    ("create-playlist", "makes another playlist"),
    ("create-playlist-for-user", "makes another playlist"),
    ("pause-a-users-playback", "stops what was started meanwhile"),
    ("reorder-or-replace-playlists-items", "moves what has taken the place of the first"),
    ("reorder-or-replace-playlists-tracks", "moves what has taken the place of the first"),
    ("seek-to-position-in-currently-playing-track", "jumps back in what plays on"),
    ("skip-users-playback-to-next-track", "skips another one"),
    ("skip-users-playback-to-previous-track", "skips another one"),
    ("start-a-users-playback", "begins anew what plays"),
];

/// The ids of the writes with this rule, among all operations.
fn with_rule(rule: Repeat) -> BTreeSet<&'static str> {
    let examples = examples();
    let writes = examples.iter().filter(|example| example.operation.method != Method::Get);
    writes.filter(|example| example.operation.repeat == rule).map(|example| example.operation.id).collect()
}

#[test]
fn fault_114_every_write_has_a_rule_of_its_own() {
    assert_eq!(with_rule(Repeat::Safe), SAFE.into());
    assert_eq!(with_rule(Repeat::OnlyIfUnsent), ONCE.map(|(id, _)| id).into());
    let reads = examples().into_iter().filter(|example| example.operation.method == Method::Get);
    assert!(reads.map(|read| read.operation.repeat).all(|rule| rule == Repeat::Safe));
}

#[tokio::test]
async fn fault_113_of_all_operations_those_that_must_not_be_are_not_sent_twice() {
    let mut lost = 0;
    for example in examples() {
        // The first answer is lost, and so is every one to the same request.
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let noted = Arc::clone(&seen);
        let server = RawServer::start(move |exchange| {
            let line = exchange.head.lines().next().unwrap_or_default();
            noted.lock().unwrap().push(format!("{line} {}", exchange.body));
            Then::Close
        });
        let client = raw_client(server.url(), &quick_clock()).max_retries(2).build().unwrap();
        let error = (example.call)(client).await.unwrap_err();
        let (name, seen) = (example.operation.id, seen.lock().unwrap());
        let times = seen.iter().filter(|request| **request == seen[0]).count();
        match example.operation.repeat {
            Repeat::OnlyIfUnsent => {
                lost += 1;
                assert_eq!((error.kind(), times), (ErrorKind::RequestMaybeApplied, 1), "{name}: {seen:?}");
            }
            // A connection that dies before its first answer costs no attempt, once.
            _ => assert_eq!((error.kind(), times), (ErrorKind::Network, 4), "{name}: {seen:?}"),
        }
    }
    assert!(lost >= ONCE.len(), "{lost}");
}

/// Ada plays an album and has two playlists.
fn sandbox() -> Sandbox {
    let ada = User::premium("ada")
        .device(Device::new("kitchen", "Speaker").active())
        .saved_tracks(120)
        .saved_albums(25)
        .playlist(Playlist::new("Road").tracks(120))
        .playlist(Playlist::new("Short").tracks(5));
    Sandbox::builder().rules(Rules::DevelopmentMode).user(ada).start().unwrap()
}

fn client(sandbox: &Sandbox) -> SpotifyClient {
    let scopes = [
        "playlist-modify-private",
        "playlist-modify-public",
        "playlist-read-private",
        "user-library-read",
        "user-modify-playback-state",
        "user-read-playback-state",
        "user-read-currently-playing",
    ];
    super::builder_with(sandbox, &scopes).build().unwrap()
}

/// What came of a write whose answer was lost: the only thing that may be said of it.
fn lost<T: std::fmt::Debug>(result: spotify_sdk::Result<T>) -> spotify_sdk::Error {
    let error = result.expect_err("its answer was lost");
    assert_eq!(error.kind(), ErrorKind::RequestMaybeApplied, "{error}");
    error
}

#[tokio::test]
async fn fault_113_of_a_thousand_writes_that_were_applied_and_whose_answers_were_lost_none_is_made_twice() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let (player, playlists) = (client.player(), client.playlists());
    let albums = client.albums().get_saved().limit(1).await.unwrap();
    player.start_playback().context_uri(&albums.items[0].album.uri).await.unwrap();
    let other = client.tracks().get_saved().limit(1).offset(39).await.unwrap().items.remove(0).track;
    let road = super::playlists::id(&client, "Road").await;
    let short = super::playlists::id(&client, "Short").await;
    let mut order = uris(&client, &short).await;
    let added = uris(&client, &road).await;
    let mut expected = Vec::new();

    let lose = |pattern: &str| sandbox.fault(Fault::on(pattern).after_applying().reset());
    let faults = [
        lose("POST /v1/me/player/queue"),
        lose("POST /v1/me/player/next"),
        lose("POST /v1/me/playlists"),
        lose("POST /v1/playlists/*/items"),
        lose("PUT /v1/playlists/*/items"),
    ];
    let target = {
        lost(playlists.create("0").await);
        super::playlists::id(&client, "0").await
    };
    for round in 0..200 {
        // Queued once: what comes behind it is another one.
        lost(player.add_to_queue(&other.id).await);
        let queue = player.get_queue().await.unwrap().queue;
        assert!(queue[0].as_track() == Some(&other) && queue[1].as_track() != Some(&other), "{round}");
        // Skipped once: it plays, and has not been passed over.
        lost(player.skip_to_next().await);
        let plays = player.get_queue().await.unwrap().currently_playing.unwrap();
        assert_eq!(plays.as_track(), Some(&other), "{round}");

        lost(playlists.create((round + 1).to_string()).await);
        let uri = &added[round % added.len()];
        lost(playlists.add_items(&target, [uri]).await);
        expected.push(uri.clone());
        lost(playlists.reorder_items(&short, 0, 5).await);
        order.rotate_left(1);
    }
    assert_eq!(faults.map(|fault| fault.hits()), [200, 200, 201, 200, 200]);
    assert_eq!(uris(&client, &target).await, expected);
    assert_eq!(uris(&client, &short).await, order);
    assert_eq!(playlists.get_for_current_user().limit(1).await.unwrap().total, 2 + 201);
}

#[tokio::test]
async fn fault_113_the_state_of_the_playlist_tells_whether_a_lost_write_was_made() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let playlists = client.playlists();
    let road = playlists.get(&super::playlists::id(&client, "Road").await).await.unwrap();
    let uris = uris(&client, &road.id).await;
    let path = format!("POST /v1/playlists/{}/items", road.id);
    let add = || playlists.add_items(&road.id, &uris[..1]).known_snapshot_id(&road.snapshot_id);

    // Gone before it was carried out.
    let before = sandbox.fault(Fault::on(&path).times(1).reset());
    let error = lost(add().await);
    assert_eq!((error.aftermath(), before.hits()), (Some(&Aftermath::Unchanged), 1), "{error:?}");
    assert!(error.to_string().contains("most likely not carried out"), "{error}");

    // Carried out, and the answer gone.
    sandbox.fault(Fault::on(&path).times(1).after_applying().status(502));
    let error = lost(add().await);
    let state = playlists.get(&road.id).await.unwrap().snapshot_id;
    let changed = Aftermath::Changed { snapshot_id: state.as_str().to_owned() };
    assert_eq!(error.aftermath(), Some(&changed), "{error:?}");
    assert!(error.to_string().contains("most likely carried out"), "{error}");

    // A move that is meant for a state.
    let path = format!("PUT /v1/playlists/{}/items", road.id);
    sandbox.fault(Fault::on(&path).times(1).after_applying().reset());
    let error = lost(playlists.reorder_items(&road.id, 0, 3).snapshot_id(&state).await);
    assert!(matches!(error.aftermath(), Some(Aftermath::Changed { .. })), "{error:?}");

    // The look is one request. That it fails too changes nothing of the error.
    sandbox.fault(Fault::on(&path).times(1).after_applying().reset());
    let look = sandbox.fault(Fault::on(&format!("GET /v1/playlists/{}", road.id)).status(503));
    let error = lost(playlists.reorder_items(&road.id, 0, 3).snapshot_id(&state).await);
    assert_eq!((error.aftermath(), error.operation()), (None, Some("reorder-or-replace-playlists-items")));
    assert_eq!(look.hits(), 1);
}
