//! One server: its connection, how long it may take, and how far its clock is ahead.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, FromRedisValue, RedisError, RedisResult, cmd};
use tokio::sync::Mutex;

use super::breaker::{Breaker, Failure};
use crate::clock::{Clock as _, SharedClock, SystemClock, unix_seconds};
use crate::error::{Error, ErrorKind, Result, scrub};
use crate::process::PerProcess;
use crate::runtime;

/// How long a step may take that belongs to no renewal: a look at the pauses before a request, a lease.
pub(super) const QUICK: Duration = Duration::from_millis(600);

/// How long a comparison of the clocks is believed (real time).
const COMPARED: Duration = Duration::from_secs(60);

/// Clocks of hosts that are less apart than this (in seconds) count as the same: the time stored is then the time given, to the last digit.
const TOGETHER: f64 = 1.0;

#[derive(Clone)]
pub(super) struct Server(Arc<Shared>);

struct Shared {
    client: Client,
    clock: SharedClock,
    breaker: Breaker,
    connected: PerProcess<Slot>,
}

/// While somebody connects, the others wait.
type Slot = Mutex<Option<Connected>>;

#[derive(Clone)]
struct Connected {
    connection: MultiplexedConnection,
    /// Seconds that the server's clock is ahead of ours.
    ahead: f64,
    /// When that was found out (monotonic, real time).
    compared: Duration,
}

impl Server {
    pub(super) fn new(client: Client, clock: SharedClock) -> Self {
        Self(Arc::new(Shared { client, clock, breaker: Breaker::default(), connected: PerProcess::new() }))
    }

    /// The same server, seen from a host with another clock.
    pub(super) fn with_clock(&self, clock: SharedClock) -> Self {
        Self::new(self.0.client.clone(), clock)
    }

    /// This host's clock.
    pub(super) fn now(&self) -> SystemTime {
        self.0.clock.now()
    }

    /// Host and port, or the path of its socket.
    pub(super) fn address(&self) -> String {
        self.0.client.get_connection_info().addr().to_string()
    }

    /// Sends a command that may be sent twice; its answer, and how many seconds the server's clock is ahead. `done` is what could not be done
    /// to the entry if it fails.
    pub(super) async fn ask<T>(&self, command: Cmd, done: &'static str, limit: Duration) -> Result<(T, f64)>
    where
        T: FromRedisValue + Send + 'static,
    {
        let server = self.clone();
        // A task of the background runtime, which drives the connection: callers may be anywhere, and may go away in the middle.
        let task = runtime::background()?.spawn(async move { server.within(limit, &command, done).await });
        let (answer, ahead) = task.await.map_err(|_| {
            Error::new(ErrorKind::Cache, format!("the Redis entry could not be {done}: the client panicked"))
        })??;
        Ok((answer, if ahead.abs() < TOGETHER { 0.0 } else { ahead }))
    }

    /// How far its clock is ahead, if that was found out lately.
    pub(super) fn ahead(&self) -> Option<f64> {
        let slot = self.slot();
        let connected = slot.try_lock().ok()?;
        let connected = connected.as_ref().filter(|connected| !connected.is_stale())?;
        Some(if connected.ahead.abs() < TOGETHER { 0.0 } else { connected.ahead })
    }

    async fn within<T: FromRedisValue>(
        &self,
        limit: Duration,
        command: &Cmd,
        done: &'static str,
    ) -> Result<(T, f64)> {
        let failed =
            |why: &str| Error::new(ErrorKind::Cache, format!("the Redis entry could not be {done}: {why}"));
        let permit = self.0.breaker.admit().map_err(|_| failed("the server did not answer a moment ago"))?;
        let answer = tokio::time::timeout(limit, self.send(command)).await;
        let (why, source) = match answer {
            Ok(Ok(answer)) => {
                if permit.answered() {
                    tracing::info!(server = self.address(), "the Redis server answers again");
                }
                return Ok(answer);
            }
            Ok(Err(error)) => {
                let why = scrub(&error.to_string());
                if !is_the_servers_state(&error) {
                    permit.answered();
                    return Err(failed(&why).with_source(error));
                }
                (why, Some(error))
            }
            Err(_) => (format!("no answer within {} seconds", limit.as_secs_f64()), None),
        };
        let failure = permit.failed();
        if failure == Failure::News {
            tracing::warn!(server = self.address(), why, "the Redis server can't be used at present");
        }
        // What it is connected to may never answer again.
        if failure != Failure::Passing
            && let Ok(mut connected) = self.slot().try_lock()
        {
            *connected = None;
        }
        let error = failed(&why).with_advice("Logins are kept in memory until the Redis server answers");
        Err(match source {
            Some(source) => error.with_source(source),
            None => error,
        })
    }

    async fn send<T: FromRedisValue>(&self, command: &Cmd) -> RedisResult<(T, f64)> {
        let mut connected = self.connected(None).await?;
        let answer = command.query_async(&mut connected.connection).await;
        match answer {
            // The server was restarted, closed a connection that nobody used, or is no longer the one that is written to.
            Err(error)
                if error.is_unrecoverable_error()
                    || error.is_connection_dropped()
                    || is_another_servers_part(&error) =>
            {
                let mut connected = self.connected(Some(connected)).await?;
                Ok((command.query_async(&mut connected.connection).await?, connected.ahead))
            }
            answer => Ok((answer?, connected.ahead)),
        }
    }

    /// The connection; another one than `broken`.
    async fn connected(&self, broken: Option<Connected>) -> RedisResult<Connected> {
        let slot = self.slot();
        let mut slot = slot.lock().await;
        if let (Some(connected), Some(broken)) = (&*slot, broken)
            && connected.compared == broken.compared
        {
            *slot = None;
        }
        if let Some(connected) = slot.as_ref().filter(|connected| !connected.is_stale()) {
            return Ok(connected.clone());
        }
        let mut connection = match slot.take() {
            Some(connected) => connected.connection,
            // Bounded from outside, all steps together.
            None => {
                let config =
                    AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
                self.0.client.get_multiplexed_async_connection_with_config(&config).await?
            }
        };
        let before = unix_seconds(self.now());
        let (seconds, microseconds): (f64, f64) = cmd("TIME").query_async(&mut connection).await?;
        let between = (before + unix_seconds(self.now())) / 2.0;
        let ahead = seconds + microseconds / 1e6 - between;
        let connected = Connected { connection, ahead, compared: SystemClock.monotonic() };
        Ok(slot.insert(connected).clone())
    }

    fn slot(&self) -> Arc<Slot> {
        self.0.connected.get(Slot::default)
    }
}

impl Connected {
    fn is_stale(&self) -> bool {
        SystemClock.monotonic().saturating_sub(self.compared) > COMPARED
    }
}

/// Whether the next command is likely to fail as well: no connection, or a server that starts, ends or waits for another.
fn is_the_servers_state(error: &RedisError) -> bool {
    use redis::{ErrorKind as Kind, ServerErrorKind as Server};
    error.is_io_error()
        || error.is_timeout()
        || error.is_unrecoverable_error()
        || is_another_servers_part(error)
        || matches!(
            error.kind(),
            Kind::AuthenticationFailed
                | Kind::Io
                | Kind::Server(Server::BusyLoading | Server::TryAgain | Server::ClusterDown)
        )
}

/// Whether another server has this one's part since a failover: the name in the URL leads there by now.
fn is_another_servers_part(error: &RedisError) -> bool {
    use redis::{ErrorKind as Kind, ServerErrorKind as Server};
    matches!(error.kind(), Kind::Server(Server::ReadOnly | Server::MasterDown))
        // Servers before 7 wrap what a script met.
        || error.detail().is_some_and(|detail| detail.contains("-READONLY ") || detail.contains("-MASTERDOWN "))
}
