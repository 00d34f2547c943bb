//! A logout is final: nothing that was under way brings the login back.

use std::time::{Duration, Instant};

use spotify_sandbox::Sandbox;
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{FileTokenCache, InMemoryTokenCache, TokenCache as _};

use super::support::{
    HOUR, Mishap, ShakyCache, failure, in_time, provider, slow_answers, token_requests, until_token_requests,
};
use crate::support::log_in;

#[tokio::test]
async fn a_refresh_in_flight_does_not_bring_the_login_back() {
    let sandbox = Sandbox::builder().start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let cache = FileTokenCache::new(folder.path().join("token.json"));
    let auth = provider(&sandbox).token_cache(cache.clone()).build().unwrap();
    log_in(&sandbox, &auth).await;
    sandbox.advance(HOUR);
    slow_answers(&sandbox, 3000);
    let caller = tokio::spawn({
        let auth = auth.clone();
        async move { auth.access_token().await }
    });
    until_token_requests(&sandbox, 2).await;
    let start = Instant::now();
    in_time(async { auth.logout().await }).await.unwrap();
    assert!(start.elapsed() < Duration::from_millis(2800), "a logout does not wait for the refresh");
    assert!(cache.get().await.unwrap().unwrap().is_tombstone());
    assert_eq!(in_time(caller).await.unwrap().unwrap_err().kind(), ErrorKind::NotLoggedIn);
    // The answer has come meanwhile, if it was going to.
    tokio::time::sleep(Duration::from_millis(3200)).await;
    assert_eq!(failure(&auth).await, ErrorKind::NotLoggedIn);
    assert!(cache.get().await.unwrap().unwrap().is_tombstone());
}

#[tokio::test]
async fn a_call_during_the_logout_does_not_bring_the_login_back() {
    let sandbox = Sandbox::builder().start().unwrap();
    let cache = ShakyCache::default();
    let auth = provider(&sandbox).token_cache(cache.clone()).build().unwrap();
    log_in(&sandbox, &auth).await;
    // The logout is slow to clear the cache, and somebody asks for a token meanwhile.
    cache.writing(Some(Mishap::Blocks(Duration::from_millis(300))));
    let logout = tokio::spawn({
        let auth = auth.clone();
        async move { auth.logout().await }
    });
    in_time(async {
        let writes = cache.writes();
        while cache.writes() == writes {
            let _ = auth.access_token().await;
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    })
    .await;
    let _ = auth.access_token().await;
    logout.await.unwrap().unwrap();
    assert_eq!(failure(&auth).await, ErrorKind::NotLoggedIn);
    assert!(cache.stored().unwrap().is_tombstone());
}

#[tokio::test]
async fn an_exchange_in_flight_is_given_up() {
    let sandbox = Sandbox::builder().start().unwrap();
    let cache = InMemoryTokenCache::new();
    let auth = provider(&sandbox).token_cache(cache.clone()).build().unwrap();
    let request = auth.authorization_request().unwrap();
    let callback = sandbox.approve(request.authorization_url()).unwrap();
    slow_answers(&sandbox, 1500);
    let login = tokio::spawn({
        let auth = auth.clone();
        async move { auth.complete_authorization(request, &callback).await }
    });
    until_token_requests(&sandbox, 1).await;
    in_time(async { auth.logout().await }).await.unwrap();
    assert_eq!(in_time(login).await.unwrap().unwrap_err().kind(), ErrorKind::NotLoggedIn);
    assert_eq!(failure(&auth).await, ErrorKind::NotLoggedIn);
    assert!(cache.get().await.unwrap().is_none_or(|token| token.is_tombstone()));
}

#[tokio::test]
async fn another_process_hears_of_it_at_its_next_renewal() {
    let sandbox = Sandbox::builder().start().unwrap();
    let cache = InMemoryTokenCache::new();
    let build = || provider(&sandbox).token_cache(cache.clone()).build().unwrap();
    let (here, there) = (build(), build());
    log_in(&sandbox, &here).await;
    there.access_token().await.unwrap();
    here.logout().await.unwrap();
    sandbox.advance(HOUR);
    assert_eq!(failure(&there).await, ErrorKind::NotLoggedIn);
    assert_eq!(token_requests(&sandbox), 1);
}

#[tokio::test]
async fn a_cache_that_can_not_be_cleared_is_an_error_and_memory_is_cleared() {
    let sandbox = Sandbox::builder().start().unwrap();
    let cache = ShakyCache::default();
    let auth = provider(&sandbox).token_cache(cache.clone()).build().unwrap();
    log_in(&sandbox, &auth).await;
    cache.writing(Some(Mishap::Fails));
    assert_eq!(auth.logout().await.unwrap_err().kind(), ErrorKind::Cache);
    assert_eq!(auth.refresh_token_expires_at(), None);
    cache.writing(None);
    auth.logout().await.unwrap();
    assert_eq!(failure(&auth).await, ErrorKind::NotLoggedIn);
}
