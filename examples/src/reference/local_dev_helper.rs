//! The local helper as a free function; id, secret and redirect URI come from the environment.

use spotify_sdk::Result;
use spotify_sdk::auth::{AuthorizationCode, authorize_local};

/// In async code.
///
/// # Errors
/// When a variable is missing or the login fails.
pub async fn asynchronous() -> Result<()> {
    let auth = AuthorizationCode::builder().scopes("user-library-read").build()?;
    let token = authorize_local(&auth).await?;
    println!("has a refresh token: {}", token.refresh_token().is_some());
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When a variable is missing or the login fails.
pub fn blocking() -> Result<()> {
    let auth = AuthorizationCode::builder().scopes("user-library-read").build()?;
    let token = authorize_local(&auth).wait()?;
    println!("has a refresh token: {}", token.refresh_token().is_some());
    Ok(())
}
