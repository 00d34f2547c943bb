//! The manual flow in the documents' three steps. For a web application with several users or workers use
//! `authorization_request`, which carries what completes a login across requests and processes.

use spotify_sdk::Result;
use spotify_sdk::auth::AuthorizationCode;

fn auth() -> Result<AuthorizationCode> {
    AuthorizationCode::builder()
        .client_id("your-client-id")
        .client_secret("your-client-secret")
        .redirect_uri("https://your-app.com/callback")
        .scopes(["user-read-private"])
        .build()
}

/// What the user's browser brings back.
const CALLBACK: &str = "https://your-app.com/callback?code=ABC123&state=random-state-string";

/// In async code.
///
/// # Errors
/// When the callback or the code is refused.
pub async fn asynchronous() -> Result<()> {
    let auth = auth()?;
    let url = auth.authorization_url().state("random-state-string").show_dialog(true).build()?;
    println!("Visit: {url}");
    let callback = auth.parse_response_url(CALLBACK, Some("random-state-string"))?;
    let token = auth.exchange_code(callback.code()).await?;
    println!("Expires at: {}", token.expires_at());
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When the callback or the code is refused.
pub fn blocking() -> Result<()> {
    let auth = auth()?;
    let url = auth.authorization_url().state("random-state-string").show_dialog(true).build()?;
    println!("Visit: {url}");
    let callback = auth.parse_response_url(CALLBACK, Some("random-state-string"))?;
    let token = auth.exchange_code(callback.code()).wait()?;
    println!("Expires at: {}", token.expires_at());
    Ok(())
}
