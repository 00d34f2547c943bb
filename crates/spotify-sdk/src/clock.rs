//! Time, injected: the only file of this crate that reads the system clock.
//!
//! Everything that waits or compares times does it through a [`Clock`], so that tests move time instead of waiting for it.
//! (A bound on socket I/O is not such a wait: sockets live in real time, and the transport bounds them there.)

mod manual;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
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

/// The system's clocks and tokio's timer. The default everywhere.
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
        Box::pin(async move { tokio::time::sleep(duration).await })
    }

    /// Without the `client` feature there is no timer: a helper thread sleeps.
    #[cfg(not(feature = "client"))]
    fn sleep(&self, duration: Duration) -> Sleep {
        let alarm = ManualClock::new();
        let sleep = alarm.sleep(duration);
        std::thread::spawn(move || {
            std::thread::sleep(duration);
            alarm.advance(duration);
        });
        sleep
    }
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
pub(crate) struct SharedClock(Arc<dyn Clock>);

impl SharedClock {
    pub(crate) fn new(clock: impl Clock) -> Self {
        Self(Arc::new(clock))
    }

    /// Tells clocks apart: clones of one clock have the same identity.
    pub(crate) fn identity(&self) -> usize {
        Arc::as_ptr(&self.0).cast::<()>() as usize
    }
}

impl Default for SharedClock {
    /// The system's, one for the whole process.
    fn default() -> Self {
        static SYSTEM: LazyLock<SharedClock> = LazyLock::new(|| SharedClock::new(SystemClock));
        SYSTEM.clone()
    }
}

impl std::ops::Deref for SharedClock {
    type Target = dyn Clock;

    fn deref(&self) -> &Self::Target {
        &*self.0
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
