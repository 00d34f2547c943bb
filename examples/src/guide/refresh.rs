//! Tokens are renewed before they expire.

use std::time::Duration;

use spotify_sdk::Result;
use spotify_sdk::auth::ClientCredentials;
use spotify_sdk::clock::ManualClock;

/// The provider, and the clock it lives by: one that is moved by hand, so that an hour passes in no time.
fn auth() -> Result<(ClientCredentials, ManualClock)> {
    let clock = ManualClock::new();
    let auth = ClientCredentials::builder()
        .client_id("your-client-id")
        .client_secret("your-client-secret")
        .skew(Duration::from_secs(30)) // refresh 30 seconds before expiry (default)
        .clock(clock.clone())
        .build()?;
    Ok((auth, clock))
}

/// In async code.
///
/// # Errors
/// When no token can be had.
pub async fn asynchronous() -> Result<()> {
    let (auth, clock) = auth()?;
    let first = auth.access_token().await?; // fetches a token
    let second = auth.access_token().await?; // the same token
    clock.advance(Duration::from_secs(3600)); // an hour passes
    let third = auth.access_token().await?; // a new token
    println!("same: {}, then new: {}", first == second, second != third);
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When no token can be had.
pub fn blocking() -> Result<()> {
    let (auth, clock) = auth()?;
    let first = auth.access_token().wait()?;
    let second = auth.access_token().wait()?;
    clock.advance(Duration::from_secs(3600));
    let third = auth.access_token().wait()?;
    println!("same: {}, then new: {}", first == second, second != third);
    Ok(())
}
