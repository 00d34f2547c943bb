//! The token that callers get without a lock.

use std::time::{Duration, SystemTime};

use crate::auth::token_info::TokenInfo;
use crate::clock::{SharedClock, from_unix_seconds};
use crate::error::Result;
use crate::secret::AccessToken;

/// No access token is believed to live longer (RELIABILITY.md rows 15 and 45).
pub(super) const LONGEST_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// An access token with the moments at which it has to be renewed and dies, on both clocks.
#[derive(Debug)]
pub(super) struct Published {
    pub(super) token: AccessToken,
    pub(super) info: TokenInfo,
    fresh_until: Moment,
    valid_until: Moment,
    /// The service gave it no longer than the skew, so it is never fresh.
    pub(super) short_lived: bool,
}

/// A moment on both clocks: it has passed as soon as one of them says so.
#[derive(Debug, Clone, Copy)]
struct Moment {
    wall: SystemTime,
    monotonic: Duration,
}

impl Moment {
    fn is_ahead(self, now: SystemTime, monotonic: Duration) -> bool {
        now < self.wall && monotonic < self.monotonic
    }
}

impl Published {
    /// `early` is how long before its end the token is renewed, `given` how long it lives where the service has just said so.
    pub(super) fn new(
        info: TokenInfo,
        early: Duration,
        given: Option<Duration>,
        clock: &SharedClock,
    ) -> Result<Self> {
        let token = AccessToken::new(info.access_token())?;
        let (now, monotonic) = (clock.now(), clock.monotonic());
        let expires_at = from_unix_seconds(info.expires_at()).unwrap_or(SystemTime::UNIX_EPOCH);
        let lifetime = expires_at.duration_since(now).unwrap_or_default();
        let lifetime = lifetime.min(given.unwrap_or(LONGEST_LIFETIME)).min(LONGEST_LIFETIME);
        let moment = |early: Duration| match lifetime.checked_sub(early) {
            Some(rest) => Moment { wall: now + rest, monotonic: monotonic + rest },
            None => Moment { wall: SystemTime::UNIX_EPOCH, monotonic: Duration::ZERO },
        };
        Ok(Self {
            token,
            fresh_until: moment(early),
            valid_until: moment(Duration::ZERO),
            short_lived: given.is_some_and(|given| given <= early),
            info,
        })
    }

    /// Not expired and not about to.
    pub(super) fn is_fresh(&self, clock: &SharedClock) -> bool {
        self.is_fresh_at(clock.now(), clock.monotonic())
    }

    /// The same for clocks that have been read.
    pub(super) fn is_fresh_at(&self, now: SystemTime, monotonic: Duration) -> bool {
        self.fresh_until.is_ahead(now, monotonic)
    }

    /// Whether it may be given to whoever waited for it: not when it ended in the meantime, as while the machine slept. One that the service
    /// gave hardly any time is used once all the same.
    pub(super) fn may_be_given(&self, clock: &SharedClock) -> bool {
        self.short_lived || self.is_valid(clock)
    }

    /// Not expired.
    pub(super) fn is_valid(&self, clock: &SharedClock) -> bool {
        self.valid_until.is_ahead(clock.now(), clock.monotonic())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, ManualClock, unix_seconds};

    fn published(clock: &ManualClock, lifetime: f64) -> Published {
        let info = TokenInfo::new("at", unix_seconds(clock.now()) + lifetime).unwrap();
        Published::new(info, Duration::from_secs(30), None, &SharedClock::new(clock.clone())).unwrap()
    }

    #[test]
    fn fault_044_a_suspended_machine_is_noticed_by_the_wall_clock() {
        let clock = ManualClock::new();
        let published = published(&clock, 3600.0);
        let shared = SharedClock::new(clock.clone());
        assert!(published.is_fresh(&shared));
        // Asleep for five hours: the monotonic clock hardly moved.
        clock.set_wall(clock.now() + Duration::from_secs(5 * 3600));
        assert!(!published.is_valid(&shared));
    }

    #[test]
    fn fault_043_a_clock_set_back_is_noticed_by_the_monotonic_clock() {
        let clock = ManualClock::new();
        let published = published(&clock, 3600.0);
        let shared = SharedClock::new(clock.clone());
        // A second more than it lives: Unix seconds as a float are not exact.
        clock.advance(Duration::from_secs(3601));
        clock.set_wall(clock.now() - Duration::from_secs(2 * 3600));
        assert!(!published.is_valid(&shared));
    }

    #[test]
    fn fault_043_a_clock_set_back_between_answer_and_publication_lengthens_no_life() {
        let clock = ManualClock::new();
        let shared = SharedClock::new(clock.clone());
        let info = TokenInfo::new("at", unix_seconds(clock.now()) + 3600.0).unwrap();
        clock.set_wall(clock.now() - Duration::from_secs(5 * 3600));
        let lifetime = Some(Duration::from_secs(3600));
        let published = Published::new(info, Duration::from_secs(30), lifetime, &shared).unwrap();
        assert!(published.is_fresh(&shared));
        clock.advance(Duration::from_secs(3601));
        assert!(!published.is_valid(&shared));
    }

    proptest::proptest! {
        #[test]
        fn fault_043_no_sequence_of_clock_steps_makes_a_stale_token_valid(
            steps in proptest::collection::vec((0_u64..2000, -5000_i64..5000), 1..20),
        ) {
            let clock = ManualClock::new();
            let published = published(&clock, 3600.0);
            let shared = SharedClock::new(clock.clone());
            let mut really = 0;
            for (passes, step) in steps {
                clock.advance(Duration::from_secs(passes));
                really += passes;
                let magnitude = Duration::from_secs(step.unsigned_abs());
                let wall = clock.now();
                clock.set_wall(if step < 0 { wall - magnitude } else { wall + magnitude });
                if really > 3600 {
                    proptest::prop_assert!(!published.is_valid(&shared));
                }
            }
        }
    }

    #[test]
    fn fault_016_a_lifetime_shorter_than_the_skew_is_valid_but_never_fresh() {
        let clock = ManualClock::new();
        let shared = SharedClock::new(clock.clone());
        let published = published(&clock, 10.0);
        assert!(!published.is_fresh(&shared));
        assert!(published.is_valid(&shared));
    }
}
