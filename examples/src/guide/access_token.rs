//! An access token from elsewhere, used as it is.

use spotify_sdk::{Result, SpotifyClient, blocking};

/// In async code.
///
/// # Errors
/// When the token or the album is refused.
pub async fn asynchronous() -> Result<()> {
    let client = SpotifyClient::from_access_token("your-access-token")?;
    let album = client.albums().get("5K79FLRUCSysQnVESLcTdb").await?;
    println!("{} by {}", album.name, album.artists[0].name);
    client.close().await;
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When the token or the album is refused.
pub fn blocking() -> Result<()> {
    let client = blocking::SpotifyClient::from_access_token("your-access-token")?;
    let album = client.albums().get("5K79FLRUCSysQnVESLcTdb").send()?;
    println!("{} by {}", album.name, album.artists[0].name);
    client.close();
    Ok(())
}
