//! What Spotify sends and the models do not have.

use serde_json::json;
use spotify_sandbox::{Fault, Rules};

use super::{builder, client, sandbox};

#[tokio::test]
async fn unknown_fields_are_had_where_they_are_asked_for() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let client = client(&sandbox);
    let id = client.albums().get_saved().limit(1).await.unwrap().items.remove(0).album.id;
    let plain = client.albums().get(&id).await.unwrap();
    assert!(plain.available_markets.is_some());
    let with = client.albums().get(&id).with_extra().await.unwrap();
    assert_eq!((&with.value, with.extra.len()), (&plain, 0));

    sandbox.fault(Fault::on("/v1/albums/*").patch(|album| {
        album["mood"] = json!({"calm": 0.5});
        album["artists"][0]["verified"] = json!(true);
    }));
    let with = client.albums().get(&id).market("SE").with_extra().await.unwrap();
    assert_eq!(with.name, plain.name);
    assert_eq!(with.extra.keys().collect::<Vec<_>>(), ["/artists/0/verified", "/mood"]);
    assert_eq!(with.extra["/mood"], json!({"calm": 0.5}));
    assert_eq!(client.albums().get(&id).await.unwrap(), plain, "nobody else sees them");
}

#[tokio::test]
async fn rows_of_a_stream_have_their_own() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    sandbox.fault(Fault::on("/v1/me/tracks").patch(|page| {
        page["items"][0] = json!(null);
        page["items"][1]["track"]["mood"] = json!("calm");
    }));
    let client = client(&sandbox);
    let mut rows = client.tracks().get_saved().with_extra().stream().concurrency(3);
    let mut moods = Vec::new();
    while let Some(row) = rows.next().await {
        let row = row.unwrap();
        assert!(row.track.available_markets.is_some());
        moods.push(row.extra.contains_key("/track/mood"));
    }
    assert_eq!(moods.len(), 120 - 3);
    let with: Vec<_> = moods.iter().enumerate().filter(|(_, has)| **has).map(|(index, _)| index).collect();
    assert_eq!(with, [0, 49, 98], "the first row that can be read of every page");
    let page = client.tracks().get_saved().with_extra().limit(5).await.unwrap();
    assert_eq!(page.extra.keys().collect::<Vec<_>>(), ["/items/1/track/mood"]);
    assert_eq!((page.items.len(), page.rejected.len()), (4, 1));
}

#[test]
fn blocking_has_them_too() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    sandbox.fault(Fault::on("/v1/me").patch(|user| user["mood"] = json!("calm")));
    let client = builder(&sandbox).build_blocking().unwrap();
    let user = client.users().get_current_profile().with_extra().send().unwrap();
    assert_eq!((user.id.as_str(), &user.extra["/mood"]), ("ada", &json!("calm")));
    assert_eq!(client.albums().get_saved().with_extra().iter().map(Result::unwrap).count(), 25);
}
