//! Looking up names, so that a resolver that hangs holds nobody up.
//!
//! The system's lookup can't be cancelled and takes a thread. As a blocking task of tokio it would keep a runtime from ending for as long as it
//! hangs, and each attempt would take one thread more. So it runs on a thread of its own, and all who ask for a name meanwhile wait for the same
//! one: a name costs one thread at most, whoever has given up waiting.

use std::collections::HashMap;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use ::reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::watch;

use crate::process::PerProcess;

/// What a lookup found, for several to read.
type Found = Result<Vec<SocketAddr>, Arc<io::Error>>;

type Lookup = dyn Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync;

type UnderWay = Mutex<HashMap<String, watch::Receiver<Option<Found>>>>;

/// Looks up names. Clones share what is under way.
#[derive(Clone)]
pub(super) struct Names {
    lookup: Arc<Lookup>,
    under_way: Arc<UnderWay>,
}

impl Names {
    /// As the system does; one for the process, as the threads are.
    pub(super) fn of_the_system() -> Self {
        static OF_THE_SYSTEM: PerProcess<Names> = PerProcess::new();
        let system = || Self::by(|name| Ok((name, 0).to_socket_addrs()?.collect()));
        Self::clone(&OF_THE_SYSTEM.get(system))
    }

    fn by(lookup: impl Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync + 'static) -> Self {
        Self { lookup: Arc::new(lookup), under_way: Arc::default() }
    }

    /// The lookup of `name` that is under way, begun where there is none.
    fn begin(&self, name: &str) -> io::Result<watch::Receiver<Option<Found>>> {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = under_way.get(name) {
            return Ok(found.clone());
        }
        let (sender, found) = watch::channel(None);
        let (names, name) = (self.clone(), name.to_owned());
        let thread = thread::Builder::new().name("spotify-sdk-names".to_owned());
        under_way.insert(name.clone(), found.clone());
        let key = name.clone();
        let started = thread.spawn(move || {
            let outcome = (names.lookup)(&name).map_err(Arc::new);
            // First: whoever asks from now on wants to know how it is now.
            names.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&name);
            sender.send_replace(Some(outcome));
        });
        if let Err(error) = started {
            under_way.remove(&key);
            return Err(error);
        }
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
