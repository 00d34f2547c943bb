//! The login that waits: what a callback must hold, and the first right one.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Notify;

use crate::error::{Error, ErrorKind, Result};
use crate::oauth::AuthorizationCallback;

/// Shared by the listener and by whoever pastes a callback. The first callback with the right state settles
/// it; RFC 9700 section 2.1 wants the state used once.
pub(super) struct Pending {
    state: SecretString,
    issuer: Option<String>,
    outcome: OnceLock<Outcome>,
    settled: Notify,
    rejected: AtomicUsize,
}

/// How the user's visit to the consent page ended.
pub(super) enum Outcome {
    /// The callback, which holds a code.
    Authorized(SecretString),
    /// The callback had the right state and an `error`.
    Refused(Error),
}

impl Pending {
    pub(super) fn new(state: &str, issuer: Option<String>) -> Self {
        Self {
            state: state.into(),
            issuer,
            outcome: OnceLock::new(),
            settled: Notify::new(),
            rejected: AtomicUsize::new(0),
        }
    }

    /// Judges a callback, state first. `Ok`: it belongs to this login (and settled it, if it was the first).
    ///
    /// # Errors
    /// [`ErrorKind::StateMismatch`] and [`ErrorKind::InvalidCallback`]: it does not belong to this login,
    /// which goes on waiting.
    pub(super) fn offer(&self, callback: &str) -> Result<()> {
        let judged = AuthorizationCallback::parse_from(
            callback,
            Some(self.state.expose_secret()),
            self.issuer.as_deref(),
        );
        let outcome = match judged {
            Ok(_) => Outcome::Authorized(callback.into()),
            Err(error) if matches!(error.kind(), ErrorKind::StateMismatch | ErrorKind::InvalidCallback) => {
                return Err(error);
            }
            Err(error) => Outcome::Refused(error),
        };
        // The second right one finds it settled and changes nothing.
        if self.outcome.set(outcome).is_ok() {
            self.settled.notify_one();
        }
        Ok(())
    }

    /// The issuer to compare an `iss` with.
    pub(super) fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// How it ended, once it has.
    pub(super) fn outcome(&self) -> Option<&Outcome> {
        self.outcome.get()
    }

    /// Completes when there is an outcome. One waiter: the login itself.
    pub(super) async fn settled(&self) -> &Outcome {
        loop {
            match self.outcome.get() {
                Some(outcome) => return outcome,
                None => self.settled.notified().await,
            }
        }
    }

    /// Counts a callback that the listener turned away.
    pub(super) fn reject(&self) {
        self.rejected.fetch_add(1, Ordering::Relaxed);
    }

    /// How many callbacks the listener turned away.
    pub(super) fn rejected(&self) -> usize {
        self.rejected.load(Ordering::Relaxed)
    }
}
