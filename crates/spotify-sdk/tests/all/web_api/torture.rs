//! Everything odd that the sandbox has, through every operation that returns it: nothing fails.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::StreamExt;
use spotify_sandbox::{Device, Fault, OddEntity, Quirk, Rules, Sandbox, User};
use spotify_sdk::{Error, ErrorKind, SpotifyClient};

use crate::support;

const ALL: [Rules; 3] = [Rules::DevelopmentMode, Rules::ExtendedQuota, Rules::BeforeNovember2024];

const SCOPES: &[&str] = &[
    "user-library-read",
    "user-library-modify",
    "user-follow-read",
    "user-follow-modify",
    "user-read-private",
    "user-read-email",
    "user-read-playback-position",
    "user-read-playback-state",
    "user-modify-playback-state",
    "user-read-currently-playing",
    "user-read-recently-played",
    "user-top-read",
];

/// A user where there are audiobooks, who has some of everything and one device.
fn world(rules: Rules) -> (Sandbox, SpotifyClient) {
    let ada = User::premium("ada").country("GB").saved_tracks(60).saved_albums(3).saved_shows(3);
    let ada = ada.saved_episodes(3).saved_audiobooks(3).followed_artists(3);
    let ada = ada.device(Device::new("kitchen", "Speaker").active());
    let sandbox = Sandbox::builder().rules(rules).user(ada).start().unwrap();
    let token = sandbox.mint("ada", SCOPES).access_token;
    let client = support::client(&sandbox).access_token(token).max_retries(0).build().unwrap();
    (sandbox, client)
}

/// One entity of each kind and oddity.
fn odd(sandbox: &Sandbox) -> Vec<OddEntity> {
    let mut seen = BTreeSet::new();
    let mut all = sandbox.oddities();
    all.retain(|odd| seen.insert(format!("{}{:?}", odd.kind, odd.oddity)));
    all
}

#[tokio::test]
async fn fault_120_every_oddity_of_the_catalogue_is_read_by_id() {
    for rules in ALL {
        let (sandbox, client) = world(rules);
        let all = odd(&sandbox);
        assert!(all.len() > 80, "{}", all.len());
        for odd in &all {
            for market in [None, Some("GB")] {
                let failed = by_id(&client, odd, market).await.err();
                assert!(failed.is_none(), "{odd:?} {rules:?}: {failed:?}");
            }
            let failed = members(&client, odd).await.err();
            assert!(failed.is_none(), "{odd:?} {rules:?}: {failed:?}");
            if rules != Rules::DevelopmentMode {
                several(&client, odd).await;
            }
        }
    }
}

async fn by_id(client: &SpotifyClient, odd: &OddEntity, market: Option<&str>) -> Result<(), Error> {
    macro_rules! get {
        ($call:expr) => {{
            let call = $call;
            let call = if let Some(market) = market { call.market(market) } else { call };
            // A relinked track is another one.
            let id = call.await?.id.to_string();
            assert!(id == odd.id || odd.kind == "track", "{odd:?}");
        }};
    }
    match odd.kind {
        "album" => get!(client.albums().get(&odd.id)),
        "artist" => assert_eq!(client.artists().get(&odd.id).await?.id, odd.id.as_str()),
        "track" => get!(client.tracks().get(&odd.id)),
        "show" => get!(client.shows().get(&odd.id)),
        "episode" => get!(client.episodes().get(&odd.id)),
        "audiobook" => get!(client.audiobooks().get(&odd.id)),
        "chapter" => get!(client.chapters().get(&odd.id)),
        other => panic!("what is a {other}?"),
    }
    Ok(())
}

/// The pages of what an entity consists of, and those that it is in as somebody's.
async fn members(client: &SpotifyClient, odd: &OddEntity) -> Result<(), Error> {
    match odd.kind {
        "album" => {
            assert!(client.albums().get_tracks(&odd.id).await?.rejected.is_empty());
            let artist = client.albums().get(&odd.id).await?.artists.remove(0).id;
            let mut albums = std::pin::pin!(client.artists().get_albums(artist).stream());
            while let Some(album) = albums.next().await {
                album?;
            }
        }
        "artist" => assert!(client.artists().get_albums(&odd.id).await?.rejected.is_empty()),
        "track" => {
            let album = client.tracks().get(&odd.id).await?.album.id;
            assert!(client.albums().get_tracks(album).limit(50).await?.rejected.is_empty());
        }
        "show" => assert!(client.shows().get_episodes(&odd.id).await?.rejected.is_empty()),
        "episode" => {
            let show = client.episodes().get(&odd.id).await?.show.id;
            assert!(client.shows().get_episodes(show).limit(50).await?.rejected.is_empty());
        }
        "audiobook" => assert!(client.audiobooks().get_chapters(&odd.id).await?.rejected.is_empty()),
        "chapter" => {
            let audiobook = client.chapters().get(&odd.id).await?.audiobook.id;
            assert!(client.audiobooks().get_chapters(audiobook).limit(50).await?.rejected.is_empty());
        }
        other => panic!("what is a {other}?"),
    }
    Ok(())
}

async fn several(client: &SpotifyClient, odd: &OddEntity) {
    macro_rules! one {
        ($call:expr) => {
            assert!($call.await.unwrap_or_else(|error| panic!("{odd:?}: {error}"))[0].is_some(), "{odd:?}")
        };
    }
    match odd.kind {
        "album" => one!(client.albums().get_several([&odd.id])),
        "artist" => one!(client.artists().get_several([&odd.id])),
        "track" => one!(client.tracks().get_several([&odd.id])),
        "show" => one!(client.shows().get_several([&odd.id])),
        "episode" => one!(client.episodes().get_several([&odd.id])),
        "audiobook" => one!(client.audiobooks().get_several([&odd.id])),
        "chapter" => one!(client.chapters().get_several([&odd.id])),
        other => panic!("what is a {other}?"),
    }
}

#[tokio::test]
async fn fault_120_every_oddity_is_read_from_the_library() {
    for rules in ALL {
        let (sandbox, client) = world(rules);
        let all = odd(&sandbox);
        let uris: Vec<String> = (all.iter().filter(|odd| odd.kind != "chapter"))
            .map(|odd| format!("spotify:{}:{}", odd.kind, odd.id))
            .collect();
        for some in uris.chunks(40) {
            client.library().save(some).await.unwrap();
            assert!(client.library().contains(some).await.unwrap().into_iter().all(|is_there| is_there));
        }
        let count = |kind: &str| all.iter().filter(|odd| odd.kind == kind).count();
        macro_rules! newest {
            ($kind:literal, $call:expr) => {{
                let page = $call.limit(50).await.unwrap();
                assert!(page.rejected.is_empty(), "{:?}", page.rejected);
                assert!(page.items.len() >= count($kind), "{} {}", $kind, page.items.len());
            }};
        }
        newest!("album", client.albums().get_saved());
        newest!("album", client.albums().get_saved().market("GB"));
        newest!("track", client.tracks().get_saved());
        newest!("track", client.tracks().get_saved().market("GB"));
        newest!("show", client.shows().get_saved());
        newest!("episode", client.episodes().get_saved());
        newest!("audiobook", client.audiobooks().get_saved());
        newest!("artist", client.users().get_followed_artists());
    }
}

#[tokio::test]
async fn fault_120_every_oddity_is_read_from_the_player() {
    for rules in ALL {
        let (sandbox, client) = world(rules);
        let player = client.player();
        for odd in odd(&sandbox) {
            let start = match odd.kind {
                "track" => player.start_playback().uris([&odd.uri]),
                "album" | "artist" => player.start_playback().context_uri(&odd.uri),
                _ => continue,
            };
            start.await.unwrap_or_else(|error| panic!("{odd:?}: {error}"));
            let what = format!("{odd:?} {rules:?}");
            let state = player.get_playback_state().await.expect(&what).expect(&what);
            assert!(state.item.is_some(), "{what}");
            player.get_playback_state().market("GB").await.expect(&what).expect(&what);
            player.get_currently_playing().await.expect(&what).expect(&what);
            assert!(player.get_queue().await.expect(&what).currently_playing.is_some(), "{what}");
            sandbox.advance(Duration::from_secs(40));
        }
        let token = sandbox.mint("ada", SCOPES).access_token;
        let client = support::client(&sandbox).access_token(token).build().unwrap();
        let played = client.player().get_recently_played().limit(50).await.unwrap();
        assert!(played.rejected.is_empty() && played.items.len() > 10, "{:?}", played.rejected);
    }
}

/// Every read there is, each as (its name, how it ended).
async fn read_everything(
    all: &[OddEntity],
    client: &SpotifyClient,
) -> Vec<(&'static str, Result<(), Error>)> {
    let id = |kind: &str| &all.iter().find(|odd| odd.kind == kind).expect("of each kind").id;
    let (album, artist, track) = (id("album"), id("artist"), id("track"));
    let (show, episode, audiobook, chapter) = (id("show"), id("episode"), id("audiobook"), id("chapter"));
    let mut read = Vec::new();
    macro_rules! read {
        ($($call:expr),+ $(,)?) => { $(read.push((stringify!($call), $call.await.map(drop)));)+ };
    }
    read!(
        client.albums().get(album),
        client.albums().get_tracks(album).limit(2),
        client.albums().get_saved().limit(2),
        client.albums().get_several([album, album]),
        client.artists().get(artist),
        client.artists().get_albums(artist).limit(2),
        client.artists().get_several([artist]),
        client.tracks().get(track),
        client.tracks().get_saved().limit(2),
        client.tracks().get_several([track]),
        client.shows().get(show),
        client.shows().get_episodes(show).limit(2),
        client.shows().get_saved().limit(2),
        client.shows().get_several([show]),
        client.episodes().get(episode),
        client.episodes().get_saved().limit(2),
        client.episodes().get_several([episode]),
        client.audiobooks().get(audiobook),
        client.audiobooks().get_chapters(audiobook).limit(2),
        client.audiobooks().get_saved().limit(2),
        client.audiobooks().get_several([audiobook]),
        client.chapters().get(chapter),
        client.chapters().get_several([chapter]),
        client.library().contains([format!("spotify:album:{album}")]),
        client.users().get_current_profile(),
        client.users().get_followed_artists().limit(2),
        client.users().get_top_artists().limit(2),
        client.users().get_top_tracks().limit(2),
        client.player().get_playback_state(),
        client.player().get_currently_playing(),
        client.player().get_available_devices(),
        client.player().get_recently_played().limit(2),
        client.player().get_queue(),
    );
    read
}

#[tokio::test]
async fn fault_120_every_quirk_of_answers_is_read_by_every_operation() {
    for rules in [Rules::DevelopmentMode, Rules::BeforeNovember2024] {
        let (sandbox, client) = world(rules);
        let album = client.albums().get_saved().limit(1).await.unwrap().items.remove(0).album;
        for _ in 0..2 {
            client.player().start_playback().context_uri(&album.uri).await.unwrap();
            sandbox.advance(Duration::from_secs(600));
        }
        client.player().start_playback().context_uri(&album.uri).await.unwrap();
        let all = odd(&sandbox);
        for quirk in Quirk::ALL {
            sandbox.clear_faults();
            sandbox.fault(Fault::on("GET /v1/*").odd(*quirk));
            for (call, result) in read_everything(&all, &client).await {
                let Err(error) = result else { continue };
                // What Development Mode has not is refused, in an odd way too.
                assert_eq!(error.kind(), ErrorKind::ClosedToApp, "{quirk:?} {rules:?} {call}: {error}");
                assert_eq!(rules, Rules::DevelopmentMode);
                assert!(call.contains("get_several"), "{call}");
            }
        }
    }
}

#[tokio::test]
async fn fault_120_pages_that_lead_to_themselves_come_to_an_end() {
    let (sandbox, client) = world(Rules::ExtendedQuota);
    for (quirk, rows) in
        [(Quirk::EmptyPage, 0), (Quirk::RepeatedPage, 60), (Quirk::WrongTotal, 60), (Quirk::NullTotal, 60)]
    {
        sandbox.clear_faults();
        sandbox.fault(Fault::on("GET /v1/*").odd(quirk));
        let before = sandbox.journal().entries().len();
        let saved: Vec<_> = client.tracks().get_saved().stream().take(500).collect().await;
        assert!(saved.iter().all(Result::is_ok), "{quirk:?}");
        let requests = sandbox.journal().entries().len() - before;
        assert!(requests <= 4, "{quirk:?}: {requests} requests");
        assert!(saved.len() >= rows.min(20), "{quirk:?}: {} rows", saved.len());
    }
}

#[tokio::test]
async fn fault_120_a_row_that_is_nothing_is_rejected_and_the_others_live() {
    let (sandbox, client) = world(Rules::DevelopmentMode);
    sandbox.fault(Fault::on("GET /v1/*").odd(Quirk::NullRow));
    let page = client.tracks().get_saved().limit(5).await.unwrap();
    assert_eq!((page.items.len(), page.rejected.len(), page.row_count()), (4, 1, 5));
    let page = client.users().get_followed_artists().await.unwrap();
    assert_eq!((page.items.len(), page.rejected.len()), (2, 1));
}

#[tokio::test]
async fn a_random_word_in_answer_to_a_command_is_no_error() {
    let (sandbox, client) = world(Rules::DevelopmentMode);
    sandbox.fault(Fault::random_word());
    let album = client.albums().get_saved().limit(1).await.unwrap().items.remove(0).album;
    client.player().start_playback().context_uri(&album.uri).await.unwrap();
    client.player().set_volume(5).await.unwrap();
    client.player().pause().await.unwrap();
    assert!(!client.player().get_playback_state().await.unwrap().unwrap().is_playing);
}
