//! The rate limit: requests of an app in any thirty seconds.

use std::time::Duration;

use super::RetryAfter;

/// The rate limit: how many requests each app may send in any 30 seconds of the sandbox's clock. Give it to
/// [`Builder::rate_limit`](crate::Builder::rate_limit).
///
/// Spotify publishes no number; 120 for an app in Development Mode and 1,800 for others are fair guesses. Uploads of playlist
/// covers have a window of their own with the same number. Requests that are refused don't count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimit {
    pub(crate) requests: u64,
    pub(crate) retry_after: RetryAfter,
    pub(crate) refusal: Refusal,
    pub(crate) penalty: Option<Duration>,
}

/// How a 429 of the rate limit looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// `{"error": {"status": 429, "message": "API rate limit exceeded"}}`
    #[default]
    Json,
    /// `Too many requests`, as plain text.
    Text,
    /// No body.
    Empty,
}

impl RateLimit {
    /// At most `requests` in any 30 seconds.
    pub fn requests(requests: u64) -> Self {
        Self { requests, retry_after: RetryAfter::Exact, refusal: Refusal::Json, penalty: None }
    }

    /// What a refusal says about the time to wait. [`RetryAfter::Exact`] unless given.
    #[must_use]
    pub fn retry_after(mut self, retry_after: RetryAfter) -> Self {
        self.retry_after = retry_after;
        self
    }

    /// How a refusal looks. [`Refusal::Json`] unless given.
    #[must_use]
    pub fn refusal(mut self, refusal: Refusal) -> Self {
        self.refusal = refusal;
        self
    }

    /// Refuses everything from an app that exceeded the limit until it has kept still for this long: every further request
    /// begins the time anew. A day has been seen.
    #[must_use]
    pub fn penalty(mut self, penalty: Duration) -> Self {
        self.penalty = Some(penalty);
        self
    }
}
