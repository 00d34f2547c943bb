//! How the command ends: exit codes, and what is said when something failed.

use std::io;
use std::process::ExitCode;

use spotify_sdk::{Error, ErrorKind};

use crate::output;

/// The exit codes, as `spotify-sdk --help` lists them. (2, a command line that can't be understood, is clap's.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0.
    Done,
    /// 1.
    Failure,
    /// 2: like the errors that clap finds itself.
    Usage,
    /// 4.
    LoginNeeded,
    /// 5.
    RateLimited,
    /// 8.
    Network,
    /// 130, as a shell reports a program that Ctrl-C has ended.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failure => 1,
            Exit::Usage => 2,
            Exit::LoginNeeded => 4,
            Exit::RateLimited => 5,
            Exit::Network => 8,
            Exit::Interrupted => 130,
        })
    }
}

/// Why the command could not do what it was asked, and what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    message: String,
    advice: Option<String>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), advice: None }
    }

    /// The same with a sentence or more about what to do next.
    pub(crate) fn with_advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// Says on standard error what happened, and gives the exit code.
    pub(crate) fn report(self) -> Exit {
        output::error(&self.message, self.advice.as_deref());
        self.exit
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let exit = match error.kind() {
            ErrorKind::NotLoggedIn | ErrorKind::ReauthorizationRequired | ErrorKind::UserLoginRequired => {
                Exit::LoginNeeded
            }
            ErrorKind::RateLimited | ErrorKind::QuotaExceeded => Exit::RateLimited,
            ErrorKind::Network | ErrorKind::Timeout => Exit::Network,
            _ => Exit::Failure,
        };
        Self::new(exit, error.to_string())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(Exit::Failure, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use spotify_sandbox::Sandbox;
    use spotify_sdk::{Environment, SpotifyClient};

    use super::*;

    #[tokio::test]
    async fn a_spotify_that_is_not_there_is_a_matter_of_the_network() {
        let sandbox = Sandbox::builder().start().unwrap();
        let url = sandbox.api_base_url();
        drop(sandbox);
        let builder = SpotifyClient::builder().api_base_url(url).environment(Environment::empty());
        let client = builder.access_token("token").max_retries(0).build().unwrap();
        let error = client.users().get_current_profile().await.unwrap_err();
        assert_eq!(Failure::from(error).exit, Exit::Network);
    }

    #[test]
    fn the_help_lists_every_code() {
        let help =
            <crate::arguments::Arguments as clap::CommandFactory>::command().render_long_help().to_string();
        let (_, codes) = help.split_once("Exit codes:").unwrap();
        for code in ["0 ", "1 ", "2 ", "4 ", "5 ", "8 ", "130 "] {
            assert!(codes.lines().any(|line| line.trim_start().starts_with(code)), "{code}: {codes}");
        }
    }
}
