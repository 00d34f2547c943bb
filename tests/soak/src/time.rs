//! The time that services and clients share, although they are two processes: real time, faster, with jumps.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::plan::SPEED;

/// Where it began, in both times, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Beginning {
    real: u64,
    shown: u64,
}

impl Beginning {
    pub(crate) fn now() -> Self {
        let real = milliseconds(real());
        Self { real, shown: real }
    }
}

#[derive(Debug)]
pub(crate) struct Time {
    beginning: Beginning,
    jumped: AtomicU64,
    off_by: AtomicI64,
}

impl Time {
    pub(crate) fn new(beginning: Beginning) -> Self {
        Self { beginning, jumped: AtomicU64::new(0), off_by: AtomicI64::new(0) }
    }

    /// How much time has passed, which no wrong clock changes.
    pub(crate) fn passed(&self) -> Duration {
        let real = real().saturating_sub(Duration::from_millis(self.beginning.real));
        real * SPEED + Duration::from_millis(self.jumped.load(Ordering::SeqCst))
    }

    /// What the wall clock shows.
    pub(crate) fn now(&self) -> SystemTime {
        let right = UNIX_EPOCH + Duration::from_millis(self.beginning.shown) + self.passed();
        let off_by = self.off_by.load(Ordering::SeqCst);
        let distance = Duration::from_secs(off_by.unsigned_abs());
        if off_by < 0 { right - distance } else { right + distance }
    }

    /// Lets this much pass at once.
    pub(crate) fn jump(&self, by: Duration) {
        self.jumped.fetch_add(milliseconds(by), Ordering::SeqCst);
    }

    /// Sets the wall clock wrong by so many seconds.
    pub(crate) fn set_off_by(&self, seconds: i64) {
        self.off_by.store(seconds, Ordering::SeqCst);
    }
}

fn real() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
