//! `spotify-sdk auth logout`.

use clap::Args;
use spotify_sdk::auth::TokenCache as _;

use super::Stored;
use super::place::Place;
use crate::exit::{Exit, Failure};
use crate::output;

/// Options of `auth logout`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    stored: Stored,
}

/// Forgets the login, whichever app it belongs to.
pub(super) async fn run(options: Options) -> Result<Exit, Failure> {
    let place = Place::find(options.stored)?;
    let path = place.token_file().display();
    let failed = |error| Failure::new(Exit::Failure, format!("the login could not be forgotten: {error}"));
    let was_logged_in = match place.cache.get().await {
        Ok(stored) => stored.is_some_and(|token| !token.is_tombstone()),
        // What can't be read may hold a login all the same.
        Err(_) => true,
    };
    place.cache.delete().await.map_err(failed)?;
    if !was_logged_in {
        output::note(&format!("Nobody was logged in: there is no token in {path}."));
        return Ok(Exit::Done);
    }
    output::note(&format!(
        "Logged out: the tokens in {path} are gone.\n\
         Spotify has no way to revoke tokens. To end what the app may do with your account, remove it at\n\
         https://www.spotify.com/account/apps/"
    ));
    Ok(Exit::Done)
}
