//! What the browser gets to see. Every byte is ours: nothing of a request is ever repeated (CVE-2025-66040
//! was that).

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY};
use http::header::{HeaderName, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::Full;
use sha2::{Digest as _, Sha256};

/// A page; its status comes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// The callback was good; the program exchanges its code now.
    Authorized,
    /// The user declined, or Spotify did.
    NotAuthorized,
    /// A callback that is not of this login, or not well-formed.
    WrongCallback,
    /// Any other path.
    NotFound,
    /// Anything but GET.
    MethodNotAllowed,
    /// No `Host` header, or several.
    BadRequest,
    /// The `Host` header names somebody else: DNS rebinding.
    Misdirected,
}

impl Page {
    fn status(self) -> StatusCode {
        match self {
            Self::Authorized | Self::NotAuthorized => StatusCode::OK,
            Self::WrongCallback | Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
        }
    }

    /// Heading and text.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Authorized => (
                "Authorized",
                "The program that asked has received the answer and finishes the login now. \
                 You can close this page and go back to it.",
            ),
            Self::NotAuthorized => (
                "Not authorized",
                "Access was not granted, and nothing was stored. \
                 You can close this page; the program that asked will say how to go on.",
            ),
            Self::WrongCallback => (
                "Not this login",
                "This address belongs to another login, or to none. \
                 The login that waits here is still open: finish it in the page that it opened.",
            ),
            Self::NotFound => {
                ("Nothing here", "A program on this computer waits here for the end of a login.")
            }
            Self::MethodNotAllowed => ("Not possible", "This address answers to GET only."),
            Self::BadRequest => ("Not understood", "The request does not say which host it is for."),
            Self::Misdirected => ("Wrong host", "The request is for another host than this one."),
        }
    }

    pub(super) fn response(self) -> Response<Full<Bytes>> {
        let (heading, text) = self.words();
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{heading}</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{heading}</h1>\n<p>{text}</p>\n\
             </main>\n</body>\n</html>\n"
        );
        let mut response = Response::new(Full::new(Bytes::from(html)));
        *response.status_mut() = self.status();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        if self == Self::MethodNotAllowed {
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET"));
        }
        protect(response)
    }
}

/// 303 to a path of ours: the browser's history and address bar lose the code (RFC 9700 section 4.3.2).
pub(super) fn see_other(path: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(LOCATION, HeaderValue::from_static(path));
    protect(response)
}

/// The headers that every answer carries: no copy in a cache, no code in a Referer, no script, no frame.
fn protect(mut response: Response<Full<Bytes>>) -> Response<Full<Bytes>> {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(CONTENT_SECURITY_POLICY, SECURITY_POLICY.clone());
    response
}

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:1.125rem/1.6 system-ui,sans-serif;margin:0;display:grid;min-height:100vh;place-items:center}\
main{max-width:32rem;padding:2rem}\
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .75rem}\
p{margin:0}";

/// Allows nothing but our own style, by its hash.
static SECURITY_POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).expect("a policy of ASCII words is a header value")
});
