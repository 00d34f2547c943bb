//! The smallest cache of your own: two functions.

use std::sync::Mutex;

use spotify_sdk::Result;
use spotify_sdk::auth::{CacheError, ClientCredentials, TokenCache, TokenInfo};

/// Keeps the token in a variable.
#[derive(Default)]
pub struct Variable(Mutex<Option<TokenInfo>>);

impl TokenCache for Variable {
    async fn get(&self) -> std::result::Result<Option<TokenInfo>, CacheError> {
        Ok(self.0.lock().map_err(|_| "poisoned")?.clone())
    }

    async fn set(&self, token: &TokenInfo) -> std::result::Result<(), CacheError> {
        *self.0.lock().map_err(|_| "poisoned")? = Some(token.clone());
        Ok(())
    }
}

fn auth() -> Result<ClientCredentials> {
    ClientCredentials::builder()
        .client_id("your-client-id")
        .client_secret("your-client-secret")
        .token_cache(Variable::default())
        .build()
}

/// In async code.
///
/// # Errors
/// When no token can be had.
pub async fn asynchronous() -> Result<()> {
    auth()?.access_token().await?;
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When no token can be had.
pub fn blocking() -> Result<()> {
    auth()?.access_token().wait()?;
    Ok(())
}
