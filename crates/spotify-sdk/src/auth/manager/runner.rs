//! Does what the state machine says: lock, read, ask, store, publish. Runs on the background runtime only.

use std::sync::Arc;
use std::time::Duration;

use super::refresh::{Command, Event, Knowledge, Outcome, Refresh};
use super::state::{FlightError, Landing, State};
use super::turns::Turns;
use super::{Settings, Shared, TokenManager};
use crate::attempt::{NoPace, Plan, random_unit};
use crate::auth::cache::CacheLock;
use crate::auth::manager::ownership::{Standing, standing, supersedes};
use crate::auth::token_info::TokenInfo;
use crate::error::{Error, ErrorKind, Result};
use crate::oauth::{Grant, TokenAnswer, TokenRequest, parse_token_response};

/// How long to wait for another process that holds the lock; then the work goes on without, as that process may hang.
const LOCK_WAIT: Duration = Duration::from_secs(30);
/// First and longest pause between two looks at the lock.
const LOCK_POLL: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(100));

/// How long `close` waits for a refresh that is under way and for a cache that did not take the token before, together. Real time on
/// purpose: this bounds how long a program takes to end.
const CLOSING: Duration = Duration::from_secs(2);

/// Renews the token for everyone who waits.
pub(super) async fn renew(shared: &Arc<Shared>, epoch: u64) -> Landing {
    let mut refresh = Refresh::renew(shared.knowledge());
    let (outcome, lock) = run(shared, &mut refresh, epoch).await;
    let landing = shared.land(outcome, epoch, false);
    shared.cache.let_go(lock).await;
    landing
}

/// Exchanges a code, then stores the login.
pub(super) async fn exchange(shared: &Arc<Shared>, grant: Grant) -> Result<TokenInfo> {
    let clock = &shared.settings.attempts.clock;
    let logouts = shared.state().logouts;
    let answer = shared.ask(&grant).await.map_err(explain_refused_code)?;
    // Two users may complete their logins at the same moment: each is told of its own, and the later one is kept.
    let _one_login = shared.logins.lock().await;
    let mut refresh = Refresh::adopt(shared.knowledge(), answer, clock.now());
    // Whatever was being renewed is the old login's; from here on it can't be stored or published. Who asks for a token meanwhile waits
    // for the new login.
    let (epoch, sender) = {
        let mut state = shared.state();
        if state.logouts != logouts {
            return Err(came_in_between());
        }
        shared.change_login(&mut state);
        (state.epoch, state.take_off(clock.monotonic()))
    };
    let (outcome, lock) = run(shared, &mut refresh, epoch).await;
    let landing = shared.land(outcome, epoch, true);
    shared.cache.let_go(lock).await;
    shared.touch_down(&sender, epoch, landing.clone());
    match landing {
        Ok(published) => Ok(published.info.clone()),
        Err(FlightError::Failed(error)) => Err(error),
        Err(FlightError::Superseded) => Err(came_in_between()),
    }
}

/// Clears the login in memory and in the cache.
pub(super) async fn logout(shared: &Arc<Shared>) -> Result<()> {
    // Who asks for a token meanwhile waits for the end of this: the login is still in the cache, and must not be found there.
    let (known, epoch, sender) = {
        let mut state = shared.state();
        let known = state.memory.clone();
        shared.change_login(&mut state);
        state.logouts += 1;
        (known, state.epoch, state.take_off(shared.settings.attempts.clock.monotonic()))
    };
    // A refresh that is under way hears of it and frees the lock.
    let lock = shared.lock().await;
    let outcome = {
        let _turn = shared.turn.lock().await;
        clear(shared, known.as_ref()).await
    };
    shared.cache.let_go(lock).await;
    shared.touch_down(&sender, epoch, Err(FlightError::Superseded));
    outcome
}

async fn clear(shared: &Shared, known: Option<&TokenInfo>) -> Result<()> {
    let stored = shared.cache.get().await?;
    match standing(stored.as_ref(), &shared.settings.binding, known) {
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
        (state.memory.clone().filter(|_| state.unsaved), state.epoch)
    };
    let Some(token) = token else { return };
    // Before the lock, whose failure would be warned of each time that a cache is found to be down still.
    if shared.cache.get().await.is_err() {
        return;
    }
    let lock = shared.lock().await;
    if let Ok(stored) = shared.cache.get().await {
        let theirs = standing(stored.as_ref(), &shared.settings.binding, Some(&token));
        let is_ours = match theirs {
            Standing::Vacant => true,
            Standing::Ours | Standing::Unbound => {
                stored.as_ref().is_some_and(|stored| supersedes(&token, stored))
            }
            Standing::LoggedOut | Standing::Foreign(_) => false,
        };
        if !is_ours || matches!(shared.save(stored, token.clone(), epoch).await, Event::Saved(Ok(true))) {
            let mut state = shared.state();
            if state.epoch == epoch && state.memory.as_ref() == Some(&token) {
                state.unsaved = false;
                state.in_cache = is_ours;
            }
        }
    }
    shared.cache.let_go(lock).await;
}

/// Closes: no call gets a token any more, what is under way is stored.
pub(super) async fn shut(shared: &Arc<Shared>) {
    let flight = {
        let mut state = shared.state();
        state.closed = true;
        shared.published.store(None);
        state.flight.as_ref().map(|flight| flight.outcome.clone())
    };
    let shared = shared.clone();
    // A task of its own, so that it goes on when nobody waits for it any longer.
    let ending = tokio::spawn(async move {
        if let Some(mut flight) = flight {
            // An error means that its runner is gone: nothing more comes of it.
            let _ = flight.wait_for(Option::is_some).await;
        }
        save_again(&shared).await;
    });
    let _ = tokio::time::timeout(CLOSING, ending).await;
}

type Lock = Option<Box<dyn Send>>;

async fn run(shared: &Arc<Shared>, refresh: &mut Refresh, epoch: u64) -> (Outcome, Lock) {
    let clock = &shared.settings.attempts.clock;
    let mut lock = None;
    let mut event = Event::Begin;
    loop {
        event = match refresh.step(event, clock.now()) {
            Command::Lock => match shared.unless_superseded(epoch, shared.lock()).await {
                Some(held) => {
                    lock = held;
                    Event::Locked(lock.is_some())
                }
                None => Event::Superseded,
            },
            Command::Load => Event::Loaded(shared.cache.get().await.inspect_err(|error| {
                tracing::warn!(%error, "going on without the token cache");
            })),
            Command::Pause(time) => match shared.unless_superseded(epoch, clock.sleep(time)).await {
                Some(()) => Event::Paused,
                None => Event::Superseded,
            },
            Command::Request(grant) => match shared.unless_superseded(epoch, shared.ask(&grant)).await {
                Some(answer) => Event::Answered(answer),
                None => Event::Superseded,
            },
            Command::Save { expected, token } => shared.save(expected, token, epoch).await,
            Command::Bury { expected } => {
                match shared.save(Some(expected), TokenInfo::tombstone(), epoch).await {
                    Event::Saved(buried) => Event::Buried(buried),
                    other => other,
                }
            }
            Command::Finish(outcome) => {
                if let Some(error) = refresh.cache_failure() {
                    tracing::warn!(%error, "the token is kept in memory only");
                }
                return (outcome, lock);
            }
        };
    }
}

impl Shared {
    fn knowledge(&self) -> Knowledge {
        let state = self.state();
        // A renewal begins when the published token is over by one of the clocks; a file knows only the wall clock.
        let over = self.published.load().as_ref().map(|published| published.info.access_token().to_owned());
        Knowledge {
            binding: self.settings.binding.clone(),
            memory: state.memory.clone(),
            unsaved: state.unsaved,
            configured: state.configured.clone(),
            spent: state.rejected.clone().into_iter().chain(over).collect(),
            refused: state.dead.as_ref().map(|dead| dead.refused.clone()),
            skew: self.early,
            requested_scope: (!self.settings.scopes.is_empty()).then(|| self.settings.scopes.to_string()),
        }
    }

    /// Gives up what is known, and everything that is under way for it.
    fn change_login(&self, state: &mut State) {
        state.new_login();
        state.configured = None;
        self.published.store(None);
        self.login_changed.notify_waiters();
    }

    /// The outcome of `work`, unless somebody logs in or out meanwhile: then nobody wants it any more.
    async fn unless_superseded<T>(&self, epoch: u64, work: impl Future<Output = T>) -> Option<T> {
        let mut changed = std::pin::pin!(self.login_changed.notified());
        // Before the epoch is looked at, so that no change falls between the two.
        changed.as_mut().enable();
        if self.state().epoch != epoch {
            return None;
        }
        tokio::select! {
            outcome = work => Some(outcome),
            () = changed => None,
        }
    }

    /// Takes the cache's lock, if it has one and it comes free in time.
    async fn lock(&self) -> Lock {
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

    /// Asks the token endpoint, unless it asked another user of this app for a pause. A code is exchanged nevertheless: it does not live
    /// long, and somebody is waiting for the page.
    async fn ask(&self, grant: &Grant) -> Result<TokenAnswer> {
        let Settings { cool_down, attempts, .. } = &*self.settings;
        if !matches!(grant, Grant::AuthorizationCode { .. }) {
            cool_down.check(attempts.clock.monotonic())?;
        }
        let outcome = self.send(grant).await;
        match &outcome {
            Ok(_) => cool_down.end(),
            Err(error) => {
                if let Some(wait) = error.retry_after() {
                    cool_down.begin(wait, error.clone(), attempts.clock.monotonic());
                }
            }
        }
        outcome
    }

    async fn send(&self, grant: &Grant) -> Result<TokenAnswer> {
        // Somebody waits for the page of a code.
        let _turn = match grant {
            Grant::AuthorizationCode { .. } => None,
            _ => Turns::of_this_process().request().await,
        };
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
}

/// A refused code is not a dead login.
fn explain_refused_code(error: Error) -> Error {
    match error.kind() {
        ErrorKind::InvalidGrant => error.with_advice(
            "An authorization code works once, for a few minutes, with the redirect URI and app it was made for, and another process may \
             have completed this login already: start the login again, unless it worked",
        ),
        _ => error,
    }
}

/// The error of a login that was overtaken.
fn came_in_between() -> Error {
    Error::new(ErrorKind::NotLoggedIn, "another login or a logout came in between")
        .with_advice("Log in again")
}

impl std::fmt::Debug for TokenManager {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenManager")
    }
}
