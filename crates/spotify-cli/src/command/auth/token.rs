//! `spotify-sdk auth token`.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, SystemTime};

use clap::Args;
use serde_json::json;
use spotify_sdk::auth::{AuthorizationCode, TokenCache as _, TokenInfo};
use spotify_sdk::scope::Scopes;
use spotify_sdk::{AccessToken, ErrorKind};

use super::app::{Named, input};
use super::place::Place;
use super::remembered::Remembered;
use super::{AppOptions, SecretOptions, Stored, times};
use crate::exit::{Exit, Failure};
use crate::output;

/// What is left to live must be more than this for a token to be handed out as it is.
const SKEW: Duration = Duration::from_secs(30);

/// Options of `auth token`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Renew the token although it still works
    #[arg(long)]
    refresh: bool,
    /// Print one JSON object with access_token, expires_at (Unix seconds) and scope
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    app: AppOptions,
    #[command(flatten)]
    secret: SecretOptions,
    #[command(flatten)]
    stored: Stored,
}

/// Prints an access token.
pub(super) async fn run(options: Options) -> Result<Exit, Failure> {
    let place = Place::find(options.stored)?;
    let stored = place.cache.get().await.map_err(|error| Failure::new(Exit::Failure, error.to_string()))?;
    let Some(stored) = stored.filter(|token| !token.is_tombstone()) else {
        return Err(not_logged_in(format!(
            "nobody is logged in: there is no token in {}",
            place.token_file().display()
        )));
    };
    let remembered = Remembered::load(&place.app_file());
    let names_a_secret = options.secret.client_secret_stdin || options.secret.client_secret_file.is_some();
    let named = Named::find(options.app, options.secret, None, remembered, &mut input()).await;
    let token = match named.and_then(|named| named.for_stored_login()) {
        Ok(app) => {
            let auth = app.provider(&place, Scopes::none())?;
            current(&auth, &stored, options.refresh).await.map_err(|error| explain(error, &place))?
        }
        // Without an app nothing can be renewed, but what another program stored may still work. An option that is wrong is wrong, though.
        Err(_) if !names_a_secret && !options.refresh && !stored.is_expired(SystemTime::now(), SKEW) => {
            stored
        }
        Err(failure) => return Err(failure),
    };
    print(&token, options.json)
}

/// The token of the login, renewed if it has to be or is wanted.
async fn current(
    auth: &AuthorizationCode,
    stored: &TokenInfo,
    renew: bool,
) -> spotify_sdk::Result<TokenInfo> {
    let token = auth.token_info().await?;
    if !renew || token.access_token() != stored.access_token() {
        return Ok(token);
    }
    auth.invalidate(&AccessToken::new(token.access_token())?);
    auth.token_info().await
}

fn print(token: &TokenInfo, as_json: bool) -> Result<Exit, Failure> {
    // What another program has stored may be anything. A token that none can be goes into no script's header either.
    let access_token = AccessToken::new(token.access_token())?;
    if io::stdout().is_terminal() {
        let expiry = times::from_unix(token.expires_at()).map(|at| times::when(at, SystemTime::now()));
        output::warning(&format!(
            "keep the token to yourself: it opens the account to anyone until it expires{}",
            expiry.map_or(String::new(), |expiry| format!(", {expiry}"))
        ));
    }
    if as_json {
        let json = json!({
            "access_token": access_token.expose(),
            "expires_at": token.expires_at(),
            "scope": token.scope(),
        });
        output::print_json(&json.to_string())?;
    } else {
        output::print(&format!("{}\n", access_token.expose()))?;
    }
    Ok(Exit::Done)
}

fn explain(error: spotify_sdk::Error, place: &Place) -> Failure {
    match error.kind() {
        // There is a token, and the library did not take it for its own.
        ErrorKind::NotLoggedIn => not_logged_in(format!(
            "{} holds a token of another app or of another Spotify, or one that can't be renewed",
            place.token_file().display()
        )),
        ErrorKind::ReauthorizationRequired => not_logged_in(error.to_string()),
        _ => error.into(),
    }
}

fn not_logged_in(message: String) -> Failure {
    Failure::new(Exit::LoginNeeded, message).with_advice("To log in: spotify-sdk auth login")
}
