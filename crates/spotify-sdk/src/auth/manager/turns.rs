//! How much of one kind a process does at once: ten thousand users' tokens may end at the same moment.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::process::PerProcess;
use crate::sync::AtomicU64;

/// Calls of caches at once. Fewer than the threads that may block, as hung calls keep theirs; so few that none waits for the others so long
/// that its server seems to be slow.
const CALLS: usize = 64;

/// Renewals that the token endpoint is asked for at once: each may be a connection, and a process may often have no more than 1,024.
const REQUESTS: usize = 256;

/// The turns of one process; a forked child, in which nobody gives back those of its parent, has its own.
#[derive(Clone)]
pub(super) struct Turns {
    calls: Arc<Semaphore>,
    requests: Arc<Semaphore>,
    /// Calls that have ended by themselves.
    ended: Arc<AtomicU64>,
}

/// A turn to call a cache. It is over when this is dropped.
pub(super) struct Turn {
    _permit: OwnedSemaphorePermit,
    ended: Arc<AtomicU64>,
}

impl Turns {
    pub(super) fn of_this_process() -> Arc<Self> {
        static TURNS: PerProcess<Turns> = PerProcess::new();
        TURNS.get(|| Self::new(CALLS, REQUESTS))
    }

    fn new(calls: usize, requests: usize) -> Self {
        let (calls, requests) = (Arc::new(Semaphore::new(calls)), Arc::new(Semaphore::new(requests)));
        Self { calls, requests, ended: Arc::default() }
    }

    /// A turn to call a cache, however many are waiting; nothing when none of those who have one got on within `limit`: all of them hang.
    pub(super) async fn call(&self, limit: Duration) -> Option<Turn> {
        // Asked for once: whoever asks again is the last again.
        let mut permit = std::pin::pin!(self.calls.clone().acquire_owned());
        loop {
            let ended = self.ended.load(Ordering::Relaxed);
            match tokio::time::timeout(limit, permit.as_mut()).await {
                // Nobody closes it.
                Ok(permit) => return Some(Turn { _permit: permit.ok()?, ended: self.ended.clone() }),
                Err(_) if self.ended.load(Ordering::Relaxed) == ended => return None,
                Err(_) => {}
            }
        }
    }

    /// A turn to ask the token endpoint for a renewal, which lasts until it is dropped.
    pub(super) async fn request(&self) -> Option<OwnedSemaphorePermit> {
        self.requests.clone().acquire_owned().await.ok()
    }
}

impl Turn {
    /// The call came to its end, rather than being given up.
    pub(super) fn ended(self) {
        self.ended.fetch_add(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_millis(20);

    #[tokio::test]
    async fn fault_064_whoever_waits_for_its_turn_goes_on_waiting_as_long_as_others_get_on() {
        let turns = Turns::new(1, 1);
        let turn = turns.call(LIMIT).await.unwrap();
        let (next, others) = (turns.clone(), turns.clone());
        let mut waiting = tokio::spawn(async move { next.call(LIMIT).await });
        let getting_on = tokio::spawn(async move {
            loop {
                others.ended.fetch_add(1, Ordering::Relaxed);
                tokio::task::yield_now().await;
            }
        });
        assert!(tokio::time::timeout(LIMIT * 5, &mut waiting).await.is_err(), "longer than a call may take");
        turn.ended();
        let turn = waiting.await.unwrap().unwrap();
        getting_on.abort();
        assert!(getting_on.await.unwrap_err().is_cancelled());
        assert!(turns.call(LIMIT).await.is_none(), "nobody got on meanwhile");
        drop(turn);
        assert!(turns.call(LIMIT).await.is_some());
    }
}
