//! Refresh tokens that change, and those that stay.

use spotify_sandbox::{RefreshTokens, Sandbox};

use super::support::{HOUR, Mishap, ShakyCache, provider, token_requests};
use crate::support::{authorization_code, log_in};

/// A server that gives a new refresh token each time, and ends the login when an old one comes again.
pub(crate) fn rotating() -> Sandbox {
    Sandbox::builder().refresh_tokens(RefreshTokens::RotateReuseDetection).start().unwrap()
}

#[tokio::test]
async fn fault_029_the_old_refresh_token_is_kept_when_none_comes_back() {
    for policy in [RefreshTokens::Omit, RefreshTokens::Null, RefreshTokens::Empty] {
        let sandbox = Sandbox::builder().refresh_tokens(policy).start().unwrap();
        let auth = authorization_code(&sandbox).build().unwrap();
        let login = log_in(&sandbox, &auth).await;
        for _ in 0..3 {
            sandbox.advance(HOUR);
            let renewed = auth.token_info().await.unwrap();
            assert_eq!(renewed.refresh_token(), login.refresh_token(), "{policy:?}");
            assert_eq!(auth.stored_token().await.unwrap().unwrap().refresh_token(), login.refresh_token());
        }
    }
}

#[tokio::test]
async fn fault_030_a_thousand_rotations_and_no_old_token_is_used_again() {
    let sandbox = rotating();
    let auth = authorization_code(&sandbox).build().unwrap();
    log_in(&sandbox, &auth).await;
    for rotation in 0..1000 {
        sandbox.advance(HOUR);
        if let Err(error) = auth.access_token().await {
            panic!("rotation {rotation}: {error}");
        }
    }
    assert_eq!(token_requests(&sandbox), 1001);
}

#[tokio::test]
async fn fault_030_a_rotated_token_that_could_not_be_stored_is_not_forgotten() {
    let sandbox = rotating();
    let cache = ShakyCache::default();
    let auth = provider(&sandbox).token_cache(cache.clone()).build().unwrap();
    log_in(&sandbox, &auth).await;
    cache.writing(Some(Mishap::Fails));
    for _ in 0..3 {
        sandbox.advance(HOUR);
        auth.access_token().await.expect("the cache holds an older token, which must not be used again");
    }
    cache.writing(None);
    sandbox.advance(HOUR);
    let token = auth.token_info().await.unwrap();
    assert_eq!(cache.stored(), Some(token));
}

#[tokio::test]
async fn a_new_login_that_could_not_be_stored_is_not_replaced_by_the_old_one() {
    let sandbox = Sandbox::builder().start().unwrap();
    let cache = ShakyCache::default();
    let auth = provider(&sandbox).token_cache(cache.clone()).build().unwrap();
    log_in(&sandbox, &auth).await;
    sandbox.advance(HOUR);
    cache.writing(Some(Mishap::Fails));
    let second = log_in(&sandbox, &auth).await;
    sandbox.advance(HOUR);
    assert_eq!(auth.token_info().await.unwrap().refresh_token(), second.refresh_token());
}
