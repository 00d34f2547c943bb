//! A user's login: the browser once, then the stored login.

use spotify_sdk::auth::{AuthorizationCode, FileTokenCache};
use spotify_sdk::{Result, SpotifyClient, blocking};

fn auth() -> Result<AuthorizationCode> {
    AuthorizationCode::builder()
        .client_id("your-client-id")
        .client_secret("your-client-secret")
        .redirect_uri("http://127.0.0.1:8080/callback")
        .scopes(["user-read-private", "user-library-read"])
        .token_cache(FileTokenCache::new(".cache/spotify-sdk/token.json"))
        .build()
}

/// In async code.
///
/// # Errors
/// When the login or the call fails.
pub async fn asynchronous() -> Result<()> {
    let auth = auth()?;
    auth.authorize_local().await?; // or auth.ensure_login(), which asks the user only when it has to
    let client = SpotifyClient::new(auth);
    for saved in client.albums().get_saved().limit(10).await?.items {
        println!("{} by {}", saved.album.name, saved.album.artists[0].name);
    }
    client.close().await;
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When the login or the call fails.
pub fn blocking() -> Result<()> {
    let auth = auth()?;
    auth.authorize_local().wait()?;
    let client = blocking::SpotifyClient::new(auth);
    for saved in client.albums().get_saved().limit(10).send()?.items {
        println!("{} by {}", saved.album.name, saved.album.artists[0].name);
    }
    client.close();
    Ok(())
}
