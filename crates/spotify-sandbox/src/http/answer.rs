//! Answers before they go on the wire.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::json;

/// A complete answer, and on whose behalf it was given.
#[derive(Clone, Default)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) client_id: Option<Arc<str>>,
    pub(crate) user: Option<Arc<str>>,
}

impl Answer {
    pub(crate) fn new(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut answer = Self { status, body: body.into(), ..Self::default() };
        answer.headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        answer
    }

    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, ..Self::default() }
    }

    /// JSON as the Web API labels it.
    pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Self {
        // Only a map with keys that are no strings cannot be written, and there is none.
        let body = serde_json::to_vec(value).unwrap_or_default();
        let mut answer = Self::new(status, "application/json; charset=utf-8", body);
        answer.headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=0"));
        answer
    }

    /// `303 See Other`, so that a form's POST becomes a GET.
    pub(crate) fn see_other(location: &str) -> Self {
        let mut answer = Self::empty(StatusCode::SEE_OTHER);
        // A redirect URI may hold anything; what no header can carry never got past the check of the URI's characters.
        match HeaderValue::from_str(location) {
            Ok(location) => answer.headers.insert(LOCATION, location),
            Err(_) => {
                return ApiError::new(StatusCode::BAD_REQUEST, "The redirect URI has forbidden characters")
                    .into();
            }
        };
        answer.headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        answer
    }

    pub(crate) fn with(mut self, name: http::HeaderName, value: &'static str) -> Self {
        self.headers.insert(name, HeaderValue::from_static(value));
        self
    }
}

/// A refusal by the Web API: `{"error": {"status": .., "message": ".."}}`.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    message: Cow<'static, str>,
    reason: Option<&'static str>,
    authenticate: Option<&'static str>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, message: message.into(), reason: None, authenticate: None }
    }

    pub(crate) fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// There is no `kind` with this id.
    pub(crate) fn unknown(kind: &str, id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("Non existing id: 'spotify:{kind}:{id}'"))
    }

    /// The user has as much as a user can have.
    pub(crate) fn full() -> Self {
        Self::new(StatusCode::BAD_GATEWAY, "Something went wrong")
    }

    /// The player's refusals also have a `reason`.
    pub(crate) fn reason(mut self, reason: &'static str) -> Self {
        self.reason = Some(reason);
        self
    }

    /// The challenge of a 401 (RFC 6750 3).
    pub(crate) fn authenticate(mut self, challenge: &'static str) -> Self {
        self.authenticate = Some(challenge);
        self
    }
}

impl From<ApiError> for Answer {
    fn from(error: ApiError) -> Self {
        let mut inner = json!({ "status": error.status.as_u16(), "message": error.message });
        if let Some(reason) = error.reason {
            inner["reason"] = reason.into();
        }
        let mut answer = Self::json(error.status, &json!({ "error": inner }));
        if let Some(challenge) = error.authenticate {
            answer.headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        answer
    }
}
