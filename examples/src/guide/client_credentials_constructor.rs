//! Client credentials given to the client's builder, where every other option is too.

use spotify_sdk::{Result, SpotifyClient, SpotifyClientBuilder};

fn builder() -> SpotifyClientBuilder {
    SpotifyClient::builder().client_id("your-client-id").client_secret("your-client-secret")
}

/// In async code.
///
/// # Errors
/// When an option can't work.
pub async fn asynchronous() -> Result<()> {
    let client = builder().build()?;
    println!("{}", client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").await?.name);
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When an option can't work.
pub fn blocking() -> Result<()> {
    let client = builder().build_blocking()?;
    println!("{}", client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").send()?.name);
    Ok(())
}
