//! Addresses: where secrets may be sent, where a browser may come back to, and what an answer says about the next page.

use url::Url;

use super::{check_error, shown};
use crate::base_url::BaseUrl;
use crate::endpoint::Place;
use crate::error::Error;
use crate::oauth::RedirectUri;
use crate::page::{CursorPage, Page};

/// What would be a password in an address. The corpus and the dictionary hold it too.
const PASSWORD: &str = "canary-password";

/// An address.
pub fn address(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    check_base(&text);
    check_redirect(&text);
    check_next(&text);
}

/// Secrets go to https, or stay on this machine.
fn check_base(text: &str) {
    let base = match BaseUrl::parse("the base URL", text) {
        Ok(base) => base,
        Err(error) => {
            check_error(&error);
            return check_password(text, &error);
        }
    };
    check_origin(base.origin());
    let url = base.join("/me/player", Some("market=SE"));
    assert_eq!(url.origin().ascii_serialization(), base.origin());
    assert!(
        url.path().ends_with("/me/player") && url.query() == Some("market=SE") && url.fragment().is_none()
    );
    assert!(url.username().is_empty() && url.password().is_none());
    assert_eq!(base.join("/me", None).query(), None);
    // Read again it is the same place.
    let again = BaseUrl::parse("it", &format!("{base:?}")).expect("its own text");
    assert!(again == base && again.join("/me/player", Some("market=SE")) == url);
}

/// What stands before the `@` of an address may be a password.
fn check_password(text: &str, error: &Error) {
    let is_one = text.contains(&format!("{PASSWORD}@"));
    assert!(!is_one || !shown(error).contains(PASSWORD), "{error}");
}

fn check_origin(origin: &str) {
    let after_scheme = origin.strip_prefix("http://");
    let is_loopback = after_scheme.is_some_and(|host| {
        let host = host
            .rsplit_once(':')
            .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
            .map_or(host, |(host, _)| host);
        let is_ipv4 = host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.octets()[0] == 127);
        host == "localhost" || host == "[::1]" || is_ipv4
    });
    assert!(is_loopback || origin.starts_with("https://"), "{origin}");
}

/// A redirect URI is kept byte for byte, and a login listens on this machine only.
fn check_redirect(text: &str) {
    let uri = match RedirectUri::parse(text) {
        Ok(uri) => uri,
        Err(error) => {
            check_error(&error);
            return check_password(text, &error);
        }
    };
    assert_eq!(uri.as_str(), text);
    assert!(!text.contains(char::is_control) && !text.contains('#'));
    let json = serde_json::to_string(&uri).expect("JSON");
    assert_eq!(serde_json::from_str::<RedirectUri>(&json).expect("what we wrote"), uri);
    let url = Url::parse(text).expect("a URL");
    if url.scheme() == "http" {
        let loopback = uri.loopback().expect("plain http is for this machine");
        assert!(
            !loopback.addresses.is_empty() && loopback.addresses.iter().all(std::net::IpAddr::is_loopback)
        );
        assert!(loopback.path.starts_with('/') && loopback.path.is_ascii(), "{}", loopback.path);
    }
    // With a port that was found the rest stays as it was.
    let bound = uri.with_port(49_152).expect("a port");
    match uri.loopback().map(|loopback| loopback.port) {
        Some(None | Some(0)) => {
            assert_eq!(bound.loopback().expect("the same").port, Some(49_152));
            // None of the hosts of this machine ends in a colon or a zero.
            let start = text.find("//").map_or(0, |at| at + 2);
            let end = text[start..].find(['/', '?', '\\']).map_or(text.len(), |at| start + at);
            let host = text[..end].trim_end_matches([':', '0']);
            assert_eq!(bound.as_str(), format!("{host}:49152{}", &text[end..]));
        }
        _ => assert_eq!(bound, uri),
    }
}

/// What an answer says about the next page leads forward, or nowhere.
fn check_next(next: &str) {
    for requested in [0, 50, u32::MAX - 1] {
        let page = Page { items: vec![1, 2], next: Some(next.to_owned()), ..Page::default() };
        let offset = page.next_offset(requested);
        assert!(offset.is_none_or(|offset| offset > requested));
        assert!(offset.is_some() || requested > u32::MAX - 2);
        let empty: Page<u32> = Page { items: Vec::new(), ..page };
        assert_eq!(empty.next_offset(requested), None);
    }
    let page = CursorPage { items: vec![1], next: Some(next.to_owned()), ..CursorPage::default() };
    assert_eq!(page.next_after(), None, "without a cursor there is none");
    match Place::parse(next, "/me/albums", &["/v1", "/v1/"]) {
        Ok(place) => {
            let url = Url::parse(next.trim()).expect("an address");
            assert_eq!(url.path(), "/v1/me/albums");
            match place.number::<u32>("offset") {
                Ok(number) => assert_eq!(number.is_some(), place.get("offset").is_some()),
                Err(error) => check_error(&error),
            }
        }
        Err(error) => check_error(&error),
    }
}
