//! `spotify-sdk auth`: the user's own login.

mod app;
mod login;
mod logout;
mod place;
mod remembered;
mod scopes;
mod status;
mod times;
mod token;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::core_dump;
use crate::exit::{Exit, Failure};

/// Stands below the help of each command of `auth`.
const VARIABLES: &str = "\
Variables:
  SPOTIFY_SDK_CLIENT_ID          your app's client id
  SPOTIFY_SDK_CLIENT_SECRET      its client secret; not needed
  SPOTIFY_SDK_REDIRECT_URI       a redirect URI, exactly as registered for the app
  SPOTIFY_SDK_HOME               folder of token.json; else $XDG_STATE_HOME/spotify-sdk,
                                 on Linux by default ~/.local/state/spotify-sdk
  SPOTIFY_SDK_ACCOUNTS_BASE_URL  Accounts service and Web API of a sandbox, instead of
  SPOTIFY_SDK_API_BASE_URL       Spotify's
  BROWSER                        the browser to open
  SPOTIFY_SDK_PROXY              a proxy, instead of what HTTPS_PROXY says
  SPOTIFY_SDK_EXTRA_ROOT_CERTIFICATE
                                 file with a root certificate to trust beside the system's
  SPOTIFY_SDK_CONNECT_TIMEOUT    seconds for making a connection (5), and for one request to
  SPOTIFY_SDK_TIMEOUT            its end (30)
  SPOTIFY_SDK_MAX_RETRIES        how often a failed request is repeated (3)
  SPOTIFY_SDK_MAX_WAIT           longest pause asked for by Spotify that is sat out, in seconds (60)
  SPOTIFY_SDK_USER_AGENT_SUFFIX  added to the user agent

An option wins over a variable, and a variable over what was used at the last login.";

/// What can be done with the login.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Log in with the browser, here or on another machine
    ///
    /// You need an app of your own, as Spotify lets each developer's app in for a few users only: register it at
    /// <https://developer.spotify.com/dashboard> with the redirect URI http://127.0.0.1:8888/callback, exactly so, and give its
    /// client id. A client secret is not needed: the login uses PKCE. If there is a login already that covers the scopes, nothing
    /// is done.
    ///
    /// Over SSH, or with --no-browser, the address of Spotify's page is shown instead; when the browser has ended at an address that
    /// it can't open, paste that address here.
    #[command(after_long_help = VARIABLES)]
    Login(login::Options),
    /// Show who is logged in with which app, for how long, and where the token is kept
    ///
    /// Exits with 4 if nobody is logged in. Asks nobody, unless --check is given.
    #[command(after_long_help = VARIABLES)]
    Status(status::Options),
    /// Print an access token that works, for scripts and for other programs
    ///
    /// It is renewed if need be. Exits with 4 if nobody is logged in. For example:
    ///
    /// curl -H "Authorization: Bearer $(spotify-sdk auth token)" https://api.spotify.com/v1/me
    #[command(after_long_help = VARIABLES)]
    Token(token::Options),
    /// Forget the login
    ///
    /// Removes the tokens from this machine. Spotify can't be asked to revoke them: an access token lives on for up to an hour, for
    /// whoever has a copy. To end what the app may do with the account, remove it at <https://www.spotify.com/account/apps/>.
    #[command(after_long_help = VARIABLES)]
    Logout(logout::Options),
    /// Open the browser at the address on standard input
    #[command(name = login::browser::COMMAND, hide = true)]
    OpenBrowser(login::browser::Options),
}

/// Where the login is kept.
#[derive(Debug, Args)]
struct Stored {
    /// The file that keeps the login; else token.json in SPOTIFY_SDK_HOME, else in this user's folder for such things
    #[arg(long, value_name = "PATH")]
    token_file: Option<PathBuf>,
}

/// With which app.
#[derive(Debug, Args)]
struct AppOptions {
    /// Your app's client id; else SPOTIFY_SDK_CLIENT_ID, else that of the last login
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
}

/// What the app proves itself with. Never an argument: everybody on the machine can read those.
#[derive(Debug, Default, Args)]
struct SecretOptions {
    /// Read your app's client secret from the first line of standard input; else SPOTIFY_SDK_CLIENT_SECRET, else none is used
    #[arg(long, conflicts_with = "client_secret_file")]
    client_secret_stdin: bool,
    /// Read your app's client secret from a file
    #[arg(long, value_name = "PATH")]
    client_secret_file: Option<PathBuf>,
}

/// Runs `auth …`.
pub(crate) async fn run(command: Command) -> Result<Exit, Failure> {
    // A browser would inherit the limit, and nothing that opens it has tokens.
    if !matches!(command, Command::OpenBrowser(_)) {
        core_dump::forbid();
    }
    match command {
        Command::Login(options) => login::run(options).await,
        Command::Status(options) => status::run(options).await,
        Command::Token(options) => token::run(options).await,
        Command::Logout(options) => logout::run(options).await,
        Command::OpenBrowser(options) => login::browser::run(&options),
    }
}
