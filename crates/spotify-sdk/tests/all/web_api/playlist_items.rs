//! Changing what is in a playlist, at any length.

use serde_json::Value;
use spotify_sandbox::{Fault, Rules, Sandbox};
use spotify_sdk::id::PlaylistId;
use spotify_sdk::{ErrorKind, SpotifyClient};

use super::builder_with;
use super::playlists::{SCOPES, client, id, sandbox};

/// The URIs of 250 tracks: twice the 120 of a playlist, and ten of them once more.
async fn tracks(client: &SpotifyClient) -> Vec<String> {
    let road = id(client, "Road").await;
    let some = uris(client, &road).await;
    some.iter().chain(&some).chain(&some[..10]).cloned().collect()
}

pub(super) async fn uris(client: &SpotifyClient, playlist: &PlaylistId) -> Vec<String> {
    let mut rows = client.playlists().get_items(playlist).stream();
    let mut uris = Vec::new();
    while let Some(row) = rows.next().await {
        uris.push(row.unwrap().item.unwrap().uri().unwrap());
    }
    uris
}

/// The bodies of the changes made to what is in a playlist.
fn changes(sandbox: &Sandbox) -> Vec<(String, Value)> {
    let journal = sandbox.journal();
    let changes =
        journal.entries().iter().filter(|entry| entry.path.ends_with("/items") && entry.method != "GET");
    changes.map(|entry| (entry.method.clone(), entry.json.clone().unwrap_or_default())).collect()
}

#[tokio::test]
async fn a_playlist_is_made_filled_reordered_thinned_replaced_and_emptied() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let playlists = client.playlists();
    let wanted = tracks(&client).await;
    let made = playlists.create("Long").await.unwrap();

    let filled = playlists.add_items(&made.id, &wanted).await.unwrap();
    assert_eq!(uris(&client, &made.id).await, wanted);
    assert_eq!(playlists.get(&made.id).await.unwrap().snapshot_id, filled);

    // The last 150 to the top, in this order.
    let moved =
        playlists.reorder_items(&made.id, 100, 0).range_length(150).snapshot_id(&filled).await.unwrap();
    assert_ne!(moved, filled);
    let expected: Vec<String> = wanted[100..].iter().chain(&wanted[..100]).cloned().collect();
    assert_eq!(uris(&client, &made.id).await, expected);
    // And back again.
    playlists.reorder_items(&made.id, 0, 250).range_length(150).await.unwrap();
    assert_eq!(uris(&client, &made.id).await, wanted);

    // The first 110 of the tracks, wherever they are: all three times.
    let left = playlists.remove_items(&made.id, &wanted[..110]).await.unwrap();
    let expected: Vec<String> = wanted.iter().filter(|uri| !wanted[..110].contains(uri)).cloned().collect();
    assert_eq!((uris(&client, &made.id).await, expected.len()), (expected, 20));
    assert_eq!(playlists.get(&made.id).await.unwrap().snapshot_id, left);

    let replaced = playlists.replace_items(&made.id, &wanted[..201]).await.unwrap();
    assert_eq!(uris(&client, &made.id).await, wanted[..201]);
    assert_eq!(playlists.get(&made.id).await.unwrap().snapshot_id, replaced);
    playlists.replace_items(&made.id, [""; 0]).await.unwrap();
    assert_eq!(uris(&client, &made.id).await, Vec::<String>::new());

    let methods: Vec<String> = changes(&sandbox).into_iter().map(|(method, _)| method).collect();
    let expected = "POST POST POST PUT PUT PUT PUT DELETE DELETE PUT POST POST PUT";
    assert_eq!(methods.join(" "), expected);
}

#[tokio::test]
async fn items_come_to_stand_where_they_should() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let wanted = tracks(&client).await;
    let road = id(&client, "Road").await;
    client.playlists().add_items(&road, &wanted[..101]).position(2).await.unwrap();
    let expected: Vec<String> =
        wanted[..2].iter().chain(&wanted[..101]).chain(&wanted[2..120]).cloned().collect();
    assert_eq!(uris(&client, &road).await, expected);
}

#[tokio::test]
async fn each_request_is_meant_for_the_state_that_the_one_before_left() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let playlists = client.playlists();
    let road = id(&client, "Road").await;
    let before = playlists.get(&road).await.unwrap().snapshot_id;
    let wanted = uris(&client, &road).await;
    // Somebody else adds something meanwhile, which is not what the removal is about.
    playlists.add_items(&road, &wanted[..1]).await.unwrap();
    let end = playlists.remove_items(&road, &wanted[..110]).snapshot_id(&before).await.unwrap();
    let left = wanted[110..].to_vec();
    assert_eq!(uris(&client, &road).await[..10], left);
    let states: Vec<Value> =
        changes(&sandbox)[1..].iter().map(|(_, body)| body["snapshot_id"].clone()).collect();
    assert_eq!((states.len(), &states[0]), (2, &before.as_str().into()));
    assert!(states[1].as_str().is_some_and(|state| state != end.as_str() && state != before.as_str()));
    let unknown = playlists.reorder_items(&road, 0, 2).snapshot_id("MSxub25l").await.unwrap_err();
    assert_eq!((unknown.kind(), unknown.message()), (ErrorKind::BadRequest, "Missing or bad version tag"));
    let beyond = playlists.reorder_items(&road, 0, 500).await.unwrap_err();
    assert_eq!(beyond.kind(), ErrorKind::BadRequest, "{beyond}");
}

#[tokio::test]
async fn fault_113_an_addition_that_fails_in_the_middle_says_how_far_it_came() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let playlists = client.playlists();
    let wanted = tracks(&client).await;
    let made = playlists.create("Long").await.unwrap();
    let path = format!("POST /v1/playlists/{}/items", made.id);
    let fault = sandbox.fault(Fault::on(&path).nth(2).status(502).after_applying());
    let error = playlists.add_items(&made.id, &wanted).await.unwrap_err();
    assert_eq!((error.kind(), fault.hits()), (ErrorKind::RequestMaybeApplied, 1));
    let progress = error.progress().unwrap();
    assert_eq!((progress.done(), progress.total()), (&wanted[..100], 250));
    assert_eq!(sandbox.journal().count(&path), 2, "neither repeated nor gone on");
    let there = uris(&client, &made.id).await;
    assert_eq!(there, wanted[..200], "the second was applied, and its answer lost");
    // Which is seen, and taken up from there.
    playlists.add_items(&made.id, &wanted[there.len()..]).await.unwrap();
    assert_eq!(uris(&client, &made.id).await, wanted);
}

#[tokio::test]
async fn fault_114_a_move_is_not_made_twice() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let road = id(&client, "Road").await;
    let before = uris(&client, &road).await;
    let path = format!("PUT /v1/playlists/{road}/items");
    sandbox.fault(Fault::on(&path).times(1).status(502).after_applying());
    let error = client.playlists().reorder_items(&road, 0, 3).await.unwrap_err();
    assert_eq!((error.kind(), sandbox.journal().count(&path)), (ErrorKind::RequestMaybeApplied, 1));
    assert_eq!(uris(&client, &road).await[2], before[0], "once");
}

#[tokio::test]
async fn a_replacement_and_a_removal_are_repeated_when_their_answers_are_lost() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let road = id(&client, "Road").await;
    let before = uris(&client, &road).await;
    for method in ["PUT", "DELETE"] {
        let path = format!("{method} /v1/playlists/{road}/items");
        sandbox.fault(Fault::on(&path).times(1).status(502).after_applying());
    }
    client.playlists().replace_items(&road, &before[..3]).await.unwrap();
    client.playlists().remove_items(&road, &before[1..2]).await.unwrap();
    assert_eq!(uris(&client, &road).await, [before[0].clone(), before[2].clone()]);
    assert_eq!(changes(&sandbox).len(), 4);
}

#[tokio::test]
async fn others_playlists_are_changed_only_where_they_let_one() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let wanted = tracks(&client).await;
    let (ours, bobs) = (id(&client, "Ours").await, id(&client, "Bob's").await);
    client.playlists().add_items(&ours, &wanted[5..6]).await.unwrap();
    let rows = client.playlists().get_items(&ours).await.unwrap().items;
    assert_eq!((rows.len(), &*rows[2].added_by.as_ref().unwrap().id.to_string()), (3, "ada"));
    let error = client.playlists().add_items(&bobs, &wanted[..101]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden, "{error}");
    assert_eq!(error.progress().map(|progress| progress.done().len()), Some(0));
    let error = client.playlists().add_items(&bobs, &wanted[..1]).await.unwrap_err();
    assert!(error.progress().is_none() && !error.to_string().contains("were done"), "{error}");
    let error = client.playlists().get_items(&bobs).await.unwrap_err();
    assert!(error.to_string().contains("only the owner of a playlist"), "{error}");
}

#[tokio::test]
async fn fault_115_changes_that_can_not_work_send_nothing() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let playlists = client(&sandbox).playlists();
    let mut wanted: Vec<String> = (0..250).map(|n| format!("spotify:track:{n}")).collect();
    wanted[249] = "spotify:artist:x".to_owned();
    let none: [&str; 0] = [];
    for error in [
        playlists.add_items("x", &wanted).await.unwrap_err(),
        playlists.replace_items("x", &wanted).await.unwrap_err(),
        playlists.remove_items("x", &wanted).await.unwrap_err(),
        playlists.add_items("x", none).await.unwrap_err(),
        playlists.remove_items("x", none).await.unwrap_err(),
        playlists.add_items("a/b", &wanted[..1]).await.unwrap_err(),
        playlists.reorder_items("x", 0, 2).range_length(0).await.unwrap_err(),
        playlists.reorder_items("x", 0, 2).snapshot_id("").await.unwrap_err(),
        playlists.get_items("x").limit(51).await.unwrap_err(),
        playlists.get_tracks("x").limit(101).await.unwrap_err(),
        playlists.get("x").fields("items(").await.unwrap_err(),
        playlists.get("x").additional_types([""; 0]).await.unwrap_err(),
        playlists.get("x").additional_types(["a,b"]).await.unwrap_err(),
        playlists.create(" ").await.unwrap_err(),
        playlists.change_details("x").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        assert!(error.operation().is_some(), "{error}");
    }
    let error = playlists.add_items("x", ["4aawyAB9vmqN3uQ7FjRGTy"]).await.unwrap_err();
    assert!(error.to_string().starts_with("add-items-to-playlist: "), "{error}");
    let error = playlists.remove_items("x", none).await.unwrap_err();
    assert_eq!(error.advice(), Some("Pass at least one, or leave the call out"));
    assert_eq!(sandbox.journal().entries().len(), 0);
}

#[test]
fn blocking_makes_the_same_round() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = builder_with(&sandbox, SCOPES).build_blocking().unwrap();
    let playlists = client.playlists();
    let all = playlists.get_for_current_user().send().unwrap().items;
    let road = &all.iter().find(|playlist| playlist.name == "Road").unwrap().id;
    let uris = || -> Vec<String> {
        playlists.get_items(road).iter().map(|row| row.unwrap().item.unwrap().uri().unwrap()).collect()
    };
    let before = uris();
    let state = playlists.add_items(road, &before).send().unwrap();
    assert_eq!(uris().len(), 240);
    playlists.reorder_items(road, 0, 240).range_length(120).snapshot_id(state).send().unwrap();
    assert_eq!(uris()[120..], before);
    playlists.remove_items(road, &before[..110]).send().unwrap();
    assert_eq!(uris().len(), 20);
    playlists.replace_items(road, &before).send().unwrap();
    assert_eq!(uris(), before);
    let path = format!("POST /v1/playlists/{road}/items");
    sandbox.fault(Fault::on(&path).nth(2).status(403));
    let error = playlists.add_items(road, before.iter().chain(&before)).send().unwrap_err();
    assert_eq!(error.progress().map(|progress| progress.done().len()), Some(100));
    assert_eq!(uris().len(), 220);
}
