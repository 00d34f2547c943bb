//! Refresh tokens that have ended, or are said to have.

use std::time::Duration;

use spotify_sandbox::{RefreshTokens, Sandbox};
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{InMemoryTokenCache, TokenCache as _, TokenInfo};

use super::rotation::rotating;
use super::support::{HOUR, Mishap, ShakyCache, failure, in_time, provider, token_requests, unbound_login};
use crate::support::{authorization_code, log_in};

#[tokio::test]
async fn fault_025_a_dead_login_costs_one_request_and_is_remembered() {
    let sandbox = Sandbox::builder().start().unwrap();
    let cache = InMemoryTokenCache::new();
    let auth = authorization_code(&sandbox).token_cache(cache.clone()).build().unwrap();
    let token = log_in(&sandbox, &auth).await;
    sandbox.revoke(token.refresh_token().unwrap());
    sandbox.advance(HOUR);
    for _ in 0..5 {
        assert_eq!(failure(&auth).await, ErrorKind::ReauthorizationRequired);
        // Past the moment at which the cache is looked at again.
        sandbox.advance(Duration::from_secs(2));
    }
    assert_eq!(token_requests(&sandbox), 2, "one login, one refused refresh");
    assert_eq!(cache.get().await.unwrap(), Some(TokenInfo::tombstone()));
    log_in(&sandbox, &auth).await;
    auth.access_token().await.unwrap();
}

#[tokio::test]
async fn fault_025_two_dead_refresh_tokens_are_both_remembered() {
    let sandbox = Sandbox::builder().start().unwrap();
    let stored = unbound_login(&sandbox, "ada", -10.0);
    let configured = sandbox.mint("ada", &[]).refresh_token;
    for token in [stored.refresh_token().unwrap(), &configured] {
        sandbox.revoke(token);
    }
    let cache = InMemoryTokenCache::new();
    cache.set(&stored).await.unwrap();
    let auth = authorization_code(&sandbox).token_cache(cache).refresh_token(configured).build().unwrap();
    for _ in 0..5 {
        assert_eq!(failure(&auth).await, ErrorKind::ReauthorizationRequired);
        sandbox.advance(Duration::from_secs(2));
    }
    assert_eq!(token_requests(&sandbox), 2, "one for each");
}

#[tokio::test]
async fn fault_025_another_process_logs_in_and_the_dead_login_is_over() {
    let sandbox = Sandbox::builder().start().unwrap();
    let cache = InMemoryTokenCache::new();
    let build = || authorization_code(&sandbox).token_cache(cache.clone()).build().unwrap();
    let (here, there) = (build(), build());
    let token = log_in(&sandbox, &here).await;
    sandbox.revoke(token.refresh_token().unwrap());
    sandbox.advance(HOUR);
    assert_eq!(failure(&here).await, ErrorKind::ReauthorizationRequired);
    log_in(&sandbox, &there).await;
    sandbox.advance(Duration::from_secs(2));
    here.access_token().await.unwrap();
    assert_eq!(token_requests(&sandbox), 3);
}

#[tokio::test]
async fn fault_026_a_stale_reader_tries_the_token_that_another_process_stored() {
    let sandbox = rotating();
    let cache = ShakyCache::default();
    let build = || authorization_code(&sandbox).token_cache(cache.clone()).build().unwrap();
    let (mut here, mut there) = (build(), build());
    log_in(&sandbox, &here).await;
    for round in 0..1000 {
        sandbox.advance(HOUR);
        there.access_token().await.unwrap_or_else(|error| panic!("round {round}: {error}"));
        here.access_token().await.unwrap_or_else(|error| panic!("round {round}, a false logout: {error}"));
        // Each is the stale one in turn.
        std::mem::swap(&mut here, &mut there);
    }
    assert_eq!(token_requests(&sandbox), 1001);
}

#[tokio::test]
async fn fault_026_without_locks_the_loser_of_a_race_waits_for_the_winner() {
    // Rotating, without reuse detection: the second request is refused, and the login lives.
    let sandbox = Sandbox::builder().refresh_tokens(RefreshTokens::Rotate).start().unwrap();
    let cache = ShakyCache::default();
    let build = || provider(&sandbox).token_cache(cache.clone()).build().unwrap();
    let (here, there) = (build(), build());
    log_in(&sandbox, &here).await;
    // The winner takes a while to store what it got.
    cache.writing(Some(Mishap::Blocks(Duration::from_millis(150))));
    for round in 0..5 {
        sandbox.advance(HOUR);
        let (one, other) = in_time(async { tokio::join!(here.access_token(), there.access_token()) }).await;
        assert!(one.is_ok() && other.is_ok(), "round {round}: {one:?} {other:?}");
    }
    let stored = cache.stored().unwrap();
    assert!(stored.refresh_token().is_some(), "the login is still stored");
}

#[tokio::test]
async fn fault_027_the_error_says_what_happened_and_what_to_do() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = authorization_code(&sandbox).build().unwrap();
    let token = log_in(&sandbox, &auth).await;
    sandbox.revoke(token.refresh_token().unwrap());
    sandbox.advance(HOUR);
    let error = auth.access_token().await.unwrap_err();
    assert_eq!(error.oauth_error(), Some("invalid_grant"));
    assert_eq!(
        error.to_string(),
        "invalid_grant: Refresh token revoked (HTTP 400). The login has ended (revoked, or six months old) or belongs to another app: \
         the user must authorize again. Call authorize_local() or ensure_login(), run `spotify-sdk auth login`, or send the user to \
         authorization_request()"
    );
}

#[tokio::test]
async fn fault_028_six_months_after_the_login_it_ends_once() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = authorization_code(&sandbox).build().unwrap();
    log_in(&sandbox, &auth).await;
    let began = sandbox.now();
    for _ in 0..5 {
        sandbox.advance(Duration::from_secs(30 * 24 * 3600));
        auth.access_token().await.unwrap();
        let ends = auth.refresh_token_expires_at().unwrap();
        let life = ends.duration_since(began).unwrap();
        let days = life.as_secs_f64() / 86_400.0;
        assert!((180.9..181.1).contains(&days), "refreshing extends nothing: {days}");
    }
    sandbox.advance(Duration::from_secs(33 * 24 * 3600));
    let before = token_requests(&sandbox);
    for _ in 0..5 {
        assert_eq!(failure(&auth).await, ErrorKind::ReauthorizationRequired);
        sandbox.advance(HOUR);
    }
    assert_eq!(token_requests(&sandbox), before + 1);
}

#[tokio::test]
async fn fault_033_a_replayed_refresh_token_ends_the_login_once() {
    let sandbox = rotating();
    let auth = authorization_code(&sandbox).build().unwrap();
    let login = log_in(&sandbox, &auth).await;
    sandbox.advance(HOUR);
    auth.access_token().await.unwrap();
    // A thief replays the first one: the service revokes the family.
    let thief = authorization_code(&sandbox).refresh_token(login.refresh_token().unwrap()).build().unwrap();
    assert_eq!(failure(&thief).await, ErrorKind::ReauthorizationRequired);
    sandbox.advance(HOUR);
    let before = token_requests(&sandbox);
    for _ in 0..3 {
        assert_eq!(failure(&auth).await, ErrorKind::ReauthorizationRequired);
        sandbox.advance(Duration::from_secs(2));
    }
    assert_eq!(token_requests(&sandbox), before + 1);
}

#[tokio::test]
async fn fault_035_the_cache_wins_over_a_stale_configured_refresh_token() {
    let sandbox = rotating();
    let cache = InMemoryTokenCache::new();
    let build = || authorization_code(&sandbox).token_cache(cache.clone());
    let first = build().build().unwrap();
    let login = log_in(&sandbox, &first).await;
    sandbox.advance(HOUR);
    first.access_token().await.unwrap();
    sandbox.advance(HOUR);
    // Next run of a program that still configures what it got at the login.
    let second = build().refresh_token(login.refresh_token().unwrap()).build().unwrap();
    second.access_token().await.unwrap();
    assert_eq!(token_requests(&sandbox), 3);
}

#[tokio::test]
async fn fault_035_a_configured_refresh_token_is_tried_once_when_the_cache_s_is_refused() {
    let sandbox = Sandbox::builder().start().unwrap();
    let cache = InMemoryTokenCache::new();
    let build = || authorization_code(&sandbox).token_cache(cache.clone());
    let first = build().build().unwrap();
    let login = log_in(&sandbox, &first).await;
    sandbox.revoke(login.refresh_token().unwrap());
    sandbox.advance(HOUR);
    let configured = sandbox.mint("ada", &[]).refresh_token;
    let second = build().refresh_token(configured.clone()).build().unwrap();
    assert_eq!(second.token_info().await.unwrap().refresh_token(), Some(&*configured));
    assert_eq!(token_requests(&sandbox), 3, "the login, the refused one, the configured one");
    assert_eq!(cache.get().await.unwrap().unwrap().refresh_token(), Some(&*configured));
}

#[tokio::test]
async fn fault_035_an_unreadable_cache_is_not_a_dead_login() {
    let sandbox = Sandbox::builder().start().unwrap();
    let cache = ShakyCache::holding(unbound_login(&sandbox, "ada", -10.0));
    cache.reading(Some(Mishap::Fails));
    let stale = sandbox.mint("ada", &[]).refresh_token;
    sandbox.revoke(&stale);
    let auth = authorization_code(&sandbox).token_cache(cache.clone()).refresh_token(stale).build().unwrap();
    for _ in 0..5 {
        assert_eq!(failure(&auth).await, ErrorKind::Cache, "nobody knows whether there is a login");
        sandbox.advance(Duration::from_secs(2));
    }
    assert_eq!(token_requests(&sandbox), 1);
    cache.reading(None);
    sandbox.advance(Duration::from_secs(2));
    auth.access_token().await.unwrap();
}

#[tokio::test]
async fn a_login_that_was_replaced_does_not_come_back_when_its_successor_dies() {
    let sandbox = Sandbox::builder().start().unwrap();
    let cache = InMemoryTokenCache::new();
    let build = || authorization_code(&sandbox).token_cache(cache.clone()).build().unwrap();
    let (here, there) = (build(), build());
    log_in(&sandbox, &here).await;
    let successor = log_in(&sandbox, &there).await;
    sandbox.revoke(successor.refresh_token().unwrap());
    sandbox.advance(HOUR);
    assert_eq!(failure(&here).await, ErrorKind::ReauthorizationRequired);
}
