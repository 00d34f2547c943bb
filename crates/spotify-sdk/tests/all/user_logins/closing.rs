//! What ends what.

use spotify_sandbox::RefreshTokens;
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{
    DirectoryTokenCache, InMemoryKeyedTokenCache, KeyedTokenCache as _, TokenCache as _,
};

use super::support::{in_memory, log_in, name, over, sandbox};
use crate::support::{client, client_credentials, in_time};
use crate::token_manager::support::{
    HOUR, failure, real_sleeps, slow_answers, token_requests, until_token_requests,
};

#[tokio::test]
async fn a_client_for_one_request_closes_neither_the_users_provider_nor_what_is_shared() {
    let sandbox = sandbox(2);
    let logins = in_memory(&sandbox);
    let app = client_credentials(&sandbox).clock(real_sleeps(&sandbox)).build().unwrap();
    let shared = client(&sandbox).auth(app).clock(real_sleeps(&sandbox)).build().unwrap();
    for user in [name(0), name(1)] {
        log_in(&sandbox, &logins.for_user(&user), &user).await;
    }
    let before = sandbox.connections();
    for round in 0..20 {
        let user = name(round % 2);
        let for_user = shared.with_auth(logins.for_user(&user));
        let kept = for_user.clone();
        assert_eq!(for_user.users().get_current_profile().await.unwrap().id.as_str(), user);
        for_user.close().await;
        assert_eq!(kept.users().get_current_profile().await.unwrap_err().kind(), ErrorKind::Closed);
        logins.for_user(&user).access_token().await.expect("the user's provider is open");
    }
    shared.albums().get("4aawyAB9vmqN3uQ7FjRGTy").await.expect("the client that they were made from is open");
    assert_eq!(token_requests(&sandbox), 2 + 1, "two logins, and the app's own token");
    assert!(sandbox.connections() <= before + 1, "they share its connections");
}

#[tokio::test]
async fn a_provider_that_was_closed_is_replaced_for_who_asks_next() {
    let sandbox = sandbox(1);
    let logins = in_memory(&sandbox);
    let auth = logins.for_user(name(0));
    log_in(&sandbox, &auth, &name(0)).await;
    auth.close().await.unwrap();
    assert_eq!(failure(&auth).await, ErrorKind::Closed);
    logins.for_user(name(0)).access_token().await.expect("the login is in the cache");
    assert_eq!(logins.in_memory(), 1);
}

#[tokio::test]
async fn fault_047_closing_all_stores_what_is_being_renewed() {
    let sandbox = spotify_sandbox::Sandbox::builder().refresh_tokens(RefreshTokens::Rotate).start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let cache = DirectoryTokenCache::new(folder.path());
    let logins = over(&sandbox, cache.clone()).build().unwrap();
    let login = log_in(&sandbox, &logins.for_user("ada"), "ada").await;
    sandbox.advance(HOUR);
    slow_answers(&sandbox, 300);
    let caller = tokio::spawn({
        let auth = logins.for_user("ada");
        async move { auth.access_token().await }
    });
    until_token_requests(&sandbox, 2).await;
    in_time(logins.close()).await.unwrap();
    let stored = cache.for_key("ada").get().await.unwrap().unwrap();
    assert_ne!(stored.refresh_token(), login.refresh_token(), "it was waited for");
    in_time(caller).await.unwrap().expect("who asked before gets it");
    assert_eq!(failure(&logins.for_user("ada")).await, ErrorKind::Closed);
    assert_eq!(logins.for_user("ada").logout().await.unwrap_err().kind(), ErrorKind::Closed);
    assert_eq!(logins.in_memory(), 0);
    logins.close().await.unwrap();
    let again = over(&sandbox, cache).build().unwrap();
    again.for_user("ada").access_token().await.expect("the login goes on");
}

#[tokio::test]
async fn a_user_who_logs_out_leaves_the_others_logged_in() {
    let sandbox = sandbox(2);
    let cache = InMemoryKeyedTokenCache::new();
    let logins = over(&sandbox, cache.clone()).build().unwrap();
    for user in [name(0), name(1)] {
        log_in(&sandbox, &logins.for_user(&user), &user).await;
    }
    logins.for_user(name(0)).logout().await.unwrap();
    assert_eq!(failure(&logins.for_user(name(0))).await, ErrorKind::NotLoggedIn);
    logins.for_user(name(1)).access_token().await.unwrap();
    assert!(cache.for_key(&name(0)).get().await.unwrap().unwrap().is_tombstone());
}
