//! What one renewal may cost in all, however many steps it takes.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::{Clock as _, SystemClock};

/// All steps together, so that none of them ends after the two seconds that a cache may cost.
const ALL: Duration = Duration::from_millis(1900);
/// One step, connecting included.
const STEP: Duration = Duration::from_secs(1);
/// No step is begun with less.
const LEAST: Duration = Duration::from_millis(20);
/// Steps that begin later than this after a renewal began belong to none.
const RENEWAL: Duration = Duration::from_secs(5);

/// The time that the steps of a renewal have taken, which begins with the lock. Real time: what is slow is not our clock.
#[derive(Default)]
pub(super) struct Budget(Mutex<Spent>);

#[derive(Default)]
struct Spent {
    began: Option<Duration>,
    time: Duration,
}

/// A step under way: its time is counted when this is dropped.
pub(super) struct Step<'a> {
    budget: &'a Budget,
    began: Duration,
    /// How long it may take.
    pub(super) limit: Duration,
}

impl Budget {
    /// The first step of a renewal.
    pub(super) fn begin(&self) -> Step<'_> {
        let now = SystemClock.monotonic();
        *self.spent() = Spent { began: Some(now), time: Duration::ZERO };
        Step { budget: self, began: now, limit: STEP }
    }

    /// A step, unless those before it have used up the time.
    pub(super) fn step(&self) -> Option<Step<'_>> {
        let now = SystemClock.monotonic();
        let limit = self.left(now).min(STEP);
        (limit >= LEAST).then_some(Step { budget: self, began: now, limit })
    }

    fn left(&self, now: Duration) -> Duration {
        let spent = self.spent();
        match spent.began {
            Some(began) if now.saturating_sub(began) <= RENEWAL => ALL.saturating_sub(spent.time),
            _ => ALL,
        }
    }

    fn spent(&self) -> MutexGuard<'_, Spent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        let took = SystemClock.monotonic().saturating_sub(self.began);
        self.budget.spent().time += took;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_064_slow_steps_leave_less_for_the_next_until_the_next_renewal() {
        let budget = Budget::default();
        let step = budget.begin();
        assert_eq!(step.limit, STEP);
        std::thread::sleep(Duration::from_millis(2));
        drop(step);
        assert!(budget.spent().time >= Duration::from_millis(2), "what it took is spent");
        budget.spent().time = Duration::from_millis(1500);
        let left = budget.step().unwrap().limit;
        assert!(left <= Duration::from_millis(400) && left > Duration::from_millis(100), "{left:?}");
        budget.spent().time = ALL;
        assert!(budget.step().is_none());
        assert_eq!(budget.left(SystemClock.monotonic() + RENEWAL * 2), ALL, "of no renewal");
        assert_eq!(budget.begin().limit, STEP);
        assert_eq!(budget.step().unwrap().limit, STEP, "of the next one");
    }
}
