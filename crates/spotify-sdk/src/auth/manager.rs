//! The token manager: one token for everyone, renewed once, lost never.
//!
//! * The fast path is one atomic load and the clock; no lock.
//! * Otherwise one leader renews, detached from every caller: a caller that is cancelled takes nothing with it.
//! * [`refresh`] decides, [`runner`] does; between them stands no I/O.
//! * A login that has ended is remembered: later calls fail from memory until the login changes.

mod cache_calls;
mod cool_down;
mod landing;
mod look;
mod owed;
mod ownership;
mod published;
mod refresh;
mod runner;
mod state;
#[cfg(test)]
mod tests;
mod turns;

use std::sync::{Arc, PoisonError};
use std::time::{Duration, SystemTime};

use arc_swap::ArcSwapOption;
use secrecy::SecretString;

use crate::attempt::Attempts;
use crate::auth::binding::Binding;
use crate::auth::cache::SharedTokenCache;
use crate::auth::token_info::TokenInfo;
use crate::base_url::BaseUrl;
use crate::cool_downs::CoolDowns;
use crate::error::{Error, ErrorKind, Result};
use crate::oauth::{ClientCredentialsSecret, Grant};
use crate::runtime;
use crate::scope::Scopes;
use crate::secret::AccessToken;
use crate::sync::{Mutex, MutexGuard};
use cache_calls::CacheCalls;
pub(crate) use cool_down::CoolDown;
use look::Due;
use published::Published;
use state::{Join, State};

pub(crate) use state::FlightError;

/// Inside the skew window the old token still works: callers wait this long for a new one, then go on with the old.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a manager needs to know, and what managers of many users have in common.
pub(crate) struct Settings {
    pub(crate) client: ClientCredentialsSecret,
    pub(crate) accounts: BaseUrl,
    pub(crate) binding: Binding,
    pub(crate) scopes: Scopes,
    pub(crate) skew: Duration,
    /// Renew up to this much earlier still, by a random draw made once, so that many processes do not renew at the same moment.
    pub(crate) spread: Duration,
    pub(crate) attempts: Attempts,
    pub(crate) cool_down: CoolDown,
}

/// Shared by all clones of a provider.
#[derive(Clone)]
pub(crate) struct TokenManager(Arc<Shared>);

struct Shared {
    settings: Arc<Settings>,
    cache: CacheCalls,
    /// How long before its end a token is renewed: the skew and this manager's share of the spread.
    early: Duration,
    published: ArcSwapOption<Published>,
    /// When the cache is looked at next, to see what others did to it.
    look_due: Due,
    state: Mutex<State>,
    /// Stores and deletions of this process, one at a time: a refresh in flight can't bring a login back that was cleared. Taken after the
    /// cache's lock, never before: its holder may be waiting for its turn.
    turn: tokio::sync::Mutex<()>,
    /// New logins are stored one at a time. Taken before the cache's lock.
    logins: tokio::sync::Mutex<()>,
    /// Tells what is under way that the login has changed and nobody waits for it any more.
    login_changed: tokio::sync::Notify,
}

impl TokenManager {
    /// A manager for the login in `cache`, or else for `refresh_token`.
    pub(crate) fn new(
        settings: Arc<Settings>,
        cache: SharedTokenCache,
        refresh_token: Option<SecretString>,
    ) -> Self {
        Self::with_state(settings, cache, State::new(refresh_token))
    }

    /// A manager whose every operation that can fail does, with `error`.
    pub(crate) fn unusable(settings: Arc<Settings>, error: Error) -> Self {
        Self::with_state(settings, SharedTokenCache::default(), State::unusable(error))
    }

    fn with_state(settings: Arc<Settings>, cache: SharedTokenCache, state: State) -> Self {
        let early = settings.skew + settings.spread.mul_f64(crate::attempt::random_unit());
        let shared = Arc::new_cyclic(|weak: &std::sync::Weak<Shared>| Shared {
            early,
            published: ArcSwapOption::empty(),
            look_due: Due::new(cache.is_shared()),
            cache: CacheCalls::new(cache, weak.as_ptr() as usize),
            state: Mutex::new(state),
            turn: tokio::sync::Mutex::new(()),
            logins: tokio::sync::Mutex::new(()),
            login_changed: tokio::sync::Notify::new(),
            settings,
        });
        Self(shared)
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Where the cache lets clients share their pauses.
    pub(crate) fn cool_downs(&self) -> Option<CoolDowns> {
        self.0.cache.cool_downs()
    }

    /// The current token when it needs no renewal. No lock, no waiting.
    pub(crate) fn cached(&self) -> Option<AccessToken> {
        self.fresh(|published| published.token.clone())
    }

    /// Something of the current token when it needs no renewal.
    fn fresh<T>(&self, part: impl FnOnce(&Published) -> T) -> Option<T> {
        let clock = &self.0.settings.attempts.clock;
        let now = clock.monotonic();
        let published = self.0.published.load();
        let part = published
            .as_ref()
            .filter(|published| published.is_fresh_at(clock.now(), now))
            .map(|published| part(published));
        if part.is_some() {
            self.0.look_if_due(now);
        }
        part
    }

    /// The current token, renewed if it has to be.
    pub(crate) async fn access_token(&self) -> Result<AccessToken> {
        if let Some(token) = self.cached() {
            return Ok(token);
        }
        Ok(self.renewed().await?.token.clone())
    }

    /// What is known about the current login, renewed if it has to be.
    pub(crate) async fn token_info(&self) -> Result<TokenInfo> {
        if let Some(info) = self.fresh(|published| published.info.clone()) {
            return Ok(info);
        }
        Ok(self.renewed().await?.info.clone())
    }

    async fn renewed(&self) -> Result<Arc<Published>> {
        self.0.cache.refuse_reentry()?;
        let clock = &self.0.settings.attempts.clock;
        // Each round ends unless somebody logged in or out meanwhile, or the machine slept, which nobody does forever.
        for _ in 0..8 {
            let (mut flight, fallback) = match self.0.join(self)? {
                Join::Ready(published) => return Ok(published),
                Join::Flight { outcome, fallback } => (outcome, fallback),
            };
            if let Some((still_valid, patience)) = &fallback {
                let patience = self.patience(*patience)?;
                let is_over = tokio::select! {
                    biased;
                    _ = flight.wait_for(Option::is_some) => false,
                    _ = patience => true,
                };
                if is_over && still_valid.is_valid(clock) {
                    return Ok(still_valid.clone());
                }
            }
            let landed = match flight.wait_for(Option::is_some).await {
                Ok(landed) => landed.clone(),
                Err(_) => None,
            };
            let failure = match landed {
                Some(Ok(published)) if published.may_be_given(clock) => return Ok(published),
                Some(Ok(_)) => continue,
                Some(Err(FlightError::Superseded)) => continue,
                Some(Err(FlightError::Failed(error))) => error,
                None => panicked(),
            };
            return match fallback {
                Some((still_valid, _)) if leaves_login_alone(&failure) && still_valid.is_valid(clock) => {
                    tracing::warn!(error = %failure, "the token could not be renewed yet; the old one still works");
                    Ok(still_valid)
                }
                _ => Err(failure),
            };
        }
        Err(Error::new(ErrorKind::Custom, "the login keeps changing while it is being renewed"))
    }

    /// Waits on the background runtime: the caller's may have no timer.
    fn patience(&self, patience: Duration) -> Result<tokio::task::JoinHandle<()>> {
        let clock = self.0.settings.attempts.clock.clone();
        Ok(runtime::background()?.spawn(async move { clock.sleep(patience).await }))
    }

    /// Gives up `token` if it is still the current one; a late complaint about an old token changes nothing.
    pub(crate) fn invalidate(&self, token: &AccessToken) {
        let mut state = self.0.state();
        if let Some(published) = &*self.0.published.load()
            && published.token == *token
        {
            self.0.published.store(None);
            state.rejected = Some(token.expose().to_owned());
        }
    }

    /// Exchanges an authorization code, once, and stores the login. Detached: a caller that goes away loses nothing.
    pub(crate) async fn exchange(&self, grant: Grant) -> Result<TokenInfo> {
        self.0.cache.refuse_reentry()?;
        self.0.state().check_open()?;
        let manager = self.clone();
        let task = runtime::background()?.spawn(async move { runner::exchange(&manager.0, grant).await });
        task.await.map_err(|_| panicked())?
    }

    /// Forgets the login, here and in the cache.
    pub(crate) async fn logout(&self) -> Result<()> {
        self.0.cache.refuse_reentry()?;
        self.check_usable()?;
        let manager = self.clone();
        let task = runtime::background()?.spawn(async move { runner::logout(&manager.0).await });
        task.await.map_err(|_| panicked())?
    }

    /// What is known without asking anyone: the current login's token, fresh or not.
    pub(crate) fn known(&self) -> Option<TokenInfo> {
        let published = self.0.published.load();
        published.as_ref().map(|published| published.info.clone()).or_else(|| self.0.state().memory.clone())
    }

    /// Reads the cache without renewing anything.
    pub(crate) async fn stored(&self) -> Result<Option<TokenInfo>> {
        self.0.cache.refuse_reentry()?;
        self.check_usable()?;
        let manager = self.clone();
        let task = runtime::background()?.spawn(async move { manager.0.cache.get().await });
        task.await.map_err(|_| panicked())?
    }

    /// Until when the refresh token lives.
    pub(crate) fn refresh_token_expires_at(&self) -> Option<SystemTime> {
        self.known()?.refresh_token_expires_at()
    }

    /// Whether it can be used at all.
    pub(crate) fn check_usable(&self) -> Result<()> {
        self.0.state().check_usable()
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.0.state().closed
    }

    /// Whether something is under way for it, or it holds a login that its cache does not.
    pub(crate) fn is_needed(&self) -> bool {
        let state = self.0.state();
        Arc::strong_count(&self.0) > 1
            || state.is_in_flight()
            || state.owes()
            || state.memory.is_some() && !state.in_cache
    }

    /// A client has begun to use this provider.
    pub(crate) fn attach(&self) {
        self.0.state().users += 1;
    }

    /// A client no longer uses it. If it was closed meanwhile and this was the last one, it closes now, in the background.
    pub(crate) fn detach(&self) {
        let last = {
            let mut state = self.0.state();
            state.users = state.users.saturating_sub(1);
            state.users == 0 && state.close_when_unused && !state.closed
        };
        if last && let Ok(background) = runtime::background() {
            let manager = self.clone();
            background.spawn(async move { runner::shut(&manager.0).await });
        }
    }

    /// Closes it, once no client uses it any more.
    pub(crate) async fn close(&self) {
        let unused = {
            let mut state = self.0.state();
            state.close_when_unused = true;
            state.users == 0
        };
        if unused && let Ok(background) = runtime::background() {
            let manager = self.clone();
            // It can't panic but in a custom cache, and those calls are tasks of their own.
            let _ = background.spawn(async move { runner::shut(&manager.0).await }).await;
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is held; were it to happen, the state would still be consistent.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a failed renewal says nothing about the login, so that a token which still works goes on being used.
fn leaves_login_alone(error: &Error) -> bool {
    error.is_transient()
        || matches!(error.kind(), ErrorKind::InvalidResponse | ErrorKind::Cache | ErrorKind::Custom)
}

/// The error for a task that ended without an answer.
fn panicked() -> Error {
    Error::new(ErrorKind::Custom, "a custom cache or transport panicked while the token was being renewed")
}
