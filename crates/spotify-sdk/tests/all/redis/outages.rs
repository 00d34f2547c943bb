//! A server that is down, or slow.

use std::time::{Duration, Instant};

use spotify_sandbox::Sandbox;
use spotify_sdk::auth::{AuthorizationCode, RedisTokenCache, TokenCache as _};

use super::proxy::Proxy;
use super::server_or_skip;
use crate::support::{authorization_code, eventually, log_in};

/// What a renewal may cost beyond itself, and what a busy machine adds.
const AT_MOST: Duration = Duration::from_millis(2000 + 1000);

async fn logged_in(sandbox: &Sandbox, cache: RedisTokenCache) -> AuthorizationCode {
    let auth = authorization_code(sandbox).token_cache(cache).build().unwrap();
    log_in(sandbox, &auth).await;
    auth
}

/// Renews once, and says how long it took.
async fn renewal(sandbox: &Sandbox, auth: &AuthorizationCode) -> Duration {
    sandbox.advance(Duration::from_secs(3600));
    let before = sandbox.journal().count("POST /api/token");
    let start = Instant::now();
    auth.access_token().await.unwrap();
    let took = start.elapsed();
    assert_eq!(sandbox.journal().count("POST /api/token"), before + 1);
    took
}

#[tokio::test]
async fn fault_064_while_the_server_is_down_calls_go_on_and_what_was_missed_is_stored_later() {
    let mut server = server_or_skip!();
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = logged_in(&sandbox, server.cache()).await;
    server.kill();
    for _ in 0..3 {
        let took = renewal(&sandbox, &auth).await;
        println!("a renewal while the server is down: {took:?}");
        assert!(took < AT_MOST, "{took:?}");
    }
    let newest = auth.access_token().await.unwrap().expose().to_owned();
    server.start_again();
    // Nothing renews meanwhile: the provider tries by itself.
    eventually("it is stored", || {
        server.run::<Option<String>>(&["GET", "token"]).is_some_and(|text| text.contains(&newest))
    });
    let other = authorization_code(&sandbox).token_cache(server.cache()).build().unwrap();
    assert_eq!(other.access_token().await.unwrap().expose(), newest);
}

#[tokio::test]
async fn fault_064_a_slow_server_costs_a_renewal_two_seconds_in_all() {
    let server = server_or_skip!();
    let sandbox = Sandbox::builder().start().unwrap();
    let proxy = Proxy::before(server.port());
    // Each of its answers comes in time, or hardly, or not.
    for milliseconds in [300, 700, 10_000] {
        proxy.delay(Duration::ZERO);
        let auth = logged_in(&sandbox, proxy.cache()).await;
        proxy.delay(Duration::from_millis(milliseconds));
        let took = renewal(&sandbox, &auth).await;
        println!("a renewal while each answer takes {milliseconds} ms: {took:?}");
        assert!(took < AT_MOST, "{took:?}");
    }
    // A connection that is never answered either.
    let start = Instant::now();
    assert!(proxy.cache().get().await.is_err());
    assert!(start.elapsed() < AT_MOST);
}

#[tokio::test]
async fn fault_064_after_a_failure_nobody_waits_for_a_while() {
    let mut server = server_or_skip!();
    let cache = server.cache();
    assert_eq!(cache.get().await.unwrap(), None);
    server.kill();
    cache.get().await.unwrap_err();
    let start = Instant::now();
    for _ in 0..1000 {
        let error = cache.get().await.unwrap_err();
        assert!(error.to_string().contains("a moment ago"), "{error}");
    }
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    server.start_again();
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        eventually("it is asked again", || runtime.block_on(cache.get()).is_ok());
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn fault_005_a_connection_that_the_server_closed_costs_no_error() {
    let server = server_or_skip!();
    let cache = server.cache();
    for _ in 0..20 {
        assert_eq!(cache.get().await.unwrap(), None);
        server.run::<()>(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
    }
}
