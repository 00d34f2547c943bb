//! Whether an error follows from the faults that the call's own requests met, or the token requests beside it.

use std::time::Duration;

use super::{Fact, Seen, When};
use crate::protocol::{Doing, Outcome};

/// For so long after a long pause was asked for callers may be told to wait: half an hour and a little, whatever their clocks say.
const PAUSE: Duration = Duration::from_secs(1_800 + 300);

/// What happened to a service's clients lately, besides what a call's own requests met.
#[derive(Default)]
pub(super) struct Trouble {
    /// The last round in which a 429 came.
    limited: Option<u64>,
    /// Until when a long pause may last.
    paused_until: Duration,
    /// How often one was asked for.
    pauses: u64,
    /// The last round in which a token request went wrong.
    token_request: Option<u64>,
}

impl Trouble {
    pub(super) fn note(&mut self, fact: &Fact, entry: &Seen, when: When) {
        if !entry.by_fault {
            return;
        }
        if entry.status == Some(429) {
            self.limited = Some(when.round);
        }
        if fact.attempt.call.is_none() {
            self.token_request = Some(when.round);
        }
    }

    /// Notes how many long pauses were asked for until now.
    pub(super) fn note_pauses(&mut self, pauses: u64, now: Duration) {
        if pauses > self.pauses {
            (self.pauses, self.paused_until) = (pauses, now + PAUSE);
        }
    }

    /// A short pause is sat out, unless several follow each other.
    fn is_limited(&self, when: When, now: Duration) -> bool {
        self.limited == Some(when.round) || now < self.paused_until
    }

    /// A renewal that failed may have been waited for in the next round, too.
    fn is_without_tokens(&self, round: u64) -> bool {
        self.token_request.is_some_and(|of| round <= of + 1)
    }
}

/// Whether an error of this kind had to come of these requests. Logouts are none of its business.
pub(super) fn explain(
    kind: &str,
    doing: Doing,
    facts: &[Fact],
    trouble: &Trouble,
    when: When,
    now: Duration,
) -> bool {
    let last = facts.last();
    let outcome = last.map(|fact| fact.attempt.outcome);
    let by_fault = last.and_then(|fact| fact.entry.as_ref()).is_some_and(|entry| entry.by_fault);
    // Lost with its connection, before it arrived or by a fault after it did.
    let is_lost = matches!(outcome, Some(Outcome::Lost | Outcome::NotSent | Outcome::TimedOut));
    // The call had no request of its own, or one whose token was refused: what failed was the renewal.
    let failed_to_renew =
        matches!(outcome, None | Some(Outcome::Answered(401))) && trouble.is_without_tokens(when.round);
    match kind {
        "Server" => matches!(outcome, Some(Outcome::Answered(500..))) && by_fault || failed_to_renew,
        "RequestMaybeApplied" => {
            let is_answered_badly = matches!(outcome, Some(Outcome::Answered(200..=299 | 500..)));
            doing == Doing::Creating && (is_lost || is_answered_badly && by_fault)
        }
        "InvalidResponse" | "Decode" => {
            matches!(outcome, Some(Outcome::Answered(200..=299))) && by_fault || failed_to_renew
        }
        "RateLimited" => outcome == Some(Outcome::Answered(429)) && by_fault || trouble.is_limited(when, now),
        "Network" | "Timeout" => is_lost || failed_to_renew,
        "Unauthorized" => matches!(outcome, Some(Outcome::Answered(401))) && by_fault,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Attempt;

    fn round(round: u64, off_by: i64) -> When {
        When { round, off_by, is_roll_call: false }
    }

    fn fact(outcome: Outcome, by_fault: bool) -> Fact {
        let attempt = Attempt {
            number: 1,
            service: 0,
            call: Some("1-1".to_owned()),
            method: "GET".to_owned(),
            path: "/v1/me".to_owned(),
            outcome,
        };
        Fact { attempt, entry: Some(Seen { status: None, by_fault, user: None }) }
    }

    #[test]
    fn an_error_needs_a_fault_that_makes_it() {
        let calm = Trouble::default();
        let by = |kind, doing, facts: &[Fact]| {
            explain(kind, doing, facts, &calm, round(3, 0), Duration::from_secs(9))
        };
        let reading = |kind, outcome, by_fault| by(kind, Doing::Reading, &[fact(outcome, by_fault)]);
        assert!(reading("Server", Outcome::Answered(502), true));
        assert!(!reading("Server", Outcome::Answered(502), false), "nobody made the service fail");
        assert!(!reading("Server", Outcome::Answered(200), true));
        assert!(reading("Network", Outcome::Lost, true));
        assert!(!by("Network", Doing::Reading, &[]));
        assert!(!reading("RateLimited", Outcome::Answered(200), true));
        assert!(!reading("RequestMaybeApplied", Outcome::Lost, true), "reading is repeated");
        assert!(by("RequestMaybeApplied", Doing::Creating, &[fact(Outcome::Lost, true)]));
        assert!(!reading("ReauthorizationRequired", Outcome::Answered(401), true));
    }

    #[test]
    fn trouble_of_tokens_explains_calls_without_requests_for_a_round() {
        let mut trouble = Trouble::default();
        let mut token = fact(Outcome::Answered(429), true);
        token.attempt.call = None;
        let entry = Seen { status: Some(429), by_fault: true, user: None };
        trouble.note(&token, &entry, round(3, 0));
        let explained = |kind, number, now| {
            explain(kind, Doing::Reading, &[], &trouble, round(number, 0), Duration::from_secs(now))
        };
        assert!(explained("Server", 3, 10) && explained("Network", 4, 10) && !explained("Server", 5, 10));
        assert!(explained("RateLimited", 3, 1_800) && !explained("RateLimited", 4, 1_800));
        trouble.note_pauses(1, Duration::from_secs(10));
        trouble.note_pauses(1, Duration::from_secs(20_000));
        let explained = |now| {
            explain("RateLimited", Doing::Reading, &[], &trouble, round(9, 0), Duration::from_secs(now))
        };
        assert!(explained(1_800) && !explained(20_000));
    }
}
