//! The lock of an entry: a lease with a number, extended as long as it is held.

use std::sync::{Arc, Weak, mpsc};
use std::time::Duration;

use tokio::sync::oneshot;

use super::scripts;
use super::server::{QUICK, Server};
use crate::clock::{Clock as _, SystemClock};
use crate::error::{Error, ErrorKind, Result};
use crate::runtime;

/// How long others wait for a holder that has died.
const LEASE: Duration = Duration::from_secs(10);
/// How often the lease is extended while it is held; three can get lost.
const EXTENDED: Duration = Duration::from_millis(2500);

/// A lease. It ends when this is dropped, without blocking anyone.
pub(super) struct Held {
    fence: i64,
    /// Dropped with this, which the task that extends the lease notices.
    _held: oneshot::Sender<()>,
}

impl Held {
    /// Greater than that of everyone who held the lock before.
    pub(super) fn fence(&self) -> i64 {
        self.fence
    }
}

/// The lock as its owner has it.
pub(super) struct Guard {
    held: Option<Arc<Held>>,
    freed: mpsc::Receiver<()>,
}

impl Guard {
    pub(super) fn held(&self) -> Weak<Held> {
        self.held.as_ref().map(Arc::downgrade).unwrap_or_default()
    }

    /// Lets go, and waits so long until the server knows.
    pub(super) fn free(&mut self, limit: Duration) {
        self.held = None;
        // If it takes longer, the lock is freed nevertheless; an error means that nobody is left to wait for.
        let _ = self.freed.recv_timeout(limit);
    }
}

/// Tries once to take the lock `key`.
pub(super) async fn try_lock(
    server: &Server,
    key: String,
    fence: String,
    limit: Duration,
) -> Result<Option<Guard>> {
    let random = getrandom::u64().and_then(|high| Ok((high, getrandom::u64()?)));
    let (high, low) =
        random.map_err(|error| not_taken("the system has no random numbers").with_source(error))?;
    let holder = format!("{high:016x}{low:016x}");
    let taking = runtime::background()?.spawn(take(server.clone(), key, fence, holder, limit));
    // Whoever stops waiting for it leaves nothing behind: what was taken is freed with the task's result.
    let taken = taking.await.map_err(|_| not_taken("the client panicked"))??;
    Ok(taken.map(|(held, freed)| Guard { held: Some(Arc::new(held)), freed }))
}

fn not_taken(why: &str) -> Error {
    Error::new(ErrorKind::Cache, format!("the Redis entry could not be locked: {why}"))
}

async fn take(
    server: Server,
    key: String,
    fence: String,
    holder: String,
    limit: Duration,
) -> Result<Option<(Held, mpsc::Receiver<()>)>> {
    let command = scripts::lock(&key, &fence, &holder, LEASE.as_millis());
    let number = match server.ask::<i64>(command, "locked", limit).await {
        Ok((number, _)) => number,
        Err(error) => {
            // The answer may be on its way, and the lock taken.
            release(&server, &key, &holder).await;
            return Err(error);
        }
    };
    if number == 0 {
        return Ok(None);
    }
    let (held, dropped) = oneshot::channel();
    let (done, freed) = mpsc::channel();
    tokio::spawn(async move {
        keep(&server, &key, &holder, dropped).await;
        release(&server, &key, &holder).await;
        // Whoever waited may have given up.
        let _ = done.send(());
    });
    Ok(Some((Held { fence: number, _held: held }, freed)))
}

/// Extends the lease until its owner lets go.
async fn keep(server: &Server, key: &str, holder: &str, mut dropped: oneshot::Receiver<()>) {
    loop {
        tokio::select! {
            biased;
            _ = &mut dropped => return,
            () = SystemClock.sleep(EXTENDED) => {}
        }
        let command = scripts::EXTEND.call(&[key]).arg(holder).arg(LEASE.as_millis().to_string()).clone();
        match server.ask::<bool>(command, "kept locked", QUICK).await {
            Ok((true, _)) => {}
            Ok((false, _)) => {
                tracing::debug!("a lock was lost; a save is judged by its number");
                return;
            }
            // It may work the next time.
            Err(error) => tracing::debug!(%error, "a lock could not be extended"),
        }
    }
}

async fn release(server: &Server, key: &str, holder: &str) {
    let command = scripts::RELEASE.call(&[key]).arg(holder).clone();
    if let Err(error) = server.ask::<i64>(command, "unlocked", QUICK).await {
        tracing::debug!(%error, "a lock could not be freed; it ends by itself");
    }
}
