//! Does what the state machine says: lock, read, ask, store, publish. Runs on the background runtime only.

use std::sync::Arc;
use std::time::Duration;

use super::cool_down::TokenPace;
use super::landing::PAY_AGAIN;
use super::owed::{clear, log_out_again, pay};
use super::ownership::Standing;
use super::refresh::{Command, Event, Knowledge, Outcome, Refresh, not_logged_in};
use super::state::{FlightError, Landing, OwedLogout, State};
use super::turns::Turns;
use super::{Settings, Shared, TokenManager};
use crate::attempt::{Pace as _, Plan, random_unit};
use crate::auth::binding::Flow;
use crate::auth::cache::CacheLock;
use crate::auth::token_info::TokenInfo;
use crate::error::{Error, ErrorKind, Result};
use crate::oauth::{Grant, RENEWAL_PATIENCE, TokenAnswer, TokenRequest, parse_token_response};
use crate::secret::let_go;

/// How long to wait for another process that holds the lock; then the work goes on without, as that process may hang. A login and a logout
/// lose nothing by that: whoever holds the lock notices when it stores. A renewal does, where spent refresh tokens end the login: it waits
/// for as long as the other's request can take, and this is for what that one does besides.
pub(super) const LOCK_WAIT: Duration = Duration::from_secs(30);
/// First and longest pause between two looks at the lock.
const LOCK_POLL: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(100));

/// How long `close` waits for a refresh that is under way and for a cache that did not take the token before, together. Real time on
/// purpose: this bounds how long a program takes to end.
const CLOSING: Duration = Duration::from_secs(2);

/// Renews the token for everyone who waits.
pub(super) async fn renew(shared: &Arc<Shared>, epoch: u64) -> Landing {
    // What the cache holds until it has heard of the logout must not be used.
    if !log_out_again(shared).await && shared.state().epoch == epoch {
        return Err(FlightError::Failed(not_logged_in(Standing::LoggedOut)));
    }
    let mut refresh = Refresh::renew(shared.knowledge());
    let patience = match shared.settings.binding.flow() {
        Flow::AuthorizationCode => RENEWAL_PATIENCE,
        Flow::ClientCredentials => 1,
    };
    let wait = shared.settings.attempts.longest(patience).saturating_add(LOCK_WAIT);
    let (outcome, lock) = run(shared, &mut refresh, epoch, wait).await;
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
    let (outcome, lock) = run(shared, &mut refresh, epoch, LOCK_WAIT).await;
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
    let clock = &shared.settings.attempts.clock;
    let at = clock.now();
    // Who asks for a token meanwhile waits for the end of this: the login is still in the cache, and must not be found there.
    let (known, epoch, sender) = {
        let mut state = shared.state();
        let known = state.memory.clone();
        shared.change_login(&mut state);
        state.logouts += 1;
        (known, state.epoch, state.take_off(clock.monotonic()))
    };
    // A refresh that is under way hears of it and frees the lock.
    let lock = shared.lock(LOCK_WAIT).await;
    let outcome = {
        let _turn = shared.turn.lock().await;
        clear(shared, known.as_ref(), None).await
    };
    shared.cache.let_go(lock).await;
    if outcome.is_err() && shared.look_due.is_shared() {
        let mut state = shared.state();
        if state.epoch == epoch {
            state.owed_logout = Some(Box::new(OwedLogout { known, at, tried_at: clock.monotonic() }));
            shared.pay_later(&mut state, PAY_AGAIN.0);
        }
    }
    shared.touch_down(&sender, epoch, Err(FlightError::Superseded));
    outcome
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
        pay(&shared).await;
    });
    let _ = tokio::time::timeout(CLOSING, ending).await;
}

pub(super) type Lock = Option<Box<dyn Send>>;

async fn run(
    shared: &Arc<Shared>,
    refresh: &mut Refresh,
    epoch: u64,
    lock_wait: Duration,
) -> (Outcome, Lock) {
    let Settings { attempts, cool_down, .. } = &*shared.settings;
    let clock = &attempts.clock;
    let mut lock = None;
    let mut has_asked = false;
    let mut event = Event::Begin;
    loop {
        event = match refresh.step(event, clock.now()) {
            Command::Lock => match shared.unless_superseded(epoch, shared.lock(lock_wait)).await {
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
            // A pause that others met is sat out without the lock; then everything is looked at again.
            Command::Request(grant)
                if !has_asked && lock.is_some() && cool_down.is_pausing(&plan(&grant)) =>
            {
                has_asked = true;
                shared.cache.let_go(lock.take()).await;
                let (plan, pace) = (plan(&grant), shared.pace(&grant));
                match shared.unless_superseded(epoch, pace.before(&plan)).await {
                    Some(Ok(())) => {
                        *refresh = Refresh::renew(shared.knowledge());
                        Event::Begin
                    }
                    Some(Err(error)) => Event::Answered(Err(error)),
                    None => Event::Superseded,
                }
            }
            Command::Request(grant) => match shared.unless_superseded(epoch, shared.ask(&grant)).await {
                Some(answer) => {
                    has_asked = true;
                    Event::Answered(answer)
                }
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
    pub(super) async fn lock(&self, wait: Duration) -> Lock {
        let clock = &self.settings.attempts.clock;
        let until = clock.monotonic() + wait;
        let mut pause = LOCK_POLL.0;
        loop {
            match self.cache.try_lock().await {
                Ok(CacheLock::Held(guard)) => return Some(guard),
                Ok(CacheLock::Busy) if clock.monotonic() < until => {
                    clock.sleep(pause.mul_f64(0.5 + random_unit())).await;
                    pause = (pause * 2).min(LOCK_POLL.1);
                }
                Ok(CacheLock::Busy) => {
                    let waited_seconds = wait.as_secs();
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
        if waits_for_others(grant) {
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

    fn pace(&self, grant: &Grant) -> TokenPace<'_> {
        let Settings { cool_down, attempts, .. } = &*self.settings;
        cool_down.pace(waits_for_others(grant), attempts.policy.max_wait, || self.cache.cool_downs())
    }

    async fn send(&self, grant: &Grant) -> Result<TokenAnswer> {
        // Somebody waits for the page of a code.
        let _turn = match grant {
            Grant::AuthorizationCode { .. } => None,
            _ => Turns::of_this_process().request().await,
        };
        let endpoint = self.settings.accounts.join("/api/token", None);
        let request = TokenRequest { endpoint: &endpoint, client: &self.settings.client, grant };
        let answer = self.settings.attempts.run(plan(grant), request.to_http()?, &self.pace(grant)).await?;
        let outcome = parse_token_response(answer.status, &answer.body)
            // Once more without what was sent, which some servers repeat: errors are shown and logged.
            .map_err(|error| {
                let secrets = request.secrets();
                let clean = answer.without(&secrets.iter().map(|secret| secret.as_str()).collect::<Vec<_>>());
                parse_token_response(clean.status, &clean.body).err().unwrap_or(error)
            })
            .map_err(|error| error.with_retry_after(answer.retry_after));
        // They may share the buffer of the body, which only its last owner can wipe.
        drop(answer.headers);
        let_go(answer.body);
        outcome
    }

    pub(super) async fn save(&self, expected: Option<TokenInfo>, token: TokenInfo, epoch: u64) -> Event {
        let _turn = self.turn.lock().await;
        if self.state().epoch != epoch {
            return Event::Superseded;
        }
        Event::Saved(self.cache.compare_and_set(expected, token).await)
    }
}

fn plan(grant: &Grant) -> Plan {
    let repeatable = grant.may_be_repeated();
    Plan { operation: grant.name(), path: "/api/token", repeatable, patience: grant.patience() }
}

/// Whether a pause that others met holds this request back.
fn waits_for_others(grant: &Grant) -> bool {
    !matches!(grant, Grant::AuthorizationCode { .. })
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
