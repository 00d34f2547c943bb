//! One error type for everything that can go wrong, and what to do about it.
//!
//! [`Error`] is opaque and cheap to clone (one answer of the Accounts service may be the failure of ten thousand waiting
//! tasks). Match on [`Error::kind`]; show it with `Display`, which says what happened and what to do next. No error text
//! ever holds a token, a secret, an authorization code or a verifier.

mod aftermath;
mod build;
mod kind;
mod progress;
mod scrub;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use aftermath::Aftermath;
pub use kind::ErrorKind;
pub use progress::Progress;
pub(crate) use scrub::{excerpt, one_line, without};
pub use scrub::{names_secret, scrub};

/// The result of everything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, where, and what to do next.
///
/// ```
/// use spotify_sdk::{ErrorKind, id::AlbumId};
///
/// let error = AlbumId::parse("../me/player").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::InvalidArgument);
/// assert!(!error.is_transient());
/// ```
#[derive(Clone)]
pub struct Error(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    message: String,
    advice: Option<String>,
    status: Option<u16>,
    reason: Option<String>,
    oauth_error: Option<String>,
    retry_after: Option<Duration>,
    json_path: Option<String>,
    operation: Option<&'static str>,
    body: Option<String>,
    progress: Option<Progress>,
    aftermath: Option<Aftermath>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    /// What kind of failure this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The message: Spotify's own where Spotify sent one, else ours. Without the advice that `Display` adds.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What to do next, where there is something to do.
    #[must_use]
    pub fn advice(&self) -> Option<&str> {
        self.0.advice.as_deref()
    }

    /// The HTTP status of the answer, where there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Spotify's `reason` code, such as `NO_ACTIVE_DEVICE` or `QUOTA_EXCEEDED`. The list is open.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The `error` code of the Accounts service (RFC 6749 sections 4.1.2.1 and 5.2), such as `invalid_grant`.
    #[must_use]
    pub fn oauth_error(&self) -> Option<&str> {
        self.0.oauth_error.as_deref()
    }

    /// How long Spotify asked to wait (`Retry-After`), or how much of a cool-down is left.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Where in the JSON of the answer decoding failed, such as `items[3].track.name`.
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// The operation that failed, by its id in Spotify's API description, such as `get-an-album`.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The beginning of the answer's body, at most 200 characters, with everything that looks like a secret taken out.
    #[must_use]
    pub fn body_excerpt(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// How far a call of several requests had come: a list that was split, a change made step by step. `None` for a call of
    /// one request, and where nothing was sent.
    #[must_use]
    pub fn progress(&self) -> Option<&Progress> {
        self.0.progress.as_ref()
    }

    /// In which state a playlist was found right after the answer to a change of it had been lost. Looked for where the call knows the
    /// state from before: with a `snapshot_id` of yours, and from the second request of a long change on.
    #[must_use]
    pub fn aftermath(&self) -> Option<&Aftermath> {
        self.0.aftermath.as_ref()
    }

    /// Whether the same call may succeed later with nothing changed: a lost connection, a timeout, a 5xx, a rate limit, or, after
    /// hours, a quota: see [`retry_after`](Self::retry_after).
    ///
    /// A write whose answer was lost ([`ErrorKind::RequestMaybeApplied`]) is not transient: repeating it could apply it twice.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.0.kind.is_transient()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { message, advice, status, operation, .. } = &*self.0;
        if let Some(operation) = operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(message)?;
        if let Some(status) = status {
            write!(f, " (HTTP {status}")?;
            if let Some(reason) = &self.0.reason {
                write!(f, ", {reason}")?;
            }
            if let Some(wait) = self.0.retry_after {
                write!(f, ", again in {}", spoken(wait))?;
            }
            f.write_str(")")?;
        }
        if let Some(path) = &self.0.json_path {
            write!(f, " at `{path}`")?;
        }
        if let Some(progress) = &self.0.progress {
            write!(f, ", when {progress}")?;
        }
        if let Some(advice) = advice {
            write!(f, ". {advice}")?;
        }
        Ok(())
    }
}

/// A time to wait, rounded up: `57 s`, `12 min`, `13 h 36 min`.
fn spoken(wait: Duration) -> String {
    let seconds = wait.as_millis().div_ceil(1000);
    let minutes = seconds.div_ceil(60);
    match minutes {
        0..=2 => format!("{seconds} s"),
        3..=119 => format!("{minutes} min"),
        _ => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &inner.kind).field("message", &inner.message);
        macro_rules! show {
            ($($name:ident),*) => { $(if let Some(value) = &inner.$name { debug.field(stringify!($name), value); })* };
        }
        show!(
            advice,
            status,
            reason,
            oauth_error,
            retry_after,
            json_path,
            operation,
            body,
            progress,
            aftermath,
            source
        );
        debug.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
