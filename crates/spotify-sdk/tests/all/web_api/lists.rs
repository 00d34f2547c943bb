//! Long lists: several pages at a time, by cursor, from a place on.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use spotify_sandbox::{Device, Fault, Rules, Sandbox, User};
use spotify_sdk::id::TrackId;
use spotify_sdk::{ErrorKind, SpotifyClient, SpotifyClientBuilder};

use super::{builder_with, last_request};
use crate::support::in_time;

const SCOPES: &[&str] = &[
    "user-library-read",
    "user-follow-read",
    "user-read-recently-played",
    "user-modify-playback-state",
    "user-read-playback-position",
];

fn sandbox() -> Sandbox {
    let ada = User::premium("ada").country("GB").saved_tracks(520).saved_albums(120).saved_shows(9);
    let ada =
        ada.saved_audiobooks(9).followed_artists(125).device(Device::new("kitchen", "Speaker").active());
    Sandbox::builder().rules(Rules::DevelopmentMode).tracks(10_000).user(ada).start().unwrap()
}

fn builder(sandbox: &Sandbox) -> SpotifyClientBuilder {
    builder_with(sandbox, SCOPES)
}

fn client(sandbox: &Sandbox) -> SpotifyClient {
    builder(sandbox).build().unwrap()
}

async fn saved_ids(client: &SpotifyClient) -> Vec<TrackId> {
    let rows = client.tracks().get_saved().stream().collect_up_to(1000).await.unwrap();
    rows.into_iter().map(|row| row.track.id).collect()
}

#[tokio::test]
async fn several_pages_at_a_time_come_in_order() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let expected = saved_ids(&client).await;
    sandbox.journal().clear();
    // The second page is the last to be answered.
    sandbox.fault(Fault::on("/v1/me/tracks").nth(2).delay(Duration::from_millis(50)));
    let mut rows = client.tracks().get_saved().stream().concurrency(4);
    let mut ids = Vec::new();
    while let Some(row) = rows.next().await {
        ids.push(row.unwrap().track.id);
    }
    assert_eq!((ids.len(), &ids), (520, &expected));
    assert!(rows.next().await.is_none(), "it has ended");
    assert_eq!(sandbox.journal().count("/v1/me/tracks"), 11);
}

#[tokio::test]
async fn an_error_comes_where_its_page_would_and_ends_the_list() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    sandbox.fault(Fault::on("/v1/me/tracks").nth(3).status(404));
    let mut pages = client.tracks().get_saved().pages().concurrency(2);
    let mut offsets = Vec::new();
    let error = loop {
        match pages.next().await.unwrap() {
            Ok(page) => offsets.push(page.offset),
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(offsets == [0, 50] || offsets == [0], "whichever of the two came third: {offsets:?}");
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_bound_holds_for_rows_and_for_requests() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let expected = saved_ids(&client).await;
    for (most, requests) in [(0, 0), (7, 1), (50, 1), (120, 3), (9000, 11)] {
        sandbox.journal().clear();
        let rows = client.tracks().get_saved().stream().concurrency(5).collect_up_to(most).await.unwrap();
        let ids: Vec<_> = rows.into_iter().map(|row| row.track.id).collect();
        assert_eq!(ids, expected[..most.min(520)]);
        assert_eq!(sandbox.journal().count("/v1/me/tracks"), requests, "{most}");
    }
    client.tracks().get_saved().stream().collect_up_to(7).await.unwrap();
    assert_eq!(last_request(&sandbox), "GET /v1/me/tracks limit=7&offset=0");
    // What was read row by row before does not come again.
    let mut rows = client.tracks().get_saved().limit(10).stream();
    rows.next().await.unwrap().unwrap();
    let rest = rows.collect_up_to(15).await.unwrap();
    assert_eq!(rest.into_iter().map(|row| row.track.id).collect::<Vec<_>>(), expected[1..16]);
}

#[tokio::test]
async fn a_list_is_read_on_from_a_saved_next() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let expected = saved_ids(&client).await;
    let saved = client.tracks().get_saved().limit(30).offset(60).await.unwrap().next.unwrap();
    for next in [saved.clone(), saved.replace(&sandbox.api_base_url(), "https://api.spotify.com/v1")] {
        let rows = client.tracks().get_saved().stream().resume(&next).concurrency(3);
        let ids: Vec<_> =
            rows.collect_up_to(1000).await.unwrap().into_iter().map(|row| row.track.id).collect();
        assert_eq!(ids, expected[90..], "{next}");
    }
    sandbox.journal().clear();
    for next in [saved.replace("/me/tracks", "/me/albums"), "offset=90".to_owned(), String::new()] {
        let mut pages = client.tracks().get_saved().pages().resume(&next);
        let error = pages.next().await.unwrap().unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::InvalidArgument, Some("get-users-saved-tracks"))
        );
        assert!(pages.next().await.is_none());
    }
    assert_eq!(sandbox.journal().entries().len(), 0);
    let artists = client.users().get_followed_artists().limit(50);
    let next = artists.clone().await.unwrap().next.unwrap();
    assert_eq!(artists.stream().resume(&next).collect_up_to(1000).await.unwrap().len(), 75);
}

/// The token goes where the base URL points, whatever a saved address says.
#[tokio::test]
async fn fault_116_a_saved_next_leads_nowhere_else() {
    let (sandbox, elsewhere) = (sandbox(), sandbox());
    let next = format!("{}/me/tracks?offset=500&limit=50", elsewhere.api_base_url());
    let rows = client(&sandbox).tracks().get_saved().stream().resume(&next).collect_up_to(99).await.unwrap();
    assert_eq!(rows.len(), 20);
    assert_eq!(elsewhere.journal().entries().len(), 0);
}

#[tokio::test]
async fn a_list_goes_on_after_the_page_that_came_with_its_owner() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let albums = client.albums().get_saved().stream().collect_up_to(120).await.unwrap();
    let box_set = albums.into_iter().find(|row| row.album.total_tracks > 50).unwrap().album;
    let album = client.albums().get(&box_set.id).await.unwrap();
    assert_eq!((album.total_tracks, album.tracks.items.len()), (62, 50));
    let rest = client.albums().get_tracks(&album.id).stream().after_page(&album.tracks);
    let rest = rest.collect_up_to(1000).await.unwrap();
    assert_eq!(last_request(&sandbox), format!("GET /v1/albums/{}/tracks limit=50&offset=50", album.id));
    let all = client.albums().get_tracks(&album.id).stream().collect_up_to(1000).await.unwrap();
    assert_eq!([album.tracks.items, rest].concat(), all);

    let shows = client.shows().get_saved().await.unwrap().items;
    let long = shows.into_iter().find(|row| row.show.total_episodes > 100).unwrap().show.id;
    let show = client.shows().get(long).await.unwrap();
    let rest = client.shows().get_episodes(&show.id).stream().after_page(&show.episodes).concurrency(2);
    assert_eq!(rest.collect_up_to(1000).await.unwrap().len(), show.total_episodes as usize - 50);
    let audiobooks = client.audiobooks().get_saved().await.unwrap().items;
    let long = audiobooks.into_iter().find(|row| row.audiobook.total_chapters > 50).unwrap().audiobook.id;
    let audiobook = client.audiobooks().get(long).await.unwrap();
    let rest = client.audiobooks().get_chapters(&audiobook.id).stream().after_page(&audiobook.chapters);
    assert_eq!(rest.collect_up_to(1000).await.unwrap().len(), audiobook.total_chapters as usize - 50);

    sandbox.journal().clear();
    let short = client.tracks().get_saved().offset(500).await.unwrap();
    assert!(client.tracks().get_saved().stream().after_page(&short).next().await.is_none());
    assert_eq!(sandbox.journal().entries().len(), 1, "the last page says that it is the last");
}

#[tokio::test]
async fn followed_artists_are_a_stream_by_cursor() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let mut rows = client.users().get_followed_artists().stream().concurrency(4);
    let mut ids = Vec::new();
    while let Some(artist) = rows.next().await {
        ids.push(artist.unwrap().id);
    }
    assert_eq!((ids.len(), ids.iter().collect::<HashSet<_>>().len()), (125, 125));
    let journal = sandbox.journal();
    let cursors: Vec<_> =
        journal.entries().iter().map(|entry| entry.query("after").map(str::to_owned)).collect();
    assert_eq!(cursors, [None, Some(ids[49].to_string()), Some(ids[99].to_string())]);
    let after = client.users().get_followed_artists().after(&ids[99]).stream().collect_up_to(1000).await;
    assert_eq!(after.unwrap().into_iter().map(|artist| artist.id).collect::<Vec<_>>(), ids[100..]);

    // The server stays where it is, or goes in circles.
    let (first, second) = (ids[49].to_string(), ids[99].to_string());
    for circle in [vec![first.clone()], vec![first, second]] {
        sandbox.journal().clear();
        sandbox.clear_faults();
        let (cursors, answers) = (circle.clone(), AtomicUsize::new(0));
        sandbox.fault(Fault::on("/v1/me/following").patch(move |answer| {
            let number = answers.fetch_add(1, Ordering::SeqCst);
            answer["artists"]["cursors"]["after"] = json!(cursors[number % cursors.len()]);
            answer["artists"]["next"] = answer["artists"]["href"].clone();
        }));
        let mut pages = client.users().get_followed_artists().pages();
        in_time(async {
            while let Some(page) = pages.next().await {
                drop(page.unwrap())
            }
        })
        .await;
        assert_eq!(sandbox.journal().entries().len(), circle.len() + 1);
    }
}

/// Lets an album play, so that it has been played.
async fn play(sandbox: &Sandbox, client: &SpotifyClient) -> usize {
    let albums = client.albums().get_saved().stream().collect_up_to(120).await.unwrap();
    let album = albums.into_iter().map(|row| row.album).find(|album| album.total_tracks == 14).unwrap();
    client.player().start_playback().context_uri(&album.uri).await.unwrap();
    sandbox.advance(album.tracks.items.iter().map(|track| track.duration()).sum::<Duration>());
    sandbox.advance(Duration::from_secs(60));
    sandbox.journal().clear();
    album.total_tracks as usize
}

#[tokio::test]
async fn what_was_played_is_a_stream_into_the_past() {
    let sandbox = sandbox();
    let ada = client(&sandbox);
    let played = play(&sandbox, &ada).await;
    let token = sandbox.mint("ada", SCOPES).access_token;
    let client = crate::support::client(&sandbox).access_token(token).build().unwrap();
    let mut plays = client.player().get_recently_played().limit(4).stream();
    let mut times = Vec::new();
    while let Some(play) = plays.next().await {
        times.push(play.unwrap().played_at);
    }
    assert_eq!(times.len(), played);
    assert!(times.is_sorted_by(|later, earlier| later > earlier));
    assert_eq!(sandbox.journal().count("/v1/me/player/recently-played"), played.div_ceil(4));

    let ms = |at: &spotify_sdk::model::Timestamp| {
        at.to_system_time().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as u64
    };
    let since = client.player().get_recently_played().after(ms(&times[9])).limit(4).stream();
    assert_eq!(since.collect_up_to(1000).await.unwrap().len(), 9, "and not what was played before");
    let until = client.player().get_recently_played().before(ms(&times[9])).limit(4).stream();
    assert_eq!(until.collect_up_to(1000).await.unwrap().len(), played - 10);
}

#[test]
fn blocking_reads_the_same_lists() {
    let sandbox = sandbox();
    let client = builder(&sandbox).build_blocking().unwrap();
    let expected: Vec<_> = client.tracks().get_saved().iter().map(|row| row.unwrap().track.id).collect();
    assert_eq!(expected.len(), 520);
    let rows = client.tracks().get_saved().iter().concurrency(4);
    assert_eq!(rows.map(|row| row.unwrap().track.id).collect::<Vec<_>>(), expected);
    let rows = client.tracks().get_saved().iter().concurrency(4).collect_up_to(101).unwrap();
    assert_eq!(rows.into_iter().map(|row| row.track.id).collect::<Vec<_>>(), expected[..101]);
    assert_eq!(client.users().get_followed_artists().iter().map(Result::unwrap).count(), 125);
    assert_eq!(client.users().get_followed_artists().pages().count(), 3);
    let first = client.tracks().get_saved().limit(50).send().unwrap();
    let next = first.next.as_deref().unwrap();
    assert_eq!(client.tracks().get_saved().iter().resume(next).count(), 470);
    assert_eq!(client.tracks().get_saved().iter().after_page(&first).concurrency(9).count(), 470);
    let mut wrong = client.tracks().get_saved().iter().resume("nowhere");
    assert_eq!(wrong.next().unwrap().unwrap_err().kind(), ErrorKind::InvalidArgument);
    assert!(wrong.next().is_none());
    sandbox.fault(Fault::on("/v1/me/tracks").status(404));
    assert!(client.tracks().get_saved().iter().collect_up_to(10).is_err());
}
