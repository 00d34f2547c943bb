//! What can be written behind `spotify-sdk`.

use clap::{Parser, Subcommand};

use crate::command::{auth, demo, sandbox};

/// Help that stands below the list of commands.
const AFTER_HELP: &str = "\
Data goes to standard output, everything else to standard error. Colours are shown on a terminal only, and not when \
NO_COLOR is set.

Exit codes:
  0    done
  1    failed
  2    the command line can't be understood
  4    a login is needed: there is none, or it has ended
  5    rate-limited by Spotify, and it takes too long to wait for
  8    no connection to Spotify, or no answer in time
  130  interrupted with Ctrl-C";

/// Spotify from the command line: log in, get tokens, run a local Spotify, see the SDK at work.
#[derive(Debug, Parser)]
#[command(name = "spotify-sdk", version, after_help = AFTER_HELP, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// See the SDK at work on a local Spotify: needs no account, no internet, no setup
    ///
    /// Starts a sandbox on a free port of this machine and walks through logging in, staying logged in and calling the Web API, by
    /// the SDK and over real HTTP. Each step shows the Rust it stands for and the requests that the sandbox received. Hours and
    /// months pass on the sandbox's clock; nobody waits for them.
    Demo(demo::Options),
    /// Log in to your own Spotify account, and get tokens
    #[command(subcommand)]
    Auth(auth::Command),
    /// Run a local Spotify, for programs and tests
    #[command(subcommand)]
    Sandbox(sandbox::Command),
}
