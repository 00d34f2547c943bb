//! Ids that would lead a request elsewhere (CVE-2023-23608).

use proptest::prelude::*;
use spotify_sdk::endpoint::{ApiRequest, Endpoint, GetAlbum, Operation};
use spotify_sdk::id::UserId;
use spotify_sdk::{ErrorKind, Result};
use url::Url;

use crate::support::operations::Json;
use crate::support::raw_server::RawServer;
use crate::support::{quick_clock, raw_client};

/// User ids are the one kind that is free text.
#[derive(Debug, Clone)]
struct OfUser(Result<UserId>);

impl Endpoint for OfUser {
    type Output = Json;
    const OPERATION: Operation = Operation::get("test-of-user", "/users/{user_id}/playlists");

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.0).build()
    }
}

const HOSTILE: [&str; 24] = [
    "",
    " ",
    ".",
    "..",
    "../me/player/queue",
    "a/../../me",
    "..%2fme",
    "%2e%2e",
    "%2e%2e%2fme",
    "%2E.",
    "a?b=c",
    "a#b",
    "a;b",
    "a\\b",
    "..\\me",
    "//evil.example",
    "/\\evil.example",
    "http://evil.example/album/x",
    "https://open.spotify.com.evil.example/album/4aawyAB9vmqN3uQ7FjRGTy",
    "a@evil.example",
    "a\r\nX: y",
    "a\0b",
    "\u{202e}a",
    "\u{ff0e}\u{ff0e}",
];

/// Whether `path`, read as servers read it, is still the operation's, with `id` in its one segment.
fn stays(path: &str, id: &str) -> bool {
    let base = Url::parse("https://api.spotify.com").unwrap();
    let Ok(url) = base.join(&format!("/v1{path}")) else { return false };
    let words: Vec<&str> = url.path_segments().into_iter().flatten().collect();
    let ["v1", "users", word, "playlists"] = words[..] else { return false };
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'%');
    url.origin() == base.origin()
        && url.query().is_none()
        && url.fragment().is_none()
        && word.bytes().all(is_plain)
        && url::form_urlencoded::parse(word.as_bytes()).eq([(id.into(), "".into())])
}

fn check(text: &str) {
    if let Ok(request) = GetAlbum::new(text).request() {
        let word = request.path().strip_prefix("/albums/").expect("the prefix stays");
        assert!(!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{text:?}");
    }
    let id = UserId::parse(text);
    if let Ok(request) = OfUser(id.clone()).request() {
        assert!(stays(request.path(), id.unwrap().as_str()), "{text:?} became {}", request.path());
    }
}

#[test]
fn fault_115_hostile_ids_stay_in_their_segment_or_are_refused() {
    HOSTILE.into_iter().for_each(check);
    for text in HOSTILE {
        let error = GetAlbum::new(text).request().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{text:?}");
    }
    for dots in [".", "..", " .. "] {
        assert!(UserId::parse(dots).is_err(), "{dots:?}");
    }
}

#[test]
fn fault_115_a_million_strings_do_not_leave_their_segment() {
    // Random words over the characters that matter; a fixed seed, so that a failure comes back.
    const PIECES: [&str; 22] = [
        "a",
        "4",
        ".",
        "..",
        "/",
        "\\",
        "?",
        "#",
        "%",
        "2e",
        "%2e",
        "%2F",
        "%00",
        ":",
        "@",
        ";",
        "&",
        " ",
        "\t",
        "spotify:album:",
        "https://open.spotify.com/album/",
        "\u{e9}",
    ];
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed >> 33).unwrap()
    };
    let mut text = String::new();
    for round in 0..1_000_000 {
        text.clear();
        for _ in 0..=next() % 6 {
            text.push_str(PIECES[next() % PIECES.len()]);
        }
        // Every string as an album's id; some as a user's, which is slower to judge.
        if let Ok(request) = GetAlbum::new(text.as_str()).request() {
            let word = request.path().strip_prefix("/albums/").expect("the prefix stays");
            assert!(!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{text:?}");
        }
        if round % 50 == 0 {
            check(&text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn fault_115_no_string_leaves_its_segment(text in prop_oneof![".{0,30}", "\\PC{0,300}"]) {
        check(&text);
    }
}

#[tokio::test]
async fn fault_115_hostile_ids_on_the_wire() {
    let server = RawServer::start(|exchange| exchange.answer(200, "", "{}"));
    let client = raw_client(format!("{}/v1", server.url()), &quick_clock()).build().unwrap();
    for text in HOSTILE {
        let album = client.albums().get(text).await.unwrap_err();
        assert_eq!(album.kind(), ErrorKind::InvalidArgument, "{text:?}");
    }
    assert_eq!(server.requests(), 0);
    let users: Vec<UserId> = HOSTILE.iter().filter_map(|text| UserId::parse(text).ok()).collect();
    assert!(users.len() > 5, "{users:?}");
    for user in &users {
        client.run(OfUser(Ok(user.clone()))).await.unwrap();
        let head = server.heads().pop().unwrap();
        let target = head.split(' ').nth(1).unwrap();
        assert!(stays(target.strip_prefix("/v1").unwrap(), user.as_str()), "{target}");
    }
    assert_eq!(server.requests(), users.len());
}
