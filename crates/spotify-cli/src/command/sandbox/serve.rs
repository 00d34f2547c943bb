//! `spotify-sdk sandbox run`.

use std::io;

use spotify_sandbox::{Builder, DailyQuota, RateLimit, Sandbox};

use super::environment::Environment;
use super::{Ids, Rules, Run};
use crate::exit::{Exit, Failure};
use crate::output;
use crate::signals;

/// Serves until SIGTERM; Ctrl-C is seen to above.
pub(super) async fn run(options: Run) -> Result<Exit, Failure> {
    // Listens before anybody is told that the sandbox is there, so that whoever reads the line may stop it at once.
    let terminated = signals::terminated()?;
    let sandbox = builder(&options).start().map_err(|error| cannot_start(&error, options.port))?;
    let environment = Environment::of(&sandbox);
    match options.print_env {
        Some(format) => output::print(&environment.print(format))?,
        None => output::note(&environment.summary(options.auto_approve)),
    }
    terminated.await;
    Ok(Exit::Done)
}

fn builder(options: &Run) -> Builder {
    let mut builder = if options.documents { Sandbox::documents() } else { Sandbox::builder() };
    builder = builder.port(options.port).auto_approve(options.auto_approve);
    if let Some(seed) = options.seed {
        builder = builder.seed(seed);
    }
    if let Some(tracks) = options.tracks {
        builder = builder.tracks(tracks);
    }
    if let Some(country) = &options.country {
        builder = builder.country(country);
    }
    if let Some(ids) = options.ids {
        builder = builder.ids(match ids {
            Ids::Strict => spotify_sandbox::Ids::Strict,
            Ids::Open => spotify_sandbox::Ids::Open,
        });
    }
    if let Some(rules) = options.rules {
        builder = builder.rules(match rules {
            Rules::DevelopmentMode => spotify_sandbox::Rules::DevelopmentMode,
            Rules::ExtendedQuota => spotify_sandbox::Rules::ExtendedQuota,
            Rules::BeforeNovember2024 => spotify_sandbox::Rules::BeforeNovember2024,
        });
    }
    if let Some(requests) = options.rate_limit {
        builder = builder.rate_limit(RateLimit::requests(requests));
    }
    if let Some(requests) = options.daily_quota {
        builder = builder.daily_quota(DailyQuota::requests(requests));
    }
    builder
}

fn cannot_start(error: &io::Error, port: u16) -> Failure {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            Failure::new(Exit::Failure, format!("port {port} on 127.0.0.1 is in use by another program"))
                .with_advice("Stop that program, or choose another port; --port 0 takes any free one.")
        }
        io::ErrorKind::PermissionDenied => {
            Failure::new(Exit::Failure, format!("port {port} on 127.0.0.1 may not be used: {error}"))
                .with_advice("Ports below 1024 usually belong to the administrator; choose a higher one.")
        }
        _ => Failure::new(Exit::Failure, format!("the sandbox can't start: {error}")),
    }
}
