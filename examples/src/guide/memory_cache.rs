//! The default cache: gone when the process ends.

use spotify_sdk::Result;
use spotify_sdk::auth::{ClientCredentials, InMemoryTokenCache};

fn auth() -> Result<ClientCredentials> {
    ClientCredentials::builder()
        .client_id("your-client-id")
        .client_secret("your-client-secret")
        .token_cache(InMemoryTokenCache::new()) // the default if not specified
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
