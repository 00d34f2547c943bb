//! What becomes of an outcome: published, remembered, or dropped because the login changed meanwhile.

use std::sync::Arc;
use std::time::Duration;

use super::Shared;
use super::published::Published;
use super::refresh::Outcome;
use super::runner::save_again;
use super::state::{FlightError, Landing, State};
use crate::auth::token_info::TokenInfo;
use crate::clock::{Clock as _, SystemClock};
use crate::error::ErrorKind;

/// When a cache that did not take a token is tried again, at first and at last: the pauses double.
const SAVE_AGAIN: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(60));
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
            Outcome::Token { mut token, unsaved, foreign } => {
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
                let published = match Published::new(token.clone(), self.early, clock) {
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
                let process = std::process::id();
                if unsaved && state.saving_later.replace(process) != Some(process) {
                    self.clone().save_later();
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

    /// Tries until the cache takes what is in memory, or until nobody needs it any more: a provider that is gone is waited for once.
    fn save_later(self: Arc<Self>) {
        let Ok(background) = crate::runtime::background() else { return };
        background.spawn(async move {
            self.settings.attempts.clock.sleep(SAVE_AGAIN.0).await;
            save_again(&self).await;
            let provider = Arc::downgrade(&self);
            drop(self);
            let mut pause = SAVE_AGAIN.0;
            while provider.upgrade().is_some_and(|shared| shared.is_still_unsaved()) {
                // Real time: what is down is not our clock.
                SystemClock.sleep(pause).await;
                pause = (pause * 2).min(SAVE_AGAIN.1);
                if let Some(shared) = provider.upgrade() {
                    save_again(&shared).await;
                }
            }
        });
    }

    /// Whether there is still something to be stored; notes that nobody will if not.
    fn is_still_unsaved(&self) -> bool {
        let mut state = self.state();
        if !state.unsaved || state.closed {
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
