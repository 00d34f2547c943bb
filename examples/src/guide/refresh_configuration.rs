//! How tokens are renewed.

use std::time::Duration;

use spotify_sdk::Result;
use spotify_sdk::auth::ClientCredentials;

fn auth() -> Result<ClientCredentials> {
    ClientCredentials::builder()
        .client_id("your-client-id")
        .client_secret("your-client-secret")
        .skew(Duration::from_secs(60)) // refresh 1 minute before expiry
        .timeout(Duration::from_secs(15)) // 15 second timeout
        .max_retries(5) // retry up to 5 times
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
