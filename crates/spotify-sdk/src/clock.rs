//! Where time comes from: the system, or a test that moves it.
//!
//! This is the only file of the crate that reads the system clock. Everything that waits or compares times does it through a [`Clock`], so that tests move time instead of waiting for it.
//! (A bound on socket I/O is not such a wait: sockets live in real time, and the transport bounds them there.)

mod manual;

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

pub use manual::ManualClock;

/// The future that [`Clock::sleep`] returns.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where time comes from.
///
/// A token is expired when either clock says so: the wall clock notices that the machine slept, the monotonic clock that
/// someone set the wall clock back.
pub trait Clock: Send + Sync + 'static {
    /// The wall clock.
    fn now(&self) -> SystemTime;
    /// Time since some fixed moment; never runs backwards, and need not run while the machine sleeps.
    fn monotonic(&self) -> Duration;
    /// Completes after `duration`.
    fn sleep(&self, duration: Duration) -> Sleep;
}

/// The system's clocks and, inside tokio, its timer. The default everywhere.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn monotonic(&self) -> Duration {
        static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
        let now = Instant::now();
        now.saturating_duration_since(*START.get_or_init(|| now))
    }

    #[cfg(feature = "client")]
    fn sleep(&self, duration: Duration) -> Sleep {
        // Built lazily, inside the async block: a timer must be made on the runtime that drives it.
        Box::pin(async move {
            match tokio::runtime::Handle::try_current() {
                Ok(_) => tokio::time::sleep(duration).await,
                Err(_) => sleep_on_a_thread(duration).await,
            }
        })
    }

    #[cfg(not(feature = "client"))]
    fn sleep(&self, duration: Duration) -> Sleep {
        sleep_on_a_thread(duration)
    }
}

/// Outside tokio there is no timer: a helper thread sleeps.
fn sleep_on_a_thread(duration: Duration) -> Sleep {
    let alarm = ManualClock::new();
    let sleep = alarm.sleep(duration);
    std::thread::spawn(move || {
        std::thread::sleep(duration);
        alarm.advance(duration);
    });
    sleep
}

/// A clock whose wall time comes from a function, for a test whose server has a clock of its own:
/// `WallClock::new(move || sandbox.now())`. It sleeps in real time.
pub struct WallClock<F>(F);

impl<F: Fn() -> SystemTime + Send + Sync + 'static> WallClock<F> {
    /// A clock that shows what `now` returns.
    pub fn new(now: F) -> Self {
        Self(now)
    }
}

impl<F> fmt::Debug for WallClock<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WallClock")
    }
}

impl<F: Fn() -> SystemTime + Send + Sync + 'static> Clock for WallClock<F> {
    fn now(&self) -> SystemTime {
        (self.0)()
    }

    fn monotonic(&self) -> Duration {
        SystemClock.monotonic()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        SystemClock.sleep(duration)
    }
}

/// A shared clock, as builders keep it.
#[derive(Clone)]
pub(crate) struct SharedClock {
    clock: Arc<dyn Clock>,
    identity: usize,
}

impl SharedClock {
    pub(crate) fn new(clock: impl Clock) -> Self {
        let known: &dyn Any = &clock;
        let identity = if let Some(manual) = known.downcast_ref::<ManualClock>() {
            Some(manual.identity())
        } else {
            identity_by_type(&clock)
        };
        let clock = Arc::new(clock);
        let identity = identity.unwrap_or_else(|| Arc::as_ptr(&clock).cast::<()>() as usize);
        Self { clock, identity }
    }

    /// Tells times apart: clones of a clock have the same identity, and so have clocks of this module that show the same time.
    pub(crate) fn identity(&self) -> usize {
        self.identity
    }
}

/// A clock that holds nothing is the same wherever it is: [`SystemClock`], or one that shows what a static holds.
fn identity_by_type<C: Clock>(_: &C) -> Option<usize> {
    if size_of::<C>() > 0 {
        return None;
    }
    let mut hasher = std::hash::DefaultHasher::new();
    std::hash::Hash::hash(&std::any::TypeId::of::<C>(), &mut hasher);
    // Odd, so that it is no address.
    Some(std::hash::Hasher::finish(&hasher) as usize | 1)
}

impl Default for SharedClock {
    fn default() -> Self {
        Self::new(SystemClock)
    }
}

impl std::ops::Deref for SharedClock {
    type Target = dyn Clock;

    fn deref(&self) -> &Self::Target {
        &*self.clock
    }
}

impl fmt::Debug for SharedClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// Unix seconds; negative before 1970.
pub(crate) fn unix_seconds(time: SystemTime) -> f64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_secs_f64(),
        Err(before) => -before.duration().as_secs_f64(),
    }
}

/// The time that Unix seconds name; `None` when they name none (not finite, or out of range).
pub(crate) fn from_unix_seconds(seconds: f64) -> Option<SystemTime> {
    let distance = Duration::try_from_secs_f64(seconds.abs()).ok()?;
    if seconds < 0.0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Standing;

    impl Clock for Standing {
        fn now(&self) -> SystemTime {
            UNIX_EPOCH
        }

        fn monotonic(&self) -> Duration {
            Duration::ZERO
        }

        fn sleep(&self, duration: Duration) -> Sleep {
            SystemClock.sleep(duration)
        }
    }

    #[test]
    fn clocks_that_hold_nothing_are_the_same_by_their_type() {
        let system = SharedClock::default().identity();
        assert_eq!(system, SharedClock::new(SystemClock).identity());
        let standing = SharedClock::new(Standing).identity();
        assert_eq!(standing, SharedClock::new(Standing).identity());
        assert_ne!(system, standing);
        let shifted =
            |by: u64| SharedClock::new(WallClock::new(move || UNIX_EPOCH + Duration::from_secs(by)));
        let (one, other) = (shifted(1), shifted(1));
        assert_ne!(one.identity(), other.identity());
    }
}
