//! The faults of a sandbox, and when each is due.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Fault;
use super::effect::Effect;
use crate::random::unit;

/// Which of the matching requests a fault hits.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    pub(crate) skip: u64,
    pub(crate) nth: Option<u64>,
    pub(crate) every: u64,
    pub(crate) times: Option<u64>,
    /// How likely each of those is hit, and the seed that decides.
    pub(crate) chance: Option<(f64, u64)>,
}

impl Default for Schedule {
    fn default() -> Self {
        Self { skip: 0, nth: None, every: 1, times: None, chance: None }
    }
}

impl Schedule {
    /// Whether the fault is due for the `seen`-th matching request (from 1), after `hits` hits. Faults with the same seed differ by
    /// their `place`: else those of one plan would all hit the same requests.
    fn is_due(&self, seen: u64, hits: u64, place: u64) -> bool {
        let Some(counted) = seen.checked_sub(self.skip).filter(|counted| *counted > 0) else { return false };
        self.nth.is_none_or(|nth| counted == nth)
            && counted.is_multiple_of(self.every)
            && self.times.is_none_or(|times| hits < times)
            && self.chance.is_none_or(|(probability, seed)| unit(seed, place, counted) < probability)
    }
}

/// A fault that was added to a sandbox: how often it has hit. Dropping it leaves the fault where it is.
#[derive(Clone)]
pub struct FaultHandle {
    hits: Arc<AtomicU64>,
}

impl FaultHandle {
    /// How many requests the fault has hit so far.
    pub fn hits(&self) -> u64 {
        self.hits.load(Ordering::SeqCst)
    }
}

impl fmt::Debug for FaultHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultHandle").field("hits", &self.hits()).finish()
    }
}

/// All faults of a sandbox, in the order in which they were added.
#[derive(Default)]
pub(crate) struct Faults(Vec<Armed>);

struct Armed {
    fault: Fault,
    effect: Arc<Effect>,
    seen: u64,
    hits: Arc<AtomicU64>,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) -> FaultHandle {
        let hits = Arc::new(AtomicU64::new(0));
        let effect = Arc::new(fault.effect.clone());
        self.0.push(Armed { fault, effect, seen: 0, hits: Arc::clone(&hits) });
        FaultHandle { hits }
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// What happens to this request; nothing, mostly.
    pub(crate) fn due(&mut self, method: &str, path: &str) -> Option<Arc<Effect>> {
        let matching = (0..).zip(&mut self.0).filter(|(_, armed)| armed.fault.target.matches(method, path));
        for (place, armed) in matching {
            armed.seen += 1;
            if armed.fault.schedule.is_due(armed.seen, armed.hits.load(Ordering::SeqCst), place) {
                armed.hits.fetch_add(1, Ordering::SeqCst);
                return Some(Arc::clone(&armed.effect));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(fault: Fault, requests: usize) -> Vec<bool> {
        let mut faults = Faults::default();
        faults.add(fault);
        (0..requests).map(|_| faults.due("GET", "/v1/me").is_some()).collect()
    }

    #[test]
    fn a_schedule_counts_matching_requests() {
        assert_eq!(hit(Fault::on("*").times(2), 4), [true, true, false, false]);
        assert_eq!(hit(Fault::on("*").skip(1).times(1), 4), [false, true, false, false]);
        assert_eq!(hit(Fault::on("*").nth(3), 4), [false, false, true, false]);
        assert_eq!(hit(Fault::on("*").every(2), 4), [false, true, false, true]);
        assert_eq!(hit(Fault::on("*").skip(1).every(2).times(1), 5), [false, false, true, false, false]);
        assert_eq!(hit(Fault::on("/v1/you"), 2), [false, false]);
    }

    #[test]
    fn a_seed_decides_which_requests_a_fault_by_chance_hits() {
        let by_chance = |seed| hit(Fault::on("*").at_random(0.25, seed), 4_000);
        let (seven, eight) = (by_chance(7), by_chance(8));
        assert_eq!(seven, by_chance(7));
        assert_ne!(seven, eight);
        let hits = seven.iter().filter(|hit| **hit).count();
        assert!((800..1_200).contains(&hits), "{hits} of 4,000");
        assert_eq!(hit(Fault::on("*").at_random(0.0, 7), 3), [false; 3]);
        assert_eq!(hit(Fault::on("*").at_random(1.0, 7), 3), [true; 3]);
        assert_eq!(hit(Fault::on("*").at_random(1.0, 7).skip(1).times(1), 3), [false, true, false]);
    }

    #[test]
    fn faults_of_one_seed_hit_different_requests() {
        let mut faults = Faults::default();
        let both = [Fault::on("GET /a").at_random(0.5, 7), Fault::on("GET /b").at_random(0.5, 7)];
        both.into_iter().for_each(|fault| drop(faults.add(fault)));
        let mut of = |path| (0..100).map(|_| faults.due("GET", path).is_some()).collect::<Vec<_>>();
        assert_ne!(of("/a"), of("/b"));
    }

    #[test]
    fn the_first_fault_that_is_due_takes_the_request() {
        let mut faults = Faults::default();
        let first = faults.add(Fault::on("*").times(1));
        let second = faults.add(Fault::on("*"));
        for _ in 0..3 {
            faults.due("GET", "/");
        }
        assert_eq!((first.hits(), second.hits()), (1, 2));
    }
}
