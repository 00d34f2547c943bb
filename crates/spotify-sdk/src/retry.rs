//! When to send a request again, and how long to wait first. Pure: outcome in, decision out.

mod retry_after;

use std::time::Duration;

pub(crate) use retry_after::retry_after;

/// First wait between attempts, before jitter.
const FIRST_BACKOFF: Duration = Duration::from_millis(500);
/// Longest wait between attempts, before jitter.
const LONGEST_BACKOFF: Duration = Duration::from_secs(8);

/// The limits within which requests are repeated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RetryPolicy {
    /// Attempts after the first.
    pub(crate) max_retries: u32,
    /// Longest wait that is sat out silently when the server asks for one.
    pub(crate) max_wait: Duration,
}

/// How one attempt ended.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Outcome {
    /// With an answer.
    Answer {
        status: u16,
        /// What the server asked to wait.
        retry_after: Option<Duration>,
        /// The daily quota is used up, which no wait within reason mends.
        quota_exceeded: bool,
    },
    /// Without one; the server can't have acted.
    NotSent,
    /// Without one; the server may have acted.
    Lost,
    /// In a way that repeating does not mend.
    Final,
}

/// What to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// It is final.
    Stop,
    /// Send the request again after this long.
    Wait(Duration),
}

/// Decides what follows the attempt number `attempt` (from 0).
///
/// `repeatable` says that the server acting twice is no different from acting once. `unit` gives a random number in
/// 0..1, and is asked only when there is something to wait for.
pub(crate) fn decide(
    policy: RetryPolicy,
    attempt: u32,
    repeatable: bool,
    outcome: Outcome,
    unit: impl FnOnce() -> f64,
) -> Decision {
    let asked = match outcome {
        Outcome::Final => return Decision::Stop,
        Outcome::Lost if !repeatable => return Decision::Stop,
        Outcome::Answer { quota_exceeded: true, .. } => return Decision::Stop,
        // A 429 says that the server did not act: any request may be repeated.
        Outcome::Answer { status: 429, retry_after, .. } => retry_after,
        Outcome::Answer { status: 408 | 425 | 500 | 502..=504, retry_after, .. } if repeatable => retry_after,
        Outcome::Answer { .. } => return Decision::Stop,
        Outcome::NotSent | Outcome::Lost => None,
    };
    let wait = backoff(attempt, unit()).max(asked.unwrap_or_default());
    if attempt >= policy.max_retries || wait > policy.max_wait {
        return Decision::Stop;
    }
    Decision::Wait(wait)
}

/// Exponential, at most eight seconds, times 0.5 to 1 so that many clients do not come back at once.
fn backoff(attempt: u32, unit: f64) -> Duration {
    let full = FIRST_BACKOFF.saturating_mul(1_u32 << attempt.min(10)).min(LONGEST_BACKOFF);
    full.mul_f64(0.5 + unit.clamp(0.0, 1.0) / 2.0)
}

/// The longest that the waits between attempts can be together, without those that the server asks for.
pub(crate) fn backoffs(max_retries: u32) -> Duration {
    (0..max_retries.min(100)).map(|attempt| backoff(attempt, 1.0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: RetryPolicy = RetryPolicy { max_retries: 3, max_wait: Duration::from_secs(60) };

    fn answer(status: u16, retry_after: Option<u64>) -> Outcome {
        Outcome::Answer { status, retry_after: retry_after.map(Duration::from_secs), quota_exceeded: false }
    }

    fn waits(outcome: Outcome, repeatable: bool) -> Option<f64> {
        match decide(POLICY, 1, repeatable, outcome, || 1.0) {
            Decision::Stop => None,
            Decision::Wait(wait) => Some(wait.as_secs_f64()),
        }
    }

    #[test]
    fn what_may_be_repeated_is_repeated() {
        assert_eq!(waits(answer(503, None), true), Some(1.0));
        assert_eq!(waits(answer(429, None), false), Some(1.0));
        assert_eq!(waits(Outcome::NotSent, false), Some(1.0));
        assert_eq!(waits(Outcome::Lost, true), Some(1.0));
    }

    #[test]
    fn fault_113_what_could_act_twice_is_not_repeated() {
        for outcome in [answer(500, None), answer(503, Some(1)), Outcome::Lost] {
            assert_eq!(waits(outcome, false), None, "{outcome:?}");
        }
    }

    #[test]
    fn answers_that_stay_the_same_are_final() {
        for status in [200, 204, 301, 304, 400, 401, 403, 404, 411, 413, 501, 505] {
            assert_eq!(waits(answer(status, Some(1)), true), None, "{status}");
        }
        let quota =
            Outcome::Answer { status: 429, retry_after: Some(Duration::from_secs(1)), quota_exceeded: true };
        assert_eq!(waits(quota, true), None);
        assert_eq!(waits(Outcome::Final, true), None);
    }

    #[test]
    fn fault_007_the_longer_of_backoff_and_retry_after_is_waited() {
        assert_eq!(waits(answer(503, Some(7)), true), Some(7.0));
        assert_eq!(waits(answer(429, Some(0)), true), Some(1.0));
    }

    #[test]
    fn fault_010_a_wait_beyond_the_limit_is_not_sat_out() {
        assert_eq!(waits(answer(429, Some(60)), true), Some(60.0));
        assert_eq!(waits(answer(429, Some(61)), true), None);
        assert_eq!(waits(answer(503, Some(86_400)), true), None);
    }

    #[test]
    fn waits_double_up_to_eight_seconds() {
        let of = |max_retries| backoffs(max_retries).as_secs_f64();
        assert_eq!([0, 1, 3, 5, 7].map(of), [0.0, 0.5, 3.5, 15.5, 31.5]);
    }

    proptest::proptest! {
        #[test]
        fn fault_006_retries_end_and_no_wait_exceeds_the_cap(attempt: u32, status in 100_u16..600, unit in 0.0..1.0) {
            let decision = decide(POLICY, attempt, true, answer(status, None), || unit);
            if let Decision::Wait(wait) = decision {
                proptest::prop_assert!(attempt < 3);
                proptest::prop_assert!(wait >= Duration::from_millis(250) && wait <= LONGEST_BACKOFF);
            }
        }
    }
}
