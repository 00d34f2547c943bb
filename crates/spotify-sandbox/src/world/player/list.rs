//! The items of a context in the order in which they are played.

use super::Item;

/// What plays when the queue is empty.
#[derive(Debug, Default)]
pub(super) struct List {
    context: Option<String>,
    items: Vec<Item>,
    /// Indices into `items`, in playing order.
    order: Vec<usize>,
    /// Where in `order` playback is.
    place: usize,
    shuffled: bool,
    seed: u64,
    /// How often it was shuffled: each time brings another order.
    rounds: u64,
}

impl List {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed, ..Self::default() }
    }

    /// Puts other items in, beginning at index `first`; without one at the beginning, wherever that is when shuffled.
    pub(super) fn load(&mut self, context: Option<String>, items: Vec<Item>, first: Option<usize>) {
        (self.context, self.items) = (context, items);
        self.order = (0..self.items.len()).collect();
        self.place = first.filter(|first| *first < self.items.len()).unwrap_or(0);
        if self.shuffled {
            self.shuffle(first.is_some());
        }
    }

    pub(super) fn context(&self) -> Option<&str> {
        self.context.as_deref()
    }

    pub(super) fn is_shuffled(&self) -> bool {
        self.shuffled
    }

    pub(super) fn current(&self) -> Option<&Item> {
        self.items.get(*self.order.get(self.place)?)
    }

    /// How long all of it takes.
    pub(super) fn duration_ms(&self) -> u64 {
        self.items.iter().fold(0, |sum, item| sum.saturating_add(item.duration_ms))
    }

    pub(super) fn is_at_start(&self) -> bool {
        self.place == 0
    }

    /// What comes after the current item; with `wraps` once around.
    pub(super) fn rest(&self, wraps: bool) -> impl Iterator<Item = &Item> {
        let (before, after) = self.order.split_at((self.place + 1).min(self.order.len()));
        let again = if wraps { before } else { &[] };
        after.iter().chain(again).filter_map(|index| self.items.get(*index))
    }

    /// Goes on by one; from the last to the first. False if it went around.
    pub(super) fn step(&mut self) -> bool {
        self.place += 1;
        let is_inside = self.place < self.order.len();
        if !is_inside {
            self.place = 0;
        }
        is_inside
    }

    /// Goes back by one. At the first item it stays there, or `wraps` to the last.
    pub(super) fn step_back(&mut self, wraps: bool) {
        self.place = match self.place {
            0 if wraps => self.order.len().saturating_sub(1),
            place => place.saturating_sub(1),
        };
    }

    /// Shuffles, or puts back in order. What plays goes on.
    pub(super) fn set_shuffled(&mut self, shuffled: bool) {
        if self.shuffled == shuffled {
            return;
        }
        self.shuffled = shuffled;
        if shuffled {
            self.shuffle(true);
        } else {
            self.place = self.order.get(self.place).copied().unwrap_or(0);
            self.order.sort_unstable();
        }
    }

    fn shuffle(&mut self, keeps_current: bool) {
        self.rounds += 1;
        let current = self.order.get(self.place).copied().filter(|_| keeps_current);
        let seed = scrambled(self.seed ^ scrambled(self.rounds));
        self.order.sort_by_key(|index| (Some(*index) != current, scrambled(seed ^ *index as u64)));
        self.place = 0;
    }
}

/// A number that looks random (the last steps of SplitMix64).
fn scrambled(number: u64) -> u64 {
    let z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
}
