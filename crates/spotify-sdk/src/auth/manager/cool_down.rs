//! The token endpoint asked for a pause: an app's users hear of it from each other.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::error::{Error, Result};

/// Until when (monotonic) nothing is renewed, and what callers are told. Shared by the managers of all users, as Spotify counts requests
/// per app.
#[derive(Default)]
pub(crate) struct CoolDown(Mutex<Option<(Duration, Error)>>);

impl CoolDown {
    fn pause(&self) -> MutexGuard<'_, Option<(Duration, Error)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn begin(&self, wait: Duration, error: Error, now: Duration) {
        *self.pause() = Some((now + wait, error));
    }

    /// The endpoint answers again.
    pub(super) fn end(&self) {
        *self.pause() = None;
    }

    /// The error while it lasts.
    pub(super) fn check(&self, now: Duration) -> Result<()> {
        match &*self.pause() {
            Some((until, error)) if now < *until => Err(error.clone().with_retry_after(Some(*until - now))),
            _ => Ok(()),
        }
    }
}
