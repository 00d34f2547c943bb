//! A token as caches keep it.

use spotify_sdk::Result;
use spotify_sdk::auth::TokenInfo;

fn token() -> Result<TokenInfo> {
    Ok(TokenInfo::new("...", 1_700_000_000.0)?
        .with_refresh_token("...")
        .with_scope("user-read-private playlist-read-private"))
}

/// In async code; there is nothing to wait for.
///
/// # Errors
/// When the time is none.
pub async fn asynchronous() -> Result<()> {
    println!("{:?}", token()?);
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When the time is none.
pub fn blocking() -> Result<()> {
    println!("{:?}", token()?);
    Ok(())
}
