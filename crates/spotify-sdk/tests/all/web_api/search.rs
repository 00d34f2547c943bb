//! Searching, by words and by filters.

use std::collections::HashSet;

use serde_json::{Value, json};
use spotify_sandbox::{Fault, Playlist, Rules, Sandbox, User};
use spotify_sdk::endpoint::SearchType;
use spotify_sdk::model::Track;
use spotify_sdk::{ErrorKind, SpotifyClient};

use super::{builder, client, last_request, sandbox};

/// A track of the catalogue.
async fn track(client: &SpotifyClient, n: u32) -> Track {
    client.tracks().get_saved().limit(1).offset(n).await.unwrap().items.remove(0).track
}

#[tokio::test]
async fn several_types_are_searched_at_once() {
    for rules in [Rules::DevelopmentMode, Rules::ExtendedQuota] {
        let sandbox = sandbox(rules);
        let client = client(&sandbox);
        let types = [SearchType::Track, SearchType::Album, SearchType::Artist, SearchType::Episode];
        let found = client.search().search("the", types).limit(10).await.unwrap();
        assert_eq!(last_request(&sandbox), "GET /v1/search q=the&type=album,artist,track,episode&limit=10");
        let (albums, artists) = (found.albums.unwrap(), found.artists.unwrap());
        assert!(!albums.items.is_empty() && albums.items.len() <= 10 && albums.total > 0);
        assert!(artists.items.iter().all(|artist| artist.name.to_lowercase().contains("the")));
        assert!(found.tracks.is_some() && found.episodes.is_some());
        assert!(found.shows.is_none() && found.playlists.is_none() && found.audiobooks.is_none());
        let markets = |album: &spotify_sdk::model::SimplifiedAlbum| album.available_markets.is_some();
        // Of an oddity they may be missing in either.
        let odd: HashSet<String> = sandbox.oddities().into_iter().map(|odd| odd.id).collect();
        let mut plain = albums.items.iter().filter(|album| !odd.contains(album.id.as_str()));
        assert!(plain.clone().next().is_some());
        assert!(plain.all(|album| markets(album) == (rules == Rules::ExtendedQuota)));
    }
}

#[tokio::test]
async fn what_is_searched_for_is_found() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    let search = client.search();
    for n in 0..5 {
        let wanted = track(&client, n).await;
        let (artist, album) = (&wanted.artists[0].name, &wanted.album.name);
        let found = search.tracks("").track(&wanted.name).artist(artist).album(album).await.unwrap();
        assert_eq!(found.items[0].id, wanted.id, "{}", wanted.name);
        let isrc = wanted.external_ids.isrc.as_ref().unwrap().as_str();
        let found = search.tracks("").isrc(isrc).await.unwrap();
        assert_eq!((found.total, &found.items[0].id), (1, &wanted.id));
        let found = search.artists(artist).await.unwrap();
        assert_eq!(&found.items[0].name, artist);
        let found = search.albums(album).artist(artist).await.unwrap();
        assert!(found.items.iter().any(|other| other.id == wanted.album.id));
        let full = client.albums().get(&wanted.album.id).await.unwrap();
        let upc = full.external_ids.upc.as_ref().unwrap().as_str();
        assert_eq!(search.albums("").upc(upc).await.unwrap().items[0].id, wanted.album.id);
    }
    let nineties = search.albums("").year(1990..=1999).limit(10).await.unwrap();
    // One of the catalogue's oddities is a date that is none, others say another one.
    let odd: HashSet<String> = sandbox.oddities().into_iter().map(|odd| odd.id).collect();
    let plain = || nineties.items.iter().filter(|album| !odd.contains(album.id.as_str()));
    let years: Vec<u16> = plain().map(|album| album.release_date.year().unwrap()).collect();
    assert!(!years.is_empty() && years.iter().all(|year| year / 10 == 199));
    assert_ne!(search.tracks("").year(years[0]).await.unwrap().total, 0);
    assert!(search.albums("").tag_hipster().await.unwrap().total > 0);
    assert_ne!(search.artists("").genre("dream pop").await.unwrap().total, 0);
    search.albums("").tag_new().await.unwrap();
    assert_eq!(last_request(&sandbox), "GET /v1/search q=tag:new&type=album");
    search.shows("songs").include_external_audio().market("gb").await.unwrap();
    assert_eq!(last_request(&sandbox), "GET /v1/search q=songs&type=show&market=GB&include_external=audio");
    assert!(search.episodes("live").await.unwrap().items.iter().all(|episode| !episode.id.is_empty()));
    let books = search.audiobooks("songs");
    assert_eq!(books.await.unwrap().total, 0, "there are none in Sweden");
}

#[tokio::test]
async fn results_are_streamed_to_their_end() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let total = client(&sandbox).search().tracks("live").await.unwrap().total;
    let mut rows = client(&sandbox).search().tracks("live").stream();
    let mut ids = HashSet::new();
    while let Some(track) = rows.next().await {
        assert!(ids.insert(track.unwrap().id));
    }
    assert!(total > 30);
    assert_eq!(ids.len(), total as usize);
    let blocking = builder(&sandbox).build_blocking().unwrap();
    let again: HashSet<_> = blocking.search().tracks("live").iter().map(|track| track.unwrap().id).collect();
    assert_eq!(again, ids);
}

#[tokio::test]
async fn a_stream_ends_at_the_thousandth_result() {
    let sandbox = Sandbox::builder().rules(Rules::ExtendedQuota).tracks(30_000).start().unwrap();
    let client = client(&sandbox);
    // Spotify's own `next` leads on where nothing can be read any more.
    let further = format!("{}/search?query=live&type=track&offset=1000&limit=10", sandbox.api_base_url());
    let patch = move |answer: &mut Value| {
        answer["tracks"]["next"] = json!(further);
        answer["tracks"]["total"] = json!(52_000);
    };
    sandbox.fault(Fault::on("/v1/search").patch(patch));
    let mut rows = client.search().tracks("live").offset(975).stream();
    let mut count = 0;
    while let Some(track) = rows.next().await {
        track.unwrap();
        count += 1;
    }
    // The first `next` leaps to 1,000, and there the list ends.
    assert_eq!(count, 10);
    let error = client.search().tracks("live").limit(10).offset(995).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(error.to_string().contains("Narrow the search"), "{error}");
    // A page that would reach beyond the end ends there, and none that does not says how long it is to be.
    for (offset, limit) in [(980, ""), (981, "&limit=10"), (990, "&limit=10"), (999, "&limit=1")] {
        client.search().tracks("live").offset(offset).await.unwrap();
        assert_eq!(
            last_request(&sandbox),
            format!("GET /v1/search q=live&type=track{limit}&offset={offset}")
        );
    }
}

#[tokio::test]
async fn a_stream_ends_at_the_thousandth_result_whatever_the_size_of_its_pages() {
    let sandbox = Sandbox::builder().rules(Rules::ExtendedQuota).tracks(30_000).start().unwrap();
    let search = client(&sandbox).search().tracks("live").offset(900);
    assert_eq!(search.clone().await.unwrap().total, 1_000);
    for limit in [7, 20, 47] {
        for concurrency in [1, 8] {
            let rows = search.clone().limit(limit).stream().concurrency(concurrency);
            assert_eq!(rows.collect_up_to(1000).await.unwrap().len(), 100, "{limit}, {concurrency}");
        }
    }
}

#[tokio::test]
async fn fault_120_nulls_among_playlists_fail_nothing() {
    let user = ["Road", "The road", "Road home"]
        .into_iter()
        .map(Playlist::new)
        .fold(User::premium("ada"), User::playlist);
    let sandbox = Sandbox::builder().user(user).start().unwrap();
    let client = client(&sandbox);
    let page = client.search().playlists("road").await.unwrap();
    assert_eq!((page.items.len(), page.rejected.len(), page.items[0].name.as_str()), (3, 1, "Road"));
    assert_eq!(page.rejected[0].index, 1);
    let all = client.search().search("road", [SearchType::Playlist, SearchType::Track]).await.unwrap();
    assert_eq!(all.playlists.unwrap().rejected.len(), 1);
    let mut rows = client.search().playlists("road").limit(2).stream();
    let mut names = Vec::new();
    while let Some(playlist) = rows.next().await {
        names.push(playlist.unwrap().name);
    }
    assert_eq!(names, ["Road", "Road home", "The road"]);
}

#[tokio::test]
async fn fault_115_a_search_that_cannot_be_sends_nothing() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let search = client(&sandbox).search();
    for error in [
        search.tracks("").await.unwrap_err(),
        search.search("x", []).await.unwrap_err(),
        search.tracks("x").upc("602557382433").await.unwrap_err(),
        search.playlists("x").artist("y").await.unwrap_err(),
        search.tracks("x").year(std::ops::RangeInclusive::new(1960, 1955)).await.unwrap_err(),
        search.tracks("x").isrc("?").await.unwrap_err(),
        search.tracks("x").limit(51).await.unwrap_err(),
        search.tracks("x").offset(1_000).await.unwrap_err(),
        search.tracks("x").offset(1_001).await.unwrap_err(),
        search.search("x", [SearchType::Show]).offset(u32::MAX).await.unwrap_err(),
        search.search("x", [SearchType::Show]).genre("drone").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    }
    assert_eq!(sandbox.journal().entries().len(), 0);
}

#[tokio::test]
async fn a_limit_too_large_for_development_mode_is_refused_by_spotify() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let error = client(&sandbox).search().tracks("live").limit(20).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadRequest);
    assert!(error.to_string().contains("Invalid limit"), "{error}");
}
