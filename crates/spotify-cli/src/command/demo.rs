//! `spotify-sdk demo`: the main job, on a local Spotify.

mod browser;
mod paint;
mod script;
#[cfg(test)]
mod snippets;
mod step;
#[cfg(test)]
mod tests;
mod time;

use clap::Args;
use serde::Serialize;
use spotify_sandbox::{Builder, Sandbox, User};

use crate::exit::{Exit, Failure};
use crate::output;
use step::Step;

/// One seed, one world: the demo tells everyone the same.
const SEED: u64 = 7;

/// Options of `demo`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Print one JSON document instead, when all is done
    #[arg(long)]
    json: bool,
    /// Print no colours, also on a terminal
    #[arg(long)]
    no_color: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Document {
    ok: bool,
    base_url: String,
    steps: Vec<Step>,
    requests: usize,
    token_requests: usize,
}

/// Plays the demo.
pub(crate) async fn run(options: Options) -> Result<Exit, Failure> {
    if options.no_color {
        anstream::ColorChoice::Never.write_global();
    }
    let sandbox = world()
        .start()
        .map_err(|error| Failure::new(Exit::Failure, format!("the sandbox can't start: {error}")))?;
    let mut steps = Vec::new();
    if !options.json {
        output::print(&paint::opening(sandbox.base_url()))?;
    }
    let outcome = script::play(&sandbox, |step| {
        if !options.json {
            output::print(&paint::step(&step))?;
        }
        steps.push(step);
        Ok(())
    })
    .await;
    let (requests, token_requests) = count(&steps);
    if options.json {
        let base_url = sandbox.base_url().to_owned();
        let document = Document { ok: outcome.is_ok(), base_url, steps, requests, token_requests };
        let json = serde_json::to_string_pretty(&document).expect("strings and numbers have a JSON form");
        output::print_json(&json)?;
        outcome?;
    } else {
        outcome?;
        output::print(&paint::summary(steps.len(), requests, token_requests))?;
    }
    Ok(Exit::Done)
}

/// What the auth documents write, with a login page that somebody has to walk through.
fn world() -> Builder {
    let ada = User::premium("ada").display_name("Ada").saved_tracks(120).saved_albums(40);
    Sandbox::documents().user(ada).seed(SEED).auto_approve(false)
}

/// How many requests there were, and how many of them asked for tokens.
fn count(steps: &[Step]) -> (usize, usize) {
    let all = || steps.iter().flat_map(|step| &step.requests);
    let tokens = all().filter(|request| request.path == "/api/token").map(|request| request.times).sum();
    (all().map(|request| request.times).sum(), tokens)
}
