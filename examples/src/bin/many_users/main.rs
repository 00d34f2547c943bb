//! A web application of many users, each with a Spotify login of their own, on any number of workers and hosts.
//!
//! ```console
//! $ export SESSION_KEY=$(openssl rand -base64 64 | tr -d '\n')   # one for all workers
//! $ export REDIS_URL=redis://127.0.0.1/                          # or TOKEN_DIRECTORY=/var/lib/my-app, for workers of one host
//! $ cargo run -p spotify-sdk-examples --bin many_users -- 127.0.0.1:8080
//! ```
//!
//! The app's id, secret and redirect URI (`http://127.0.0.1:8080/callback`) come from `SPOTIFY_SDK_CLIENT_ID`, `_CLIENT_SECRET` and
//! `_REDIRECT_URI`. A login may begin at one worker and end at another, or at the same one after a restart: what it needs travels in an
//! encrypted cookie. `docs/many-users.md` tells the whole story.

mod cookies;
mod pages;
mod routes;

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use axum::extract::FromRef;
use axum_extra::extract::cookie::Key;
use spotify_sdk::SpotifyClient;
use spotify_sdk::auth::{
    AuthorizationCode, ClientCredentials, DirectoryTokenCache, RedisTokenCache, UserLogins,
};

/// What every request may use. Made once.
#[derive(Clone)]
struct App {
    logins: UserLogins,
    /// Its connections and its pause after a 429 serve all users: `client.with_auth(...)` shares them.
    client: SpotifyClient,
    cookies: Arc<cookies::Settings>,
}

impl FromRef<App> for Key {
    fn from_ref(app: &App) -> Self {
        app.cookies.key.clone()
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let address: SocketAddr =
        address.parse().map_err(|_| format!("{address} is no address; give one such as 127.0.0.1:8080"))?;
    let app = App {
        logins: logins()?,
        client: SpotifyClient::new(ClientCredentials::from_env()?),
        cookies: Arc::new(cookies::Settings::from_environment()?),
    };
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, routes::router(app.clone())).with_graceful_shutdown(asked_to_end()).await?;
    // Renewals under way are stored before the process ends.
    app.logins.close().await?;
    app.client.close().await;
    Ok(())
}

/// Every user's login: in Redis for several hosts, in a directory for one.
fn logins() -> Result<UserLogins, Box<dyn std::error::Error>> {
    let login = AuthorizationCode::builder().scopes(["user-read-private", "user-library-read"]);
    let logins = match (std::env::var("REDIS_URL"), std::env::var("TOKEN_DIRECTORY")) {
        (Ok(url), _) => login.for_users(RedisTokenCache::new(&url, "many-users")?).build()?,
        (_, Ok(directory)) => login.for_users(DirectoryTokenCache::new(directory)).build()?,
        _ => return Err("where are logins kept? Set REDIS_URL, or TOKEN_DIRECTORY for a single host".into()),
    };
    Ok(logins)
}

async fn asked_to_end() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}
