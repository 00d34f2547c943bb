//! `spotify-sdk sandbox`: a local Spotify.

mod environment;
mod serve;

use clap::{Args, Subcommand, ValueEnum};

use crate::exit::{Exit, Failure};

/// What can be done with the sandbox.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start a local Spotify and serve until stopped
    ///
    /// The sandbox speaks Spotify's Accounts service and Web API over plain HTTP on 127.0.0.1, with made-up music, users and
    /// tokens. Any client that can be told another base URL works with it: no account, no internet. It stops with Ctrl-C or
    /// SIGTERM, and forgets everything then.
    ///
    /// Its clock can be moved and its answers can be made to fail under `admin_url`; every request there carries the header
    /// `X-Sandbox-Admin: 1`. For example, `POST {admin_url}/advance` with `{"seconds": 3600}` lets an hour pass.
    Run(Run),
}

/// Options of `sandbox run`.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Port on 127.0.0.1; 0 takes any free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Make the same world each time: catalogue, client id and secret, tokens. Without it credentials and tokens are random
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Agree to every login at once, as the first user, instead of showing the login and consent pages
    #[arg(long)]
    auto_approve: bool,
    /// How many tracks the catalogue has; albums and artists follow from it [default: 1000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    tracks: Option<u64>,
    /// Country of the users, ISO 3166-1 alpha-2; audiobooks are in US, GB, CA, IE, NZ and AU only [default: SE for ada, GB for bob]
    #[arg(long, value_name = "CODE", value_parser = country)]
    country: Option<String>,
    /// What Spotify allows the app [default: development-mode]
    #[arg(long, value_enum)]
    rules: Option<Rules>,
    /// Answer an app 429 beyond N requests in any 30 seconds; Spotify keeps its number to itself, 120 is a guess
    #[arg(long, value_name = "N")]
    rate_limit: Option<u64>,
    /// Answer 429 QUOTA_EXCEEDED beyond N requests of a kind in any 24 hours; in development-mode only
    #[arg(long, value_name = "N")]
    daily_quota: Option<u64>,
    /// What becomes of ids that are not from the sandbox's catalogue [default: strict]
    #[arg(long, value_enum)]
    ids: Option<Ids>,
    /// Begin with what the auth documents write: client `your-client-id` with `your-client-secret`, access token
    /// `your-access-token`, code `ABC123`, redirect URI `http://127.0.0.1:8080/callback`, every id, all fields
    #[arg(long)]
    documents: bool,
    /// Print where the sandbox is and the app's credentials to standard output, once it serves
    #[arg(long, value_enum, value_name = "FORMAT")]
    print_env: Option<Format>,
}

/// How `--print-env` prints.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// One line of JSON: base_url, api_base_url, accounts_base_url, client_id, client_secret, redirect_uri, users, admin_url
    Json,
    /// `export SPOTIFY_SDK_...` lines for a shell, to be read with `eval` or `source`
    Shell,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Rules {
    /// A new app: fewer fields, closed operations, small pages
    DevelopmentMode,
    /// An app that Spotify has approved: everything that is not closed since November 2024
    ExtendedQuota,
    /// An approved app from before November 2024: audio features, recommendations and previews too
    #[value(name = "before-november-2024")]
    BeforeNovember2024,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Ids {
    /// 404, as on Spotify
    Strict,
    /// A made-up album, artist or track of that id
    Open,
}

/// A country code as the sandbox takes it: in capital letters.
fn country(code: &str) -> Result<String, &'static str> {
    match code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_alphabetic()) {
        true => Ok(code.to_ascii_uppercase()),
        false => Err("two letters are expected, such as GB"),
    }
}

/// Runs `sandbox …`.
pub(crate) async fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Run(options) => serve::run(options).await,
    }
}
