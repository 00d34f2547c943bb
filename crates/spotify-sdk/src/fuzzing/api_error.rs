//! Refusals of the Web API.

use bytes::Bytes;
use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, HeaderValue};

use super::{SECRET, check_error, status_and_body};
use crate::decode;
use crate::error::{ErrorKind, without};
use crate::operation::{Availability, Operation};

/// Operations of every sort: open to all, a user's, closed in November 2024 and in February 2026.
const OPERATIONS: [Operation; 4] = [
    Operation::get("get-an-album", "/albums/{id}"),
    Operation::put("start-a-users-playback", "/me/player/play").of_user(&["user-modify-playback-state"]),
    closed(Availability::Before2024),
    closed(Availability::ExtendedQuota),
];

const fn closed(availability: Availability) -> Operation {
    let mut operation = Operation::get("get-audio-features", "/audio-features/{id}");
    operation.availability = availability;
    operation
}

/// A status in the first line, then the body, whose own first line is the `WWW-Authenticate` header, too.
pub fn api_error(input: &[u8]) {
    let (status, body) = status_and_body(input);
    // As the client does where an answer repeats the token.
    let body = Bytes::from(without(body, &[SECRET]));
    let mut headers = HeaderMap::new();
    if let Some(Ok(value)) = body.split(|byte| *byte == b'\n').next().map(HeaderValue::from_bytes) {
        headers.insert(WWW_AUTHENTICATE, value);
    }
    for operation in &OPERATIONS {
        for headers in [&HeaderMap::new(), &headers] {
            check(status, headers, &body, operation);
        }
    }
}

fn check(status: u16, headers: &HeaderMap, body: &Bytes, operation: &Operation) {
    let error = decode::api_error(status, headers, body, operation);
    check_error(&error);
    assert_eq!((error.status(), error.operation()), (Some(status), Some(operation.id)));
    let length = |text: Option<&str>| text.map_or(0, |text| text.chars().count());
    assert!((1..=303).contains(&length(Some(error.message()))), "{}", error.message());
    assert!(length(error.reason()) <= 303);
    let kind = error.kind();
    let is_possible = match status {
        400 => kind == ErrorKind::BadRequest,
        401 => {
            matches!(kind, ErrorKind::Unauthorized | ErrorKind::MissingScope | ErrorKind::UserLoginRequired)
        }
        403 => matches!(
            kind,
            ErrorKind::Forbidden
                | ErrorKind::MissingScope
                | ErrorKind::ClosedToApp
                | ErrorKind::UserNotRegistered
                | ErrorKind::OwnerWithoutPremium
                | ErrorKind::PremiumRequired
                | ErrorKind::UserLoginRequired
        ),
        404 => matches!(kind, ErrorKind::NotFound | ErrorKind::ClosedToApp),
        429 => matches!(kind, ErrorKind::RateLimited | ErrorKind::QuotaExceeded),
        500..=599 => kind == ErrorKind::Server,
        _ => kind == ErrorKind::UnexpectedStatus,
    };
    assert!(is_possible, "{status}: {kind:?}");
    // An operation that is open to everybody is never called closed, and a login is not asked for scopes that nothing needs.
    assert!(kind != ErrorKind::ClosedToApp || operation.availability != Availability::Everyone);
    assert_eq!(error.is_transient(), matches!(status, 429 | 500..=599));
}
