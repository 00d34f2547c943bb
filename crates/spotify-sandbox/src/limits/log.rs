//! When the requests of a rolling window came.

use std::collections::VecDeque;
use std::time::{Duration, SystemTime};

/// The requests that were let through, the oldest first and none from a time that is yet to come.
#[derive(Debug, Default)]
pub(super) struct Log(VecDeque<SystemTime>);

impl Log {
    /// Notes a request at `now`, or says how long it is until one would be let through.
    pub(super) fn add(&mut self, now: SystemTime, window: Duration, most: u64) -> Result<(), Duration> {
        // A clock that was set back leaves requests from the future at the end, one that goes on leaves old ones at the
        // beginning: what is between needs no look, and a day's quota may be millions.
        while self.0.back().is_some_and(|at| *at > now) {
            self.0.pop_back();
        }
        while self.0.front().is_some_and(|at| !counts(*at, now, window)) {
            self.0.pop_front();
        }
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        if self.0.len() < most {
            self.0.push_back(now);
            return Ok(());
        }
        let first_to_leave = self.0.get(self.0.len() - most);
        let age = first_to_leave.and_then(|at| now.duration_since(*at).ok()).unwrap_or_default();
        Err(window.saturating_sub(age))
    }

    pub(super) fn count(&self, now: SystemTime, window: Duration) -> usize {
        self.0.iter().filter(|at| counts(**at, now, window)).count()
    }
}

fn counts(at: SystemTime, now: SystemTime, window: Duration) -> bool {
    now.duration_since(at).is_ok_and(|age| age < window)
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    const WINDOW: Duration = Duration::from_secs(30);

    #[test]
    fn a_window_rolls() {
        let mut log = Log::default();
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(log.add(at(100), WINDOW, 2), Ok(()));
        assert_eq!(log.add(at(110), WINDOW, 2), Ok(()));
        assert_eq!(log.add(at(120), WINDOW, 2), Err(Duration::from_secs(10)));
        assert_eq!(log.add(at(129), WINDOW, 2), Err(Duration::from_secs(1)));
        // What was refused does not count, and what leaves makes room for one.
        assert_eq!(log.add(at(130), WINDOW, 2), Ok(()));
        assert_eq!(log.add(at(130), WINDOW, 2), Err(Duration::from_secs(10)));
        assert_eq!((log.count(at(130), WINDOW), log.count(at(150), WINDOW)), (2, 1));
    }

    #[test]
    fn a_day_of_many_requests_is_no_work() {
        let mut log = Log::default();
        let begun = std::time::Instant::now();
        for n in 0..200_000 {
            log.add(UNIX_EPOCH + Duration::from_millis(n), Duration::from_secs(86_400), u64::MAX).unwrap();
        }
        // Looking at all of them each time would take minutes.
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    }

    #[test]
    fn nothing_allowed_and_a_clock_set_back_are_survived() {
        let mut log = Log::default();
        assert_eq!(log.add(UNIX_EPOCH, WINDOW, 0), Err(WINDOW));
        assert_eq!(log.add(UNIX_EPOCH + WINDOW * 9, WINDOW, 1), Ok(()));
        assert_eq!(log.add(UNIX_EPOCH, WINDOW, 1), Ok(()));
        assert_eq!(log.add(UNIX_EPOCH, WINDOW, 1), Err(WINDOW));
        assert_eq!(log.count(UNIX_EPOCH, WINDOW), 1);
    }

    #[test]
    fn a_request_from_before_the_clock_was_set_back_does_not_come_to_count_later() {
        let mut log = Log::default();
        for (at, most, expected) in [(100, 2, Ok(())), (90, 2, Ok(())), (110, 2, Ok(())), (110, 2, Err(10))] {
            let added = log.add(UNIX_EPOCH + Duration::from_secs(at), WINDOW, most);
            assert_eq!(added, expected.map_err(Duration::from_secs), "{at}");
        }
    }
}
