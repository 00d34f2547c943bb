//! The pauses of apps, on the server and by its clock.

use std::time::{Duration, SystemTime};

use redis::cmd;

use super::scripts;
use super::server::{QUICK, Server};
use crate::clock::unix_seconds;
use crate::cool_downs::{Boxed, Failure, Pauses, Store};

/// How long it is remembered at least that pauses were cleared.
const CLEARED_LIVES: Duration = Duration::from_secs(24 * 60 * 60);

/// When the pauses of everything and of one operation end, and when all were cleared, in milliseconds.
type Fields = (Option<f64>, Option<f64>, Option<u64>);

pub(super) struct RedisCoolDowns {
    server: Server,
}

impl RedisCoolDowns {
    pub(super) fn new(server: Server) -> Self {
        Self { server }
    }
}

fn key(app: &str) -> String {
    format!("spotify-sdk:cool-down:{app}")
}

fn field(operation: Option<&str>) -> String {
    operation.map_or_else(|| "everything".to_owned(), |operation| format!("operation:{operation}"))
}

impl Store for RedisCoolDowns {
    fn read<'a>(&'a self, app: &'a str, operation: &'a str, _: SystemTime) -> Boxed<'a, Pauses> {
        Box::pin(async move {
            let command = cmd("HMGET")
                .arg(key(app))
                .arg(field(None))
                .arg(field(Some(operation)))
                .arg("cleared")
                .clone();
            let answer =
                self.server.ask_to_the_millisecond::<Fields>(command, "asked for pauses", QUICK).await?;
            let ((everything, operation, cleared), ahead) = answer;
            let now = (unix_seconds(self.server.now()) + ahead) * 1000.0;
            let left = |ends: Option<f64>| {
                let left = Duration::try_from_secs_f64((ends.unwrap_or_default() - now) / 1000.0);
                // Negative: it is over.
                left.unwrap_or_default()
            };
            Ok(Pauses { everything: left(everything), operation: left(operation), cleared })
        })
    }

    fn begin<'a>(
        &'a self,
        app: &'a str,
        operation: Option<&'a str>,
        wait: Duration,
        _: SystemTime,
    ) -> Boxed<'a, ()> {
        Box::pin(async move {
            // Rounded up, as nobody is to come a moment too early.
            let wait = (wait.as_millis() + 1).to_string();
            let command = scripts::PAUSE.call(&[&key(app)]).arg(field(operation)).arg(wait).clone();
            self.server.ask::<i64>(command, "told of a pause", QUICK).await.map(|_| ()).map_err(Failure::from)
        })
    }

    fn clear<'a>(&'a self, app: &'a str, _: SystemTime) -> Boxed<'a, u64> {
        Box::pin(async move {
            let command =
                scripts::CLEAR.call(&[&key(app)]).arg(CLEARED_LIVES.as_millis().to_string()).clone();
            Ok(self.server.ask::<u64>(command, "cleared of pauses", QUICK).await?.0)
        })
    }
}
