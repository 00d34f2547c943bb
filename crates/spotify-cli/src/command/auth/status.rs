//! `spotify-sdk auth status`.

mod report;

use std::time::SystemTime;

use clap::Args;
use spotify_sdk::auth::{TokenCache as _, TokenInfo};
use spotify_sdk::env::names;
use spotify_sdk::model::CurrentUser;
use spotify_sdk::scope::Scopes;
use spotify_sdk::{Environment, ErrorKind, SpotifyClient};

use super::app::{App, Named, input};
use super::place::Place;
use super::remembered::Remembered;
use super::{AppOptions, SecretOptions, Stored};
use crate::exit::{Exit, Failure};
use crate::output;
use report::{Report, User};

/// Options of `auth status`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Make one call (GET /me), to see whether the login works and whose it is
    #[arg(long)]
    check: bool,
    /// Print one JSON object. Times are Unix seconds
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    app: AppOptions,
    #[command(flatten)]
    stored: Stored,
}

/// Shows the login.
pub(super) async fn run(options: Options) -> Result<Exit, Failure> {
    let place = Place::find(options.stored)?;
    let stored = place.cache.get().await.map_err(|error| Failure::new(Exit::Failure, error.to_string()))?;
    let remembered = Remembered::load(&place.app_file());
    let environment = Environment::process();
    let client_id = options.app.client_id.clone().or_else(|| environment.get(names::CLIENT_ID));
    let mut report = Report::new(&place, remembered.as_ref(), client_id, &environment);
    if let Some(token) = &stored {
        report.describe(token, SystemTime::now());
    }
    if options.check && report.logged_in {
        let app = Named::find(options.app, SecretOptions::default(), None, remembered, &mut input())
            .await?
            .for_stored_login()?;
        match check(&app, &place).await {
            Ok((user, token)) => {
                report.describe(&token, SystemTime::now());
                report.user = Some(User::from(user));
            }
            Err(error) if ends_login(error.kind()) => report.ended(error.to_string()),
            Err(error) => return Err(error.into()),
        }
    }
    if options.json {
        let json = serde_json::to_string(&report).expect("strings and numbers have a JSON form");
        output::print_json(&json)?;
    } else {
        output::print(&report.text(SystemTime::now()))?;
    }
    if report.logged_in {
        if environment.get(names::ACCESS_TOKEN).is_some() {
            output::note(&format!(
                "{} is set: programs that read it do not use this login.",
                names::ACCESS_TOKEN
            ));
        }
        return Ok(Exit::Done);
    }
    output::note("To log in: spotify-sdk auth login");
    Ok(Exit::LoginNeeded)
}

/// Asks Spotify whose login it is; renews the access token if need be.
async fn check(app: &App, place: &Place) -> Result<(CurrentUser, TokenInfo), spotify_sdk::Error> {
    let auth = app.provider(place, Scopes::none())?;
    let client = SpotifyClient::builder().auth(auth.clone()).build()?;
    let user = client.users().get_current_profile().await?;
    Ok((user, auth.token_info().await?))
}

fn ends_login(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotLoggedIn | ErrorKind::ReauthorizationRequired | ErrorKind::Unauthorized)
}
