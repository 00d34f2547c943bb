//! Shows, episodes, audiobooks and chapters, and several entities at once.

use std::time::Duration;

use spotify_sandbox::{Rules, Sandbox, User};
use spotify_sdk::endpoint::QuotaMode;
use spotify_sdk::model::{CurrentlyPlayingType, PlayableItem};
use spotify_sdk::{ErrorKind, Result, SpotifyClient};

use crate::support;

const SCOPES: &[&str] = &["user-library-read", "user-read-playback-position"];
/// Well-formed, and of the real catalogue.
const FOREIGN: &str = "4aawyAB9vmqN3uQ7FjRGTy";

/// A sandbox whose user is where there are audiobooks.
fn sandbox(rules: Rules) -> Sandbox {
    let user = User::premium("ada").country("GB").saved_tracks(9).saved_albums(9);
    let user = user.saved_shows(5).saved_episodes(25).saved_audiobooks(3);
    Sandbox::builder().rules(rules).user(user).start().unwrap()
}

fn client(sandbox: &Sandbox, scopes: &[&str]) -> SpotifyClient {
    support::client(sandbox).access_token(sandbox.mint("ada", scopes).access_token).build().unwrap()
}

/// The last request, as method, path and query.
fn last_request(sandbox: &Sandbox) -> String {
    let journal = sandbox.journal();
    let entry = journal.entries().last().unwrap();
    let query: Vec<String> = entry.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{} {} {}", entry.method, entry.path, query.join("&")).trim_end().to_owned()
}

#[tokio::test]
async fn shows_and_episodes_answer_in_both_modes() {
    for rules in [Rules::DevelopmentMode, Rules::ExtendedQuota] {
        let sandbox = sandbox(rules);
        let client = client(&sandbox, SCOPES);
        let saved = client.shows().get_saved().limit(2).offset(1).await.unwrap();
        assert_eq!(last_request(&sandbox), "GET /v1/me/shows limit=2&offset=1");
        assert_eq!((saved.items.len(), saved.total), (2, 5));

        let show = client.shows().get(saved.items[0].show.uri.to_string()).market("gb").await.unwrap();
        assert_eq!(last_request(&sandbox), format!("GET /v1/shows/{} market=GB", show.id));
        assert_eq!(show.name, saved.items[0].show.name);
        let show = client.shows().get(&show.id).await.unwrap();
        assert_eq!(show.publisher.is_some(), rules == Rules::ExtendedQuota);
        assert_eq!(show.available_markets.is_some(), rules == Rules::ExtendedQuota);

        let episodes = client.shows().get_episodes(&show.id).limit(50).await.unwrap();
        assert_eq!(last_request(&sandbox), format!("GET /v1/shows/{}/episodes limit=50", show.id));
        assert_eq!((&episodes.items, episodes.total), (&show.episodes.items, show.total_episodes));
        let episode = client.episodes().get(&episodes.items[0].id).await.unwrap();
        assert_eq!((&episode.show.id, &episode.name), (&show.id, &episodes.items[0].name));
        assert!(episode.resume_point.is_some() && episode.duration().as_secs() > 60);

        let saved = client.episodes().get_saved().limit(1).market("GB").await.unwrap();
        assert_eq!(last_request(&sandbox), "GET /v1/me/episodes market=GB&limit=1");
        assert_eq!((saved.total, saved.items[0].episode.is_playable.is_some()), (25, true));
        let mut rows = client.episodes().get_saved().limit(10).stream();
        let mut count = 0;
        while let Some(row) = rows.next().await {
            row.unwrap();
            count += 1;
        }
        assert_eq!(count, 25);
    }
}

#[tokio::test]
async fn audiobooks_and_chapters_answer_in_both_modes() {
    for rules in [Rules::DevelopmentMode, Rules::ExtendedQuota] {
        let sandbox = sandbox(rules);
        let client = client(&sandbox, SCOPES);
        let saved = client.audiobooks().get_saved().limit(2).await.unwrap();
        assert_eq!(last_request(&sandbox), "GET /v1/me/audiobooks limit=2");
        assert_eq!((saved.items.len(), saved.total), (2, 3));

        // Its URI calls it a show.
        let audiobook = client.audiobooks().get(saved.items[0].audiobook.uri.to_string()).await.unwrap();
        assert_eq!(last_request(&sandbox), format!("GET /v1/audiobooks/{}", audiobook.id));
        assert_eq!(audiobook.publisher.is_some(), rules == Rules::ExtendedQuota);
        assert!(!audiobook.authors[0].name.is_empty() && !audiobook.narrators[0].name.is_empty());

        let chapters = client.audiobooks().get_chapters(&audiobook.id).limit(50).await.unwrap();
        assert_eq!(last_request(&sandbox), format!("GET /v1/audiobooks/{}/chapters limit=50", audiobook.id));
        assert_eq!((&chapters.items, chapters.total), (&audiobook.chapters.items, audiobook.total_chapters));
        let chapter = client.chapters().get(chapters.items[0].uri.to_string()).await.unwrap();
        assert_eq!(last_request(&sandbox), format!("GET /v1/chapters/{}", chapter.id));
        assert_eq!((&chapter.audiobook.id, chapter.chapter_number), (&audiobook.id, 1));
        assert_eq!(chapter.available_markets.is_some(), rules == Rules::ExtendedQuota);
    }
}

#[tokio::test]
async fn several_answer_in_order_with_none_for_nothing() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let client = client(&sandbox, SCOPES);
    let show = client.shows().get_saved().await.unwrap().items[3].show.id.clone();
    let shows = client.shows().get_several([FOREIGN, show.as_str()]).market("GB").await.unwrap();
    assert_eq!(last_request(&sandbox), format!("GET /v1/shows ids={FOREIGN},{show}&market=GB"));
    assert!(shows.len() == 2 && shows[0].is_none());
    assert_eq!(shows[1].as_ref().unwrap().id, show);

    let episode = client.episodes().get_saved().await.unwrap().items[3].episode.clone();
    assert_eq!(client.episodes().get_several([&episode.id]).await.unwrap(), [Some(episode)]);
    let audiobook = client.audiobooks().get_saved().await.unwrap().items[1].audiobook.clone();
    let chapter = client.chapters().get(&audiobook.chapters.items[0].id).await.unwrap();
    assert_eq!(client.audiobooks().get_several([&audiobook.id]).await.unwrap(), [Some(audiobook)]);
    assert_eq!(client.chapters().get_several([&chapter.id]).await.unwrap(), [Some(chapter)]);
    let album = client.albums().get_saved().await.unwrap().items[1].album.clone();
    let artist = client.artists().get(&album.artists[0].id).await.unwrap();
    let track = client.tracks().get_saved().await.unwrap().items[1].track.clone();
    assert_eq!(client.albums().get_several([&album.id]).await.unwrap(), [Some(album)]);
    assert_eq!(client.artists().get_several([&artist.id]).await.unwrap(), [Some(artist)]);
    assert_eq!(client.tracks().get_several([&track.id]).await.unwrap(), [Some(track)]);
}

#[tokio::test]
async fn several_are_closed_to_development_mode() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let token = sandbox.mint("ada", SCOPES).access_token;
    let client =
        support::client(&sandbox).access_token(token).quota_mode(QuotaMode::Extended).build().unwrap();
    for result in [
        client.albums().get_several([FOREIGN]).await.map(drop),
        client.artists().get_several([FOREIGN]).await.map(drop),
        client.audiobooks().get_several([FOREIGN]).await.map(drop),
        client.chapters().get_several([FOREIGN]).await.map(drop),
        client.episodes().get_several([FOREIGN]).await.map(drop),
        client.shows().get_several([FOREIGN]).await.map(drop),
        client.tracks().get_several([FOREIGN]).await.map(drop),
    ] {
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::ClosedToApp, Some(403)), "{error}");
    }
}

#[tokio::test]
async fn scopes_open_the_library_and_the_position() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client_of = |scopes: &[&str]| client(&sandbox, scopes);
    let (reader, none) = (client_of(&["user-library-read"]), client_of(&[]));
    let episode = reader.episodes().get_saved().limit(1).await.unwrap().items.remove(0).episode;
    assert!(episode.resume_point.is_none());
    assert!(none.episodes().get(&episode.id).await.unwrap().resume_point.is_none());
    let refused = |result: Result<()>| assert_eq!(result.unwrap_err().kind(), ErrorKind::MissingScope);
    refused(none.shows().get_saved().await.map(drop));
    refused(none.episodes().get_saved().await.map(drop));
    refused(none.audiobooks().get_saved().await.map(drop));
}

#[tokio::test]
async fn an_audiobook_is_not_found_where_there_are_none() {
    let user = User::premium("ada").country("SE").saved_audiobooks(3);
    let sandbox = Sandbox::builder().ids(spotify_sandbox::Ids::Open).user(user).start().unwrap();
    let client = client(&sandbox, SCOPES);
    assert_eq!(client.audiobooks().get_saved().await.unwrap().total, 0);
    let error = client.audiobooks().get(FOREIGN).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
    assert!(error.to_string().contains("Audiobooks exist in"), "{error}");
    let error = client.chapters().get(FOREIGN).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
    assert_eq!(client.shows().get(FOREIGN).await.unwrap().id, FOREIGN);
    assert_eq!(client.episodes().get(FOREIGN).await.unwrap().id, FOREIGN);
}

#[tokio::test]
async fn fault_115_spoken_arguments_that_cannot_work_send_nothing() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let client = client(&sandbox, SCOPES);
    for result in [
        client.shows().get("../me").await.map(drop),
        client.shows().get_episodes("spotify:track:11dFghVXANMlKmJXsNCbNl").await.map(drop),
        client.shows().get_saved().limit(51).await.map(drop),
        client.episodes().get("x").market("nowhere").await.map(drop),
        client.episodes().get_saved().limit(0).await.map(drop),
        client.audiobooks().get("").await.map(drop),
        client.audiobooks().get_chapters(FOREIGN).limit(51).await.map(drop),
        client.audiobooks().get_saved().limit(51).await.map(drop),
        client.chapters().get("a/b").await.map(drop),
        client.shows().get_several([FOREIGN, "../me"]).await.map(drop),
        client.albums().get_several([FOREIGN]).market("nowhere").await.map(drop),
        client.tracks().get_several([FOREIGN]).concurrency(0).await.map(drop),
    ] {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    }
    assert_eq!(sandbox.journal().entries().len(), 0);
}

#[tokio::test]
async fn episodes_and_chapters_play_and_are_remembered_where_they_were_left() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let scopes = [SCOPES, &["user-modify-playback-state", "user-read-playback-state"]].concat();
    let client = client(&sandbox, &scopes);
    let show = client.shows().get_saved().limit(1).await.unwrap().items.remove(0).show;
    let episodes = client.shows().get_episodes(&show.id).await.unwrap().items;
    client.player().start_playback().context_uri(&show.uri).offset(1).await.unwrap();
    sandbox.advance(Duration::from_secs(300));
    let state = client.player().get_playback_state().await.unwrap().expect("something plays");
    let Some(PlayableItem::Episode(episode)) = state.item else { panic!("no episode: {state:?}") };
    assert_eq!((&episode.id, &episode.show.id), (&episodes[1].id, &show.id));
    assert_eq!(state.currently_playing_type, CurrentlyPlayingType::Episode);
    client.player().pause().await.unwrap();
    let left = client.episodes().get(&episode.id).await.unwrap().resume_point.expect("a position");
    assert!(!left.fully_played && (300_000..345_000).contains(&left.resume_position_ms), "{left:?}");

    let audiobook = client.audiobooks().get_saved().limit(1).await.unwrap().items.remove(0).audiobook;
    client.player().start_playback().context_uri(&audiobook.uri).await.unwrap();
    let state = client.player().get_playback_state().await.unwrap().expect("something plays");
    let Some(PlayableItem::Chapter(chapter)) = state.item else { panic!("no chapter: {state:?}") };
    assert_eq!((&chapter.audiobook.id, chapter.chapter_number), (&audiobook.id, 1));
}
