//! Scopes: a list, or one string with spaces or commas. The constants save misspelling them.

use spotify_sdk::auth::AuthorizationCode;
use spotify_sdk::{Result, scope};

fn auth() -> Result<AuthorizationCode> {
    AuthorizationCode::builder()
        .client_id("your-client-id")
        .client_secret("your-client-secret")
        .redirect_uri("http://127.0.0.1:8080/callback")
        .scopes([
            scope::USER_READ_PRIVATE,
            scope::USER_READ_EMAIL,
            scope::USER_LIBRARY_READ,
            scope::USER_LIBRARY_MODIFY,
            scope::PLAYLIST_READ_PRIVATE,
            scope::PLAYLIST_MODIFY_PUBLIC,
        ])
        .build()
}

/// In async code; making a provider is the same in both.
///
/// # Errors
/// When an option can't work.
pub async fn asynchronous() -> Result<()> {
    println!("{}", auth()?.scopes());
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When an option can't work.
pub fn blocking() -> Result<()> {
    println!("{}", auth()?.scopes());
    Ok(())
}
