//! How far a call of several requests had come when one of them failed.

use std::fmt;

/// How far a call of several requests had come when it failed: see [`Error::progress`](crate::Error::progress).
#[derive(Clone, PartialEq, Eq)]
pub struct Progress {
    done: Vec<String>,
    total: usize,
}

impl Progress {
    /// These were done, of so many.
    pub fn new(done: impl IntoIterator<Item = String>, total: usize) -> Self {
        Self { done: done.into_iter().collect(), total }
    }

    /// What was done, in the order of the call: the ids or URIs that Spotify has taken or answered about. Of what is not
    /// here a write may or may not have been applied only where the error's kind is
    /// [`RequestMaybeApplied`](crate::ErrorKind::RequestMaybeApplied), [`Network`](crate::ErrorKind::Network),
    /// [`Timeout`](crate::ErrorKind::Timeout), [`Server`](crate::ErrorKind::Server), or, for an answer that says success and
    /// can't be read, [`InvalidResponse`](crate::ErrorKind::InvalidResponse) or [`Decode`](crate::ErrorKind::Decode).
    #[must_use]
    pub fn done(&self) -> &[String] {
        &self.done
    }

    /// How many there are to do altogether.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} were done", self.done.len(), self.total)
    }
}

/// Shows how many: a list may have thousands.
impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Progress({self})")
    }
}
