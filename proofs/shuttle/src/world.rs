//! What the token manager lives among: a service, a cache that processes share, and time. None of it holds a lock over a step of shuttle's.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use shuttle::rand::Rng as _;
use spotify_sdk::auth::{AuthorizationCode, CacheError, CacheLock, TokenCache, TokenInfo};
use spotify_sdk::clock::{Clock, Sleep};
use spotify_sdk::transport::{Limits, Transport, TransportError, TransportErrorKind};
use spotify_sdk::{AccessToken, Environment};

/// How long an access token lives.
pub const LIFETIME: Duration = Duration::from_secs(3600);

/// True once in `times`, as shuttle's schedule has it.
pub fn chance(times: u32) -> bool {
    shuttle::rand::thread_rng().gen_range(0..times) == 0
}

/// Lets others go first, if the schedule says so.
pub async fn pause() {
    tokio::task::yield_now().await;
}

/// One world for each schedule; clones are the same.
#[derive(Clone)]
pub struct World(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    now: Duration,
    /// Those who may be given a token.
    callers: usize,
    requests: usize,
    issued: u32,
    /// By their number: the one that comes next begins at 1.
    logins: HashMap<u32, Login>,
    /// Logins that a refresh token sent twice has ended.
    revoked: bool,
    answers_get_lost: bool,
    cache_fails: bool,
    stored: Option<TokenInfo>,
    /// Every access token that the cache has ever held.
    history: Vec<String>,
    has_no_lock: bool,
    locked: bool,
}

struct Login {
    refresh_token: String,
}

impl World {
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(State { now: Duration::from_secs(1_700_000_000), ..State::default() })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A process: a provider of its own, the same cache.
    pub fn process(&self) -> AuthorizationCode {
        AuthorizationCode::builder()
            .client_id("app")
            .client_secret("secret")
            .redirect_uri("http://127.0.0.1/callback")
            .accounts_base_url("http://127.0.0.1:1")
            .transport(self.clone())
            .token_cache(self.clone())
            .clock(self.clone())
            .environment(Environment::empty())
            .build()
            .expect("all it needs is there")
    }

    /// A process with a login whose access token has expired.
    pub async fn expired_login(&self) -> AuthorizationCode {
        let auth = self.process();
        auth.exchange_code("code").await.expect("nobody disturbs it");
        self.expire().await;
        auth
    }

    /// Every access token is over, once nobody is there who was just given one: whoever is ended under shuttle goes on to where it waits.
    pub async fn expire(&self) {
        while self.state().callers > 0 {
            pause().await;
        }
        self.state().now += LIFETIME;
    }

    /// Someone who may be given a token, until this is dropped.
    pub fn caller(&self) -> Caller {
        self.state().callers += 1;
        Caller(self.clone())
    }

    /// From now on one answer in four never arrives, and the service keeps refresh tokens.
    pub fn lose_answers(&self) {
        self.state().answers_get_lost = true;
    }

    /// From now on a third of all calls of the cache fail.
    pub fn cache_fails(&self) {
        self.state().cache_fails = true;
    }

    /// In one schedule of two the cache has no lock: then the numbers of logins and logouts alone keep what is old from being stored.
    pub fn perhaps_without_lock(&self) {
        self.state().has_no_lock = chance(2);
    }

    pub fn requests(&self) -> usize {
        self.state().requests
    }

    pub fn is_revoked(&self) -> bool {
        self.state().revoked
    }

    pub fn stored(&self) -> Option<TokenInfo> {
        self.state().stored.clone()
    }

    /// The login that the cache holds.
    pub fn stored_login(&self) -> Option<u32> {
        self.state()
            .stored
            .as_ref()
            .filter(|stored| !stored.is_tombstone())
            .map(|stored| login(stored.access_token()))
    }

    /// Whether the cache holds the refresh token that the service accepts.
    pub fn keeps_what_the_service_accepts(&self) -> bool {
        let state = self.state();
        let stored = state.stored.as_ref().and_then(TokenInfo::refresh_token);
        stored.is_some_and(|stored| state.logins.values().any(|login| login.refresh_token == stored))
    }

    /// What holds of every token that anyone is given.
    pub fn check_given(&self, token: &AccessToken) {
        let state = self.state();
        let token = token.expose();
        assert!(
            state.cache_fails || state.history.iter().any(|stored| stored == token),
            "{token} was published before it was stored"
        );
        assert!(issued_at(token) + LIFETIME > state.now, "{token} is stale");
    }

    fn answer(&self, body: &str) -> (u16, String) {
        let mut state = self.state();
        state.requests += 1;
        state.issued += 1;
        let serial = state.issued;
        let form: HashMap<_, _> = url::form_urlencoded::parse(body.as_bytes()).collect();
        let login = match &*form["grant_type"] {
            "authorization_code" => u32::try_from(state.logins.len()).expect("a few") + 1,
            "refresh_token" => {
                let shown = &*form["refresh_token"];
                let login = login(shown);
                if state.logins[&login].refresh_token != shown {
                    state.revoked = true;
                    return (400, r#"{"error":"invalid_grant"}"#.to_owned());
                }
                login
            }
            other => panic!("no such grant: {other}"),
        };
        let keeps = state.answers_get_lost && form.contains_key("refresh_token");
        let refresh_token = match keeps {
            true => state.logins[&login].refresh_token.clone(),
            false => format!("rt-{login}-{serial}"),
        };
        state.logins.insert(login, Login { refresh_token: refresh_token.clone() });
        let access_token = format!("at-{login}-{serial}-{}", state.now.as_secs());
        let lifetime = LIFETIME.as_secs();
        (
            200,
            format!(
                r#"{{"access_token":"{access_token}","token_type":"Bearer","expires_in":{lifetime},"refresh_token":"{refresh_token}"}}"#
            ),
        )
    }

    async fn call<T>(&self, work: impl FnOnce(&mut State) -> T) -> Result<T, CacheError> {
        pause().await;
        if self.state().cache_fails && chance(3) {
            return Err("the cache is down".into());
        }
        let outcome = work(&mut self.state());
        pause().await;
        Ok(outcome)
    }
}

/// The login that an access token or a refresh token is of.
pub fn login(token: &str) -> u32 {
    token.split('-').nth(1).and_then(|login| login.parse().ok()).expect("made by this service")
}

fn issued_at(access_token: &str) -> Duration {
    Duration::from_secs(
        access_token.split('-').nth(3).and_then(|time| time.parse().ok()).expect("made by this service"),
    )
}

impl Transport for World {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        pause().await;
        let body = std::str::from_utf8(request.body()).expect("a form");
        let (status, body) = self.answer(body);
        pause().await;
        if self.state().answers_get_lost && chance(4) {
            return Err(TransportError::new(TransportErrorKind::Interrupted));
        }
        let mut response = http::Response::new(body.into());
        *response.status_mut() = http::StatusCode::from_u16(status).expect("one of two");
        Ok(response)
    }
}

impl TokenCache for World {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        self.call(|state| state.stored.clone()).await
    }

    async fn set(&self, token: &TokenInfo) -> Result<(), CacheError> {
        self.call(|state| state.store(token)).await
    }

    async fn compare_and_set(
        &self,
        expected: Option<&TokenInfo>,
        token: &TokenInfo,
    ) -> Result<bool, CacheError> {
        self.call(|state| {
            let same = state.stored.as_ref() == expected;
            if same {
                state.store(token);
            }
            same
        })
        .await
    }

    async fn try_lock(&self) -> Result<CacheLock, CacheError> {
        self.call(|state| match state.has_no_lock || std::mem::replace(&mut state.locked, true) {
            true if state.has_no_lock => CacheLock::Unsupported,
            true => CacheLock::Busy,
            false => CacheLock::Held(Box::new(Held(self.clone()))),
        })
        .await
    }

    fn is_shared(&self) -> bool {
        true
    }
}

impl State {
    fn store(&mut self, token: &TokenInfo) {
        self.history.push(token.access_token().to_owned());
        self.stored = Some(token.clone());
    }
}

/// See [`World::caller`].
pub struct Caller(World);

impl Drop for Caller {
    fn drop(&mut self) {
        self.0.state().callers -= 1;
    }
}

struct Held(World);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.state().locked = false;
    }
}

/// Time stands still but for [`World::expire`]; whoever sleeps has slept long enough when the schedule says so.
impl Clock for World {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + self.state().now
    }

    fn monotonic(&self) -> Duration {
        self.state().now
    }

    fn sleep(&self, _: Duration) -> Sleep {
        Box::pin(pause())
    }
}
