//! The cool-down after a 429: who comes while it lasts waits, or is told how long it will be, and nothing is sent.
//!
//! Spotify counts requests per app, so a plain 429 cools the client id, over all clients of this process. The daily quota of apps in
//! Development Mode is counted per group of operations: it cools only the operation that met it.

mod shared;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use crate::attempt::{Answer, Pace, Plan, random_unit};
use crate::clock::SharedClock;
use crate::cool_downs::{CoolDowns, Pauses, Presence, Told};
use crate::error::{Error, ErrorKind, Result};
pub(crate) use shared::SharedPauses;

/// A request passes the gate before its token is had and again before it is sent; if the two are no further apart than this, other
/// processes' pauses are looked at once.
const ONE_LOOK: Duration = Duration::from_millis(100);

/// After a pause everyone who waited goes on within this time, each at a moment of its own, not all at once.
const RELEASE: Duration = Duration::from_secs(5);

/// Shared by all clients of one app.
#[derive(Clone, Debug)]
pub(crate) struct Gate(Arc<State>);

#[derive(Debug)]
struct State {
    clock: SharedClock,
    cooling: Mutex<Cooling>,
}

/// What is held back at present.
#[derive(Debug, Default)]
struct Cooling {
    everything: Option<Pause>,
    operations: HashMap<&'static str, Pause>,
    /// What the stores of pauses have told, by their identity. Their times have nothing in common.
    heard: HashMap<usize, Heard>,
}

/// What one store has told.
#[derive(Debug)]
struct Heard {
    /// When pauses were last cleared for all processes: milliseconds of the store's time; 0 when it knows of nothing.
    cleared: u64,
    /// The pause of all operations, and those of one.
    pauses: HashMap<Option<&'static str>, Seen>,
    store: Presence,
}

/// A pause that a store told of.
#[derive(Debug)]
struct Seen {
    pause: u64,
    /// When it is over (monotonic), counted from when it was seen first.
    ends: Duration,
}

impl Heard {
    /// What is left of a pause: no more than when it was seen first, less what has passed. The wall clocks that it is told by may be set in
    /// between, or have been wrong when it began.
    fn left_of(&mut self, operation: Option<&'static str>, told: Told, now: Duration) -> Duration {
        match self.pauses.get(&operation).filter(|seen| seen.pause == told.pause) {
            Some(seen) => told.left.min(seen.ends.saturating_sub(now)),
            None => {
                self.pauses.insert(operation, Seen { pause: told.pause, ends: now + told.left });
                told.left
            }
        }
    }
}

/// The end of a pause by both clocks: it is over when either says so. The monotonic clock may stand still while the machine sleeps, and
/// nobody should wait for hours that have passed; should the wall clock be set forward, one request comes too early.
#[derive(Debug, Clone, Copy)]
struct Pause {
    monotonic: Duration,
    wall: SystemTime,
}

impl Pause {
    fn of(wait: Duration, clock: &SharedClock) -> Self {
        let now = clock.now();
        Self { monotonic: clock.monotonic() + wait, wall: now.checked_add(wait).unwrap_or(now) }
    }

    fn left(self, clock: &SharedClock) -> Duration {
        let by_wall = self.wall.duration_since(clock.now()).unwrap_or_default();
        self.monotonic.saturating_sub(clock.monotonic()).min(by_wall)
    }
}

impl Gate {
    /// A gate of its own, for tokens whose app is not known.
    pub(crate) fn new(clock: SharedClock) -> Self {
        Self(Arc::new(State { clock, cooling: Mutex::default() }))
    }

    /// The gate of an app: the same one for the same id, origin and clock, as long as anyone uses it.
    pub(crate) fn of_app(origin: &str, client_id: &str, clock: &SharedClock) -> Self {
        type Key = (String, String, usize);
        static GATES: LazyLock<Mutex<HashMap<Key, Weak<State>>>> = LazyLock::new(Mutex::default);
        let key = (origin.to_owned(), client_id.to_owned(), clock.identity());
        let mut gates = GATES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(state) = gates.get(&key).and_then(Weak::upgrade) {
            return Self(state);
        }
        gates.retain(|_, state| state.strong_count() > 0);
        let gate = Self::new(clock.clone());
        gates.insert(key, Arc::downgrade(&gate.0));
        gate
    }

    /// Forgets every cool-down. Spotify may go on refusing, and is said to refuse longer when it is asked meanwhile.
    pub(crate) fn clear(&self) {
        let mut cooling = self.cooling();
        cooling.forget();
    }

    /// Forgets every cool-down, also those learnt of others while they were being cleared in `store`, which was at `moment` of its time.
    fn clear_at(&self, store: &CoolDowns, moment: u64) {
        let mut cooling = self.cooling();
        cooling.hear(store, moment);
        cooling.forget();
    }

    /// Takes over what other processes have met, and what they have cleared.
    fn learn(&self, store: &CoolDowns, operation: &'static str, pauses: Pauses) {
        let now = self.0.clock.monotonic();
        let told = [(None, pauses.everything), (Some(operation), pauses.operation)];
        let left = {
            let mut cooling = self.cooling();
            let (heard, is_cleared) = cooling.hear(store, pauses.cleared.unwrap_or_default());
            let left = told.map(|(operation, told)| {
                (operation, told.map_or(Duration::ZERO, |told| heard.left_of(operation, told, now)))
            });
            if is_cleared {
                cooling.forget();
            }
            left
        };
        for (operation, left) in left {
            if !left.is_zero() {
                self.cool(operation, left);
            }
        }
    }

    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// How much is left of the cool-down that holds `operation` back, and what kind of error it is not to sit it out.
    pub(crate) fn left(&self, operation: &'static str) -> (Duration, ErrorKind) {
        let cooling = self.cooling();
        let left = |pause: Option<&Pause>| pause.map_or(Duration::ZERO, |pause| pause.left(&self.0.clock));
        let rate = left(cooling.everything.as_ref());
        let quota = left(cooling.operations.get(operation));
        if quota > rate { (quota, ErrorKind::QuotaExceeded) } else { (rate, ErrorKind::RateLimited) }
    }

    /// How much is left of the pause of one operation, or of all.
    fn left_of(&self, operation: Option<&'static str>) -> Duration {
        let cooling = self.cooling();
        let pause = match operation {
            None => cooling.everything.as_ref(),
            Some(operation) => cooling.operations.get(operation),
        };
        pause.map_or(Duration::ZERO, |pause| pause.left(&self.0.clock))
    }

    /// Begins a pause, unless a longer one is under way.
    fn cool(&self, operation: Option<&'static str>, wait: Duration) {
        let clock = &self.0.clock;
        let mut cooling = self.cooling();
        let Cooling { everything, operations, .. } = &mut *cooling;
        match operation {
            None if everything.is_none_or(|pause| pause.left(clock) < wait) => {
                *everything = Some(Pause::of(wait, clock));
            }
            Some(operation) if operations.get(operation).is_none_or(|pause| pause.left(clock) < wait) => {
                operations.insert(operation, Pause::of(wait, clock));
            }
            _ => {}
        }
    }

    fn cooling(&self) -> MutexGuard<'_, Cooling> {
        self.0.cooling.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Cooling {
    /// Forgets the pauses.
    fn forget(&mut self) {
        self.everything = None;
        self.operations.clear();
    }

    /// What `store` has told before, and whether it is news that pauses were cleared there at `cleared`: not at the first look.
    fn hear(&mut self, store: &CoolDowns, cleared: u64) -> (&mut Heard, bool) {
        // Stores that are gone, looked for whenever there are twice as many.
        if !self.heard.contains_key(&store.identity()) && self.heard.len().is_power_of_two() {
            self.heard.retain(|_, heard| heard.store.lasts());
        }
        let heard = self.heard.entry(store.identity()).or_insert_with(|| Heard {
            cleared,
            pauses: HashMap::new(),
            store: store.presence(),
        });
        let is_news = cleared > heard.cleared;
        heard.cleared = heard.cleared.max(cleared);
        (heard, is_news)
    }
}

/// The gate as one request passes it.
pub(crate) struct Passage<'a> {
    gate: &'a Gate,
    shared: Option<&'a SharedPauses>,
    /// The longest cool-down that is sat out.
    max_wait: Duration,
    /// When other processes' pauses were looked at last (monotonic).
    looked: Mutex<Option<Duration>>,
}

impl<'a> Passage<'a> {
    pub(crate) fn new(gate: &'a Gate, shared: Option<&'a SharedPauses>, max_wait: Duration) -> Self {
        Self { gate, shared, max_wait, looked: Mutex::default() }
    }

    /// Learns of other processes' pauses.
    async fn look(&self, operation: &'static str) {
        let Some(shared) = self.shared else { return };
        let now = self.gate.0.clock.monotonic();
        {
            let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
            // Once: what is sent again later is looked up again.
            if looked.take().is_some_and(|looked| now.saturating_sub(looked) < ONE_LOOK) {
                return;
            }
            *looked = Some(now);
        }
        shared.look(self.gate, operation).await;
    }
}

impl Pace for Passage<'_> {
    async fn before(&self, plan: &Plan) -> Result<()> {
        let mut sat_out = Duration::ZERO;
        loop {
            self.look(plan.operation).await;
            let (left, kind) = self.gate.left(plan.operation);
            if left.is_zero() {
                return Ok(());
            }
            // Others may begin a new pause while this one is sat out; all of them together are not longer than one may be.
            sat_out += left;
            if sat_out > self.max_wait {
                return Err(cooling_down(kind, left).with_operation(plan.operation));
            }
            let wait = left + RELEASE.min(left).mul_f64(random_unit());
            if wait > Duration::from_secs(1) {
                let wait_seconds = wait.as_secs_f64();
                tracing::info!(operation = plan.operation, wait_seconds, "waiting for the rate limit");
            }
            self.gate.0.clock.sleep(wait).await;
        }
    }

    async fn refused(&self, plan: &Plan, answer: &Answer, wait: Duration) -> bool {
        let operation = answer.is_quota_exceeded().then_some(plan.operation);
        self.gate.cool(operation, wait);
        if let Some(shared) = self.shared {
            shared.begin(self.gate, operation, wait).await;
        }
        true
    }
}

/// The error while a long cool-down lasts; nothing was sent.
fn cooling_down(kind: ErrorKind, left: Duration) -> Error {
    let seconds = left.as_secs_f64().ceil();
    Error::new(
        kind,
        format!("Spotify asked for a pause, of which {seconds} seconds are left; nothing was sent"),
    )
    .with_retry_after(Some(left))
    .with_advice(
        "Calling on is said to lengthen the pause. `max_wait` sets how long a pause is sat out silently",
    )
}

#[cfg(test)]
mod tests;
