//! `spotify-sdk auth login`.

pub(super) mod browser;
mod instructions;
mod paste;

use std::io::{self, IsTerminal as _};
use std::time::{Duration, SystemTime};

use clap::Args;
use spotify_sdk::auth::local::can_open_browser;
use spotify_sdk::auth::{AuthorizationCode, PastedCallback, TokenCache as _, TokenInfo};
use spotify_sdk::{Environment, ErrorKind};

use super::app::{App, Input, Named, REDIRECT_URI, input};
use super::place::Place;
use super::remembered::Remembered;
use super::{AppOptions, SecretOptions, Stored, scopes, times};
use crate::exit::{Exit, Failure};
use crate::output;

/// Options of `auth login`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    app: AppOptions,
    #[command(flatten)]
    secret: SecretOptions,
    #[arg(long, value_name = "SCOPES", default_value = "read", help = "What the login may do: read, library, playlist, playback, all, or names of scopes", long_help = scopes::HELP)]
    scopes: Vec<String>,
    /// Where the browser comes back to: http on 127.0.0.1 or [::1], exactly as registered for the app. One that is registered
    /// without a port may be given without: then any free port is used. Else SPOTIFY_SDK_REDIRECT_URI, else
    /// http://127.0.0.1:8888/callback
    #[arg(long, value_name = "URI")]
    redirect_uri: Option<String>,
    /// Open no browser: show the address of Spotify's page, and take the address that it ends at from standard input
    #[arg(long)]
    no_browser: bool,
    /// How many seconds to wait for you
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// Log in although there is a login, also in place of another app's; Spotify asks again, and lets another user log in
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    stored: Stored,
}

/// Logs in, if need be.
pub(super) async fn run(options: Options) -> Result<Exit, Failure> {
    let scopes = scopes::expand(&options.scopes);
    let place = Place::find(options.stored)?;
    let mut input = input();
    if options.secret.client_secret_stdin && io::stdin().is_terminal() {
        output::note("Client secret (it shows while you type):");
    }
    let remembered = Remembered::load(&place.app_file());
    let named =
        Named::find(options.app, options.secret, options.redirect_uri, remembered, &mut input).await?;
    place.prepare().await?;
    if !options.force
        && let Ok(app) = named.for_stored_login()
    {
        let auth = app.provider(&place, scopes.clone())?;
        if let Some(token) = usable(&auth, &place).await? {
            let covers = token.scope().map_or_else(String::new, |scope| format!(" It covers: {scope}."));
            output::note(&format!("You are logged in already; nothing was done.{covers}"));
            output::note("To log in again: spotify-sdk auth login --force");
            return Ok(Exit::Done);
        }
    }
    let app = named.for_new_login();
    let auth = app.provider(&place, scopes)?;
    let login = Login {
        opens_browser: !options.no_browser && can_open_browser(&Environment::process()),
        timeout: Duration::from_secs(options.timeout),
        show_dialog: options.force,
    };
    let token = login.run(&auth, input).await?;
    keep(&auth, &place, &app, &token).await?;
    report(&auth, &place, &token);
    Ok(Exit::Done)
}

/// The stored login, if there is nothing to be done.
async fn usable(auth: &AuthorizationCode, place: &Place) -> Result<Option<TokenInfo>, Failure> {
    let token = match auth.token_info().await {
        Ok(token) => token,
        Err(error) if error.kind() == ErrorKind::ReauthorizationRequired => return Ok(None),
        Err(error) if error.kind() == ErrorKind::NotLoggedIn => {
            let stored = auth.stored_token().await?;
            if stored.is_some_and(|stored| stored.refresh_token().is_some()) {
                return Err(Failure::new(
                    Exit::Failure,
                    format!(
                        "{} holds a login of another app, or of another Spotify",
                        place.token_file().display()
                    ),
                )
                .with_advice("Keep both with --token-file PATH; or replace that login with --force."));
            }
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    };
    if token.refresh_token_expires_at().is_some_and(|end| end <= SystemTime::now()) {
        output::note("The login is six months old and ends now.");
        return Ok(None);
    }
    let missing = auth.missing_scopes();
    if !missing.is_empty() {
        output::note(&format!("There is a login, but it lacks: {missing}."));
        return Ok(None);
    }
    Ok(Some(token))
}

/// How to log in.
struct Login {
    opens_browser: bool,
    timeout: Duration,
    show_dialog: bool,
}

impl Login {
    async fn run(&self, auth: &AuthorizationCode, input: Input) -> Result<TokenInfo, Failure> {
        // A script that feeds its own lines to standard input keeps them, unless there is no other way to log in.
        let takes_pastes = !self.opens_browser || io::stdin().is_terminal();
        let pasted = PastedCallback::new();
        let (opens_browser, timeout) = (self.opens_browser, self.timeout);
        let login = auth
            .authorize_local()
            .timeout(timeout)
            .show_dialog(self.show_dialog)
            .open_browser(false)
            .pasted_callback(&pasted)
            .on_url(move |url| {
                output::note(&instructions::of(url, opens_browser, timeout));
                if opens_browser {
                    browser::open(url);
                }
            });
        let login = async { login.await.map_err(|error| explain(error, auth)) };
        if !takes_pastes {
            return login.await;
        }
        tokio::select! {
            outcome = login => outcome,
            never = paste::read(input, &pasted) => match never {},
        }
    }
}

/// What the library can't know: which options there are.
fn explain(error: spotify_sdk::Error, auth: &AuthorizationCode) -> Failure {
    let kind = error.kind();
    let is_about_redirect = kind == ErrorKind::Configuration
        && ["redirect URI", "port"].iter().any(|words| error.message().contains(words));
    let failure = Failure::from(error);
    match kind {
        _ if is_about_redirect => failure.with_advice(format!(
            "The redirect URI is {}. Another one must be registered for the app before it is given with --redirect-uri.",
            auth.redirect_uri()
        )),
        ErrorKind::LoginTimeout => failure.with_advice(format!(
            "If Spotify's page said INVALID_CLIENT or a redirect URI, check the client id, and that the app has exactly {} as a redirect \
             URI. More time: --timeout SECONDS.",
            auth.redirect_uri()
        )),
        ErrorKind::AccessDenied => failure.with_advice("Nothing was stored. To try again: spotify-sdk auth login"),
        _ => failure,
    }
}

/// Sees to it that the login is in the file, and remembers what it was made with.
async fn keep(auth: &AuthorizationCode, place: &Place, app: &App, token: &TokenInfo) -> Result<(), Failure> {
    let stored = auth.stored_token().await?;
    if stored.as_ref().and_then(TokenInfo::refresh_token) != token.refresh_token() {
        // The library leaves another app's login alone; --force asked to replace it.
        let set = place.cache.set(token).await;
        set.map_err(|error| Failure::new(Exit::Failure, format!("the login could not be stored: {error}")))?;
    }
    if let Err(error) = app.remembered().save(&place.app_file()) {
        output::warning(&format!(
            "the client id could not be remembered in {}: {error}. Later commands need it in a variable.",
            place.app_file().display()
        ));
    }
    Ok(())
}

fn report(auth: &AuthorizationCode, place: &Place, token: &TokenInfo) {
    let mut text = format!("Logged in. The login is kept in {}", place.token_file().display());
    if let Some(end) = token.refresh_token_expires_at() {
        text.push_str(&format!(" and ends {}", times::when(end, SystemTime::now())));
    }
    output::note(&format!("{text}.\nTo see who it is: spotify-sdk auth status --check"));
    let missing = auth.missing_scopes();
    if !missing.is_empty() {
        output::warning(&format!("Spotify granted less than was asked for; missing: {missing}"));
    }
    if auth.redirect_uri().as_str().contains("//localhost") {
        output::warning(&format!("Spotify refuses localhost; register {REDIRECT_URI} instead"));
    }
}
