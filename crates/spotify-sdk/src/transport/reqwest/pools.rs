//! One connection pool for each runtime.

use std::sync::{Mutex, OnceLock, PoisonError};

use ::reqwest::Client;
use tokio::runtime::Id;

use super::Route;
use crate::transport::TransportError;

/// More runtimes than this at once share a transport only in unusual programs; the pool that was unused longest goes.
const POOLS: usize = 64;

/// The pools, the most recently used one last.
#[derive(Default)]
pub(super) struct Pools(Mutex<Vec<Pool>>);

struct Pool {
    runtime: Id,
    /// By route.
    clients: [OnceLock<Client>; 3],
}

impl Pools {
    /// Drops all clients, and with them the connections that no request uses.
    pub(super) fn clear(&self) {
        let pools = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        drop(pools);
    }

    /// The client of `runtime` for `route`, made by `make` when there is none.
    pub(super) fn client(
        &self,
        runtime: Id,
        route: Route,
        make: impl FnOnce() -> Result<Client, TransportError>,
    ) -> Result<Client, TransportError> {
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
                    pools.remove(0);
                }
                pools.push(Pool { runtime, clients: Default::default() });
                pools.len() - 1
            }
        };
        let slot = &pools[pool].clients[route as usize];
        if let Some(client) = slot.get() {
            return Ok(client.clone());
        }
        let client = make()?;
        Ok(slot.get_or_init(|| client).clone())
    }
}
