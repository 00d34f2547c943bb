//! What can't work is said before anything is sent.

use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{InMemoryKeyedTokenCache, InMemoryTokenCache};

use super::support::{in_memory, sandbox};
use crate::token_manager::support::provider;

#[test]
fn what_is_one_users_is_not_given_to_all() {
    let sandbox = sandbox(1);
    let mistakes = [
        (provider(&sandbox).refresh_token("AQD"), "a refresh token is one user's"),
        (provider(&sandbox).token_cache(InMemoryTokenCache::new()), "a token cache keeps one user's"),
    ];
    for (builder, message) in mistakes {
        let error = builder.for_users(InMemoryKeyedTokenCache::new()).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains(message), "{error}");
    }
    let error = provider(&sandbox).redirect_uri("nonsense").for_users(InMemoryKeyedTokenCache::new()).build();
    assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidArgument);
}

#[tokio::test]
async fn an_empty_key_is_refused_by_everything() {
    let sandbox = sandbox(1);
    let logins = in_memory(&sandbox);
    let auth = logins.for_user("");
    let request = logins.for_user("a").authorization_request().unwrap();
    let errors = [
        auth.access_token().await.unwrap_err(),
        auth.token_info().await.unwrap_err(),
        auth.ensure_login().await.unwrap_err(),
        auth.authorize_local().await.unwrap_err(),
        auth.stored_token().await.unwrap_err(),
        auth.logout().await.unwrap_err(),
        auth.exchange_code("code").await.unwrap_err(),
        auth.complete_authorization(request, "?code=a&state=b").await.unwrap_err(),
        auth.authorization_request().unwrap_err(),
        auth.authorization_url().build().unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains("key is empty"), "{error}");
    }
    assert_eq!(logins.in_memory(), 1);
    assert_eq!(sandbox.journal().count("POST /api/token"), 0);
}
