//! Tests of the gate by itself: what holds whom back, and for how long.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;
use crate::clock::{Clock, ManualClock, Sleep};
use crate::cool_downs::{Boxed, Store};

/// A clock in whose time somebody else meets another 429 whenever a pause has been sat out.
#[derive(Clone)]
struct Relapsing {
    clock: ManualClock,
    gate: Arc<OnceLock<Gate>>,
}

impl Clock for Relapsing {
    fn now(&self) -> SystemTime {
        self.clock.now()
    }

    fn monotonic(&self) -> Duration {
        self.clock.monotonic()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let sleep = self.clock.sleep(duration);
        self.gate.get().expect("set before anyone waits").cool(None, Duration::from_secs(25));
        sleep
    }
}

struct Nothing;

impl Store for Nothing {
    fn read<'a>(&'a self, _: &'a str, _: &'a str, _: SystemTime) -> Boxed<'a, Pauses> {
        Box::pin(async { Ok(Pauses::default()) })
    }

    fn begin<'a>(&'a self, _: &'a str, _: Option<&'a str>, _: Duration, _: SystemTime) -> Boxed<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn clear<'a>(&'a self, _: &'a str, _: SystemTime) -> Boxed<'a, u64> {
        Box::pin(async { Ok(0) })
    }
}

#[test]
fn fault_111_that_pauses_were_cleared_is_news_of_each_store_by_its_own_time() {
    let gate = Gate::new(SharedClock::new(ManualClock::new()));
    let (file, server) = (CoolDowns::new(Nothing), CoolDowns::new(Nothing));
    let look =
        |store: &CoolDowns, cleared| gate.learn(store, "test", Pauses { cleared, ..Pauses::default() });
    let cools = || !gate.left("test").0.is_zero();
    look(&file, None);
    gate.cool(None, Duration::from_secs(60));
    look(&server, Some(7_000));
    look(&file, None);
    assert!(cools(), "what is found at the first look is no news, nor is it by another store's time");
    look(&file, Some(3_000));
    assert!(!cools());
    gate.cool(None, Duration::from_secs(60));
    look(&file, Some(3_000));
    look(&server, Some(7_000));
    assert!(cools());
    gate.clear_at(&file, 4_000);
    gate.cool(None, Duration::from_secs(60));
    look(&file, Some(4_000));
    assert!(cools(), "its own clearing is known");
    // Stores come and go.
    for _ in 0..100 {
        look(&CoolDowns::new(Nothing), None);
    }
    assert!(gate.cooling().heard.len() < 10);
}

#[test]
fn fault_111_a_pause_told_by_a_wrong_clock_is_over_after_its_length() {
    let clock = ManualClock::new();
    let gate = Gate::new(SharedClock::new(clock.clone()));
    let store = CoolDowns::new(Nothing);
    // As a store tells of one that began two hours from now: all of it is left, whenever it is asked.
    let look = |pause| {
        let everything = Some(Told { left: Duration::from_secs(60), pause });
        gate.learn(&store, "test", Pauses { everything, ..Pauses::default() });
        gate.left("test").0
    };
    assert_eq!(look(1), Duration::from_secs(60));
    for _ in 0..59 {
        clock.advance(Duration::from_secs(1));
        assert!(!look(1).is_zero());
    }
    clock.advance(Duration::from_secs(1));
    assert_eq!(look(1), Duration::ZERO, "it was seen for a minute");
    assert_eq!(look(2), Duration::from_secs(60), "another one");
    // Also where the clock is set while it lasts.
    clock.set_wall(clock.now() - Duration::from_secs(10_800));
    clock.advance(Duration::from_secs(61));
    assert_eq!(look(2), Duration::ZERO);
    // One that was over when it was seen first stays over.
    let over = Some(Told { left: Duration::ZERO, pause: 3 });
    gate.learn(&store, "test", Pauses { everything: over, ..Pauses::default() });
    assert_eq!(look(3), Duration::ZERO);
}

#[tokio::test]
async fn fault_110_pauses_that_follow_each_other_are_not_sat_out_beyond_max_wait() {
    let clock = Relapsing { clock: ManualClock::new().auto_advance(), gate: Arc::default() };
    let gate = Gate::new(SharedClock::new(clock.clone()));
    clock.gate.get_or_init(|| gate.clone()).cool(None, Duration::from_secs(25));
    let passage = Passage::new(&gate, None, Duration::from_secs(60));
    let plan = Plan { operation: "test", path: "/test", repeatable: true, patience: 1 };
    let error = passage.before(&plan).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(error.retry_after().map(|left| left.as_secs()), Some(25));
    // Two of them fit into a minute, each with up to five seconds in which those who waited are spread.
    assert_eq!(clock.clock.slept().len(), 2);
}

const MINUTE: Duration = Duration::from_secs(60);

fn gate() -> (Gate, ManualClock) {
    let clock = ManualClock::new().auto_advance();
    (Gate::new(SharedClock::new(clock.clone())), clock)
}

fn left(gate: &Gate, operation: &'static str) -> (u64, ErrorKind) {
    let (left, kind) = gate.left(operation);
    (left.as_secs(), kind)
}

#[test]
fn fault_111_clients_of_one_app_have_one_gate_as_long_as_any_of_them_lives() {
    let clock = SharedClock::new(ManualClock::new());
    let of = |client_id| Gate::of_app("https://api.spotify.com", client_id, &clock);
    let (first, second) = (of("first"), of("second"));
    assert!(of("first").is(&first) && of("second").is(&second));
    assert!(!first.is(&second));
}

#[test]
fn fault_110_a_shorter_pause_does_not_end_a_longer_one() {
    let (gate, _) = gate();
    for operation in [None, Some("test")] {
        gate.cool(operation, MINUTE);
        gate.cool(operation, Duration::from_secs(10));
        assert_eq!(gate.left_of(operation), MINUTE);
        gate.cool(operation, 2 * MINUTE);
        assert_eq!(gate.left_of(operation), 2 * MINUTE);
    }
}

#[test]
fn fault_110_the_longer_of_the_two_pauses_says_what_kind_of_error_it_is() {
    let (gate, _) = gate();
    assert_eq!(left(&gate, "test").0, 0);
    gate.cool(None, MINUTE);
    gate.cool(Some("test"), 2 * MINUTE);
    assert_eq!(left(&gate, "test"), (120, ErrorKind::QuotaExceeded));
    assert_eq!(left(&gate, "another"), (60, ErrorKind::RateLimited));
    gate.cool(None, 3 * MINUTE);
    assert_eq!(left(&gate, "test"), (180, ErrorKind::RateLimited));
}

#[test]
fn fault_111_what_others_met_is_taken_over() {
    let (gate, _) = gate();
    let store = CoolDowns::new(Nothing);
    let told = |left| Some(Told { left, pause: 1 });
    gate.learn(&store, "test", Pauses { operation: told(MINUTE), ..Pauses::default() });
    assert_eq!((left(&gate, "test").0, left(&gate, "another").0), (60, 0));
    gate.learn(&store, "test", Pauses { everything: told(2 * MINUTE), ..Pauses::default() });
    assert_eq!((left(&gate, "test").0, left(&gate, "another").0), (120, 120));
}

#[tokio::test]
async fn fault_110_a_pause_as_long_as_max_wait_is_sat_out_to_its_end() {
    let (gate, clock) = gate();
    gate.cool(None, MINUTE);
    let plan = Plan { operation: "test", path: "/test", repeatable: true, patience: 1 };
    Passage::new(&gate, None, MINUTE).before(&plan).await.unwrap();
    let slept = clock.slept();
    assert!(slept.len() == 1 && slept[0] >= MINUTE && slept[0] <= MINUTE + RELEASE, "{slept:?}");
    gate.cool(None, MINUTE + Duration::from_secs(1));
    assert!(Passage::new(&gate, None, MINUTE).before(&plan).await.is_err());
}

/// Counts how often it is read.
#[derive(Clone, Default)]
struct Counting(Arc<AtomicU32>);

impl Store for Counting {
    fn read<'a>(&'a self, _: &'a str, _: &'a str, _: SystemTime) -> Boxed<'a, Pauses> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { Ok(Pauses::default()) })
    }

    fn begin<'a>(&'a self, _: &'a str, _: Option<&'a str>, _: Duration, _: SystemTime) -> Boxed<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn clear<'a>(&'a self, _: &'a str, _: SystemTime) -> Boxed<'a, u64> {
        Box::pin(async { Ok(0) })
    }
}

#[tokio::test]
async fn the_gate_before_a_token_and_that_before_its_request_look_once() {
    let (gate, clock) = gate();
    let reads = Counting::default();
    let pauses = SharedPauses::new(CoolDowns::new(reads.clone()), "https://api.spotify.com", "id");
    let passage = Passage::new(&gate, Some(&pauses), MINUTE);
    let plan = Plan { operation: "test", path: "/test", repeatable: true, patience: 1 };
    // Twice for a request; the third time it is sent again; and then the token took its time.
    for (passed, seen) in [(0, 1), (99, 1), (0, 2), (100, 3), (99, 3)] {
        clock.advance(Duration::from_millis(passed));
        passage.before(&plan).await.unwrap();
        assert_eq!(reads.0.load(Ordering::Relaxed), seen, "{passed} ms later");
    }
}

#[test]
fn clients_share_pauses_with_others_of_their_app_only() {
    let (gate, other) = (gate().0, gate().0);
    let pauses = SharedPauses::new(CoolDowns::new(Nothing), "https://api.spotify.com", "id");
    assert!(SharedPauses::of_same_app(&gate, Some((&gate, Some(&pauses)))).is_some());
    assert!(SharedPauses::of_same_app(&gate, Some((&other, Some(&pauses)))).is_none());
    assert!(SharedPauses::of_same_app(&gate, Some((&gate, None))).is_none());
    assert!(SharedPauses::of_same_app(&gate, None).is_none());
}
