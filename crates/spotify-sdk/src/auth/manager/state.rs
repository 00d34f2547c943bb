//! What a manager remembers between calls, and who renews next.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::watch;

use super::published::Published;
use super::{Shared, TokenManager, runner};
use crate::auth::token_info::TokenInfo;
use crate::error::{Error, ErrorKind, Result};
use crate::runtime;

/// Renewals are at least this far apart, however short the tokens live: a service that hands out expired tokens is not hammered.
const RENEWAL_GAP: Duration = Duration::from_secs(1);

/// How often a dead login's cache is looked at again: another process may have logged in.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// How a renewal ended, for everyone who waited for it.
pub(super) type Landing = std::result::Result<Arc<Published>, FlightError>;

/// Why a renewal brought no token.
#[derive(Debug, Clone)]
pub(crate) enum FlightError {
    /// It failed.
    Failed(Error),
    /// Somebody logged in or out meanwhile.
    Superseded,
}

/// A renewal under way.
pub(super) struct Flight {
    pub(super) outcome: watch::Receiver<Option<Landing>>,
    /// The process that runs it: after a `fork` the child's copy will never land.
    process: u32,
}

/// A login that has ended.
#[derive(Clone)]
pub(super) struct Dead {
    pub(super) refresh_token: Option<String>,
    pub(super) error: Error,
    looked_at: Duration,
}

pub(super) struct State {
    /// Grows with every login and logout; what began under an older number is not published.
    pub(super) epoch: u64,
    pub(super) flight: Option<Flight>,
    /// What was stored or read last, also when the cache has lost it since.
    pub(super) memory: Option<TokenInfo>,
    /// The refresh token that the program configured; given up at a logout.
    pub(super) configured: Option<SecretString>,
    /// The access token that the Web API refused last.
    pub(super) rejected: Option<String>,
    pub(super) dead: Option<Dead>,
    /// The token endpoint asked for a long pause: until then (monotonic) its error is the answer.
    cooling: Option<(Duration, Error)>,
    last_renewal: Option<Duration>,
    /// A token that the cache did not take.
    pub(super) unsaved: Option<TokenInfo>,
    /// Warned about already, so that it is said once.
    pub(super) warned_foreign: bool,
    pub(super) users: usize,
    pub(super) close_when_unused: bool,
    pub(super) closed: bool,
}

/// What a caller gets at once.
pub(super) enum Join {
    Ready(Arc<Published>),
    /// A renewal to wait for; with a token that still works meanwhile, where there is one.
    Flight {
        outcome: watch::Receiver<Option<Landing>>,
        fallback: Option<Arc<Published>>,
    },
}

impl State {
    pub(super) fn new(configured: Option<SecretString>) -> Self {
        Self {
            epoch: 0,
            flight: None,
            memory: None,
            configured,
            rejected: None,
            dead: None,
            cooling: None,
            last_renewal: None,
            unsaved: None,
            warned_foreign: false,
            users: 0,
            close_when_unused: false,
            closed: false,
        }
    }

    pub(super) fn check_open(&self) -> Result<()> {
        if self.closed {
            return Err(
                Error::new(ErrorKind::Closed, "the provider was closed").with_advice("Make a new one")
            );
        }
        Ok(())
    }

    /// A login has ended, or there is none.
    pub(super) fn bury(&mut self, refresh_token: Option<String>, error: Error, now: Duration) {
        if self.memory.as_ref().and_then(TokenInfo::refresh_token) == refresh_token.as_deref() {
            self.memory = None;
        }
        self.dead = Some(Dead { refresh_token, error, looked_at: now });
    }

    /// A long pause was asked for.
    pub(super) fn cool_down(&mut self, wait: Duration, error: Error, now: Duration) {
        self.cooling = Some((now + wait, error));
    }

    /// The login changed: nothing that was known about the old one holds.
    pub(super) fn new_login(&mut self, memory: Option<TokenInfo>) {
        self.epoch += 1;
        self.flight = None;
        self.memory = memory;
        self.rejected = None;
        self.dead = None;
        self.cooling = None;
        self.unsaved = None;
    }
}

impl Shared {
    /// Joins the renewal under way, or starts one.
    pub(super) fn join(&self, manager: &TokenManager) -> Result<Join> {
        let clock = &self.settings.attempts.clock;
        let mut state = self.state();
        state.check_open()?;
        let published = self.published.load_full();
        if let Some(published) = &published
            && published.is_fresh(clock)
        {
            return Ok(Join::Ready(published.clone()));
        }
        let fallback = published.clone().filter(|published| published.is_valid(clock));
        let now = clock.monotonic();
        if let Some((until, error)) = state.cooling.clone() {
            if now < until {
                return match fallback {
                    Some(still_valid) => Ok(Join::Ready(still_valid)),
                    None => Err(error.with_retry_after(Some(until - now))),
                };
            }
            state.cooling = None;
        }
        let process = std::process::id();
        if let Some(flight) = &state.flight
            && flight.process == process
        {
            return Ok(Join::Flight { outcome: flight.outcome.clone(), fallback });
        }
        if let Some(dead) = &mut state.dead {
            if now < dead.looked_at + LOOK_AGAIN {
                return Err(dead.error.clone());
            }
            dead.looked_at = now;
        }
        if let (Some(published), Some(last)) = (published, state.last_renewal)
            && published.short_lived
            && now < last + RENEWAL_GAP
        {
            return Ok(Join::Ready(published));
        }
        state.last_renewal = Some(now);
        let (sender, outcome) = watch::channel(None);
        let epoch = state.epoch;
        state.flight = Some(Flight { outcome: outcome.clone(), process });
        drop(state);
        let manager = manager.clone();
        let background = runtime::background()?;
        background.clone().spawn(async move {
            // A task of its own, so that a panic in a custom cache or transport ends there and the callers hear of it.
            let leader = manager.clone();
            let landing = match background.spawn(async move { runner::renew(&leader.0, epoch).await }).await {
                Ok(landing) => landing,
                Err(_) => Err(FlightError::Failed(super::panicked())),
            };
            let mut state = manager.0.state();
            if state.epoch == epoch {
                state.flight = None;
            }
            drop(state);
            let _ = sender.send(Some(landing));
        });
        Ok(Join::Flight { outcome, fallback })
    }
}
