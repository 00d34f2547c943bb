//! Does what the state machine says: lock, read, ask, store, publish. Runs on the background runtime only.

use std::sync::Arc;
use std::time::Duration;

use super::published::Published;
use super::refresh::{Command, Event, Knowledge, Outcome, Refresh};
use super::state::{FlightError, Landing};
use super::{Shared, TokenManager};
use crate::attempt::{NoPace, Plan, random_unit};
use crate::auth::cache::CacheLock;
use crate::auth::manager::ownership::{Standing, standing};
use crate::auth::token_info::TokenInfo;
use crate::error::{Error, ErrorKind, Result};
use crate::oauth::{Grant, TokenAnswer, TokenRequest, parse_token_response};

/// How long to wait for another process that holds the lock; then the work goes on without, as that process may hang.
const LOCK_WAIT: Duration = Duration::from_secs(30);
/// First and longest pause between two looks at the lock.
const LOCK_POLL: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(100));
/// When a cache that did not take a token is tried again.
const SAVE_AGAIN: Duration = Duration::from_secs(5);
/// Warn when the login ends within this time.
const LOGIN_ENDS_SOON: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// Renews the token for everyone who waits.
pub(super) async fn renew(shared: &Arc<Shared>, epoch: u64) -> Landing {
    let mut refresh = Refresh::renew(shared.knowledge());
    let outcome = run(shared, &mut refresh, epoch).await;
    shared.land(outcome, epoch, false)
}

/// Exchanges a code, then stores the login.
pub(super) async fn exchange(shared: &Arc<Shared>, grant: Grant) -> Result<TokenInfo> {
    let answer = shared.ask(&grant).await.map_err(explain_refused_code)?;
    let mut refresh = Refresh::adopt(shared.knowledge());
    refresh.exchanged(answer, shared.settings.attempts.clock.now());
    // Whatever was being renewed is the old login's; from here on it can't be stored or published.
    let epoch = {
        let mut state = shared.state();
        state.new_login(None);
        state.configured = None;
        state.epoch
    };
    shared.published.store(None);
    let outcome = run(shared, &mut refresh, epoch).await;
    match shared.land(outcome, epoch, true) {
        Ok(published) => Ok(published.info.clone()),
        Err(FlightError::Failed(error)) => Err(error),
        Err(FlightError::Superseded) => {
            Err(Error::new(ErrorKind::NotLoggedIn, "another login or a logout came in between")
                .with_advice("Log in again"))
        }
    }
}

/// Clears the login in memory and in the cache.
pub(super) async fn logout(shared: &Arc<Shared>) -> Result<()> {
    let known = {
        let mut state = shared.state();
        let known = state.memory.clone();
        state.new_login(None);
        state.configured = None;
        known
    };
    shared.published.store(None);
    let _turn = shared.turn.lock().await;
    let _lock = shared.lock().await;
    let stored = shared.cache.get().await?;
    match standing(stored.as_ref(), &shared.settings.binding, known.as_ref()) {
        Standing::Ours | Standing::Unbound => shared.cache.delete().await,
        Standing::Vacant | Standing::LoggedOut => Ok(()),
        Standing::Foreign(whose) => {
            tracing::warn!(whose, "the token cache holds somebody else's token, which was left alone");
            Ok(())
        }
    }
}

/// Tries once more to store a token that the cache did not take.
pub(super) async fn save_again(shared: &Arc<Shared>) {
    let (token, epoch) = {
        let state = shared.state();
        (state.unsaved.clone(), state.epoch)
    };
    let Some(token) = token else { return };
    let _lock = shared.lock().await;
    let Ok(stored) = shared.cache.get().await else { return };
    let theirs = standing(stored.as_ref(), &shared.settings.binding, Some(&token));
    let is_ours = match theirs {
        Standing::Vacant => true,
        Standing::Ours | Standing::Unbound => {
            stored.as_ref().is_some_and(|stored| stored.expires_at() < token.expires_at())
        }
        Standing::LoggedOut | Standing::Foreign(_) => false,
    };
    if is_ours && !matches!(shared.save(stored, token, epoch).await, Event::Saved(Ok(true))) {
        return;
    }
    let mut state = shared.state();
    if state.epoch == epoch {
        state.unsaved = None;
    }
}

async fn run(shared: &Arc<Shared>, refresh: &mut Refresh, epoch: u64) -> Outcome {
    let clock = &shared.settings.attempts.clock;
    let mut lock = None;
    let mut event = Event::Begin;
    loop {
        event = match refresh.step(event, clock.now()) {
            Command::Lock => {
                lock = shared.lock().await;
                Event::Locked
            }
            Command::Load => Event::Loaded(shared.cache.get().await.inspect_err(|error| {
                tracing::warn!(%error, "going on without the token cache");
            })),
            Command::Request(grant) => Event::Answered(shared.ask(&grant).await),
            Command::Save { expected, token } => shared.save(expected, token, epoch).await,
            Command::Bury { expected } => {
                let tombstone = TokenInfo::tombstone();
                shared.save(Some(expected), tombstone, epoch).await;
                Event::Buried
            }
            Command::Finish(outcome) => {
                if let Some(error) = refresh.cache_failure() {
                    tracing::warn!(%error, "the token is kept in memory only");
                }
                drop(lock);
                return outcome;
            }
        };
    }
}

impl Shared {
    fn knowledge(&self) -> Knowledge {
        let state = self.state();
        Knowledge {
            binding: self.settings.binding.clone(),
            memory: state.memory.clone(),
            configured: state.configured.clone(),
            rejected: state.rejected.clone(),
            dead: state
                .dead
                .as_ref()
                .and_then(|dead| Some((dead.refresh_token.clone()?, dead.error.clone()))),
            skew: self.early,
            requested_scope: (!self.settings.scopes.is_empty()).then(|| self.settings.scopes.to_string()),
        }
    }

    /// Takes the cache's lock, if it has one and it comes free in time.
    async fn lock(&self) -> Option<Box<dyn Send>> {
        let clock = &self.settings.attempts.clock;
        let until = clock.monotonic() + LOCK_WAIT;
        let mut pause = LOCK_POLL.0;
        loop {
            match self.cache.try_lock().await {
                Ok(CacheLock::Held(guard)) => return Some(guard),
                Ok(CacheLock::Busy) if clock.monotonic() < until => {
                    clock.sleep(pause.mul_f64(0.5 + random_unit())).await;
                    pause = (pause * 2).min(LOCK_POLL.1);
                }
                Ok(CacheLock::Busy) => {
                    let waited_seconds = LOCK_WAIT.as_secs();
                    tracing::warn!(
                        waited_seconds,
                        "another process holds the token cache's lock; going on without it"
                    );
                    return None;
                }
                Ok(CacheLock::Unsupported) => return None,
                Err(error) => {
                    tracing::warn!(%error, "going on without the token cache's lock");
                    return None;
                }
            }
        }
    }

    /// Asks the token endpoint.
    async fn ask(&self, grant: &Grant) -> Result<TokenAnswer> {
        let endpoint = self.settings.accounts.join("/api/token", None);
        let request = TokenRequest { endpoint: &endpoint, client: &self.settings.client, grant };
        let plan = Plan { operation: grant.name(), path: "/api/token", repeatable: grant.may_be_repeated() };
        let answer = self.settings.attempts.run(plan, request.to_http()?, &NoPace).await?;
        parse_token_response(answer.status, &answer.body)
            // Once more without what was sent, which some servers repeat: errors are shown and logged.
            .map_err(|error| {
                let secrets = request.secrets();
                let clean = answer.without(&secrets.iter().map(String::as_str).collect::<Vec<_>>());
                parse_token_response(clean.status, &clean.body).err().unwrap_or(error)
            })
            .map_err(|error| error.with_retry_after(answer.retry_after))
    }

    async fn save(&self, expected: Option<TokenInfo>, token: TokenInfo, epoch: u64) -> Event {
        let _turn = self.turn.lock().await;
        if self.state().epoch != epoch {
            return Event::Superseded;
        }
        Event::Saved(self.cache.compare_and_set(expected, token).await)
    }

    /// Publishes the outcome, unless the login changed meanwhile.
    fn land(self: &Arc<Self>, outcome: Outcome, epoch: u64, is_login: bool) -> Landing {
        let clock = &self.settings.attempts.clock;
        let mut state = self.state();
        if state.epoch != epoch {
            return Err(FlightError::Superseded);
        }
        match outcome {
            Outcome::Token { token, unsaved, foreign } => {
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
                state.memory = Some(token.clone());
                state.dead = None;
                state.rejected = None;
                state.unsaved = unsaved.then_some(token);
                if unsaved {
                    self.clone().save_later();
                }
                // Under the lock, so that no older outcome overtakes it.
                self.published.store(Some(published.clone()));
                Ok(published)
            }
            Outcome::NoLogin { error, dead } => {
                self.published.store(None);
                if dead.is_some() {
                    state.bury(dead, error.clone(), clock.monotonic());
                }
                Err(FlightError::Failed(error))
            }
            Outcome::Failed(error) => {
                let wait = error.retry_after().filter(|wait| *wait > self.settings.attempts.policy.max_wait);
                if let Some(wait) = wait
                    && !is_login
                {
                    state.cool_down(wait, error.clone(), clock.monotonic());
                }
                Err(FlightError::Failed(error))
            }
            Outcome::Superseded => Err(FlightError::Superseded),
        }
    }

    fn save_later(self: Arc<Self>) {
        if let Ok(background) = crate::runtime::background() {
            background.spawn(async move {
                self.settings.attempts.clock.sleep(SAVE_AGAIN).await;
                save_again(&self).await;
            });
        }
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

/// A refused code is not a dead login.
fn explain_refused_code(error: Error) -> Error {
    match error.kind() {
        ErrorKind::InvalidGrant => error.with_advice(
            "An authorization code works once, for a few minutes, with the redirect URI and app it was made for: start the login again",
        ),
        _ => error,
    }
}

impl std::fmt::Debug for TokenManager {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenManager")
    }
}
