//! Looking up names, so that a resolver that hangs holds nobody up.
//!
//! The system's lookup can't be cancelled and takes a thread. As a blocking task of tokio it would keep a runtime from ending for as long as it
//! hangs, and each attempt would take one thread more. So it runs on a thread of its own, and all who ask for a name meanwhile wait for the same
//! one: a name costs one thread, whoever has given up waiting. A lookup that hangs shall not speak for the network as it is later, so whoever asks
//! when all others would have given up begins another one: two threads at most.

use std::collections::HashMap;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use ::reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::watch;

use super::CONNECT_TIMEOUT;
use crate::clock::{Clock as _, SystemClock};
use crate::process::PerProcess;

/// Lookups of one name at once.
const AT_ONCE: usize = 2;

/// What a lookup found, for several to read.
type Found = Result<Vec<SocketAddr>, Arc<io::Error>>;

type Lookup = dyn Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync;

/// The lookups of each name, the youngest one last.
type UnderWay = Mutex<HashMap<String, Vec<Begun>>>;

struct Begun {
    /// By the system's own clock: what it looks up does not hear of a clock that tests move.
    at: Duration,
    found: watch::Receiver<Option<Found>>,
}

/// Ends a lookup, also one that panics: whoever asks from now on wants to know how it is now.
struct End {
    under_way: Arc<UnderWay>,
    name: String,
    sender: watch::Sender<Option<Found>>,
}

impl Drop for End {
    fn drop(&mut self) {
        let ours = self.sender.subscribe();
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lookups) = under_way.get_mut(&self.name) {
            lookups.retain(|begun| !begun.found.same_channel(&ours));
            if lookups.is_empty() {
                under_way.remove(&self.name);
            }
        }
    }
}

/// Looks up names. Clones share what is under way.
#[derive(Clone)]
pub(super) struct Names {
    lookup: Arc<Lookup>,
    under_way: Arc<UnderWay>,
    /// How long one lookup is the only one.
    patience: Duration,
}

impl Names {
    /// As the system does; one for the process, as the threads are.
    pub(super) fn of_the_system() -> Self {
        static OF_THE_SYSTEM: PerProcess<Names> = PerProcess::new();
        let system = || Self::by(|name| Ok((name, 0).to_socket_addrs()?.collect()));
        Self::clone(&OF_THE_SYSTEM.get(system))
    }

    fn by(lookup: impl Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync + 'static) -> Self {
        Self { lookup: Arc::new(lookup), under_way: Arc::default(), patience: CONNECT_TIMEOUT }
    }

    /// The lookup of `name` that is under way, begun where there is none.
    fn begin(&self, name: &str) -> io::Result<watch::Receiver<Option<Found>>> {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let lookups = under_way.get(name).map_or(&[][..], Vec::as_slice);
        if let Some(youngest) = lookups.last()
            && (lookups.len() == AT_ONCE
                || SystemClock.monotonic().saturating_sub(youngest.at) < self.patience)
        {
            return Ok(youngest.found.clone());
        }
        let (sender, found) = watch::channel(None);
        let lookup = Arc::clone(&self.lookup);
        let (all, key) = (Arc::clone(&self.under_way), name.to_owned());
        thread::Builder::new().name("spotify-sdk-names".to_owned()).spawn(move || {
            // Here, as it takes the lock when it is dropped, which is held where no thread can be had.
            let end = End { under_way: all, name: key, sender };
            let outcome = lookup(&end.name).map_err(Arc::new);
            let sender = end.sender.clone();
            drop(end);
            sender.send_replace(Some(outcome));
        })?;
        under_way
            .entry(name.to_owned())
            .or_default()
            .push(Begun { at: SystemClock.monotonic(), found: found.clone() });
        Ok(found)
    }
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let begun = self.begin(name.as_str());
        Box::pin(async move {
            let mut found = begun?;
            let outcome = found.wait_for(Option::is_some).await?.clone();
            match outcome.expect("it was waited for") {
                Ok(addresses) => Ok(Box::new(addresses.into_iter()) as Addrs),
                Err(error) => Err(error.into()),
            }
        })
    }
}

#[cfg(test)]
mod tests;
