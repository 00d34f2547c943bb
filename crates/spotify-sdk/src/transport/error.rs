//! What can go wrong on the way, told apart by whether the server may have acted.

use std::error::Error as StdError;
use std::fmt;

/// Why a request has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The server can't have seen the request: no address, no connection, TLS refused.
    NotSent,
    /// There is no secure connection to be had: the certificate is not trusted or is another host's, or the server speaks no TLS of today. Nothing was sent.
    Untrusted,
    /// The server said itself that it did nothing with the request (HTTP/2: `REFUSED_STREAM`, or a `GOAWAY` that left it out) and expects it on
    /// another connection.
    Unprocessed,
    /// A connection that had been idle was closed before one byte of the answer came. The server very likely never saw the request,
    /// but that can't be proven.
    ClosedBeforeAnswer,
    /// The connection broke after the request was sent.
    Interrupted,
    /// No connection within the time limit; the server can't have seen the request.
    ConnectTimeout,
    /// No complete answer within the time limit.
    Timeout,
    /// What came is no HTTP, or its body is not compressed as it says. The server may have acted.
    Malformed,
    /// The answer's body is larger than allowed.
    BodyTooLarge,
    /// The request can't be sent as it is.
    InvalidRequest,
}

/// A request without an answer.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// An error of the given kind.
    #[must_use]
    pub fn new(kind: TransportErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// Adds the cause. It may end up in logs: no secrets in it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What happened.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::NotSent => "no connection to the server",
            TransportErrorKind::Untrusted => "no secure connection to the server",
            TransportErrorKind::Unprocessed => "the server did not take the request",
            TransportErrorKind::ClosedBeforeAnswer => "the server closed the connection before it answered",
            TransportErrorKind::Interrupted => "the connection broke before the answer was complete",
            TransportErrorKind::ConnectTimeout => "no connection to the server within the time limit",
            TransportErrorKind::Timeout => "no complete answer within the time limit",
            TransportErrorKind::Malformed => "what the server sent is not an HTTP answer that can be read",
            TransportErrorKind::BodyTooLarge => "the answer is larger than allowed",
            TransportErrorKind::InvalidRequest => "the request can't be sent",
        })?;
        // The innermost cause says most: "Connection refused", "certificate has expired".
        let mut cause = self.source();
        while let Some(inner) = cause.and_then(StdError::source) {
            cause = Some(inner);
        }
        match cause {
            Some(cause) => write!(f, " ({cause})"),
            None => Ok(()),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
