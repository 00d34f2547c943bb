//! What kind of refusal it is. A status says little: 403 has seven meanings, and two of them are 401 or 404 elsewhere.

use crate::error::ErrorKind;
use crate::operation::{Availability, Operation};

/// `is_spotifys`: the body is Spotify's error object. That an operation is closed only Spotify can say; a proxy that lets nothing
/// through answers with the same status, and with an empty body or a word.
pub(super) fn kind(
    status: u16,
    message: &str,
    reason: Option<&str>,
    is_spotifys: bool,
    operation: &Operation,
) -> ErrorKind {
    let message = message.to_ascii_lowercase();
    match (status, reason) {
        (429, Some("QUOTA_EXCEEDED")) => return ErrorKind::QuotaExceeded,
        (403, Some("PREMIUM_REQUIRED")) => return ErrorKind::PremiumRequired,
        // The player's other reasons say all there is to say.
        (403 | 404, Some(_)) => return by_status(status),
        _ => {}
    }
    match status {
        401 => unauthorized(&message, operation),
        403 => forbidden(&message, is_spotifys, operation),
        // Operations closed in November 2024 answer as if they did not exist; what is missing behind an open one is named.
        404 if operation.availability == Availability::Before2024
            && is_spotifys
            && says_nothing(&message, "not found") =>
        {
            ErrorKind::ClosedToApp
        }
        _ => by_status(status),
    }
}

/// Of every status but 401, which [`unauthorized`] reads.
fn by_status(status: u16) -> ErrorKind {
    match status {
        400 => ErrorKind::BadRequest,
        403 => ErrorKind::Forbidden,
        404 => ErrorKind::NotFound,
        429 => ErrorKind::RateLimited,
        500..=599 => ErrorKind::Server,
        _ => ErrorKind::UnexpectedStatus,
    }
}

fn unauthorized(message: &str, operation: &Operation) -> ErrorKind {
    // The player reports a missing scope as 401 (`Permissions missing`), the upload of covers as `Unauthorized.`.
    if (message.contains("permission") || message == "unauthorized.") && !operation.scopes.is_empty() {
        return ErrorKind::MissingScope;
    }
    if message.contains("user authentication required") {
        return ErrorKind::UserLoginRequired;
    }
    ErrorKind::Unauthorized
}

fn forbidden(message: &str, is_spotifys: bool, operation: &Operation) -> ErrorKind {
    if message.contains("scope") {
        return ErrorKind::MissingScope;
    }
    if message.contains("requires user authentication") {
        return ErrorKind::UserLoginRequired;
    }
    if message.contains("premium subscription required for the owner") {
        return ErrorKind::OwnerWithoutPremium;
    }
    if ["not registered", "not be registered", "not approved"].iter().any(|text| message.contains(text)) {
        return ErrorKind::UserNotRegistered;
    }
    if message.contains("premium required") {
        return ErrorKind::PremiumRequired;
    }
    if operation.availability != Availability::Everyone && is_spotifys && says_nothing(message, "forbidden") {
        return ErrorKind::ClosedToApp;
    }
    ErrorKind::Forbidden
}

/// Whether a message is no more than the name of its status.
fn says_nothing(message: &str, name: &str) -> bool {
    let rest = message.strip_prefix("service ").unwrap_or(message).strip_prefix(name);
    rest.is_some_and(|rest| matches!(rest, "" | "." | ", with a body that says nothing"))
}
