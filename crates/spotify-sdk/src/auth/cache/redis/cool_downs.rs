//! The pauses of apps, on the server and by its clock: what is left is counted there, so that no host's clock plays a part.

use std::time::{Duration, SystemTime};

use super::scripts;
use super::server::{QUICK, Server};
use crate::cool_downs::{APART, Boxed, Failure, Pauses, Store, Told, UNKNOWN_LENGTH};

/// How long it is remembered at least that pauses were cleared.
const CLEARED_LIVES: Duration = Duration::from_secs(24 * 60 * 60);

/// Of everything and of one operation, what is left and when it ends, in milliseconds; and when all were cleared.
type Answer = (u64, u64, u64, u64, Option<u64>);

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
            let command = scripts::LEFT
                .call(&[&key(app)])
                .arg(UNKNOWN_LENGTH.as_millis().to_string())
                .arg(field(None))
                .arg(field(Some(operation)))
                .clone();
            let (answer, _) = self.server.ask::<Answer>(command, "asked for pauses", QUICK).await?;
            let (everything, everything_ends, operation, operation_ends, cleared) = answer;
            let told = |left, pause| (pause > 0).then_some(Told { left: Duration::from_millis(left), pause });
            Ok(Pauses {
                everything: told(everything, everything_ends),
                operation: told(operation, operation_ends),
                cleared,
            })
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
            let command = scripts::PAUSE
                .call(&[&key(app)])
                .arg(field(operation))
                .arg(wait)
                .arg(APART.as_millis().to_string())
                .clone();
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
