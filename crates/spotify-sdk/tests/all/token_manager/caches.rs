//! Caches of other people's making: that fail, panic, hang, and hold what nobody wrote.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use spotify_sandbox::{App, Sandbox};
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{AuthorizationCode, CacheError, CacheLock, TokenCache, TokenInfo};

use super::support::{
    HOUR, Mishap, ShakyCache, WithLock, failure, in_time, provider, seconds, token_requests, unbound_login,
};
use crate::support::{authorization_code, client_credentials, log_in};

#[tokio::test]
async fn fault_067_a_cache_that_fails_or_panics_costs_no_call_and_no_login() {
    for mishap in [Mishap::Fails, Mishap::Panics] {
        let sandbox = Sandbox::builder().start().unwrap();
        let cache = ShakyCache::default();
        cache.reading(Some(mishap));
        cache.writing(Some(mishap));
        let auth = authorization_code(&sandbox).token_cache(cache.clone()).build().unwrap();
        log_in(&sandbox, &auth).await;
        for _ in 0..3 {
            sandbox.advance(HOUR);
            auth.access_token().await.expect("memory has the login");
        }
        assert_eq!(token_requests(&sandbox), 4, "{mishap:?}");
        cache.reading(None);
        cache.writing(None);
        sandbox.advance(HOUR);
        let token = auth.token_info().await.unwrap();
        assert_eq!(cache.stored(), Some(token), "{mishap:?}: it works again and so it is used");
    }
}

#[tokio::test]
async fn fault_067_a_cache_that_hangs_costs_two_seconds_once() {
    for mishap in [Mishap::Pends, Mishap::Blocks(Duration::from_secs(9))] {
        let sandbox = Sandbox::builder().start().unwrap();
        let cache = ShakyCache::default();
        let auth = provider(&sandbox).token_cache(cache.clone()).build().unwrap();
        log_in(&sandbox, &auth).await;
        cache.reading(Some(mishap));
        cache.writing(Some(mishap));
        sandbox.advance(HOUR);
        let start = Instant::now();
        in_time(async { auth.access_token().await }).await.expect("memory has the login");
        let waited = start.elapsed();
        assert!(waited < Duration::from_millis(3900), "{mishap:?}: {waited:?} for a cache that may take two");
    }
}

#[tokio::test]
async fn fault_067_a_cache_that_hangs_holds_one_thread() {
    let sandbox = Sandbox::builder().start().unwrap();
    let cache = ShakyCache::default();
    let auth = provider(&sandbox).token_cache(cache.clone()).build().unwrap();
    log_in(&sandbox, &auth).await;
    cache.reading(Some(Mishap::Blocks(Duration::from_secs(6))));
    let before = cache.reads();
    for _ in 0..4 {
        sandbox.advance(HOUR);
        in_time(async { auth.access_token().await }).await.unwrap();
    }
    assert_eq!(cache.reads() - before, 1, "while one call hangs no other is made");
    assert_eq!(auth.stored_token().await.unwrap_err().kind(), ErrorKind::Cache);
}

#[tokio::test]
async fn fault_067_garbage_in_the_cache_is_never_sent() {
    let sandbox = Sandbox::builder().start().unwrap();
    let future = seconds(&sandbox) + 1800.0;
    for garbage in ["", " ", "a b", "a\r\nX-Evil: 1", "a\0b", "naïve", "\u{7f}"] {
        let login = sandbox.mint("ada", &[]);
        let stored = TokenInfo::new(garbage, future).unwrap().with_refresh_token(login.refresh_token);
        let cache = ShakyCache::holding(stored);
        let auth = authorization_code(&sandbox).token_cache(cache.clone()).build().unwrap();
        let before = token_requests(&sandbox);
        let token = auth.access_token().await.unwrap();
        assert!(token.expose().starts_with("sandbox-access-"), "{garbage:?}");
        assert_eq!(token_requests(&sandbox), before + 1, "{garbage:?}");
        let app_cache = ShakyCache::holding(TokenInfo::new(garbage, future).unwrap());
        let app = client_credentials(&sandbox).token_cache(app_cache).build().unwrap();
        assert!(app.access_token().await.unwrap().expose().starts_with("sandbox-access-"));
    }
    for garbage in [" ", "a\r\nb", "a\0b", "naïve&grant_type=x"] {
        let stored = TokenInfo::new("at", 1.0).unwrap().with_refresh_token(garbage);
        let auth = authorization_code(&sandbox).token_cache(ShakyCache::holding(stored)).build().unwrap();
        assert_eq!(failure(&auth).await, ErrorKind::ReauthorizationRequired, "{garbage:?}");
    }
}

/// Counts the calls, forgets everything, and is never the same twice.
#[derive(Clone, Default)]
struct Restless(Arc<AtomicUsize>);

impl TokenCache for Restless {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        Ok(Some(TokenInfo::new(format!("at-{number}"), 1.0)?))
    }

    async fn set(&self, _: &TokenInfo) -> Result<(), CacheError> {
        Ok(())
    }
}

#[tokio::test]
async fn fault_067_a_cache_that_never_agrees_ends_in_memory() {
    let sandbox = Sandbox::builder().start().unwrap();
    let cache = Restless::default();
    let auth = client_credentials(&sandbox).token_cache(cache.clone()).build().unwrap();
    in_time(async { auth.access_token().await }).await.unwrap();
    assert_eq!(token_requests(&sandbox), 1);
    assert!(cache.0.load(Ordering::SeqCst) < 30, "it is not asked forever");
}

#[tokio::test]
async fn fault_067_somebody_else_s_token_is_neither_used_nor_overwritten() {
    let sandbox = Sandbox::builder()
        .app(App::new("ours", "sandbox-secret-1").redirect_uri("http://127.0.0.1/callback"))
        .app(App::new("theirs", "sandbox-secret-2").redirect_uri("http://127.0.0.1/callback"))
        .start()
        .unwrap();
    let cache = ShakyCache::default();
    let theirs = provider(&sandbox)
        .client_id("theirs")
        .client_secret("sandbox-secret-2")
        .token_cache(cache.clone())
        .build()
        .unwrap();
    log_in(&sandbox, &theirs).await;
    let stored = cache.stored();
    let ours = authorization_code(&sandbox).token_cache(cache.clone()).build().unwrap();
    assert_eq!(failure(&ours).await, ErrorKind::NotLoggedIn);
    let login = log_in(&sandbox, &ours).await;
    assert_eq!(ours.access_token().await.unwrap().expose(), login.access_token());
    ours.logout().await.unwrap();
    assert_eq!(cache.stored(), stored);
}

#[tokio::test]
async fn fault_036_a_login_that_does_not_say_whose_it_is_survives_the_wrong_client_id() {
    let sandbox = Sandbox::builder()
        .app(App::new("right", "sandbox-secret-1").redirect_uri("http://127.0.0.1/callback"))
        .app(App::new("wrong", "sandbox-secret-2").redirect_uri("http://127.0.0.1/callback"))
        .start()
        .unwrap();
    // Its access token is still good, so that the provider takes it for its own at first.
    let stored = unbound_login(&sandbox, "ada", 1800.0);
    let cache = ShakyCache::holding(stored.clone());
    let build = |id: &str, secret: &str| -> AuthorizationCode {
        let builder = authorization_code(&sandbox).client_id(id).client_secret(secret);
        builder.token_cache(cache.clone()).build().unwrap()
    };
    let wrong = build("wrong", "sandbox-secret-2");
    wrong.access_token().await.unwrap();
    sandbox.advance(HOUR);
    assert_eq!(failure(&wrong).await, ErrorKind::ReauthorizationRequired);
    assert_eq!(
        cache.stored(),
        Some(stored.clone()),
        "the wrong client id earned invalid_grant, and that is all"
    );
    let configured = build_with_refresh_token(&sandbox, &cache);
    assert_eq!(failure(&configured).await, ErrorKind::ReauthorizationRequired);
    assert_eq!(cache.stored(), Some(stored));
    build("right", "sandbox-secret-1").access_token().await.unwrap();
}

fn build_with_refresh_token(sandbox: &Sandbox, cache: &ShakyCache) -> AuthorizationCode {
    authorization_code(sandbox)
        .client_id("wrong")
        .client_secret("sandbox-secret-2")
        .refresh_token("no-such-token")
        .token_cache(cache.clone())
        .build()
        .unwrap()
}

#[tokio::test]
async fn fault_040_a_lock_that_panics_or_hangs_when_it_is_let_go_costs_nothing() {
    struct Bad(Mishap);
    impl Drop for Bad {
        fn drop(&mut self) {
            match self.0 {
                Mishap::Blocks(time) => std::thread::sleep(time),
                _ if std::thread::panicking() => {}
                _ => panic!("a mistake in a custom lock"),
            }
        }
    }
    for mishap in [Mishap::Panics, Mishap::Blocks(Duration::from_secs(5))] {
        let sandbox = Sandbox::builder().start().unwrap();
        let cache = WithLock(ShakyCache::default(), move || CacheLock::Held(Box::new(Bad(mishap))));
        let auth = provider(&sandbox).token_cache(cache).build().unwrap();
        let start = Instant::now();
        log_in(&sandbox, &auth).await;
        for _ in 0..2 {
            sandbox.advance(HOUR);
            auth.access_token().await.unwrap_or_else(|error| panic!("{mishap:?}: {error}"));
        }
        assert!(start.elapsed() < Duration::from_secs(4), "{mishap:?}: nobody waits for it");
        assert_eq!(token_requests(&sandbox), 3);
    }
}

/// Panics while it sends.
struct Faulty(spotify_sdk::transport::HttpTransport, AtomicUsize);

impl spotify_sdk::transport::Transport for Faulty {
    async fn send(
        &self,
        request: http::Request<bytes::Bytes>,
        limits: spotify_sdk::transport::Limits,
    ) -> Result<http::Response<bytes::Bytes>, spotify_sdk::transport::TransportError> {
        assert!(self.1.fetch_add(1, Ordering::SeqCst) > 0, "a mistake in a custom transport");
        self.0.send(request, limits).await
    }
}

#[tokio::test]
async fn fault_040_a_transport_that_panics_is_an_error_and_the_next_call_works() {
    let sandbox = Sandbox::builder().start().unwrap();
    let transport = Faulty(spotify_sdk::transport::HttpTransport::default(), AtomicUsize::new(0));
    let auth = client_credentials(&sandbox).transport(transport).build().unwrap();
    let results = in_time(async { tokio::join!(auth.access_token(), auth.access_token()) }).await;
    assert_eq!(results.0.unwrap_err().kind(), ErrorKind::Custom);
    auth.access_token().await.unwrap();
    drop(results.1);
}

/// A cache that asks its provider for more than a token.
struct Nosy(Arc<std::sync::OnceLock<AuthorizationCode>>, Arc<AtomicUsize>);

impl TokenCache for Nosy {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        self.1.fetch_add(1, Ordering::SeqCst);
        let auth = self.0.get().expect("set before use");
        auth.stored_token().await?;
        auth.logout().await?;
        Ok(None)
    }

    async fn set(&self, _: &TokenInfo) -> Result<(), CacheError> {
        Ok(())
    }
}

#[tokio::test]
async fn fault_041_every_way_back_into_the_provider_is_closed() {
    let sandbox = Sandbox::builder().start().unwrap();
    let (slot, calls) = (Arc::default(), Arc::default());
    let auth = provider(&sandbox).token_cache(Nosy(Arc::clone(&slot), Arc::clone(&calls))).build().unwrap();
    slot.set(auth.clone()).unwrap();
    let start = Instant::now();
    let error = in_time(async { auth.stored_token().await }).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cache, "{error}");
    assert!(start.elapsed() < Duration::from_millis(1900), "it did not wait for itself");
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn fault_059_a_renewal_waits_as_long_as_anothers_may_take_and_no_longer() {
    let sandbox = Sandbox::builder().start().unwrap();
    let held_until = |seconds: u64, renewed: bool| {
        let cache = ShakyCache::default();
        let (clock, until) = (sandbox.clock(), sandbox.now() + HOUR + Duration::from_secs(seconds));
        let other = unbound_login(&sandbox, "ada", HOUR.as_secs_f64() * 2.0);
        let ours = cache.clone();
        let locked = WithLock(cache.clone(), move || {
            if clock.now() < until {
                return CacheLock::Busy;
            }
            if renewed {
                // What the other process was given, at last.
                ours.put(Some(other.clone()));
            }
            CacheLock::Held(Box::new(()))
        });
        cache.put(Some(unbound_login(&sandbox, "ada", 60.0)));
        let auth = authorization_code(&sandbox).token_cache(locked).build().unwrap();
        (auth, cache)
    };
    // It was told to come back in a minute, and then to again.
    let (auth, cache) = held_until(130, true);
    sandbox.advance(HOUR);
    let token = auth.access_token().await.unwrap();
    assert_eq!(token.expose(), cache.stored().unwrap().access_token());
    assert_eq!(token_requests(&sandbox), 0, "no refresh token was sent twice");
    // This one never goes on, nor does it end.
    let (auth, _) = held_until(100_000, false);
    sandbox.advance(HOUR);
    let before = sandbox.now();
    auth.access_token().await.unwrap();
    assert!(sandbox.now() < before + Duration::from_secs(400));
    assert_eq!(token_requests(&sandbox), 1);
}
