//! A provider of your own.

use spotify_sdk::auth::AuthProvider;
use spotify_sdk::{AccessToken, Result, SpotifyClient, blocking};

/// Takes its token from wherever you keep it.
pub struct FromOurVault;

impl AuthProvider for FromOurVault {
    async fn access_token(&self) -> Result<AccessToken> {
        AccessToken::new("your-access-token")
    }

    async fn close(&self) {
        println!("closed");
    }
}

/// In async code.
///
/// # Errors
/// When the token or the album is refused.
pub async fn asynchronous() -> Result<()> {
    let client = SpotifyClient::new(FromOurVault);
    println!("{}", client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").await?.name);
    client.close().await;
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When the token or the album is refused.
pub fn blocking() -> Result<()> {
    let client = blocking::SpotifyClient::new(FromOurVault);
    println!("{}", client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").send()?.name);
    client.close();
    Ok(())
}
