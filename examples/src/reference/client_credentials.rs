//! One provider for async and blocking code.

use spotify_sdk::Result;
use spotify_sdk::auth::ClientCredentials;

/// In async code.
///
/// # Errors
/// When no token can be had.
pub async fn asynchronous() -> Result<()> {
    let auth = ClientCredentials::new("your-client-id", "your-client-secret")?;
    auth.access_token().await?;
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When no token can be had.
pub fn blocking() -> Result<()> {
    let auth = ClientCredentials::new("your-client-id", "your-client-secret")?;
    auth.access_token().wait()?;
    Ok(())
}
