//! Tests of what is an id, and of which.

use proptest::prelude::*;

use super::*;
use crate::error::ErrorKind;

const WORD: &str = "4aawyAB9vmqN3uQ7FjRGTy";

#[test]
fn an_id_is_read_from_every_form_people_copy() {
    for text in [
        WORD.to_owned(),
        format!("  {WORD}\n"),
        format!("spotify:album:{WORD}"),
        format!("https://open.spotify.com/album/{WORD}"),
        format!("https://open.spotify.com/album/{WORD}/"),
        format!("http://open.spotify.com/album/{WORD}?si=abc&x=%2F#top"),
        format!("HTTPS://Open.Spotify.com/intl-pt/album/{WORD}?si=abc"),
        format!("https://open.spotify.com/embed/album/{WORD}"),
        format!("https://play.spotify.com/album/{WORD}"),
        format!("open.spotify.com/album/{WORD}"),
    ] {
        assert_eq!(AlbumId::parse(&text).expect(&text), WORD, "{text}");
        assert_eq!(text.parse::<AlbumId>().expect(&text), AlbumId::parse(WORD).expect("an id"));
    }
    // Spotify never promised 22 characters.
    assert_eq!(AlbumId::parse("x").expect("a short id"), "x");
    assert_eq!(AlbumId::parse(&"x".repeat(40)).expect("a long id").as_str().len(), 40);
}

#[test]
fn another_kind_is_an_error_that_names_both() {
    for text in [format!("spotify:track:{WORD}"), format!("https://open.spotify.com/track/{WORD}?si=x")] {
        let error = AlbumId::parse(&text).expect_err("a track");
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.message().ends_with("is a track, but an album is needed"), "{error}");
    }
    assert!(ArtistId::parse(&format!("spotify:show:{WORD}")).is_err());
    assert_eq!(AudiobookId::parse(&format!("spotify:show:{WORD}")).expect("an audiobook"), WORD);
    let old_form = format!("spotify:user:somebody:playlist:{WORD}");
    assert_eq!(PlaylistId::parse(&old_form).expect("a playlist"), WORD);
    assert!(UserId::parse(&old_form).is_err());
}

#[test]
fn an_id_gives_its_uri_and_its_link() {
    let id = TrackId::parse(WORD).expect("an id");
    assert_eq!(id.uri(), format!("spotify:track:{WORD}"));
    assert_eq!(id.url(), format!("https://open.spotify.com/track/{WORD}"));
    assert_eq!(id.to_string(), WORD);
    assert_eq!(format!("{id:?}"), format!("TrackId(\"{WORD}\")"));
    let user = UserId::parse("what #1?").expect("a user");
    assert_eq!(user.url(), "https://open.spotify.com/user/what%20%231%3F");
    assert_eq!(UserId::parse(&user.url()).expect("its own link"), user);
    let link = "https://open.spotify.com/intl-de/user/what%20%231%3F?si=x";
    assert_eq!(Uri::parse(link).expect("a user").as_str(), "spotify:user:what #1?");
    assert!(UserId::parse("https://open.spotify.com/user/%2e%2e").is_err());
    assert_eq!(UserId::parse("https://open.spotify.com/user/a%ffb").expect("a user"), "a%ffb");
}

#[test]
fn fault_115_what_is_no_id_is_refused() {
    let long = "a".repeat(300);
    for text in [
        "",
        " ",
        ".",
        "..",
        "../me/player",
        "../../v1/me",
        "a/b",
        "a\\b",
        "a?market=SE",
        "a#b",
        "%2e%2e",
        "a%2Fb",
        "//evil.example",
        "a b",
        "a\r\nX: y",
        "a\0",
        "é",
        "spotify:",
        "spotify:album",
        "spotify:album:",
        "spotify:album:..",
        "spotify:album:a:b",
        "spotify:local:artist:album:title:1",
        "https://open.spotify.com/",
        "https://open.spotify.com/album",
        "https://open.spotify.com/album/",
        "https://open.spotify.com/album/../me",
        "https://open.spotify.com/album/a/b",
        "https://open.spotify.com.evil.example/album/a",
        "https://open.spotify.com@evil.example/album/a",
        "https://evil.example/album/a",
        "https://spotify.link/abc",
        "javascript:alert(1)",
        &long,
    ] {
        let error = AlbumId::parse(text).expect_err(text);
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{text}");
        assert!(error.to_string().len() < 400, "{error}");
    }
    for text in [".", "..", "", "a\nb", &long] {
        assert!(UserId::parse(text).is_err(), "{text}");
    }
}

#[test]
fn fault_115_a_link_to_elsewhere_is_no_name_of_a_user() {
    // Users' names may have nearly any sign, so that nothing else refuses these.
    for text in ["https://evil.example/user/x", "http://evil.example/", "HTTPS://spotify.link/abc"] {
        let error = UserId::parse(text).expect_err(text);
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{text}");
    }
}

#[test]
fn ids_in_answers_are_whatever_they_are_until_they_are_used() {
    let id: TrackId = serde_json::from_str("null").expect("lenient");
    assert!(id.is_empty() && id.validate().is_err());
    let id: TrackId = serde_json::from_str("\"../me\"").expect("lenient");
    assert_eq!(id, "../me");
    assert!(id.validate().is_err() && id.into_uri().is_err());
    let json = format!("\"{WORD}\"");
    let id: TrackId = serde_json::from_str(&json).expect("an id");
    assert!(id.validate().is_ok());
    assert_eq!(serde_json::to_string(&id).expect("JSON"), json);
    assert!(serde_json::from_str::<TrackId>("12").is_err());
}

#[test]
fn an_argument_may_be_text_or_typed() {
    let id = AlbumId::parse(WORD).expect("an id");
    let from_all: Vec<AlbumId> = [
        WORD.into_id(),
        WORD.to_owned().into_id(),
        (&WORD.to_owned()).into_id(),
        (&id).into_id(),
        id.clone().into_id(),
    ]
    .into_iter()
    .collect::<Result<_, _>>()
    .expect("ids");
    assert!(from_all.iter().all(|other| *other == id));
}

#[test]
fn a_uri_says_what_it_names() {
    let link = format!("https://open.spotify.com/intl-de/episode/{WORD}?si=x");
    for (text, uri, kind) in [
        (link.as_str(), format!("spotify:episode:{WORD}"), Some(Kind::Episode)),
        ("spotify:local:a:b:c%20d:12", "spotify:local:a:b:c%20d:12".to_owned(), None),
        ("spotify:user:x:collection", "spotify:user:x:collection".to_owned(), None),
    ] {
        let parsed = Uri::parse(text).expect(text);
        assert_eq!((parsed.as_str(), parsed.kind()), (uri.as_str(), kind));
    }
    for text in ["", WORD, "spotify:", "spotify:a b:c", "spotify:track:../x", "https://evil.example/track/x"]
    {
        assert_eq!(Uri::parse(text).expect_err(text).kind(), ErrorKind::InvalidArgument);
    }
}

fn string_of(pattern: String) -> impl Strategy<Value = String> {
    proptest::string::string_regex(&pattern).expect("a pattern")
}

/// Texts that look like ids, URIs and links of all kinds, and not quite.
fn any_reference() -> impl Strategy<Value = String> {
    let start = "spotify:|https?://|[Oo]pen.spotify.com/|play.spotify.com/|intl-de/|embed/| ";
    let kind = "(track|album|artist|playlist|show|episode|audiobook|chapter|user|local|x)[:/]";
    let end = "(.{0,12}|[0-9a-zA-Z%?#:/ ]{0,24})";
    let reference = (string_of(format!("({start}){{0,3}}")), string_of(format!("({kind}){{0,2}}")), end);
    prop_oneof![".{0,60}".boxed(), reference.prop_map(|(start, kind, end)| start + &kind + &end).boxed()]
}

proptest! {
    #[test]
    fn any_text_is_an_id_or_an_error(text in any_reference()) {
        let _ = Uri::parse(&text).map(|uri| (uri.kind(), uri.to_string()));
        macro_rules! parse {
            ($($Id:ident)+) => {$(
                if let Ok(id) = $Id::parse(&text) {
                    prop_assert!(id.validate().is_ok());
                    let json = serde_json::to_string(&id).expect("JSON");
                    prop_assert_eq!(serde_json::from_str::<$Id>(&json).expect("an id"), id.clone());
                    prop_assert_eq!($Id::parse(&id.url()).expect("its own link"), id);
                }
            )+};
        }
        parse! { AlbumId ArtistId TrackId PlaylistId ShowId EpisodeId AudiobookId ChapterId UserId }
    }

    #[test]
    fn a_uri_is_read_as_it_was_written(text in any_reference()) {
        if let Ok(uri) = Uri::parse(&text) {
            let again = Uri::parse(uri.as_str());
            // Names of users may have signs of which URIs are made.
            if uri.kind() != Some(Kind::User) {
                prop_assert_eq!(again.expect("its own text"), uri);
            }
        }
    }

    #[test]
    fn every_id_comes_back_from_its_uri_and_its_link(word in "[0-9a-zA-Z]{1,30}", name in "[^\\p{C}]{1,30}") {
        macro_rules! assert_round_trip {
            ($($Id:ident)+) => {$(
                let id = $Id::parse(&word).expect("an id");
                prop_assert_eq!($Id::parse(&id.uri()).expect("its URI"), id.clone());
                prop_assert_eq!($Id::parse(&id.url()).expect("its link"), id.clone());
                let uri = id.clone().into_uri().expect("a URI");
                prop_assert_eq!(uri.as_str(), id.uri());
                prop_assert_eq!(uri.kind(), Some($Id::KIND));
            )+};
        }
        assert_round_trip! { AlbumId ArtistId TrackId PlaylistId ShowId EpisodeId AudiobookId ChapterId UserId }
        if let Ok(user) = UserId::parse(&name) {
            prop_assert_eq!(UserId::parse(&user.url()).expect("its link"), user);
        }
    }

    #[test]
    fn fault_115_a_parsed_id_is_one_plain_word(text in ".{0,40}|(spotify:album:|https://open.spotify.com/album/).{0,30}") {
        if let Ok(id) = AlbumId::parse(&text) {
            prop_assert!(!id.is_empty() && id.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric()));
            prop_assert!(text.contains(id.as_str()));
            prop_assert_eq!(AlbumId::parse(&id.uri()).expect("its own URI"), id.clone());
            prop_assert_eq!(AlbumId::parse(&id.url()).expect("its own link"), id);
        }
    }
}
