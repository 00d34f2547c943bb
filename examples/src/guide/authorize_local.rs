//! The local helper with its options.

use std::time::Duration;

use spotify_sdk::Result;
use spotify_sdk::auth::{AuthorizationCode, FileTokenCache, TokenInfo};

fn auth() -> Result<AuthorizationCode> {
    AuthorizationCode::builder()
        .client_id("your-client-id")
        .client_secret("your-client-secret")
        .redirect_uri("http://127.0.0.1:8080/callback")
        .scopes(["user-read-private"])
        .token_cache(FileTokenCache::new(".cache/spotify-sdk/token.json"))
        .build()
}

fn show(token: &TokenInfo) {
    // `access_token()` and `refresh_token()` hold the tokens themselves; Debug never shows them.
    println!("{token:?}");
    println!("Expires at: {}", token.expires_at());
}

/// In async code.
///
/// # Errors
/// When the login fails or five minutes pass.
pub async fn asynchronous() -> Result<()> {
    let token = auth()?.authorize_local().timeout(Duration::from_secs(300)).show_dialog(false).await?;
    show(&token);
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When the login fails or five minutes pass.
pub fn blocking() -> Result<()> {
    let token = auth()?.authorize_local().timeout(Duration::from_secs(300)).show_dialog(false).wait()?;
    show(&token);
    Ok(())
}
