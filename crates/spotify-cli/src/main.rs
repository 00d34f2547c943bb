//! The command `spotify-sdk`: log in, get tokens, run a local Spotify, see the SDK at work.

mod arguments;
mod command;
mod core_dump;
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
    let arguments = parse();
    warnings::show();
    let outcome = run(arguments);
    let exit = match outcome {
        Ok(exit) => exit,
        Err(failure) => failure.report(),
    };
    exit.into()
}

/// What was written behind `spotify-sdk`, or the end of the program.
fn parse() -> Arguments {
    Arguments::try_parse().unwrap_or_else(|error| {
        // It repeats what it does not understand, and a script may have taken that from anywhere.
        let text = error.render().to_string();
        if text == output::harmless(&text) {
            error.exit();
        }
        output::note(text.trim_end());
        std::process::exit(error.exit_code())
    })
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
