//! Pauses that Spotify asked for with a 429, kept where other processes see them: what a token cache offers, and the gate asks.

mod reach;

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::time::{Duration, SystemTime};

use crate::fingerprint::fingerprint;
pub(crate) use reach::Reach;

/// Where pauses are shared with other processes; see [`TokenCache::cool_downs`](crate::auth::TokenCache::cool_downs). The caches of this crate that
/// other processes can reach offer one: files (among those whose token files are in the same directory) and Redis.
///
/// A look at them costs a request half a second or so at most: while the place answers slowly or not at all, one request a second looks, and
/// the others go by what this process knows. A pause that could not be written there is written at the next look that succeeds, if it
/// still lasts.
#[derive(Clone)]
pub struct CoolDowns(Arc<Place>);

struct Place {
    store: Box<dyn Store>,
    reach: Reach,
}

pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send + 'a>>;

/// What a store may fail with.
pub(crate) type Failure = Box<dyn StdError + Send + Sync>;

/// An app's pauses.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Pauses {
    /// The one that holds back every operation.
    pub(crate) everything: Option<Told>,
    /// The one that holds back the operation that was asked for.
    pub(crate) operation: Option<Told>,
    /// When all of them were cleared last (milliseconds of the store's time), where that is known.
    pub(crate) cleared: Option<u64>,
}

/// A pause as a store tells of it: by wall clocks, which may have been wrong when it began, or be wrong now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Told {
    /// What is left of it; never more than it was long. None of one that is over: who has seen that does not take it for one that lasts when the
    /// clock is set back.
    pub(crate) left: Duration,
    /// Tells it from the one before: who sees it again goes on counting from when it saw it first.
    pub(crate) pause: u64,
}

/// How far clocks of hosts that are set right may be apart. What seems to begin later than that was written with a wrong clock, or is read with
/// one, and gives way to a new pause.
pub(crate) const APART: Duration = Duration::from_secs(60);

/// A pause that does not say when it began lasts no longer: Spotify's are known to be as long as a day.
pub(crate) const UNKNOWN_LENGTH: Duration = Duration::from_secs(24 * 60 * 60);

/// A store of pauses. `app` is what [`CoolDowns::app`] gives, `now` the caller's wall clock.
pub(crate) trait Store: Send + Sync {
    /// Asked before each request, so it must neither block nor take longer than some tenths of a second.
    fn read<'a>(&'a self, app: &'a str, operation: &'a str, now: SystemTime) -> Boxed<'a, Pauses>;

    /// Begins a pause of one operation or of all, unless a longer one is under way that began before now. May block.
    fn begin<'a>(
        &'a self,
        app: &'a str,
        operation: Option<&'a str>,
        wait: Duration,
        now: SystemTime,
    ) -> Boxed<'a, ()>;

    /// Forgets the pauses of an app; gives what [`Pauses::cleared`] is from now on. May block.
    fn clear<'a>(&'a self, app: &'a str, now: SystemTime) -> Boxed<'a, u64>;
}

impl CoolDowns {
    pub(crate) fn new(store: impl Store + 'static) -> Self {
        Self(Arc::new(Place { store: Box::new(store), reach: Reach::default() }))
    }

    /// The name under which the pauses of an app are kept: part of a hash, as neither is anybody's business.
    pub(crate) fn app(api_origin: &str, client_id: &str) -> String {
        fingerprint(&format!("{api_origin}\n{client_id}"), 16)
    }

    pub(crate) fn store(&self) -> &dyn Store {
        &*self.0.store
    }

    /// How well it was reached, by all that use it.
    pub(crate) fn reach(&self) -> &Reach {
        &self.0.reach
    }

    /// Tells it from others. It is no other's as long as there is this one.
    pub(crate) fn identity(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }

    /// Whether it is there still.
    pub(crate) fn presence(&self) -> Presence {
        Presence(Arc::downgrade(&self.0))
    }
}

/// Keeps the identity of a [`CoolDowns`] from being given again, and nothing else.
pub(crate) struct Presence(Weak<Place>);

impl Presence {
    pub(crate) fn lasts(&self) -> bool {
        self.0.strong_count() > 0
    }
}

impl fmt::Debug for Presence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Presence")
    }
}

impl fmt::Debug for CoolDowns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CoolDowns")
    }
}
