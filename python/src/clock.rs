//! The time by which tokens are judged: the system's, moved where Python's is.
//!
//! Tests replace `time.time` (freezegun, `unittest.mock`), and the sandbox lets hours pass. Both are seen when Python calls.

use std::cell::Cell;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use spotify_sdk::clock::{Clock, Sleep, SystemClock};

use crate::failure::but_exceptions;

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
        let advanced = ADVANCED.load(Ordering::Relaxed);
        let (now, shift) = match NOW.get() {
            Some(now) => (now, advanced),
            None => (SystemTime::now(), advanced.saturating_add(REPLACED.load(Ordering::Relaxed))),
        };
        let distance = Duration::from_millis(shift.unsigned_abs());
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
pub(crate) fn look(py: Python<'_>) -> PyResult<()> {
    let (Some(said), Ok(now)) = (ask(py)?, SystemTime::now().duration_since(UNIX_EPOCH)) else {
        return Ok(());
    };
    let distance = (said - now.as_secs_f64()) * 1_000.0;
    let distance = if distance.is_finite() { distance as i64 } else { 0 };
    REPLACED.store(if distance.abs() < SAME_MS { 0 } else { distance }, Ordering::Relaxed);
    Ok(())
}

fn ask(py: Python<'_>) -> PyResult<Option<f64>> {
    static TIME: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let ask = || {
        let module =
            TIME.get_or_try_init(py, || py.import("time").map(|module| module.into_any().unbind()))?;
        module.bind(py).getattr(intern!(py, "time"))?.call0()?.extract()
    };
    // In a function that a test has put there Ctrl-C may come.
    but_exceptions(py, ask())
}

/// The time that Python has; nothing where it has none. This may run code of Python's, which lets other threads run: nobody who asks
/// may hold a lock.
pub(crate) fn pythons_time(py: Python<'_>) -> PyResult<Option<SystemTime>> {
    let said = ask(py)?.and_then(|said| Duration::try_from_secs_f64(said).ok());
    Ok(said.and_then(|said| UNIX_EPOCH.checked_add(said)))
}

/// The time of a message: the system's, moved where Python's is.
pub(crate) fn wall() -> f64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    now.as_secs_f64() + REPLACED.load(Ordering::Relaxed) as f64 / 1_000.0
}

thread_local! {
    /// What time it is for the work at hand.
    static NOW: Cell<Option<SystemTime>> = const { Cell::new(None) };
}

/// Does something short by the time that Python has: asking the system once more would cost as much as the rest of it.
pub(crate) fn at<T>(time: Option<SystemTime>, work: impl FnOnce() -> T) -> T {
    struct Restore(Option<SystemTime>);
    impl Drop for Restore {
        fn drop(&mut self) {
            NOW.set(self.0);
        }
    }
    let _restore = Restore(NOW.replace(time));
    work()
}
