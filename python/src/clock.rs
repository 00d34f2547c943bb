//! The time by which tokens are judged: the system's, moved where Python's is.
//!
//! Tests replace `time.time` (freezegun, `unittest.mock`), and the sandbox lets hours pass. Both are seen when Python calls.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use spotify_sdk::clock::{Clock, Sleep, SystemClock};

/// By how much the sandbox has moved time, in milliseconds.
static ADVANCED: AtomicI64 = AtomicI64::new(0);
/// How far `time.time` is from the system's clock, in milliseconds.
static REPLACED: AtomicI64 = AtomicI64::new(0);

/// Closer than this `time.time` is the system's clock, read a moment earlier.
const SAME_MS: i64 = 2_000;

/// The clock of every client and provider that Python makes.
#[derive(Clone, Copy)]
pub(crate) struct PythonClock;

impl Clock for PythonClock {
    fn now(&self) -> SystemTime {
        let shift = ADVANCED.load(Ordering::Relaxed).saturating_add(REPLACED.load(Ordering::Relaxed));
        let distance = Duration::from_millis(shift.unsigned_abs());
        let now = SystemTime::now();
        let moved = if shift < 0 { now.checked_sub(distance) } else { now.checked_add(distance) };
        moved.unwrap_or(now)
    }

    fn monotonic(&self) -> Duration {
        let advanced = u64::try_from(ADVANCED.load(Ordering::Relaxed)).unwrap_or(0);
        SystemClock.monotonic() + Duration::from_millis(advanced)
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        SystemClock.sleep(duration)
    }
}

/// Lets time pass for all clients and providers, for the sandbox.
pub(crate) fn advance(by: Duration) {
    ADVANCED.fetch_add(milliseconds(by), Ordering::Relaxed);
}

/// Undoes that, when the sandbox ends.
pub(crate) fn put_back(by: Duration) {
    ADVANCED.fetch_sub(milliseconds(by), Ordering::Relaxed);
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Looks what time Python has. Something else than a number in its place is left alone.
pub(crate) fn look(py: Python<'_>) {
    static TIME: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let module = TIME.get_or_try_init(py, || py.import("time").map(|module| module.into_any().unbind()));
    let said =
        module.and_then(|module| module.bind(py).getattr(intern!(py, "time"))?.call0()?.extract::<f64>());
    let Ok(said) = said else { return };
    let Ok(now) = SystemTime::now().duration_since(UNIX_EPOCH) else { return };
    let distance = (said - now.as_secs_f64()) * 1_000.0;
    let distance = if distance.is_finite() { distance as i64 } else { 0 };
    REPLACED.store(if distance.abs() < SAME_MS { 0 } else { distance }, Ordering::Relaxed);
}
