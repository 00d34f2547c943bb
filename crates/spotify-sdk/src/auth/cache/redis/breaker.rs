//! Whether the server is asked at all: after a failure not for a while, and then by one caller first.
//!
//! One answer that does not come is no failure of a server that has answered others meanwhile.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::{Clock as _, SystemClock};

/// For so long after a failure callers are told at once. Real time: what is slow is not our clock.
pub(super) const PAUSE: Duration = Duration::from_secs(3);

#[derive(Default)]
pub(super) struct Breaker(Mutex<State>);

#[derive(Default)]
struct State {
    /// The server failed: until then (monotonic) nobody asks it.
    open_until: Option<Duration>,
    /// When it answered last (monotonic).
    answered: Option<Duration>,
    /// Somebody finds out whether it is back.
    probing: bool,
    /// The process that does.
    process: u32,
}

/// The right to ask the server once.
pub(super) struct Permit<'a> {
    breaker: &'a Breaker,
    probe: bool,
    /// When it was given (monotonic).
    given: Duration,
}

/// What a failure shows.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The server, which answered before, can't be used.
    News,
    /// It still can't.
    Known,
    /// It answers others.
    Passing,
}

impl Breaker {
    /// The right to ask, or how long nobody is going to.
    pub(super) fn admit(&self) -> Result<Permit<'_>, Duration> {
        let mut state = self.state();
        let now = SystemClock.monotonic();
        let Some(until) = state.open_until else {
            return Ok(Permit { breaker: self, probe: false, given: now });
        };
        if now < until {
            return Err(until - now);
        }
        // A prober of the process that this one was forked from will never be heard of again.
        if state.probing && state.process == std::process::id() {
            return Err(Duration::ZERO);
        }
        state.probing = true;
        state.process = std::process::id();
        Ok(Permit { breaker: self, probe: true, given: now })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit<'_> {
    /// The server answered. True when it had not before.
    pub(super) fn answered(self) -> bool {
        let mut state = self.breaker.state();
        state.answered = Some(SystemClock.monotonic());
        state.open_until.take().is_some()
    }

    /// The server did not answer.
    pub(super) fn failed(self) -> Failure {
        let mut state = self.breaker.state();
        if state.answered.is_some_and(|answered| answered > self.given) {
            return Failure::Passing;
        }
        match state.open_until.replace(SystemClock.monotonic() + PAUSE) {
            None => Failure::News,
            Some(_) => Failure::Known,
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.probe {
            self.breaker.state().probing = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_failure_nobody_asks_and_then_one_at_a_time() {
        let breaker = Breaker::default();
        let (one, other) = (breaker.admit().ok().unwrap(), breaker.admit().ok().unwrap());
        assert_eq!((one.failed(), other.failed()), (Failure::News, Failure::Known));
        assert!(breaker.admit().is_err_and(|left| left <= PAUSE));
        breaker.state().open_until = Some(SystemClock.monotonic());
        let probe = breaker.admit().ok().unwrap();
        assert!(breaker.admit().is_err(), "somebody asks already");
        drop(probe);
        let Ok(probe) = breaker.admit() else { panic!("a prober that was cancelled makes way") };
        assert!(probe.answered());
        let (slow, quick) = (breaker.admit().ok().unwrap(), breaker.admit().ok().unwrap());
        assert!(!quick.answered());
        assert_eq!(slow.failed(), Failure::Passing);
        assert!(breaker.admit().is_ok(), "it answers others");
    }
}
