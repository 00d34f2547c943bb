//! One connection pool for each runtime.

use std::sync::{Mutex, OnceLock, PoisonError};

use ::reqwest::Client;
use tokio::runtime::{Handle, Id};

use crate::transport::TransportError;

/// More runtimes than this at once share a transport only in unusual programs; the pool that was unused longest goes.
const POOLS: usize = 64;

/// The pools, the most recently used one last.
#[derive(Default)]
pub(super) struct Pools(Mutex<Vec<Pool>>);

struct Pool {
    runtime: Id,
    plain: OnceLock<Client>,
    general: OnceLock<Client>,
}

impl Pools {
    /// The client of the current runtime, made by `make` when there is none.
    pub(super) fn client(
        &self,
        plain: bool,
        make: impl FnOnce(bool) -> Result<Client, TransportError>,
    ) -> Result<Client, TransportError> {
        let runtime = Handle::current().id();
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
                pools.push(Pool { runtime, plain: OnceLock::new(), general: OnceLock::new() });
                pools.len() - 1
            }
        };
        let slot = if plain { &pools[pool].plain } else { &pools[pool].general };
        if let Some(client) = slot.get() {
            return Ok(client.clone());
        }
        let client = make(plain)?;
        Ok(slot.get_or_init(|| client).clone())
    }
}
