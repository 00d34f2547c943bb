//! Client credentials: the SDK fetches the token and keeps it.

use spotify_sdk::{Result, SpotifyClient, blocking};

/// In async code.
///
/// # Errors
/// When the id or secret is wrong.
pub async fn asynchronous() -> Result<()> {
    let client = SpotifyClient::from_client_credentials("your-client-id", "your-client-secret")?;
    let album = client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").await?;
    println!("{}", album.name);
    client.close().await;
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When the id or secret is wrong.
pub fn blocking() -> Result<()> {
    let client = blocking::SpotifyClient::from_client_credentials("your-client-id", "your-client-secret")?;
    let album = client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").send()?;
    println!("{}", album.name);
    client.close();
    Ok(())
}
