//! One user's provider is one, whoever asks for it.

use std::sync::Barrier;
use std::time::Duration;

use futures_util::future::join_all;
use spotify_sandbox::Fault;
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{
    DirectoryTokenCache, InMemoryKeyedTokenCache, KeyedTokenCache as _, TokenCache as _, UserLogins,
};

use super::support::{in_memory, log_in, name, over, sandbox, store_login};
use crate::support::{client, in_time};
use crate::token_manager::support::{HOUR, provider, real_sleeps, slow_answers, token_requests};

#[tokio::test]
async fn fault_037_a_hundred_requests_of_one_user_refresh_once() {
    let sandbox = sandbox(1);
    let logins = in_memory(&sandbox);
    log_in(&sandbox, &logins.for_user(name(0)), &name(0)).await;
    for expiry in 1..=3 {
        sandbox.advance(HOUR);
        let calls = (0..100).map(|_| {
            let logins = logins.clone();
            tokio::spawn(async move { logins.for_user(name(0)).access_token().await.unwrap() })
        });
        let tokens = in_time(join_all(calls.collect::<Vec<_>>())).await;
        let first = tokens[0].as_ref().unwrap();
        assert!(tokens.iter().all(|token| token.as_ref().unwrap() == first));
        assert_eq!(token_requests(&sandbox), 1 + expiry);
    }
}

#[tokio::test]
async fn fault_038_a_renewal_whose_callers_have_all_gone_away_is_joined_by_the_next() {
    let sandbox = sandbox(1);
    let logins = over(&sandbox, InMemoryKeyedTokenCache::new()).max_idle(0).build().unwrap();
    log_in(&sandbox, &logins.for_user(name(0)), &name(0)).await;
    sandbox.advance(HOUR);
    slow_answers(&sandbox, 500);
    for _ in 0..5 {
        // A caller that gives up at once, and holds nothing any more.
        let _ =
            tokio::time::timeout(Duration::from_millis(20), logins.for_user(name(0)).access_token()).await;
        // Others come, which would push out a provider that nobody needs.
        logins.for_user("somebody else");
    }
    in_time(logins.for_user(name(0)).access_token()).await.unwrap();
    assert_eq!(token_requests(&sandbox), 2);
}

#[tokio::test]
async fn fault_110_a_long_pause_that_one_user_meets_holds_all_renewals_back() {
    let sandbox = sandbox(20);
    let logins = in_memory(&sandbox);
    for user in (0..20).map(name) {
        log_in(&sandbox, &logins.for_user(&user), &user).await;
    }
    sandbox.advance(HOUR);
    let fault = Fault::on("POST /api/token").status(429).header("Retry-After", "3600").times(1);
    sandbox.fault(fault);
    for user in (0..20).map(name) {
        let error = logins.for_user(user).access_token().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RateLimited);
        assert!(error.retry_after().is_some_and(|left| left > Duration::from_secs(3500)), "{error:?}");
    }
    assert_eq!(token_requests(&sandbox), 20 + 1, "nobody asked but the first");
    // A code can't wait so long; that the endpoint takes it shows that the pause is over.
    log_in(&sandbox, &logins.for_user(name(0)), &name(0)).await;
    sandbox.advance(HOUR);
    let auth = logins.for_user(name(0));
    auth.access_token().await.expect("the endpoint answers again");
}

#[test]
fn a_hundred_threads_get_the_same_provider() {
    let sandbox = sandbox(1);
    let logins = in_memory(&sandbox);
    let barrier = Barrier::new(100);
    let begin = |logins: &UserLogins| {
        barrier.wait();
        logins.for_user("a").authorization_url().state("the-only-one").build().unwrap();
    };
    std::thread::scope(|scope| {
        (0..100).for_each(|_| {
            scope.spawn(|| begin(&logins));
        });
    });
    assert_eq!(logins.in_memory(), 1);
    // What one handle began the others know of.
    let callback = logins.for_user("a").parse_response_url("?code=x&state=the-only-one", None).unwrap();
    assert_eq!(callback.code(), "x");
}

#[tokio::test]
async fn users_who_sign_in_with_spotify_are_known_by_their_profile() {
    let sandbox = sandbox(1);
    let cache = InMemoryKeyedTokenCache::new();
    let logins = over(&sandbox, cache.clone()).build().unwrap();
    let signing_in = provider(&sandbox).build().unwrap();
    let token = log_in(&sandbox, &signing_in, &name(0)).await;
    let client = client(&sandbox).auth(signing_in).clock(real_sleeps(&sandbox)).build().unwrap();
    let profile = client.users().get_current_profile().await.unwrap();
    cache.for_key(profile.id.as_str()).set(&token).await.unwrap();
    client.close().await;
    let auth = logins.for_user(name(0));
    assert_eq!(auth.access_token().await.unwrap().expose(), token.access_token());
    sandbox.advance(HOUR);
    auth.access_token().await.expect("it is renewed like any other");
}

#[tokio::test]
async fn a_login_is_there_after_a_restart_and_for_its_user_only() {
    let sandbox = sandbox(2);
    let folder = tempfile::tempdir().unwrap();
    let cache = DirectoryTokenCache::new(folder.path().join("logins"));
    let stored = store_login(&sandbox, &cache, &name(0), 1800.0).await;
    let logins = over(&sandbox, cache).build().unwrap();
    let token = logins.for_user(name(0)).access_token().await.unwrap();
    assert_eq!(token.expose(), stored.access_token());
    assert_eq!(logins.for_user(name(1)).access_token().await.unwrap_err().kind(), ErrorKind::NotLoggedIn);
    assert_eq!(token_requests(&sandbox), 0);
}
