//! The three steps, with the callback that the browser really brought: it is read from standard input.

use std::io::Write as _;

use spotify_sdk::auth::AuthorizationCode;
use spotify_sdk::{Error, ErrorKind, Result};

fn auth() -> Result<AuthorizationCode> {
    AuthorizationCode::builder()
        .client_id("your-client-id")
        .client_secret("your-client-secret")
        .redirect_uri("http://127.0.0.1:8080/callback")
        .scopes(["user-read-private", "playlist-read-private"])
        .build()
}

/// Sends the user to `url` and captures the callback in your app.
fn visit(url: &str) -> Result<String> {
    println!("{url}");
    let mut callback = String::new();
    std::io::stdout().flush().and_then(|()| std::io::stdin().read_line(&mut callback)).map_err(|error| {
        Error::new(ErrorKind::InvalidCallback, "no callback was given").with_source(error)
    })?;
    Ok(callback)
}

/// In async code.
///
/// # Errors
/// When the callback or the code is refused.
pub async fn asynchronous() -> Result<()> {
    let auth = auth()?;
    let state = "csrf-token-generated-by-app";
    let url = auth.authorization_url().state(state).show_dialog(true).build()?;
    let callback = auth.parse_response_url(&visit(&url)?, Some(state))?;
    auth.exchange_code(callback.code()).await?;
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When the callback or the code is refused.
pub fn blocking() -> Result<()> {
    let auth = auth()?;
    let state = "csrf-token-generated-by-app";
    let url = auth.authorization_url().state(state).show_dialog(true).build()?;
    let callback = auth.parse_response_url(&visit(&url)?, Some(state))?;
    auth.exchange_code(callback.code()).wait()?;
    Ok(())
}
