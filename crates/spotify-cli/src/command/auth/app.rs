//! The app that a login belongs to: client id, redirect URI, and perhaps a secret.

use std::fs;

use spotify_sdk::Environment;
use spotify_sdk::auth::AuthorizationCode;
use spotify_sdk::env::names;
use spotify_sdk::scope::Scopes;
use tokio::io::{AsyncBufReadExt as _, BufReader, Stdin};

use super::place::Place;
use super::remembered::Remembered;
use super::{AppOptions, SecretOptions};
use crate::exit::{Exit, Failure};

/// What to register for an app unless something else is wanted. Its port is rarely taken.
pub(super) const REDIRECT_URI: &str = "http://127.0.0.1:8888/callback";

/// Standard input, line by line: a client secret first, then pasted addresses.
pub(super) type Input = tokio::io::Lines<BufReader<Stdin>>;

/// Reads standard input from its beginning.
pub(super) fn input() -> Input {
    BufReader::new(tokio::io::stdin()).lines()
}

/// Which app is meant, as options, variables and the last login say, in this order.
pub(super) struct Named {
    client_id: String,
    redirect_uri: String,
    client_secret: Option<String>,
    /// What the last login of this app was made with.
    last: Option<Remembered>,
}

/// An app, ready to log a user in or to renew a login.
pub(super) struct App {
    client_id: String,
    redirect_uri: String,
    client_secret: Option<String>,
}

impl Named {
    pub(super) async fn find(
        options: AppOptions,
        secret_options: SecretOptions,
        redirect_uri: Option<String>,
        remembered: Option<Remembered>,
        input: &mut Input,
    ) -> Result<Self, Failure> {
        let environment = Environment::process();
        let given = options.client_id.filter(|id| !id.trim().is_empty());
        let named = given.or_else(|| environment.get(names::CLIENT_ID)).map(|id| id.trim().to_owned());
        // What is remembered of one app says nothing about another.
        let last = remembered.filter(|last| named.as_ref().is_none_or(|id| *id == last.client_id));
        let client_id = match (named, &last) {
            (Some(id), _) => id,
            (None, Some(last)) => last.client_id.clone(),
            (None, None) => return Err(no_client_id(&environment)),
        };
        let client_secret = if secret_options.client_secret_stdin {
            Some(secret("standard input", &input.next_line().await?.unwrap_or_default())?)
        } else if let Some(path) = secret_options.client_secret_file {
            let read = fs::read_to_string(&path).map_err(|error| {
                let path = path.display();
                Failure::new(Exit::Failure, format!("the client secret can't be read from {path}: {error}"))
            })?;
            Some(secret(&path.display().to_string(), &read)?)
        } else {
            environment.get(names::CLIENT_SECRET)
        };
        let redirect_uri = redirect_uri
            .or_else(|| environment.get(names::REDIRECT_URI))
            .or_else(|| last.as_ref().map(|last| last.redirect_uri.clone()))
            .unwrap_or_else(|| REDIRECT_URI.to_owned());
        Ok(Self { client_id, redirect_uri, client_secret, last })
    }

    /// For a login that is to be made: with the secret if there is one.
    pub(super) fn for_new_login(self) -> App {
        App { client_id: self.client_id, redirect_uri: self.redirect_uri, client_secret: self.client_secret }
    }

    /// For the login that there is: it is renewed with the secret if it was made with it, and without if it was made without.
    pub(super) fn for_stored_login(&self) -> Result<App, Failure> {
        let client_secret = match &self.last {
            Some(last) if !last.with_secret => None,
            Some(_) if self.client_secret.is_none() => {
                let advice = format!(
                    "Set {}, or log in again without: spotify-sdk auth login --force",
                    names::CLIENT_SECRET
                );
                let message = "this login was made with a client secret, which is missing now";
                return Err(Failure::new(Exit::Usage, message).with_advice(advice));
            }
            _ => self.client_secret.clone(),
        };
        Ok(App { client_id: self.client_id.clone(), redirect_uri: self.redirect_uri.clone(), client_secret })
    }
}

impl App {
    /// What keeps the login of this app.
    pub(super) fn provider(&self, place: &Place, scopes: Scopes) -> spotify_sdk::Result<AuthorizationCode> {
        let builder = AuthorizationCode::builder()
            .client_id(&self.client_id)
            .redirect_uri(&self.redirect_uri)
            .scopes(scopes)
            .token_cache(place.cache.clone());
        let builder = match &self.client_secret {
            Some(secret) => builder.client_secret(secret),
            None => builder.pkce(),
        };
        builder.build()
    }

    pub(super) fn remembered(&self) -> Remembered {
        Remembered {
            client_id: self.client_id.clone(),
            redirect_uri: self.redirect_uri.clone(),
            with_secret: self.client_secret.is_some(),
        }
    }
}

fn secret(from: &str, text: &str) -> Result<String, Failure> {
    let secret = text.lines().next().unwrap_or_default().trim();
    if secret.is_empty() {
        return Err(Failure::new(Exit::Usage, format!("{from} holds no client secret"))
            .with_advice("Its first line should be the secret. Without one the login works too, by PKCE."));
    }
    Ok(secret.to_owned())
}

/// What a newcomer reads first.
fn no_client_id(environment: &Environment) -> Failure {
    let other =
        ["SPOTIPY_CLIENT_ID", "RSPOTIFY_CLIENT_ID"].into_iter().find(|name| environment.get(name).is_some());
    let hint = other.map_or(String::new(), |name| {
        format!("\n{name} is set: if that is the app to use, set {} to the same value.\n", names::CLIENT_ID)
    });
    let advice = format!(
        "Spotify lets users in through registered apps only, and yours has to be your own. It takes two minutes:\n\
         \n\
         \x20 1. Open https://developer.spotify.com/dashboard and create an app (Web API).\n\
         \x20 2. As its redirect URI add exactly this one:\n\
         \n\
         \x20      {REDIRECT_URI}\n\
         \n\
         \x20 3. Copy the client id from the app's settings, and log in:\n\
         \n\
         \x20      export {}=...\n\
         \x20      spotify-sdk auth login\n\
         \n\
         A client secret is not needed.\n\
         {hint}\n\
         To see how it works without an account or an app: spotify-sdk demo",
        names::CLIENT_ID
    );
    Failure::new(Exit::Usage, "there is no client id: which app should log in?").with_advice(advice)
}
