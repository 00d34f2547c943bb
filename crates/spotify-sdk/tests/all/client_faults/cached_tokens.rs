//! Tokens that can be had without waiting: providers say so, and clients ask for them that way.

use std::sync::Arc;

use spotify_sandbox::Sandbox;
use spotify_sdk::auth::{AuthProvider, StaticToken};
use spotify_sdk::{AccessToken, Error, ErrorKind, Result};

use crate::support::{authorization_code, client, client_credentials, log_in};

/// Whoever waits for its token waits in vain.
struct OnlyCached(AccessToken);

impl AuthProvider for OnlyCached {
    async fn access_token(&self) -> Result<AccessToken> {
        Err(Error::new(ErrorKind::Custom, "nobody was to wait"))
    }

    fn cached_access_token(&self) -> Option<AccessToken> {
        Some(self.0.clone())
    }
}

#[tokio::test]
async fn a_client_takes_a_token_that_is_there() {
    let sandbox = Sandbox::documents().start().unwrap();
    let token = client_credentials(&sandbox).build().unwrap().access_token().await.unwrap();
    let client = client(&sandbox).auth(Arc::new(OnlyCached(token))).build().unwrap();
    client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").await.unwrap();
}

#[tokio::test]
async fn providers_have_their_token_at_once_when_they_have_one() {
    let text = |token: Option<AccessToken>| token.map(|token| token.expose().to_owned());
    assert_eq!(text(StaticToken::new("BQD").unwrap().cached_access_token()).as_deref(), Some("BQD"));

    let sandbox = Sandbox::documents().start().unwrap();
    let app = client_credentials(&sandbox).build().unwrap();
    assert_eq!(text(app.cached_access_token()), None);
    let token = app.access_token().await.unwrap();
    assert_eq!(text(app.cached_access_token()), text(Some(token)));

    let user = authorization_code(&sandbox).build().unwrap();
    let token = log_in(&sandbox, &user).await;
    assert_eq!(text(user.cached_access_token()).as_deref(), Some(token.access_token()));
    user.logout().await.unwrap();
    assert_eq!(text(user.cached_access_token()), None);
}
