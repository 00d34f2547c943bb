//! The command `spotify-sdk`: log in, get tokens, run a local Spotify, see the SDK at work.

mod arguments;
mod command;
mod exit;
mod output;
mod signals;
mod warnings;
mod wrap;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::exit::{Exit, Failure};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    warnings::show();
    let outcome = run(arguments);
    let exit = match outcome {
        Ok(exit) => exit,
        Err(failure) => failure.report(),
    };
    exit.into()
}

/// Runs the command until it is done or the user presses Ctrl-C.
fn run(arguments: Arguments) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Exit::Failure, format!("can't start: {error}")))?;
    let outcome = runtime.block_on(async {
        let interrupted = signals::interrupted()?;
        tokio::select! {
            // Listens before the command begins, so that no Ctrl-C falls between.
            biased;
            () = interrupted => Ok(Exit::Interrupted),
            outcome = command::run(arguments.command) => outcome,
        }
    });
    // A thread that still reads standard input can't be interrupted, and must not be waited for.
    runtime.shutdown_background();
    outcome
}
