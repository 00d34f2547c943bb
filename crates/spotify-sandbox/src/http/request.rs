//! A request that has arrived in full.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE, HOST};
use http::{HeaderMap, Method, Uri};
use url::{Host, Url, form_urlencoded};

use super::connection::Link;

/// The largest request body that is read. Spotify's largest, a playlist cover, has 256 KiB.
pub(crate) const BODY_LIMIT: usize = 1 << 20;

pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) link: Arc<Link>,
    /// Where the client believes the sandbox to be: links in answers begin with it. `http://127.0.0.1:PORT`.
    pub(crate) origin: String,
}

impl Request {
    /// About how many bytes it had.
    pub(crate) fn size(&self) -> usize {
        let headers = self.headers.iter().map(|(name, value)| name.as_str().len() + value.len());
        let target = self.uri.path_and_query().map_or(0, |target| target.as_str().len());
        target + headers.sum::<usize>() + self.body.len()
    }

    /// The path without a trailing slash, which some clients send (spotipy: `/v1/albums/{id}/tracks/`).
    pub(crate) fn route(&self) -> &str {
        match self.uri.path().trim_end_matches('/') {
            "" => "/",
            path => path,
        }
    }

    /// The first value of a query parameter.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.uri.query()?.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// All query parameters.
    pub(crate) fn query_pairs(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.uri.query().unwrap_or_default().as_bytes()).into_owned().collect()
    }

    /// The fields of an `application/x-www-form-urlencoded` body. Any other body counts as an empty form.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        if self.is(b"application/x-www-form-urlencoded") {
            form_urlencoded::parse(&self.body).into_owned().collect()
        } else {
            Vec::new()
        }
    }

    /// Whether the body has this media type.
    pub(crate) fn is(&self, media_type: &[u8]) -> bool {
        let label = self.headers.get(CONTENT_TYPE).map_or(&b""[..], |label| label.as_bytes());
        let label = label.split(|byte| *byte == b';').next().unwrap_or_default();
        label.trim_ascii().eq_ignore_ascii_case(media_type)
    }

    pub(crate) fn header(&self, name: impl http::header::AsHeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

/// The origin a client uses, from its `Host`; `fallback` where that is missing or could break out of a link.
pub(crate) fn origin(headers: &HeaderMap, fallback: &str) -> String {
    plain_host(headers).map_or_else(|| fallback.to_owned(), |host| format!("http://{host}"))
}

/// Whether the `Host` that was sent, and not what stands in for it, is this machine's own.
pub(crate) fn is_for_loopback(headers: &HeaderMap) -> bool {
    let Some(Ok(url)) = plain_host(headers).map(|host| Url::parse(&format!("http://{host}"))) else {
        return false;
    };
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

/// The one `Host`, if it is a name or an address, with a port perhaps, and nothing else.
fn plain_host(headers: &HeaderMap) -> Option<&str> {
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next().filter(|_| hosts.next().is_none())?.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']');
    (!host.is_empty() && host.len() <= 255 && host.bytes().all(plain)).then_some(host)
}

/// A form's or a query's field, if it is there.
pub(crate) fn field<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}
