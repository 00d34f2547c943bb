//! A cache of your own: the documents' Redis cache, done right.
//!
//! The documents' recipe gives the entry the lifetime of the *access* token. An hour later Redis drops the refresh token with it, and the
//! user must log in again; and a token that has expired can't be stored at all, as a lifetime of zero is an error. The login is the refresh
//! token: keep the entry without an end, or for the half year that Spotify lets a login live.

use redis::{Client, Commands};
use spotify_sdk::Result;
use spotify_sdk::auth::{AuthorizationCode, CacheError, TokenCache, TokenInfo};

/// Half a year in seconds: Spotify ends a login then.
const LOGIN_LIVES: u64 = 184 * 24 * 60 * 60;

/// A Redis-backed token cache. Blocking calls are fine here: a cache is called on a thread that may block.
pub struct RedisTokenCache {
    redis: Client,
    key: String,
}

impl RedisTokenCache {
    /// A cache in one entry of a Redis server.
    ///
    /// # Errors
    /// When the URL is none.
    pub fn new(url: &str, key: &str) -> std::result::Result<Self, CacheError> {
        Ok(Self { redis: Client::open(url)?, key: key.to_owned() })
    }
}

impl TokenCache for RedisTokenCache {
    async fn get(&self) -> std::result::Result<Option<TokenInfo>, CacheError> {
        let json: Option<String> = self.redis.get_connection()?.get(&self.key)?;
        Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
    }

    async fn set(&self, token: &TokenInfo) -> std::result::Result<(), CacheError> {
        let json = serde_json::to_string(token)?;
        Ok(self.redis.get_connection()?.set_ex(&self.key, json, LOGIN_LIVES)?)
    }
}

fn auth() -> Result<AuthorizationCode> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1:6379".to_owned());
    let cache = RedisTokenCache::new(&url, "spotify_token").map_err(|error| {
        spotify_sdk::Error::new(spotify_sdk::ErrorKind::Configuration, "REDIS_URL is no Redis URL")
            .with_source(error)
    })?;
    AuthorizationCode::builder()
        .client_id("your-client-id")
        .client_secret("your-client-secret")
        .redirect_uri("https://your-app.com/callback")
        .token_cache(cache)
        .build()
}

/// In async code: logs in with a code the first time, and with the stored login from then on.
///
/// # Errors
/// When there is no login and the code is refused.
pub async fn asynchronous() -> Result<()> {
    let auth = auth()?;
    if auth.access_token().await.is_err() {
        auth.exchange_code("ABC123").await?;
    }
    println!("logged in: {:?}", auth.token_info().await?);
    Ok(())
}

/// In code that blocks.
///
/// # Errors
/// When there is no login and the code is refused.
pub fn blocking() -> Result<()> {
    let auth = auth()?;
    if auth.access_token().wait().is_err() {
        auth.exchange_code("ABC123").wait()?;
    }
    println!("logged in: {:?}", auth.token_info().wait()?);
    Ok(())
}
