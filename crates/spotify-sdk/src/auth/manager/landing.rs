//! What becomes of an outcome: published, remembered, or dropped because the login changed meanwhile.

use std::sync::Arc;
use std::time::Duration;

use super::Shared;
use super::owed::pay;
use super::published::Published;
use super::refresh::Outcome;
use super::state::{FlightError, Landing, State};
use crate::auth::token_info::TokenInfo;
use crate::clock::{Clock as _, SystemClock};
use crate::error::ErrorKind;

/// When a cache that did not take a token or a logout is tried again, at first and at last: the pauses double.
pub(super) const PAY_AGAIN: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(60));
/// Warn when the login ends within this time.
const LOGIN_ENDS_SOON: Duration = Duration::from_secs(14 * 24 * 60 * 60);

impl Shared {
    /// Publishes the outcome, unless the login changed meanwhile.
    pub(super) fn land(self: &Arc<Self>, outcome: Outcome, epoch: u64, is_login: bool) -> Landing {
        let mut state = self.state();
        if state.epoch != epoch {
            return Err(FlightError::Superseded);
        }
        self.settle(&mut state, outcome, is_login)
    }

    /// Publishes the outcome: what is in `state` and what is published change together.
    pub(super) fn settle(self: &Arc<Self>, state: &mut State, outcome: Outcome, is_login: bool) -> Landing {
        let clock = &self.settings.attempts.clock;
        match outcome {
            Outcome::Token { mut token, unsaved, foreign, lifetime } => {
                token.share_binding(&self.settings.binding);
                self.look_due.looked(clock.monotonic());
                if let Some(whose) = foreign
                    && !std::mem::replace(&mut state.warned_foreign, true)
                {
                    tracing::warn!(
                        whose,
                        "the token cache belongs to somebody else: this token stays in memory. Use another path or key"
                    );
                }
                let published = match Published::new(token.clone(), self.early, lifetime, clock) {
                    Ok(published) => Arc::new(published),
                    Err(error) => {
                        return Err(FlightError::Failed(error.with_kind(ErrorKind::InvalidResponse)));
                    }
                };
                self.warn_before_the_login_ends(&token);
                state.memory = Some(token);
                state.dead = None;
                state.rejected = None;
                state.unsaved = unsaved;
                state.in_cache = !unsaved && foreign.is_none();
                if unsaved {
                    self.pay_later(state, PAY_AGAIN.0);
                }
                // Under the lock, so that no older outcome overtakes it.
                if !state.closed {
                    self.published.store(Some(published.clone()));
                }
                Ok(published)
            }
            Outcome::NoLogin { error, refused, given_up } => {
                self.published.store(None);
                if given_up {
                    state.give_up_memory();
                }
                if let Some(refused) = refused {
                    state.bury(refused, error.clone(), clock.monotonic());
                }
                Err(FlightError::Failed(error))
            }
            Outcome::Failed { error, given_up } => {
                if given_up {
                    state.give_up_memory();
                }
                let now = clock.monotonic();
                if !is_login {
                    state.failed(now);
                    if let Some(wait) = error.retry_after() {
                        state.cool_down(wait, error.clone(), now);
                    }
                }
                Err(FlightError::Failed(error))
            }
            Outcome::Superseded => Err(FlightError::Superseded),
        }
    }

    /// Writes what the cache is owed, `first` from now and then until it takes it, or until nobody needs it any more: for a provider that
    /// is gone a token is tried once more, a logout until it is done.
    pub(super) fn pay_later(self: &Arc<Self>, state: &mut State, first: Duration) {
        let process = std::process::id();
        if state.saving_later.replace(process) == Some(process) {
            return;
        }
        let Ok(background) = crate::runtime::background() else { return };
        let shared = self.clone();
        background.spawn(async move {
            let provider = Arc::downgrade(&shared);
            if !first.is_zero() {
                shared.settings.attempts.clock.sleep(first).await;
            }
            let mut kept = Some(shared);
            let mut pause = PAY_AGAIN.0;
            while let Some(shared) = kept.take().or_else(|| provider.upgrade()) {
                pay(&shared).await;
                if !shared.is_still_owing() {
                    return;
                }
                kept = shared.owes_logout().then_some(shared);
                // Real time: what is down is not our clock.
                SystemClock.sleep(pause).await;
                pause = (pause * 2).min(PAY_AGAIN.1);
            }
        });
    }

    fn owes_logout(&self) -> bool {
        self.state().owed_logout.is_some()
    }

    /// Whether there is still something to be written; notes that nobody will if not.
    fn is_still_owing(&self) -> bool {
        let mut state = self.state();
        if !state.owes() || state.closed {
            state.saving_later = None;
        }
        state.saving_later.is_some()
    }

    fn warn_before_the_login_ends(&self, token: &TokenInfo) {
        let Some(ends) = token.refresh_token_expires_at() else { return };
        let left = ends.duration_since(self.settings.attempts.clock.now()).unwrap_or_default();
        if left < LOGIN_ENDS_SOON {
            let days_left = left.as_secs() / (24 * 60 * 60);
            tracing::warn!(
                days_left,
                "this login ends soon, six months after it began: have the user authorize again"
            );
        }
    }
}
