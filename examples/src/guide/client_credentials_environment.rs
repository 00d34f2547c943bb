//! Client credentials from `SPOTIFY_SDK_CLIENT_ID` and `SPOTIFY_SDK_CLIENT_SECRET`.

use spotify_sdk::{Result, SpotifyClient, blocking};

/// In async code.
///
/// # Errors
/// When a variable is missing; the error names it.
pub async fn asynchronous() -> Result<()> {
    let client = SpotifyClient::from_env()?;
    println!("{}", client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").await?.name);
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When a variable is missing; the error names it.
pub fn blocking() -> Result<()> {
    let client = blocking::SpotifyClient::from_env()?;
    println!("{}", client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").send()?.name);
    Ok(())
}
