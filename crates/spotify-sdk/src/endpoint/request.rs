//! What an operation sends, and how it is put together.

use std::fmt::Display;

use bytes::Bytes;
use serde::Serialize;
use url::form_urlencoded;

use crate::error::{Error, Result};
use crate::id::{SEGMENT, SpotifyId};
use crate::operation::{Method, Operation};

/// A request to the Web API, without the origin it goes to and the token it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiRequest {
    method: Method,
    path: String,
    query: String,
    body: Body,
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Body {
    /// None. Spotify wants a `Content-Length: 0` with `PUT` and `POST` all the same.
    #[default]
    None,
    /// JSON, to be sent as `application/json`.
    Json(Bytes),
    /// Anything else.
    Bytes {
        /// The `Content-Type`.
        content_type: &'static str,
        /// What is sent.
        bytes: Bytes,
    },
}

impl ApiRequest {
    /// Begins the request of `operation`.
    #[must_use]
    pub fn builder(operation: &Operation) -> RequestBuilder {
        RequestBuilder {
            operation: *operation,
            template: operation.path,
            request: Ok(Self {
                method: operation.method,
                path: String::new(),
                query: String::new(),
                body: Body::None,
            }),
        }
    }

    /// From parts that were checked and encoded already.
    pub(super) fn assembled(method: Method, path: String, query: String, body: Body) -> Self {
        Self { method, path, query, body }
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// The path below the base URL: begins with `/`, every segment percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query, encoded, without its `?`; empty for none.
    #[must_use]
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.body
    }
}

/// Puts an [`ApiRequest`] together. The first argument that can't work ends it; [`build`](Self::build) says why.
#[derive(Debug)]
pub struct RequestBuilder {
    pub(super) operation: Operation,
    /// What of the path's template has not been used yet.
    template: &'static str,
    request: Result<ApiRequest>,
}

impl RequestBuilder {
    /// Fills the next parameter of the path. Only ids enter a path, and only those that are valid for their kind.
    #[must_use]
    pub fn id<I: SpotifyId>(self, id: &Result<I>) -> Self {
        let id = id.clone().and_then(|id| id.validate().map(|()| id));
        self.fill(id.as_ref().map(SpotifyId::as_str).map_err(Clone::clone))
    }

    /// The same for what is no id of Spotify's common kinds but any word, which the parameter calls `name`.
    #[must_use]
    pub(super) fn segment(self, name: &str, text: &str) -> Self {
        // What a URL parser would take for a step up the path is no word.
        let is_word = !matches!(text.trim(), "" | "." | "..") && !text.contains(char::is_control);
        self.fill(if is_word {
            Ok(text)
        } else {
            Err(Error::invalid_argument(format!("`{name}` is empty, or nothing that can stand in a path")))
        })
    }

    fn fill(mut self, text: Result<&str>) -> Self {
        let (before, after) = self
            .template
            .split_once('{')
            .and_then(|(before, rest)| Some((before, rest.split_once('}')?.1)))
            .expect("an operation fills no more parameters than its path has");
        self.template = after;
        self.request = self.request.and_then(|mut request| {
            let text = text?;
            request.path.push_str(before);
            request.path.extend(percent_encoding::utf8_percent_encode(text, SEGMENT));
            Ok(request)
        });
        self
    }

    /// Adds a parameter to the query, if it has a value.
    #[must_use]
    pub fn query(mut self, name: &str, value: Option<impl Display>) -> Self {
        if let (Ok(request), Some(value)) = (&mut self.request, value) {
            let pair = form_urlencoded::Serializer::new(String::new())
                .append_pair(name, &value.to_string())
                .finish();
            if !request.query.is_empty() {
                request.query.push('&');
            }
            request.query.push_str(&pair);
        }
        self
    }

    /// As [`query`](Self::query), for a value that may not work.
    #[must_use]
    pub fn try_query(self, name: &str, value: Result<Option<impl Display>>) -> Self {
        match value {
            Ok(value) => self.query(name, value),
            Err(error) => self.fail(|| error),
        }
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.request = self.request.and_then(|mut request| {
            let json = serde_json::to_vec(body).map_err(|error| {
                Error::invalid_argument("an argument can't be written as JSON").with_source(error)
            })?;
            request.body = Body::Json(json.into());
            Ok(request)
        });
        self
    }

    /// Sets a body of another kind.
    #[must_use]
    pub fn body(mut self, body: Body) -> Self {
        if let Ok(request) = &mut self.request {
            request.body = body;
        }
        self
    }

    /// Ends with this error, if nothing was wrong before.
    #[must_use]
    pub fn fail(mut self, error: impl FnOnce() -> Error) -> Self {
        self.request = self.request.and_then(|_| Err(error()));
        self
    }

    /// The request.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when an argument can't work.
    pub fn build(self) -> Result<ApiRequest> {
        let mut request = self.request.map_err(|error| error.with_operation(self.operation.id))?;
        request.path.push_str(self.template);
        Ok(request)
    }
}
