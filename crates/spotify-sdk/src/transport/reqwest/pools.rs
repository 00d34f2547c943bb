//! One connection pool for each runtime, and when its connections are no longer trusted.
//!
//! A network that went away says nothing: what is sent over an old connection is never answered. Two signs give it away before the system does.
//! The wall clock went on while the monotonic one stood still: the machine slept. And a request waited in vain while nobody else got an answer over
//! the same pool either; over HTTP/2 all requests share one connection, and would wait in vain one after another.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use ::reqwest::Client;
use tokio::runtime::Id;

use super::Route;
use crate::clock::SharedClock;
use crate::transport::TransportError;

/// More runtimes than this at once share a transport only in unusual programs; the pool that was unused longest goes.
const POOLS: usize = 64;

/// A sleep after which no connection is used again; below it is what a time server corrects.
const SLEEP: Duration = Duration::from_secs(5);

/// Whoever gives up sooner tells nothing about the network.
const PATIENCE: Duration = Duration::from_secs(1);

/// The pools, the most recently used one last.
#[derive(Default)]
pub(super) struct Pools(Mutex<Vec<Pool>>);

struct Pool {
    runtime: Id,
    last_used: Moment,
    /// By route.
    connections: [Option<Arc<Connections>>; 3],
}

/// The connections of one runtime for one route.
pub(super) struct Connections {
    pub(super) client: Client,
    /// Answers that came over them.
    answers: AtomicUsize,
}

impl Connections {
    /// An answer has come.
    pub(super) fn heard(&self) {
        self.answers.fetch_add(1, Ordering::Relaxed);
    }
}

impl Pools {
    /// Drops all clients, and with them the connections that no request uses.
    pub(super) fn clear(&self) {
        let pools = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        drop(pools);
    }

    /// The connections of `runtime` for `route`, with a client made by `make` when there are none.
    pub(super) fn connections(
        &self,
        runtime: Id,
        route: Route,
        clock: &SharedClock,
        make: impl FnOnce() -> Result<Client, TransportError>,
    ) -> Result<Arc<Connections>, TransportError> {
        let now = Moment::now(clock);
        // Dropped after the lock is released: dropping a client may run much that is not ours.
        let mut unused: Vec<Option<Arc<Connections>>> = Vec::new();
        let mut pools = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let pool = match pools.iter().rposition(|pool| pool.runtime == runtime) {
            Some(index) if index + 1 == pools.len() => index,
            Some(index) => {
                let pool = pools.remove(index);
                pools.push(pool);
                pools.len() - 1
            }
            None => {
                if pools.len() == POOLS {
                    unused.extend(pools.remove(0).connections);
                }
                pools.push(Pool { runtime, last_used: now, connections: Default::default() });
                pools.len() - 1
            }
        };
        let pool = &mut pools[pool];
        if pool.last_used.slept_until(now) {
            tracing::debug!("the machine slept; connections from before are not used again");
            unused.extend(std::mem::take(&mut pool.connections));
        }
        pool.last_used = now;
        let slot = &mut pool.connections[route as usize];
        if let Some(connections) = slot {
            return Ok(connections.clone());
        }
        let connections = Arc::new(Connections { client: make()?, answers: AtomicUsize::new(0) });
        Ok(slot.insert(connections).clone())
    }

    /// Has the next request make connections of its own. Who still waits for an answer over these goes on waiting.
    fn forget(&self, connections: &Arc<Connections>) {
        let mut pools = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut slots = pools.iter_mut().flat_map(|pool| &mut pool.connections);
        let slot = slots.find(|slot| slot.as_ref().is_some_and(|other| Arc::ptr_eq(other, connections)));
        let forgotten = slot.and_then(Option::take);
        drop(pools);
        if forgotten.is_some() {
            tracing::debug!("no answer came; the next request is sent over another connection");
        }
    }
}

/// A request on its way. Dropped while it waits, its caller gave up.
pub(super) struct Waiting<'a> {
    pools: &'a Pools,
    connections: &'a Arc<Connections>,
    answers_before: usize,
    clock: &'a SharedClock,
    begun: Duration,
    is_over: bool,
}

impl<'a> Waiting<'a> {
    pub(super) fn begin(pools: &'a Pools, connections: &'a Arc<Connections>, clock: &'a SharedClock) -> Self {
        let answers_before = connections.answers.load(Ordering::Relaxed);
        Self { pools, connections, answers_before, clock, begun: clock.monotonic(), is_over: false }
    }

    /// It has an answer, or an error from its connection.
    pub(super) fn ended(mut self) {
        self.is_over = true;
    }

    /// Its time is up.
    pub(super) fn in_vain(mut self) {
        self.is_over = true;
        self.forget_silent_connections();
    }

    fn forget_silent_connections(&self) {
        if self.connections.answers.load(Ordering::Relaxed) == self.answers_before {
            self.pools.forget(self.connections);
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.is_over && self.clock.monotonic().saturating_sub(self.begun) >= PATIENCE {
            self.forget_silent_connections();
        }
    }
}

/// What both clocks showed.
#[derive(Clone, Copy)]
struct Moment {
    wall: SystemTime,
    monotonic: Duration,
}

impl Moment {
    fn now(clock: &SharedClock) -> Self {
        Self { wall: clock.now(), monotonic: clock.monotonic() }
    }

    /// Whether the machine slept between `self` and `later`. Where the monotonic clock runs on in a sleep (Windows), the limit on idle connections
    /// notices it.
    fn slept_until(self, later: Self) -> bool {
        let wall = later.wall.duration_since(self.wall).unwrap_or_default();
        wall.saturating_sub(later.monotonic.saturating_sub(self.monotonic)) > SLEEP
    }
}
