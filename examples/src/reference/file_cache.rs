//! A login that survives the process: `ensure_login` asks the user only when the stored one does not work.

use spotify_sdk::Result;
use spotify_sdk::auth::{AuthorizationCode, FileTokenCache};

fn auth() -> Result<AuthorizationCode> {
    let cache = FileTokenCache::new(".cache/spotify-sdk/token.json");
    AuthorizationCode::builder().scopes("user-library-read").token_cache(cache).build()
}

/// In async code.
///
/// # Errors
/// When a variable is missing or the login fails.
pub async fn asynchronous() -> Result<()> {
    println!("{:?}", auth()?.ensure_login().await?);
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When a variable is missing or the login fails.
pub fn blocking() -> Result<()> {
    println!("{:?}", auth()?.ensure_login().wait()?);
    Ok(())
}
