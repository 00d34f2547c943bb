//! What an error of the HTTP client says about the request: above all, whether the server may have acted.

use std::error::Error as StdError;
use std::io;

use rustls::AlertDescription::{HandshakeFailure, InsufficientSecurity, ProtocolVersion};

use crate::transport::{TransportError, TransportErrorKind};

/// An error before the head of an answer has come. `is_its_own` where it can't be about the connection instead of the request: see
/// [`WatchedBody`](super::watched_body::WatchedBody).
pub(super) fn before_the_answer(error: ::reqwest::Error, is_its_own: bool) -> TransportError {
    let error = error.without_url();
    let mut kind = TransportErrorKind::Interrupted;
    if error.is_connect() {
        kind = match error.is_timeout() {
            true => TransportErrorKind::ConnectTimeout,
            false if find(&error).is_some_and(is_lasting) => TransportErrorKind::Untrusted,
            false => TransportErrorKind::NotSent,
        };
    } else if error.is_builder() {
        kind = TransportErrorKind::InvalidRequest;
    } else if let Some(of_http2) = find(&error).and_then(|error| left_undone(error, is_its_own)) {
        kind = of_http2;
    } else if let Some(cause) = find::<hyper::Error>(&error) {
        if cause.is_canceled() {
            kind = TransportErrorKind::NotSent;
        } else if cause.is_parse() {
            kind = TransportErrorKind::Malformed;
        } else if cause.is_incomplete_message() || cause.is_closed() || is_hang_up(cause) {
            kind = TransportErrorKind::ClosedBeforeAnswer;
        }
    }
    TransportError::new(kind).with_source(error)
}

/// An error once the body has begun: a broken connection is an interruption then.
pub(super) fn in_the_body(error: ::reqwest::Error) -> TransportError {
    // A body that ends too early is an I/O error; what remains is compression that is none.
    let is_broken = error.is_decode() && find::<hyper::Error>(&error).is_none();
    let kind = if is_broken { TransportErrorKind::Malformed } else { TransportErrorKind::Interrupted };
    TransportError::new(kind).with_source(error.without_url())
}

/// What RFC 9113 calls unprocessed (sections 6.8 and 8.7), where the server says so: streams beyond the last one that its GOAWAY names, and streams
/// that it refused. h2 tells this error to those streams alone; one that the server may have processed ends with the connection. But a GOAWAY may also
/// be the connection's error, which says nothing about one of its streams.
fn left_undone(error: &h2::Error, is_its_own: bool) -> Option<TransportErrorKind> {
    if !error.is_remote() {
        return None;
    }
    if error.is_go_away() && !is_its_own {
        return Some(TransportErrorKind::ClosedBeforeAnswer);
    }
    match error.reason()? {
        h2::Reason::REFUSED_STREAM if error.is_reset() => Some(TransportErrorKind::Unprocessed),
        h2::Reason::NO_ERROR if error.is_go_away() => Some(TransportErrorKind::Unprocessed),
        // A server in trouble, or one that finds us too eager: undone as well, and not to be sent again at once.
        _ if error.is_go_away() => Some(TransportErrorKind::NotSent),
        _ => None,
    }
}

/// Whether the next attempt to speak TLS would fail as this one did.
fn is_lasting(error: &rustls::Error) -> bool {
    use rustls::Error::{
        AlertReceived, InvalidCertificate, InvalidMessage, NoCertificatesPresented, PeerIncompatible,
        PeerMisbehaved, UnsupportedNameType,
    };
    match error {
        AlertReceived(alert) => matches!(alert, HandshakeFailure | InsufficientSecurity | ProtocolVersion),
        InvalidCertificate(_)
        | InvalidMessage(_)
        | NoCertificatesPresented
        | PeerIncompatible(_)
        | PeerMisbehaved(_)
        | UnsupportedNameType => true,
        _ => false,
    }
}

/// Whether the system reported that the other side is gone: a server that closes an idle connection as a request arrives resets it.
fn is_hang_up(error: &hyper::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected, UnexpectedEof};
    let cause = StdError::source(error).and_then(|cause| cause.downcast_ref::<io::Error>());
    cause.is_some_and(|cause| {
        matches!(
            cause.kind(),
            BrokenPipe | ConnectionAborted | ConnectionReset | NotConnected | UnexpectedEof
        )
    })
}

/// The first error of this type among the causes. What an I/O error was made of is none of its causes, and is looked at as well.
fn find<'a, E: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        let made_of = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match made_of {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}

#[cfg(test)]
mod tests;
