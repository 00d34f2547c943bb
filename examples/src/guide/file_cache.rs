//! A token file: mode 0600, whole at every moment, shared by processes.

use spotify_sdk::Result;
use spotify_sdk::auth::{ClientCredentials, FileTokenCache};

fn auth() -> Result<ClientCredentials> {
    ClientCredentials::builder()
        .client_id("your-client-id")
        .client_secret("your-client-secret")
        .token_cache(FileTokenCache::new(".cache/spotify-sdk/token.json"))
        .build()
}

/// In async code.
///
/// # Errors
/// When no token can be had.
pub async fn asynchronous() -> Result<()> {
    auth()?.access_token().await?;
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When no token can be had.
pub fn blocking() -> Result<()> {
    auth()?.access_token().wait()?;
    Ok(())
}
