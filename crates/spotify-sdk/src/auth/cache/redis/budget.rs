//! What one renewal may cost in all, however many steps it takes.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::clock::{Clock as _, SystemClock};

/// All steps together, so that none of them ends after the two seconds that a cache may cost.
const ALL: Duration = Duration::from_millis(1900);
/// One step, connecting included.
const STEP: Duration = Duration::from_secs(1);
/// No step is begun with less.
const LEAST: Duration = Duration::from_millis(20);
/// Steps that begin later than this after the first belong to the next renewal.
const RENEWAL: Duration = Duration::from_secs(5);

/// The time that the steps on one entry have taken lately. Real time: what is slow is not our clock.
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
    /// A step, unless those before it have used up the time.
    pub(super) fn step(&self) -> Option<Step<'_>> {
        let now = SystemClock.monotonic();
        let limit = self.left(now).min(STEP);
        (limit >= LEAST).then_some(Step { budget: self, began: now, limit })
    }

    fn left(&self, now: Duration) -> Duration {
        let mut spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.began.is_none_or(|began| now.saturating_sub(began) > RENEWAL) {
            *spent = Spent { began: Some(now), time: Duration::ZERO };
        }
        ALL.saturating_sub(spent.time)
    }
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        let took = SystemClock.monotonic().saturating_sub(self.began);
        self.budget.0.lock().unwrap_or_else(PoisonError::into_inner).time += took;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_064_slow_steps_leave_less_for_the_next_until_the_next_renewal() {
        let budget = Budget::default();
        assert_eq!(budget.step().unwrap().limit, STEP);
        budget.0.lock().unwrap().time = Duration::from_millis(1500);
        assert_eq!(budget.step().unwrap().limit.as_millis() / 100, 3, "what is left");
        budget.0.lock().unwrap().time = ALL;
        assert!(budget.step().is_none());
        assert_eq!(budget.left(SystemClock.monotonic() + RENEWAL * 2), ALL);
    }
}
