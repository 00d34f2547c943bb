//! How the rest of the crate makes errors: a kind and a message, then what else is known.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use super::{Aftermath, Error, ErrorKind, Inner, Progress, excerpt};

impl Error {
    /// An error of your own, for custom providers, caches and transports. Keep secrets out of `message`.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            kind,
            message: message.into(),
            advice: None,
            status: None,
            reason: None,
            oauth_error: None,
            retry_after: None,
            json_path: None,
            operation: None,
            body: None,
            progress: None,
            aftermath: None,
            source: None,
        }))
    }

    /// Adds what to do next; `Display` shows it after the message.
    #[must_use]
    pub fn with_advice(self, advice: impl Into<String>) -> Self {
        self.edit(|inner| inner.advice = Some(advice.into()))
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.edit(|inner| inner.source = Some(Arc::from(source.into())))
    }

    /// An argument that can't work; nothing was sent.
    pub(crate) fn invalid_argument(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidArgument, message)
    }

    /// Configuration that can't work; nothing was sent.
    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    /// An answer that the protocol does not allow.
    pub(crate) fn invalid_response(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidResponse, message)
    }

    pub(crate) fn with_kind(self, kind: ErrorKind) -> Self {
        self.edit(|inner| inner.kind = kind)
    }

    pub(crate) fn with_status(self, status: u16) -> Self {
        self.edit(|inner| inner.status = Some(status))
    }

    pub(crate) fn with_reason(self, reason: Option<String>) -> Self {
        self.edit(|inner| inner.reason = reason)
    }

    pub(crate) fn with_oauth_error(self, code: impl Into<String>) -> Self {
        self.edit(|inner| inner.oauth_error = Some(code.into()))
    }

    pub(crate) fn with_retry_after(self, wait: Option<Duration>) -> Self {
        self.edit(|inner| inner.retry_after = wait)
    }

    pub(crate) fn with_json_path(self, path: String) -> Self {
        self.edit(|inner| inner.json_path = Some(path))
    }

    pub(crate) fn with_operation(self, operation: &'static str) -> Self {
        self.edit(|inner| inner.operation = Some(operation))
    }

    /// Keeps the beginning of `body`, without what looks like a secret.
    pub(crate) fn with_body(self, body: &[u8]) -> Self {
        self.edit(|inner| inner.body = excerpt(body))
    }

    /// Adds how far a call of several requests had come.
    #[must_use]
    pub fn with_progress(self, progress: Progress) -> Self {
        self.edit(|inner| inner.progress = Some(progress))
    }

    /// Adds what was seen after the answer to a write was lost, and advises accordingly.
    #[must_use]
    pub fn with_aftermath(self, aftermath: Aftermath) -> Self {
        self.edit(|inner| {
            inner.advice = Some(aftermath.advice().to_owned());
            inner.aftermath = Some(aftermath);
        })
    }

    fn edit(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }
}
