//! How well a store of pauses was reached lately.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::{Clock as _, SystemClock};

/// A look that took longer is not repeated for a while: it was at the cost of a call.
const SLOW: Duration = Duration::from_millis(400);
/// So long. Real time, like what it is about.
const REST: Duration = Duration::from_secs(1);

/// What all clients that use a store have found out about it.
#[derive(Default)]
pub(crate) struct Reach {
    /// It could not be reached, and that was said.
    said: AtomicBool,
    /// It was slow: until then (monotonic) nobody looks.
    rests: Mutex<Option<Duration>>,
    /// Pauses that it could not be told of: the app, and the operation if it is not all.
    untold: Mutex<HashSet<Untold>>,
}

type Untold = (String, Option<&'static str>);

/// A look under way.
pub(crate) struct Look<'a> {
    reach: &'a Reach,
    began: Duration,
}

impl Reach {
    /// A look, unless one was slow a moment ago. After that one caller finds out for all.
    pub(crate) fn look(&self) -> Option<Look<'_>> {
        let now = SystemClock.monotonic();
        let mut rests = lock(&self.rests);
        if let Some(until) = &mut *rests {
            if now < *until {
                return None;
            }
            *until = now + REST;
        }
        Some(Look { reach: self, began: now })
    }

    /// Whether it is to be said that the store can't be reached: once, until it was.
    pub(crate) fn says_so(&self) -> bool {
        !self.said.swap(true, Ordering::Relaxed)
    }

    pub(crate) fn reached(&self) {
        self.said.store(false, Ordering::Relaxed);
    }

    /// A pause could not be written.
    pub(crate) fn missed(&self, app: &str, operation: Option<&'static str>) {
        lock(&self.untold).insert((app.to_owned(), operation));
    }

    /// What could not be written of `app`, to be written now.
    pub(crate) fn take_missed(&self, app: &str) -> Vec<Option<&'static str>> {
        let mut untold = lock(&self.untold);
        if untold.is_empty() {
            return Vec::new();
        }
        untold.extract_if(|(missed, _)| missed == app).map(|(_, operation)| operation).collect()
    }
}

impl Drop for Look<'_> {
    fn drop(&mut self) {
        let now = SystemClock.monotonic();
        *lock(&self.reach.rests) = (now.saturating_sub(self.began) > SLOW).then_some(now + REST);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_111_after_a_slow_look_one_caller_looks_again_when_a_moment_has_passed() {
        let reach = Reach::default();
        let (one, mut other) = (reach.look().unwrap(), reach.look().unwrap());
        drop(one);
        assert!(reach.look().is_some(), "it was quick");
        other.began = other.began.saturating_sub(SLOW);
        drop(other);
        // A process that has just begun has no time that long ago.
        *lock(&reach.rests) = Some(SystemClock.monotonic() + REST);
        assert!(reach.look().is_none());
        *lock(&reach.rests) = Some(SystemClock.monotonic());
        let again = reach.look().unwrap();
        assert!(reach.look().is_none(), "somebody looks already");
        drop(again);
        assert!(reach.look().is_some());
    }
}
