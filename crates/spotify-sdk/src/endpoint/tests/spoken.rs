//! What operations on shows, episodes, audiobooks and chapters send, and those that take several ids.

use super::*;
use crate::model::{SimplifiedShow, Track};
use crate::scope;

const OTHER: &str = "11dFghVXANMlKmJXsNCbNl";

#[test]
fn spoken_operations_send_what_their_description_says() {
    let episodes = with(GetShowEpisodes::new(format!("spotify:show:{WORD}")), |endpoint| {
        *endpoint.market_mut() = Some("gb".to_owned());
        *endpoint.limit_mut() = Some(50);
        *endpoint.offset_mut() = Some(7);
    });
    for (sent, expected) in [
        (sent(&GetShow::new(WORD)), format!("GET /shows/{WORD}")),
        (sent(&episodes), format!("GET /shows/{WORD}/episodes?market=GB&limit=50&offset=7")),
        (sent(&GetSavedShows::default()), "GET /me/shows".to_owned()),
        (sent(&GetEpisode::new(WORD)), format!("GET /episodes/{WORD}")),
        (sent(&GetSavedEpisodes::default()), "GET /me/episodes".to_owned()),
        (sent(&GetAudiobook::new(format!("spotify:show:{WORD}"))), format!("GET /audiobooks/{WORD}")),
        (sent(&GetAudiobookChapters::new(WORD)), format!("GET /audiobooks/{WORD}/chapters")),
        (sent(&GetSavedAudiobooks::default()), "GET /me/audiobooks".to_owned()),
        (sent(&GetChapter::new(format!("spotify:episode:{WORD}"))), format!("GET /chapters/{WORD}")),
    ] {
        assert_eq!(sent, expected);
    }
}

#[test]
fn several_ids_are_sent_in_one_parameter() {
    let ids = [format!("spotify:show:{WORD}"), OTHER.to_owned()];
    let shows = with(GetShows::new(&ids), |endpoint| *endpoint.market_mut() = Some("SE".to_owned()));
    let list = format!("ids={WORD}%2C{OTHER}");
    for (sent, expected) in [
        (sent(&shows), format!("GET /shows?{list}&market=SE")),
        (sent(&GetEpisodes::new([WORD, OTHER])), format!("GET /episodes?{list}")),
        (sent(&GetAudiobooks::new([WORD, OTHER])), format!("GET /audiobooks?{list}")),
        (sent(&GetChapters::new([WORD, OTHER])), format!("GET /chapters?{list}")),
        (sent(&GetAlbums::new([WORD, OTHER])), format!("GET /albums?{list}")),
        (sent(&GetArtists::new([WORD, OTHER])), format!("GET /artists?{list}")),
        (sent(&GetTracks::new([WORD, OTHER])), format!("GET /tracks?{list}")),
    ] {
        assert_eq!(sent, expected);
    }
}

#[test]
fn fault_115_too_many_ids_none_and_wrong_ones_are_refused_with_the_reason() {
    let refused = |request: Result<ApiRequest>| {
        let error = request.expect_err("a refusal");
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        error.to_string()
    };
    let many = |count| std::iter::repeat_n(WORD, count);
    for request in [
        GetArtists::new(many(50)).request(),
        GetTracks::new(many(50)).request(),
        GetShows::new(many(50)).request(),
        GetAlbums::new(many(20)).request(),
    ] {
        assert!(request.is_ok(), "{request:?}");
    }
    for (request, limit) in [
        (GetAlbums::new(many(21)).request(), "`ids` has 21 entries, but one request takes at most 20"),
        (GetArtists::new(many(51)).request(), "`ids` has 51 entries, but one request takes at most 50"),
        (GetTracks::new(many(51)).request(), "at most 50"),
        (GetShows::new(many(51)).request(), "at most 50"),
        (GetEpisodes::new(many(51)).request(), "at most 50"),
        (GetAudiobooks::new(many(51)).request(), "at most 50"),
        (GetChapters::new(many(51)).request(), "at most 50"),
        (GetShows::new(many(0)).request(), "`ids` is empty"),
        (GetShows::new([WORD, "x/../y"]).request(), "x/../y"),
        (GetShows::new([id_from_answer::<crate::id::ShowId>("..")]).request(), ".."),
        (GetTracks::new([format!("spotify:show:{WORD}")]).request(), "show"),
    ] {
        let message = refused(request);
        assert!(message.contains(limit), "{message}");
    }
}

#[test]
fn descriptions_of_spoken_operations_are_consistent() {
    let operations = [
        GetAlbums::OPERATION,
        GetArtists::OPERATION,
        GetAudiobook::OPERATION,
        GetAudiobookChapters::OPERATION,
        GetAudiobooks::OPERATION,
        GetChapter::OPERATION,
        GetChapters::OPERATION,
        GetEpisode::OPERATION,
        GetEpisodes::OPERATION,
        GetSavedAudiobooks::OPERATION,
        GetSavedEpisodes::OPERATION,
        GetSavedShows::OPERATION,
        GetShow::OPERATION,
        GetShowEpisodes::OPERATION,
        GetShows::OPERATION,
        GetTracks::OPERATION,
    ];
    let ids: HashSet<_> = operations.iter().map(|operation| operation.id).collect();
    let paths: HashSet<_> = operations.iter().map(|operation| operation.path).collect();
    assert_eq!((ids.len(), paths.len()), (operations.len(), operations.len()));
    for operation in operations {
        assert_eq!(operation.login == Login::User, operation.path.starts_with("/me/"), "{}", operation.id);
        assert_eq!((operation.method, operation.repeat), (Method::Get, Repeat::Safe), "{}", operation.id);
    }
}

#[test]
fn descriptions_say_who_may_call() {
    for operation in [
        GetAlbums::OPERATION,
        GetArtists::OPERATION,
        GetAudiobooks::OPERATION,
        GetChapters::OPERATION,
        GetEpisodes::OPERATION,
        GetShows::OPERATION,
        GetTracks::OPERATION,
    ] {
        assert_eq!((operation.availability, operation.login), (Availability::ExtendedQuota, Login::App));
    }
    for operation in [GetShow::OPERATION, GetShowEpisodes::OPERATION, GetEpisode::OPERATION] {
        assert_eq!((operation.availability, operation.login), (Availability::Everyone, Login::App));
        assert_eq!(operation.scopes, [scope::USER_READ_PLAYBACK_POSITION]);
    }
    for operation in [GetSavedShows::OPERATION, GetSavedEpisodes::OPERATION, GetSavedAudiobooks::OPERATION] {
        assert_eq!((operation.scopes[0], operation.login), (scope::USER_LIBRARY_READ, Login::User));
    }
}

#[test]
fn several_are_read_with_nothing_for_what_is_not_there() {
    let fixture = |name: &str| {
        let path = format!("{}/../../fixtures/several/{name}.json", env!("CARGO_MANIFEST_DIR"));
        Bytes::from(std::fs::read(path).expect("a fixture"))
    };
    let shows: Vec<Option<SimplifiedShow>> =
        GetShows::new([WORD, OTHER]).decode(200, &fixture("shows")).expect("shows");
    assert!(shows.len() == 2 && shows[0].is_some() && shows[1].is_none());
    let albums = GetAlbums::new([WORD]).decode(200, &fixture("albums_new_member")).expect("albums");
    assert_eq!(albums, [None]);
    let read = |body: &'static str| -> Result<Vec<Option<Track>>> {
        GetTracks::new([WORD]).decode(200, &Bytes::from_static(body.as_bytes()))
    };
    for body in ["{}", r#"{"shows":[]}"#, r#"{"tracks":null}"#, "[]", r#"{"tracks":[7]}"#] {
        assert_eq!(read(body).expect_err(body).kind(), ErrorKind::Decode, "{body}");
    }
    assert_eq!(read("<html>").expect_err("no JSON").kind(), ErrorKind::InvalidResponse);
}
