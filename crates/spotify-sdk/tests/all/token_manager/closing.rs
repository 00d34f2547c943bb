//! `close`: a refresh under way is kept, and then it is over.

use std::time::Duration;

use spotify_sandbox::{RefreshTokens, Sandbox};
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{InMemoryTokenCache, TokenCache as _};

use super::support::{
    HOUR, Mishap, ShakyCache, failure, in_time, provider, slow_answers, until_token_requests,
};
use crate::support::{authorization_code, client, client_credentials, log_in};

#[tokio::test]
async fn fault_047_use_after_close_is_an_error_even_while_the_token_is_fresh() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = authorization_code(&sandbox).build().unwrap();
    log_in(&sandbox, &auth).await;
    auth.close().await.unwrap();
    auth.close().await.unwrap();
    assert_eq!(failure(&auth).await, ErrorKind::Closed);
    assert_eq!(auth.token_info().await.unwrap_err().kind(), ErrorKind::Closed);
    assert_eq!(auth.exchange_code("x").await.unwrap_err().kind(), ErrorKind::Closed);
    let app = client_credentials(&sandbox).build().unwrap();
    app.access_token().wait().unwrap();
    app.close().wait().unwrap();
    assert_eq!(app.access_token().wait().unwrap_err().kind(), ErrorKind::Closed);
}

#[tokio::test]
async fn fault_047_a_refresh_under_way_is_stored_before_close_returns() {
    let sandbox = Sandbox::builder().refresh_tokens(RefreshTokens::RotateReuseDetection).start().unwrap();
    let cache = InMemoryTokenCache::new();
    let build = || provider(&sandbox).token_cache(cache.clone()).build().unwrap();
    let auth = build();
    let login = log_in(&sandbox, &auth).await;
    sandbox.advance(HOUR);
    slow_answers(&sandbox, 400);
    let caller = tokio::spawn({
        let auth = auth.clone();
        async move { auth.access_token().await }
    });
    until_token_requests(&sandbox, 2).await;
    in_time(async { auth.close().await }).await.unwrap();
    let stored = cache.get().await.unwrap().unwrap();
    assert_ne!(stored.refresh_token(), login.refresh_token(), "the rotated token is stored");
    caller.await.unwrap().unwrap();
    assert_eq!(failure(&auth).await, ErrorKind::Closed);
    sandbox.clear_faults();
    sandbox.advance(HOUR);
    build().access_token().await.expect("the login goes on");
}

#[tokio::test]
async fn fault_047_close_waits_two_seconds_at_most_and_the_refresh_is_stored_later() {
    let sandbox = Sandbox::builder().start().unwrap();
    let cache = InMemoryTokenCache::new();
    let auth = provider(&sandbox).token_cache(cache.clone()).build().unwrap();
    let login = log_in(&sandbox, &auth).await;
    sandbox.advance(HOUR);
    slow_answers(&sandbox, 3500);
    let caller = tokio::spawn({
        let auth = auth.clone();
        async move { auth.access_token().await }
    });
    until_token_requests(&sandbox, 2).await;
    auth.close().await.unwrap();
    assert_eq!(
        cache.get().await.unwrap().unwrap().access_token(),
        login.access_token(),
        "it did not wait so long"
    );
    in_time(caller).await.unwrap().unwrap();
    assert_ne!(cache.get().await.unwrap().unwrap().access_token(), login.access_token());
    assert_eq!(failure(&auth).await, ErrorKind::Closed);
}

#[tokio::test]
async fn fault_047_a_token_that_the_cache_did_not_take_is_offered_again() {
    let sandbox = Sandbox::builder().refresh_tokens(RefreshTokens::Rotate).start().unwrap();
    let cache = ShakyCache::default();
    let auth = provider(&sandbox).token_cache(cache.clone()).build().unwrap();
    log_in(&sandbox, &auth).await;
    sandbox.advance(HOUR);
    cache.writing(Some(Mishap::Fails));
    let token = auth.token_info().await.unwrap();
    cache.writing(None);
    auth.close().await.unwrap();
    assert_eq!(cache.stored(), Some(token));
}

#[tokio::test]
async fn a_provider_that_clients_share_is_closed_by_the_last_one() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = client_credentials(&sandbox).build().unwrap();
    let first = client(&sandbox).auth(auth.clone()).build().unwrap();
    let second = client(&sandbox).auth(auth.clone()).build().unwrap();
    let third = second.with_auth(auth.clone());
    first.close().await;
    first.close().await;
    auth.access_token().await.unwrap();
    second.close().await;
    auth.access_token().await.unwrap();
    third.close().await;
    assert_eq!(auth.access_token().await.unwrap_err().kind(), ErrorKind::Closed);
}

#[tokio::test]
async fn dropping_clients_closes_a_provider_only_if_somebody_asked_for_it() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = client_credentials(&sandbox).build().unwrap();
    drop(client(&sandbox).auth(auth.clone()).build().unwrap());
    auth.access_token().await.unwrap();
    let client = client(&sandbox).auth(auth.clone()).build().unwrap();
    auth.close().await.unwrap();
    auth.access_token().await.expect("a client still uses it");
    drop(client);
    in_time(async {
        while auth.access_token().await.is_ok() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    })
    .await;
    assert_eq!(auth.access_token().await.unwrap_err().kind(), ErrorKind::Closed);
}
