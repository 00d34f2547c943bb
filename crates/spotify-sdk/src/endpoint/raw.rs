//! A request made by hand, for what this crate has no operation for.

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::form_urlencoded;

use super::{ApiRequest, Body, Endpoint};
use crate::decode::{Decode, json};
use crate::error::{Error, Result, excerpt};
use crate::id::SEGMENT;
use crate::operation::{Method, Operation, Repeat};

/// Any method and path below the API's base URL: see [`SpotifyClient::request`](crate::SpotifyClient::request).
#[derive(Debug, Clone)]
pub struct RawRequest {
    method: Method,
    path: Result<String>,
    query: String,
    body: Result<Body>,
    repeat: Repeat,
}

impl RawRequest {
    /// A request without query and body. `path` begins with `/`; each of its segments is percent-encoded here.
    pub fn new(method: Method, path: &str) -> Self {
        let repeat = if method == Method::Get { Repeat::Safe } else { Repeat::OnlyIfUnsent };
        Self { method, path: encode(path), query: String::new(), body: Ok(Body::None), repeat }
    }

    pub(crate) fn add_query(&mut self, name: &str, value: &str) {
        let pair = form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(&pair);
    }

    pub(crate) fn set_json(&mut self, body: &impl Serialize) {
        self.body = serde_json::to_vec(body)
            .map(|json| Body::Json(json.into()))
            .map_err(|error| Error::invalid_argument("the body can't be written as JSON").with_source(error));
    }

    pub(crate) fn set_body(&mut self, content_type: &'static str, bytes: Bytes) {
        self.body = Ok(Body::Bytes { content_type, bytes });
    }

    pub(crate) fn set_safe_to_repeat(&mut self) {
        self.repeat = Repeat::Safe;
    }
}

/// The path with its segments encoded. A segment that would climb out of the base URL is refused, as an encoded one is by some servers
/// decoded again.
fn encode(path: &str) -> Result<String> {
    let refuse = |rule: &str| {
        let shown = excerpt(path.as_bytes()).unwrap_or_default();
        Err(Error::invalid_argument(format!("the path `{shown}` can't be requested: {rule}")))
    };
    let Some(segments) = path.strip_prefix('/') else {
        return refuse("it must begin with `/`, below the base URL");
    };
    if path.contains(['?', '#', '\\']) || path.chars().any(char::is_control) {
        return refuse("it must be a path alone; parameters go into `query`");
    }
    let mut encoded = String::with_capacity(path.len());
    for segment in segments.split('/') {
        if matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "" | "." | "..") {
            return refuse("a segment is empty, `.` or `..`");
        }
        encoded.push('/');
        encoded.extend(percent_encoding::utf8_percent_encode(segment, SEGMENT));
    }
    Ok(encoded)
}

impl Endpoint for RawRequest {
    type Output = RawAnswer;
    const OPERATION: Operation = Operation::get("request", "(by hand)");

    fn operation(&self) -> Operation {
        Operation { method: self.method, repeat: self.repeat, ..Self::OPERATION }
    }

    fn request(&self) -> Result<ApiRequest> {
        Ok(ApiRequest::assembled(self.method, self.path.clone()?, self.query.clone(), self.body.clone()?))
    }
}

/// A successful answer to a [`RawRequest`], unread.
#[derive(Debug, Clone)]
pub struct RawAnswer {
    status: u16,
    body: Bytes,
}

impl RawAnswer {
    /// The HTTP status, 200 to 299.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The body as it came, decompressed.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The body read as JSON: a model of this crate, one of yours, or `serde_json::Value`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidResponse`](crate::ErrorKind::InvalidResponse) when it is not JSON,
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) when it is JSON of another shape.
    #[doc(alias = "json_as")]
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        json(&RawRequest::OPERATION, self.status, &self.body)
    }
}

impl Decode for RawAnswer {
    fn decode(_: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        Ok(Self { status, body: body.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_below_the_base_url() {
        assert_eq!(encode("/users/a b#%/playlists").map_err(|_| ()), Err(()));
        assert_eq!(encode("/users/a b%/playlists").unwrap(), "/users/a%20b%25/playlists");
        for bad in [
            "",
            "me",
            "//evil.example",
            "/../x",
            "/a/%2e%2E/b",
            "/a?b=c",
            "/a\\b",
            "https://evil.example/",
            "/a/",
            "/a\n",
        ] {
            let error = encode(bad).expect_err(bad).to_string();
            assert!(!error.contains(char::is_control), "{error:?}");
        }
    }

    #[test]
    fn only_reads_are_repeated_unless_told() {
        assert_eq!(RawRequest::new(Method::Get, "/me").operation().repeat, Repeat::Safe);
        let mut post = RawRequest::new(Method::Post, "/me/player/queue");
        assert_eq!(post.operation().repeat, Repeat::OnlyIfUnsent);
        post.set_safe_to_repeat();
        assert_eq!((post.operation().repeat, post.operation().method), (Repeat::Safe, Method::Post));
    }
}
