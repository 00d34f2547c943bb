//! Ids, of Spotify's things and of a program's users, and where they stand in a request or on a disk.

use percent_encoding::percent_decode_str;
use url::Url;

use super::check_error;
use crate::auth::file_name;
use crate::base_url::BaseUrl;
use crate::endpoint::{ApiRequest, Endpoint as _, RawRequest};
use crate::error::Result;
use crate::id::*;
use crate::operation::{Method, Operation};

/// An id as a program may get it from its user.
pub fn id(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    check_id::<AlbumId>(&text);
    check_id::<ArtistId>(&text);
    check_id::<TrackId>(&text);
    check_id::<PlaylistId>(&text);
    check_id::<ShowId>(&text);
    check_id::<EpisodeId>(&text);
    check_id::<AudiobookId>(&text);
    check_id::<ChapterId>(&text);
    check_id::<UserId>(&text);
    check_user_name(&text);
    check_path_by_hand(&text);
    check_file_name(&text);
}

fn check_id<I: SpotifyId + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) {
    // As an argument it is checked; in an answer it may be anything, and is checked when it is sent.
    let in_answer: I = serde_json::from_value(text.into()).expect("any text");
    for id in [I::parse(text), Ok(in_answer)] {
        let request = in_path(&id);
        match (&id, request) {
            (Ok(id), Ok(url)) => check_segments(&url, &["v1", "things", id.as_str(), "rows"]),
            (_, Err(error)) => check_error(&error),
            (Err(_), Ok(url)) => panic!("{url} from what is no id"),
        }
    }
    let Ok(id) = I::parse(text) else { return };
    id.validate().expect("what was parsed may be sent");
    assert!(text.contains(id.as_str()) || I::KIND == Kind::User, "nothing is made up");
    if I::KIND != Kind::User {
        assert!(id.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_eq!(I::parse(id.as_str()).expect("an id"), id);
        assert_eq!(I::parse(&format!("spotify:{}:{}", I::KIND, id.as_str())).expect("its URI"), id);
        assert_eq!(
            I::parse(&format!("https://open.spotify.com/{}/{}", I::KIND, id.as_str())).expect("its link"),
            id
        );
    }
    // Read from the answer that repeats it, it is the same.
    assert_eq!(serde_json::from_value::<I>(id.as_str().into()).expect("any text"), id);
}

fn check_user_name(text: &str) {
    if let Ok(user) = UserId::parse(text) {
        assert_eq!(UserId::parse(&user.url()).expect("its link"), user);
        assert!(!user.as_str().contains(char::is_control));
    }
}

fn in_path<I: SpotifyId>(id: &Result<I>) -> Result<Url> {
    let operation = Operation::get("fuzz", "/things/{id}/rows");
    let request = ApiRequest::builder(&operation).id(id).query("market", Some("SE")).build()?;
    Ok(base().join(request.path(), Some(request.query())))
}

fn base() -> BaseUrl {
    BaseUrl::parse("it", "https://api.spotify.com/v1").expect("a base URL")
}

/// The id fills one segment and changes nothing around it.
fn check_segments(url: &Url, expected: &[&str]) {
    assert_eq!(url.origin().ascii_serialization(), "https://api.spotify.com");
    assert_eq!((url.query(), url.fragment()), (Some("market=SE"), None));
    let segments: Vec<&str> = url.path_segments().expect("a path").collect();
    assert!(segments.iter().all(|segment| !segment.is_empty()), "{url}");
    let decoded: Vec<_> =
        segments.iter().map(|segment| percent_decode_str(segment).decode_utf8_lossy()).collect();
    assert_eq!(decoded, expected, "{url}");
    // Who reads the URL once more reads the same.
    assert_eq!(Url::parse(url.as_str()).as_ref(), Ok(url));
}

/// A path by hand stays below the base.
fn check_path_by_hand(text: &str) {
    for path in [text.to_owned(), format!("/users/{text}/playlists")] {
        match RawRequest::new(Method::Get, &path).request() {
            Ok(request) => {
                let url = base().join(request.path(), Some("market=SE"));
                let expected: Vec<&str> = path.split('/').skip(1).collect();
                check_segments(&url, &[&["v1"], &expected[..]].concat());
            }
            Err(error) => check_error(&error),
        }
    }
}

/// A user's key names one file in its directory, and no other user's.
fn check_file_name(key: &str) {
    let name = file_name(key);
    assert!(name.len() <= 143 && name.starts_with("token-") && name.ends_with(".json"));
    let is_harmless =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.@%+".contains(&byte);
    assert!(name.bytes().all(is_harmless), "{name}");
    if !name.contains('+') {
        let encoded = &name["token-".len()..name.len() - ".json".len()];
        assert_eq!(percent_decode_str(encoded).decode_utf8().expect("a key"), key);
    }
    assert_ne!(file_name(&format!("{key}.")), name);
}
