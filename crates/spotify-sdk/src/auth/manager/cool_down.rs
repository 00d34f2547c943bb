//! The token endpoint asked for a pause: an app's users hear of it from each other, and so do its other providers and processes.

use std::sync::{OnceLock, PoisonError};
use std::time::Duration;

use crate::attempt::{Answer, Pace, Plan};
use crate::clock::SharedClock;
use crate::cool_downs::CoolDowns;
use crate::error::{Error, Result};
use crate::gate::{Gate, Passage, SharedPauses};
use crate::sync::{Mutex, MutexGuard};

/// Shared by the managers of all users, as Spotify counts requests per app.
pub(crate) struct CoolDown {
    /// What ended a request: until then (monotonic) nothing is renewed, and this is what callers are told.
    failure: Mutex<Option<(Duration, Error)>>,
    /// The pauses of every 429, also of those that are sat out, over all providers of the app in this process.
    gate: Gate,
    /// Where they are shared with other processes, once that is known.
    shared: OnceLock<Option<SharedPauses>>,
    endpoint: String,
    client_id: String,
}

impl CoolDown {
    pub(crate) fn new(accounts_origin: &str, client_id: &str, clock: &SharedClock) -> Self {
        // Not the origin alone: where one server plays both parts, the Web API's pauses are others.
        let endpoint = format!("{accounts_origin}/api/token");
        Self {
            failure: Mutex::default(),
            gate: Gate::of_app(&endpoint, client_id, clock),
            shared: OnceLock::new(),
            endpoint,
            client_id: client_id.to_owned(),
        }
    }

    fn failure(&self) -> MutexGuard<'_, Option<(Duration, Error)>> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a pause, unless a longer one is under way.
    pub(super) fn begin(&self, wait: Duration, error: Error, now: Duration) {
        let mut failure = self.failure();
        let ends = now + wait;
        if failure.as_ref().is_none_or(|(known, _)| *known < ends) {
            *failure = Some((ends, error));
        }
    }

    /// The endpoint answers again.
    pub(super) fn end(&self) {
        *self.failure() = None;
    }

    /// The error while it lasts.
    pub(super) fn check(&self, now: Duration) -> Result<()> {
        match &*self.failure() {
            Some((until, error)) if now < *until => Err(error.clone().with_retry_after(Some(*until - now))),
            _ => Ok(()),
        }
    }

    /// Whether a request would have to wait, as far as this process knows.
    pub(super) fn is_pausing(&self, plan: &Plan) -> bool {
        !self.gate.left(plan.operation).0.is_zero()
    }

    /// The pace of one request. `cool_downs` is asked once: all managers that share this share a store of pauses.
    pub(super) fn pace(
        &self,
        waits: bool,
        max_wait: Duration,
        cool_downs: impl FnOnce() -> Option<CoolDowns>,
    ) -> TokenPace<'_> {
        let shared = self.shared.get_or_init(|| {
            cool_downs().map(|cool_downs| SharedPauses::new(cool_downs, &self.endpoint, &self.client_id))
        });
        TokenPace { passage: Passage::new(&self.gate, shared.as_ref(), max_wait), waits }
    }
}

/// What holds token requests back: the pauses that others met. Who meets one sits it out as long as it is, and comes back before all others.
pub(super) struct TokenPace<'a> {
    passage: Passage<'a>,
    /// A code does not live long, and somebody is waiting for the page: its exchange does not wait for others' pauses.
    waits: bool,
}

impl Pace for TokenPace<'_> {
    async fn before(&self, plan: &Plan) -> Result<()> {
        if self.waits { self.passage.before(plan).await } else { Ok(()) }
    }

    async fn refused(&self, plan: &Plan, answer: &Answer, wait: Duration) -> bool {
        self.passage.refused(plan, answer, wait).await;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::error::ErrorKind;

    #[test]
    fn fault_010_a_shorter_pause_does_not_end_a_longer_one() {
        let clock = SharedClock::new(ManualClock::new());
        let cool_down = CoolDown::new("http://127.0.0.1:1", "app", &clock);
        let refused = |wait: u64| {
            let error = Error::new(ErrorKind::RateLimited, wait.to_string());
            cool_down.begin(Duration::from_secs(wait), error, Duration::ZERO);
        };
        refused(3600);
        refused(5);
        let error = cool_down.check(Duration::from_secs(6)).unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(3594)));
        refused(7200);
        assert!(cool_down.check(Duration::from_secs(7199)).is_err());
        assert!(cool_down.check(Duration::from_secs(7200)).is_ok());
    }
}
