//! Closing. Dropping a provider is enough; closing also waits for a renewal under way, and makes later calls fail.

use spotify_sdk::Result;
use spotify_sdk::auth::ClientCredentials;

/// In async code.
///
/// # Errors
/// When no token can be had.
pub async fn asynchronous() -> Result<()> {
    let auth = ClientCredentials::new("your-client-id", "your-client-secret")?;
    let token = auth.access_token().await;
    auth.close().await?;
    println!("{:?}", token?); // Debug shows no token
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When no token can be had.
pub fn blocking() -> Result<()> {
    let auth = ClientCredentials::new("your-client-id", "your-client-secret")?;
    let token = auth.access_token().wait();
    auth.close().wait()?;
    println!("{:?}", token?);
    Ok(())
}
