//! Clocks that jump, stand still and disagree.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use spotify_sandbox::{Fault, RefreshTokens, Sandbox};
use spotify_sdk::auth::{CacheError, CacheLock, FileTokenCache, InMemoryTokenCache, TokenCache, TokenInfo};
use spotify_sdk::clock::{Clock as _, ManualClock};

use super::support::{HOUR, seconds, token_requests};
use crate::support::{authorization_code, client_credentials, log_in};

const DAY: Duration = Duration::from_secs(24 * 3600);

#[tokio::test]
async fn fault_043_a_clock_that_steps_back_makes_no_stale_token_live() {
    let sandbox = Sandbox::builder().start().unwrap();
    let clock = ManualClock::new();
    let auth = authorization_code(&sandbox).clock(clock.clone()).build().unwrap();
    let login = log_in(&sandbox, &auth).await;
    // 59 minutes pass, then the wall clock is set back by an hour, then the token's end comes.
    clock.advance(Duration::from_secs(59 * 60));
    clock.set_wall(clock.now() - HOUR);
    clock.advance(Duration::from_secs(2 * 60));
    let token = auth.access_token().await.unwrap();
    assert_ne!(token.expose(), login.access_token(), "an hour has passed, whatever the wall clock says");
    assert_eq!(token_requests(&sandbox), 2);
    auth.access_token().await.unwrap();
    assert_eq!(token_requests(&sandbox), 2);
}

#[tokio::test]
async fn fault_043_each_step_forward_costs_at_most_one_refresh() {
    let sandbox = Sandbox::builder().start().unwrap();
    let clock = ManualClock::new();
    let auth = client_credentials(&sandbox).clock(clock.clone()).build().unwrap();
    auth.access_token().await.unwrap();
    for step in 1..=10 {
        clock.set_wall(clock.now() + DAY);
        clock.advance(Duration::from_secs(5));
        for _ in 0..5 {
            auth.access_token().await.unwrap();
        }
        assert_eq!(token_requests(&sandbox), 1 + step);
    }
}

#[tokio::test]
async fn fault_044_a_machine_that_slept_for_five_hours_sends_no_stale_token() {
    let sandbox = Sandbox::builder().start().unwrap();
    let clock = ManualClock::new();
    let auth = client_credentials(&sandbox).clock(clock.clone()).build().unwrap();
    let before = auth.access_token().await.unwrap();
    clock.set_wall(clock.now() + 5 * HOUR);
    clock.advance(Duration::from_secs(1));
    assert_ne!(auth.access_token().await.unwrap(), before);
    assert_eq!(token_requests(&sandbox), 2);
}

/// A machine that falls asleep for five hours while its cache is stored to, or while its lock is freed.
#[derive(Clone)]
struct Sleepy {
    cache: InMemoryTokenCache,
    clock: ManualClock,
    sleeps_while_storing: bool,
    has_slept: Arc<AtomicBool>,
}

impl Sleepy {
    fn sleep(&self, storing: bool) {
        if storing == self.sleeps_while_storing && !self.has_slept.swap(true, Ordering::SeqCst) {
            self.clock.set_wall(self.clock.now() + 5 * HOUR);
            self.clock.advance(Duration::from_secs(1));
        }
    }
}

impl TokenCache for Sleepy {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        self.cache.get().await
    }

    async fn set(&self, token: &TokenInfo) -> Result<(), CacheError> {
        self.cache.set(token).await?;
        self.sleep(true);
        Ok(())
    }

    async fn try_lock(&self) -> Result<CacheLock, CacheError> {
        struct Held(Sleepy);
        impl Drop for Held {
            fn drop(&mut self) {
                self.0.sleep(false);
            }
        }
        Ok(CacheLock::Held(Box::new(Held(self.clone()))))
    }
}

#[tokio::test]
async fn fault_044_a_machine_that_slept_during_a_refresh_gives_nobody_the_stale_token() {
    for sleeps_while_storing in [true, false] {
        let sandbox = Sandbox::builder().start().unwrap();
        let clock = ManualClock::new();
        let cache = Sleepy {
            cache: InMemoryTokenCache::new(),
            clock: clock.clone(),
            sleeps_while_storing,
            has_slept: Arc::default(),
        };
        let kept = cache.cache.clone();
        let auth = client_credentials(&sandbox).clock(clock.clone()).token_cache(cache).build().unwrap();
        let token = auth.access_token().await.unwrap();
        let stored = kept.get().await.unwrap().unwrap();
        assert_eq!(stored.access_token(), token.expose());
        assert!(!stored.is_expired(clock.now(), Duration::ZERO), "it ended while the machine slept");
        assert_eq!(token_requests(&sandbox), 2);
    }
}

#[tokio::test]
async fn fault_045_a_token_stored_with_a_clock_years_ahead_is_renewed_once() {
    let sandbox = Sandbox::builder().start().unwrap();
    let minted = sandbox.mint("ada", &[]);
    let ten_years = 10.0 * 365.0 * 86_400.0;
    let cache = InMemoryTokenCache::new();
    let stored = TokenInfo::new(minted.access_token, seconds(&sandbox) + ten_years)
        .unwrap()
        .with_refresh_token(minted.refresh_token);
    cache.set(&stored).await.unwrap();
    let auth = authorization_code(&sandbox).token_cache(cache.clone()).build().unwrap();
    for _ in 0..5 {
        auth.access_token().await.unwrap();
    }
    assert_eq!(token_requests(&sandbox), 1);
    assert!(cache.get().await.unwrap().unwrap().expires_at() < seconds(&sandbox) + 3601.0);
}

#[tokio::test]
async fn fault_045_a_login_renewed_while_the_clock_was_ahead_outlives_its_correction() {
    for policy in [RefreshTokens::Omit, RefreshTokens::Rotate, RefreshTokens::RotateReuseDetection] {
        let sandbox = Sandbox::builder().refresh_tokens(policy).start().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let clock = ManualClock::new();
        let provider = || {
            let file = FileTokenCache::new(folder.path().join("token.json"));
            authorization_code(&sandbox).clock(clock.clone()).token_cache(file).build().unwrap()
        };
        let (one, other) = (provider(), provider());
        clock.set_wall(clock.now() + 2 * HOUR);
        log_in(&sandbox, &one).await;
        other.access_token().await.unwrap();
        clock.set_wall(clock.now() - 2 * HOUR);
        // What is stored now ends before what was stored then, and is the later one all the same.
        for renewals in 1..=4 {
            clock.advance(HOUR);
            let (first, second) = if renewals % 2 == 0 { (&one, &other) } else { (&other, &one) };
            let token = first.access_token().await.unwrap();
            assert_eq!(second.access_token().await.unwrap(), token, "{policy:?}, renewal {renewals}");
            assert_eq!(token_requests(&sandbox), 1 + renewals);
        }
    }
}

#[tokio::test]
async fn fault_016_tokens_that_live_shorter_than_the_skew_are_used_and_cause_no_storm() {
    for lifetime in [-1, 0, 10] {
        let sandbox = Sandbox::builder().start().unwrap();
        sandbox
            .fault(Fault::on("POST /api/token").patch(move |answer| answer["expires_in"] = lifetime.into()));
        let clock = ManualClock::new();
        let auth = client_credentials(&sandbox).clock(clock.clone()).build().unwrap();
        for _ in 0..100 {
            auth.access_token().await.unwrap();
        }
        assert_eq!(token_requests(&sandbox), 1, "expires_in {lifetime}: time stood still");
        for second in 1..=5 {
            clock.advance(Duration::from_secs(1));
            for _ in 0..20 {
                auth.access_token().await.unwrap();
            }
            assert!(token_requests(&sandbox) <= 1 + second, "expires_in {lifetime}");
        }
        assert!(token_requests(&sandbox) > 1, "expires_in {lifetime}: it is renewed");
    }
}

#[tokio::test]
async fn zero_skew_renews_only_what_has_expired() {
    let sandbox = Sandbox::builder().start().unwrap();
    let clock = ManualClock::new();
    let auth = client_credentials(&sandbox).clock(clock.clone()).skew(Duration::ZERO).build().unwrap();
    auth.access_token().await.unwrap();
    clock.advance(HOUR - Duration::from_secs(2));
    auth.access_token().await.unwrap();
    assert_eq!(token_requests(&sandbox), 1);
    // A second more than that, as times in a cache are floats.
    clock.advance(Duration::from_secs(3));
    auth.access_token().await.unwrap();
    assert_eq!(token_requests(&sandbox), 2);
}
