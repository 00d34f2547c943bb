//! What comes too late to be true, and what would be gone too early.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use spotify_sdk::auth::{CacheError, KeyedTokenCache, TokenCache, TokenInfo, UserLogins};
use spotify_sdk::clock::ManualClock;
use tokio::sync::Semaphore;

use super::support::{log_in, name, sandbox};
use crate::token_manager::support::{Mishap, ShakyCache, in_time, provider};

/// A cache that others change. One of its readings can be held up, after it has seen what is there.
#[derive(Clone)]
struct Late {
    cache: ShakyCache,
    holds_up: Arc<AtomicBool>,
    held_up: Arc<AtomicUsize>,
    way: Arc<Semaphore>,
}

impl Late {
    fn new() -> Self {
        let way = Arc::new(Semaphore::new(0));
        Self { cache: ShakyCache::default(), holds_up: Arc::default(), held_up: Arc::default(), way }
    }
}

impl TokenCache for Late {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        let outcome = self.cache.get().await;
        if self.holds_up.swap(false, Ordering::SeqCst) {
            self.held_up.fetch_add(1, Ordering::SeqCst);
            let _ = self.way.acquire().await;
        }
        outcome
    }

    async fn set(&self, token: &TokenInfo) -> Result<(), CacheError> {
        self.cache.set(token).await
    }

    fn is_shared(&self) -> bool {
        true
    }
}

impl KeyedTokenCache for Late {
    type Cache = Self;

    fn for_key(&self, _: &str) -> Self {
        self.clone()
    }
}

async fn until(condition: impl Fn() -> bool) {
    in_time(async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logout_that_was_seen_before_a_login_does_not_end_it() {
    let sandbox = sandbox(1);
    let (late, clock) = (Late::new(), ManualClock::new());
    clock.set_wall(sandbox.now());
    let auth = provider(&sandbox).token_cache(late.clone()).clock(clock.clone()).build().unwrap();
    log_in(&sandbox, &auth, &name(0)).await;
    // A look sees the logout, and is slow to say so; meanwhile the user is back.
    late.cache.put(Some(TokenInfo::tombstone()));
    late.holds_up.store(true, Ordering::SeqCst);
    clock.advance(Duration::from_secs(1));
    auth.access_token().await.unwrap();
    until(|| late.held_up.load(Ordering::SeqCst) == 1).await;
    let login = log_in(&sandbox, &auth, &name(0)).await;
    // From here on only memory can tell.
    late.cache.reading(Some(Mishap::Fails));
    late.way.add_permits(1);
    for _ in 0..50 {
        let token = in_time(async { auth.access_token().await }).await.unwrap();
        assert_eq!(token.expose(), login.access_token());
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_056_a_login_that_the_cache_has_lost_stays_in_memory_until_it_is_back() {
    let sandbox = sandbox(1);
    let (late, clock) = (Late::new(), ManualClock::new());
    clock.set_wall(sandbox.now());
    let logins: UserLogins =
        provider(&sandbox).clock(clock.clone()).for_users(late.clone()).max_idle(0).build().unwrap();
    let login = log_in(&sandbox, &logins.for_user(name(0)), &name(0)).await;
    late.cache.put(None);
    late.cache.writing(Some(Mishap::Fails));
    let writes = late.cache.writes();
    clock.advance(Duration::from_secs(1));
    logins.for_user(name(0)).access_token().await.unwrap();
    until(|| late.cache.writes() > writes).await;
    // The try has ended, and the next one is seconds away.
    tokio::time::sleep(Duration::from_millis(100)).await;
    for number in 0..100 {
        logins.for_user(format!("other {number}"));
    }
    let token = logins.for_user(name(0)).access_token().await.expect("it was dropped");
    assert_eq!(token.expose(), login.access_token());
}

/// What the cache took late it has held all the same: a logout that is found there afterwards is one.
#[tokio::test(flavor = "multi_thread")]
async fn a_logout_elsewhere_is_noticed_after_the_cache_was_down_for_the_login() {
    let sandbox = sandbox(1);
    let (late, clock) = (Late::new(), ManualClock::new());
    clock.set_wall(sandbox.now());
    let auth = provider(&sandbox).token_cache(late.clone()).clock(clock.clone()).build().unwrap();
    late.cache.writing(Some(Mishap::Fails));
    let login = log_in(&sandbox, &auth, &name(0)).await;
    late.cache.writing(None);
    in_time(async {
        while late.cache.stored().as_ref() != Some(&login) {
            clock.advance(Duration::from_secs(1));
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    })
    .await;
    // The one that stored it notes so after that.
    tokio::time::sleep(Duration::from_millis(100)).await;
    late.cache.put(Some(TokenInfo::tombstone()));
    // Long before the token ends, and a renewal would find it out.
    let noticed = in_time(async {
        for _ in 0..600 {
            if auth.access_token().await.is_err() {
                return true;
            }
            clock.advance(Duration::from_secs(1));
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        false
    });
    assert!(noticed.await);
}
