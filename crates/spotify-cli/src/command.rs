//! The commands, one file each.

pub(crate) mod auth;
pub(crate) mod demo;
pub(crate) mod sandbox;

use crate::arguments::Command;
use crate::exit::{Exit, Failure};

/// Runs a command until it is done.
pub(crate) async fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Auth(command) => auth::run(command).await,
        Command::Demo(options) => demo::run(options).await,
        Command::Sandbox(command) => sandbox::run(command).await,
    }
}
