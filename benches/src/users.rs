//! The logins of many users: what an idle one costs in memory, and whether calls of many at once ever get each other's token.
//!
//! Memory is what the process grows by, allocator and all. Access tokens have 250 characters here and refresh tokens 131, as Spotify's
//! do. The calls go to a sandbox in this process, which tells whose token each request brought, and lets hours pass meanwhile.

use std::{
    fmt, fs,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, UNIX_EPOCH},
};

use spotify_sandbox::{Rules, Sandbox, User};
use spotify_sdk::{
    SpotifyClient,
    auth::{
        AuthorizationCode, AuthorizationCodeBuilder, CacheError, CacheLock, DirectoryTokenCache,
        InMemoryKeyedTokenCache, InMemoryTokenCache, KeyedTokenCache, TokenCache, TokenInfo, UserLogins,
    },
    clock::WallClock,
};

use crate::{contender::Flavour, sandbox::resident, server::ACCESS_TOKEN};

/// Users in memory at once.
const IDLE: u64 = 10_000;

/// Users who call at the same time, and handlers that serve them.
const USERS: u64 = 50;
const HANDLERS: u64 = 32;

/// How many calls are made when nobody says.
pub(crate) const CALLS: u64 = 20_000;

/// How often during the calls all tokens end.
const EXPIRIES: u64 = 10;

pub(crate) struct Report {
    /// Bytes for each idle user: what is kept, and how much of it.
    idle: Vec<(&'static str, Option<u64>)>,
    calls: u64,
    foreign: u64,
    failed: u64,
    refreshes: u64,
    seconds: f64,
}

/// Makes so many calls.
pub(crate) fn report(calls: u64) -> Report {
    // Kept to the end: what one row frees would be what the next one fills. The first is for the threads, and for what the allocator keeps
    // for each of them.
    let mut kept = vec![idle_users(Computed)];
    let mut idle = Vec::new();
    {
        let mut row = |name, logins: UserLogins, bytes| {
            kept.push(logins);
            idle.push((name, bytes));
        };
        let (logins, bytes) = growth(|| idle_users(Computed));
        row("provider with its token, over a cache that keeps nothing in memory", logins, bytes);
        let folder = std::env::temp_dir().join(format!("spotify-sdk-benches-{}", std::process::id()));
        let directory = DirectoryTokenCache::new(&folder);
        // Without the cache, whose saves are safe and therefore slow.
        fs::create_dir_all(&folder).expect("temporary files can be written");
        for key in keys() {
            let json = serde_json::to_vec(&token(&key)).expect("a token is JSON");
            fs::write(directory.for_key(&key).path(), json).expect("temporary files can be written");
        }
        let (logins, bytes) = growth(|| idle_users(directory));
        // What is left there is the system's to tidy up.
        let _ = fs::remove_dir_all(&folder);
        row("the same over a directory", logins, bytes);
        let (logins, bytes) = growth(|| {
            let cache = InMemoryKeyedTokenCache::new();
            let runtime = Flavour::CurrentThread.runtime();
            for key in keys() {
                runtime.block_on(cache.for_key(&key).set(&token(&key))).expect("memory takes everything");
            }
            idle_users(cache)
        });
        row("the same over a cache in memory, with what that keeps", logins, bytes);
        let (logins, bytes) = growth(|| {
            let logins = builder().for_users(Computed).build().expect("the options are good");
            keys().for_each(|key| drop(logins.for_user(key)));
            logins
        });
        row("provider that nobody has asked for a token", logins, bytes);
    }
    Report { idle, ..interleaved(calls) }
}

fn builder() -> AuthorizationCodeBuilder {
    AuthorizationCode::builder()
        .client_id("benchmark-client-id")
        .client_secret("benchmark-client-secret")
        .redirect_uri("http://127.0.0.1/callback")
        .scopes(["user-read-private", "user-library-read", "playlist-read-private"])
        .accounts_base_url("http://127.0.0.1:9")
}

/// What `make` makes, and the bytes that this process grew by for each user.
fn growth<T>(make: impl FnOnce() -> T) -> (T, Option<u64>) {
    let before = resident();
    let made = make();
    let bytes = before.zip(resident()).map(|(before, after)| after.saturating_sub(before) * 1024 / IDLE);
    (made, bytes)
}

/// Logins whose users have all called once.
fn idle_users(cache: impl KeyedTokenCache) -> UserLogins {
    let logins = builder().for_users(cache).build().expect("the options are good");
    for key in keys() {
        logins.for_user(key).access_token().wait().expect("the token is in the cache");
    }
    assert_eq!(logins.in_memory(), IDLE as usize);
    logins
}

fn keys() -> impl Iterator<Item = String> {
    (0..IDLE).map(|user| format!("user-{user}"))
}

fn token(key: &str) -> TokenInfo {
    let now = UNIX_EPOCH.elapsed().expect("it is later than 1970").as_secs_f64();
    let token = TokenInfo::new(format!("{key}-{ACCESS_TOKEN:A<240}"), now + 3000.0).expect("a finite time");
    token
        .with_refresh_token(format!("{key:A<131}"))
        .with_scope("user-read-private user-library-read playlist-read-private")
}

/// A cache that has a token for every key and holds none.
struct Computed;

struct ComputedToken(Box<str>);

impl KeyedTokenCache for Computed {
    type Cache = ComputedToken;

    fn for_key(&self, key: &str) -> ComputedToken {
        ComputedToken(key.into())
    }
}

impl TokenCache for ComputedToken {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        Ok(Some(token(&self.0)))
    }

    async fn set(&self, _: &TokenInfo) -> Result<(), CacheError> {
        Ok(())
    }
}

/// Counts the tokens that are stored: one for each login and each refresh.
#[derive(Clone, Default)]
struct Counted {
    cache: InMemoryKeyedTokenCache,
    stored: Arc<AtomicU64>,
}

struct CountedToken(InMemoryTokenCache, Arc<AtomicU64>);

impl KeyedTokenCache for Counted {
    type Cache = CountedToken;

    fn for_key(&self, key: &str) -> CountedToken {
        CountedToken(self.cache.for_key(key), self.stored.clone())
    }
}

impl TokenCache for CountedToken {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        self.0.get().await
    }

    async fn set(&self, token: &TokenInfo) -> Result<(), CacheError> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.set(token).await
    }

    async fn try_lock(&self) -> Result<CacheLock, CacheError> {
        self.0.try_lock().await
    }
}

fn interleaved(calls: u64) -> Report {
    let name = |user: u64| format!("user-{user}");
    let users = (0..USERS).map(|user| User::premium(name(user)));
    let builder = Sandbox::builder().rules(Rules::ExtendedQuota);
    let sandbox = users.fold(builder, |builder, user| builder.user(user)).start().expect("a sandbox starts");
    let clock = sandbox.clock();
    let time = move || {
        let clock = clock.clone();
        WallClock::new(move || clock.now())
    };
    let cache = Counted::default();
    let logins = AuthorizationCode::builder()
        .client_id(sandbox.client_id())
        .client_secret(sandbox.client_secret())
        .redirect_uri(sandbox.redirect_uri())
        .accounts_base_url(sandbox.accounts_base_url())
        .clock(time())
        .for_users(cache.clone())
        // Fewer than there are, so that providers come and go as well.
        .max_idle(USERS as usize / 2)
        .build()
        .expect("the options are good");
    let client = SpotifyClient::builder()
        .access_token("nobody")
        .api_base_url(sandbox.api_base_url())
        .clock(time())
        .build()
        .expect("the options are good");
    for user in (0..USERS).map(name) {
        let auth = logins.for_user(&user);
        let request = auth.authorization_request().expect("there are random numbers");
        let callback = sandbox.approve_as(&user, request.authorization_url()).expect("the user is there");
        auth.complete_authorization(request, &callback).wait().expect("the login succeeds");
    }
    let (begun, foreign, failed) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let counters = Arc::new((begun, foreign, failed));
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads can be started");
    let start = Instant::now();
    runtime.block_on(async {
        let mut handlers = Vec::new();
        for handler in 0..HANDLERS {
            let (logins, client, counters) = (logins.clone(), client.clone(), counters.clone());
            handlers.push(tokio::spawn(async move {
                let (begun, foreign, failed) = &*counters;
                let mut user = handler;
                while begun.fetch_add(1, Ordering::Relaxed) < calls {
                    user = (user * 31 + 7) % USERS;
                    let name = format!("user-{user}");
                    match client.with_auth(logins.for_user(&name)).users().get_current_profile().await {
                        Ok(profile) if profile.id.as_str() == name => {}
                        Ok(_) => drop(foreign.fetch_add(1, Ordering::Relaxed)),
                        Err(_) => drop(failed.fetch_add(1, Ordering::Relaxed)),
                    }
                }
            }));
        }
        for expiry in 1..=EXPIRIES {
            while counters.0.load(Ordering::Relaxed) < calls * expiry / (EXPIRIES + 1) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            sandbox.advance(Duration::from_secs(3600));
        }
        for handler in handlers {
            handler.await.expect("a handler does not panic");
        }
    });
    Report {
        idle: Vec::new(),
        calls,
        foreign: counters.1.load(Ordering::Relaxed),
        failed: counters.2.load(Ordering::Relaxed),
        refreshes: cache.stored.load(Ordering::Relaxed) - USERS,
        seconds: start.elapsed().as_secs_f64(),
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "\n{IDLE} idle users over one set of connections: bytes for each")?;
        for (name, bytes) in &self.idle {
            let bytes = bytes.map_or_else(|| "?".to_owned(), |bytes| bytes.to_string());
            writeln!(formatter, "{bytes:>6}  {name}")?;
        }
        let Self { calls, foreign, failed, refreshes, seconds, .. } = self;
        writeln!(
            formatter,
            "{calls} calls of {USERS} users in {HANDLERS} handlers, {EXPIRIES} expiries, in {seconds:.0} s: {foreign} with another's token, {failed} failed, \
             {refreshes} refreshes",
        )
    }
}
