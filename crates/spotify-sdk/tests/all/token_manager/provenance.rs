//! Whose a token is, as programs that keep tokens of several services and flows are told.

use spotify_sandbox::Sandbox;
use spotify_sdk::auth::{
    AuthProvider as _, ClientCredentials, FileTokenCache, Flow, TokenCache as _, TokenInfo,
};

use super::support::provider;

#[tokio::test]
async fn a_token_says_where_it_came_from_also_when_it_was_stored() {
    let sandbox = Sandbox::builder().start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let cache = FileTokenCache::new(folder.path().join("token.json"));
    let auth = provider(&sandbox).token_cache(cache.clone()).build().unwrap();
    let request = auth.authorization_request().unwrap();
    let callback = sandbox.approve(request.authorization_url()).unwrap();
    let of_user = auth.complete_authorization(request, &callback).await.unwrap();
    let stored = cache.get().await.unwrap().unwrap();
    for token in [of_user, stored] {
        assert_eq!(token.flow(), Some(Flow::AuthorizationCode));
        assert_eq!(token.accounts_origin(), Some(sandbox.accounts_base_url().trim_end_matches('/')));
    }

    assert_eq!(auth.flow(), Some(Flow::AuthorizationCode));

    let cache = FileTokenCache::new(folder.path().join("app.json"));
    let app = ClientCredentials::builder()
        .token_cache(cache.clone())
        .client_id(sandbox.client_id())
        .client_secret(sandbox.client_secret())
        .accounts_base_url(sandbox.accounts_base_url())
        .build()
        .unwrap();
    app.access_token().await.unwrap();
    let of_app = cache.get().await.unwrap().unwrap();
    assert_eq!(of_app.flow(), Some(Flow::ClientCredentials));
    assert_eq!(of_app.accounts_origin(), Some(sandbox.accounts_base_url().trim_end_matches('/')));

    assert_eq!(app.flow(), Some(Flow::ClientCredentials));

    let of_somebody = TokenInfo::new("BQD", 1.0).unwrap();
    assert_eq!((of_somebody.flow(), of_somebody.accounts_origin()), (None, None));
}
