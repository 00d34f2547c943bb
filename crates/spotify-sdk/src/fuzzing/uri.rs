//! `spotify:` URIs and links, as people copy them.

use url::{Url, form_urlencoded};

use super::check_error;
use crate::endpoint::ApiRequest;
use crate::id::*;
use crate::operation::Operation;

/// A URI or a link.
pub fn uri(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let uri = match Uri::parse(&text) {
        Ok(uri) => uri,
        Err(error) => return check_error(&error),
    };
    assert!(uri.as_str().starts_with("spotify:") && !uri.as_str().contains(char::is_control), "{uri}");
    check_query(&uri);
    match uri.kind() {
        // Names of users may have signs of which URIs are made.
        Some(Kind::User) => {}
        Some(kind) => {
            let id = uri.as_str().rsplit(':').next().expect("there is a last part");
            assert_eq!(uri.as_str(), format!("spotify:{kind}:{id}"));
            assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric()) && text.contains(id));
            assert_eq!(Uri::parse(uri.as_str()).expect("its own text"), uri);
            let link = format!("https://open.spotify.com/intl-de/{kind}/{id}?si=0123456789abcdef");
            assert_eq!(Uri::parse(&link).expect("its link"), uri);
        }
        None => assert_eq!(Uri::parse(uri.as_str()).expect("its own text"), uri),
    }
    check_typed(&text, &uri);
    check_link(&text, &uri);
}

/// In a query it is one parameter, whole.
fn check_query(uri: &Uri) {
    let operation = Operation::post("add-to-queue", "/me/player/queue");
    let request = ApiRequest::builder(&operation)
        .query("uri", Some(uri))
        .query("device_id", Some("x"))
        .build()
        .expect("a request");
    let pairs: Vec<_> = form_urlencoded::parse(request.query().as_bytes()).into_owned().collect();
    assert_eq!(pairs, [("uri".to_owned(), uri.to_string()), ("device_id".to_owned(), "x".to_owned())]);
}

/// The id type of its kind reads the same text as the same id, and no other does, except where Spotify itself uses another kind's word.
fn check_typed(text: &str, uri: &Uri) {
    check_type::<AlbumId>(text, uri, None);
    check_type::<ArtistId>(text, uri, None);
    check_type::<TrackId>(text, uri, None);
    check_type::<PlaylistId>(text, uri, None);
    check_type::<ShowId>(text, uri, None);
    check_type::<EpisodeId>(text, uri, None);
    check_type::<AudiobookId>(text, uri, Some(Kind::Show));
    check_type::<ChapterId>(text, uri, Some(Kind::Episode));
    check_type::<UserId>(text, uri, None);
}

fn check_type<I: SpotifyId>(text: &str, uri: &Uri, also: Option<Kind>) {
    match I::parse(text) {
        Ok(id) if uri.kind() == Some(I::KIND) => {
            assert_eq!(uri.as_str(), format!("spotify:{}:{}", I::KIND, id.as_str()));
        }
        Ok(id) => assert!(uri.kind() == also && also.is_some(), "{} from {uri}", id.as_str()),
        Err(error) => {
            check_error(&error);
            assert_ne!(uri.kind(), Some(I::KIND), "{error}");
        }
    }
}

/// What is read from a link is where a browser would go with it.
fn check_link(text: &str, uri: &Uri) {
    // A user's name may have signs that a browser takes for slashes; it is encoded wherever it is sent.
    let Some(kind) = uri.kind().filter(|kind| *kind != Kind::User) else { return };
    let text = text.trim();
    if text.starts_with("spotify:") {
        return;
    }
    let is_absolute = ["http://", "https://"]
        .iter()
        .any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let link = if is_absolute { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(&link).expect("a browser can read it, too");
    assert!(matches!(url.host_str(), Some("open.spotify.com" | "play.spotify.com")), "{url}");
    let words: Vec<&str> = url.path_segments().expect("a path").filter(|word| !word.is_empty()).collect();
    let id = uri.as_str().rsplit(':').next().expect("there is a last part");
    assert!(words.contains(&kind.as_str()), "{url}");
    assert_eq!(words.last(), Some(&id), "{url}");
}
