//! How long, how many, and what chance decides: all of it follows from a seed.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How much faster than real time the virtual clock runs while calls are made. What is waited (backoffs, pauses after a 429) passes that
/// much faster; bounds on sockets are real time.
pub(crate) const SPEED: u32 = 30;

/// Services: every other one rotates refresh tokens and ends a login whose old one is used again; the others keep them, as Spotify does.
pub(crate) const SERVICES: usize = 4;

/// A run.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) clients: usize,
    /// Rounds of calls; between two of them an hour passes on average.
    pub(crate) rounds: u64,
}

impl Plan {
    pub(crate) fn new(seed: u64, short: bool) -> Self {
        // A month of hours, or a day and a bit.
        Self { seed, clients: 1_000, rounds: if short { 30 } else { 720 } }
    }

    /// How much time passes before a round: 5 to 115 minutes, so that tokens are in every state.
    pub(crate) fn jump(&self, round: u64) -> Duration {
        Duration::from_secs(300 + self.draw([1, round, 0]) % 6_600)
    }

    /// How far the clients' wall clock is from the right time in a round, in seconds. In every sixth round or so it is wrong.
    pub(crate) fn clock_is_off_by(&self, round: u64) -> i64 {
        match self.draw([2, round, 0]) % 12 {
            0 => 2 * 3_600,
            1 => -2_400,
            _ => 0,
        }
    }

    /// Whether a client makes a call in a round.
    pub(crate) fn is_active(&self, round: u64, client: usize) -> bool {
        self.draw([3, round, client as u64]) % 10 < 6
    }

    /// A number for what a client does in a round.
    pub(crate) fn choice(&self, round: u64, client: usize) -> u64 {
        self.draw([4, round, client as u64])
    }

    /// The round before which some users remove the app.
    pub(crate) fn removal(&self) -> u64 {
        self.rounds / 2
    }

    /// SplitMix64 over the seed and three numbers: even enough, and the same everywhere.
    fn draw(&self, of: [u64; 3]) -> u64 {
        of.iter().fold(self.seed, |state, number| {
            let mut z = state.wrapping_add(*number).wrapping_add(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_one_plan() {
        let of = |seed| {
            let plan = Plan::new(seed, true);
            (0..50)
                .map(|round| (plan.jump(round), plan.clock_is_off_by(round), plan.choice(round, 7)))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(7), of(7));
        assert_ne!(of(7), of(8));
        let plan = Plan::new(7, false);
        let hours: f64 = (0..plan.rounds).map(|round| plan.jump(round).as_secs_f64() / 3600.0).sum();
        assert!((650.0..790.0).contains(&hours), "{hours}");
        assert!((0..plan.rounds).any(|round| plan.clock_is_off_by(round) > 0));
        let active = (0..1_000).filter(|client| plan.is_active(3, *client)).count();
        assert!((500..700).contains(&active), "{active}");
    }
}
