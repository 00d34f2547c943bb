//! What a manager remembers between calls, and who renews next.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use secrecy::SecretString;
use tokio::sync::watch;

use super::ownership::Standing;
use super::published::Published;
use super::refresh::{Refused, not_logged_in};
use super::{PATIENCE, Shared, TokenManager, runner};
use crate::auth::token_info::TokenInfo;
use crate::error::{Error, ErrorKind, Result};
use crate::runtime;

/// As long as there is a token to give out, renewals are at least this far apart where tokens hardly live, or where the last one failed: a
/// service that hands out expired tokens, or is down while the old token still works, is not hammered.
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
    /// When it began (monotonic).
    began: Duration,
}

impl Flight {
    /// Whether it will come to an end: its runner lives, in this process.
    fn is_under_way(&self) -> bool {
        self.process == std::process::id() && self.outcome.has_changed().is_ok()
    }
}

/// A login that has ended.
#[derive(Clone)]
pub(super) struct Dead {
    pub(super) refused: Refused,
    /// What callers are told.
    error: Error,
    looked_at: Duration,
}

/// A logout of which the cache could not be told.
#[derive(Clone)]
pub(super) struct OwedLogout {
    /// What was in memory.
    pub(super) known: Option<TokenInfo>,
    /// When it was: a login that another process stored later is not meant.
    pub(super) at: SystemTime,
    /// When a caller last had it tried again (monotonic).
    pub(super) tried_at: Duration,
}

pub(super) struct State {
    /// Grows with every login and logout; what began under an older number is not published.
    pub(super) epoch: u64,
    /// Logouts so far: a code that was being exchanged meanwhile is given up.
    pub(super) logouts: u64,
    pub(super) flight: Option<Flight>,
    /// What was stored or read last, also when the cache has lost it since.
    pub(super) memory: Option<TokenInfo>,
    /// The refresh token that the program configured; given up at a logout.
    pub(super) configured: Option<SecretString>,
    /// The access token that the Web API refused last.
    pub(super) rejected: Option<String>,
    pub(super) dead: Option<Box<Dead>>,
    /// The token endpoint asked for a long pause: until then (monotonic) its error is the answer.
    cooling: Option<(Duration, Error)>,
    last_renewal: Option<Duration>,
    last_failure: Option<Duration>,
    /// The cache did not take what is in memory.
    pub(super) unsaved: bool,
    /// The cache has held what is in memory, so a logout that is found there is later.
    pub(super) in_cache: bool,
    /// Until the cache has been told of it, nothing is loaded from there: what it holds is the login that was given up.
    pub(super) owed_logout: Option<Box<OwedLogout>>,
    /// The process in which both are tried again until the cache takes them: after a `fork` the child does not.
    pub(super) saving_later: Option<u32>,
    /// Warned about already, so that it is said once.
    pub(super) warned_foreign: bool,
    pub(super) users: usize,
    pub(super) close_when_unused: bool,
    pub(super) closed: bool,
    /// Why it can't be used at all, if it can't.
    unusable: Option<Error>,
}

/// What a caller gets at once.
pub(super) enum Join {
    Ready(Arc<Published>),
    /// A renewal to wait for; with a token that still works meanwhile, where there is one, and how long to wait before it is used.
    Flight {
        outcome: watch::Receiver<Option<Landing>>,
        fallback: Option<(Arc<Published>, Duration)>,
    },
}

impl State {
    pub(super) fn new(configured: Option<SecretString>) -> Self {
        Self {
            epoch: 0,
            logouts: 0,
            flight: None,
            memory: None,
            configured,
            rejected: None,
            dead: None,
            cooling: None,
            last_renewal: None,
            last_failure: None,
            unsaved: false,
            in_cache: false,
            owed_logout: None,
            saving_later: None,
            warned_foreign: false,
            users: 0,
            close_when_unused: false,
            closed: false,
            unusable: None,
        }
    }

    /// Of a manager that can't be used.
    pub(super) fn unusable(error: Error) -> Self {
        Self { unusable: Some(error), ..Self::new(None) }
    }

    pub(super) fn check_usable(&self) -> Result<()> {
        self.unusable.clone().map_or(Ok(()), Err)
    }

    pub(super) fn check_open(&self) -> Result<()> {
        self.check_usable()?;
        if self.closed {
            return Err(
                Error::new(ErrorKind::Closed, "the provider was closed").with_advice("Make a new one")
            );
        }
        Ok(())
    }

    /// A login has ended. `error` is what callers are told until the login changes.
    pub(super) fn bury(&mut self, refused: Refused, error: Error, now: Duration) {
        let known = self.memory.as_ref().and_then(TokenInfo::refresh_token);
        if known.is_some_and(|known| refused.tokens.iter().any(|token| token == known)) {
            self.give_up_memory();
        }
        self.dead = Some(Box::new(Dead { refused, error, looked_at: now }));
    }

    /// The login in memory is over: it is not to be used again, nor stored.
    pub(super) fn give_up_memory(&mut self) {
        self.memory = None;
        self.unsaved = false;
        self.in_cache = false;
    }

    /// Whether something is under way that callers wait for.
    pub(super) fn is_in_flight(&self) -> bool {
        self.flight.as_ref().is_some_and(Flight::is_under_way)
    }

    /// A long pause was asked for.
    pub(super) fn cool_down(&mut self, wait: Duration, error: Error, now: Duration) {
        self.cooling = Some((now + wait, error));
    }

    /// The renewal that just ended brought nothing: the next one is not due at once.
    pub(super) fn failed(&mut self, now: Duration) {
        self.last_failure = Some(now);
    }

    /// Something is under way that callers wait for; what is sent is its outcome.
    pub(super) fn take_off(&mut self, now: Duration) -> watch::Sender<Option<Landing>> {
        let (sender, outcome) = watch::channel(None);
        self.flight = Some(Flight { outcome, process: std::process::id(), began: now });
        self.last_renewal = Some(now);
        sender
    }

    /// The login changed: nothing that was known about the old one holds.
    pub(super) fn new_login(&mut self) {
        self.epoch += 1;
        self.flight = None;
        self.memory = None;
        self.rejected = None;
        self.dead = None;
        self.cooling = None;
        self.unsaved = false;
        self.in_cache = false;
        self.owed_logout = None;
    }

    /// Whether something is still to be written to the cache.
    pub(super) fn owes(&self) -> bool {
        self.unsaved || self.owed_logout.is_some()
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
        if let Some(flight) = &state.flight
            && flight.is_under_way()
        {
            let patience = PATIENCE.saturating_sub(now.saturating_sub(flight.began));
            return Ok(match fallback {
                Some(still_valid) if patience.is_zero() => Join::Ready(still_valid),
                fallback => Join::Flight {
                    outcome: flight.outcome.clone(),
                    fallback: fallback.map(|still_valid| (still_valid, patience)),
                },
            });
        }
        if let Some(dead) = &mut state.dead {
            if now < dead.looked_at + LOOK_AGAIN {
                return Err(dead.error.clone());
            }
            dead.looked_at = now;
        }
        if let Some(owed) = &mut state.owed_logout {
            if now < owed.tried_at + LOOK_AGAIN {
                return Err(not_logged_in(Standing::LoggedOut));
            }
            owed.tried_at = now;
        }
        let is_recent = |moment: Option<Duration>| moment.is_some_and(|moment| now < moment + RENEWAL_GAP);
        if let Some(published) = published
            && (published.short_lived && is_recent(state.last_renewal)
                || fallback.is_some() && is_recent(state.last_failure))
        {
            return Ok(Join::Ready(published));
        }
        // Before anything is noted: it fails where no thread can be started.
        let background = runtime::background()?;
        let sender = state.take_off(now);
        let outcome = sender.subscribe();
        let epoch = state.epoch;
        drop(state);
        let manager = manager.clone();
        background.clone().spawn(async move {
            // A task of its own, so that a panic in a custom cache or transport ends there and the callers hear of it.
            let leader = manager.clone();
            let landing = match background.spawn(async move { runner::renew(&leader.0, epoch).await }).await {
                Ok(landing) => landing,
                Err(_) => Err(FlightError::Failed(super::panicked())),
            };
            manager.0.touch_down(&sender, epoch, landing);
        });
        Ok(Join::Flight { outcome, fallback: fallback.map(|still_valid| (still_valid, PATIENCE)) })
    }

    /// Lets everyone who waits know how it ended.
    pub(super) fn touch_down(&self, sender: &watch::Sender<Option<Landing>>, epoch: u64, landing: Landing) {
        let mut state = self.state();
        if state.epoch == epoch {
            state.flight = None;
        }
        drop(state);
        sender.send_replace(Some(landing));
    }
}
