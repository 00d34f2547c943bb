//! Draws: attributes that look random and are always the same.

/// What a sequence of draws is for. Each purpose has a sequence of its own, so that drawing one more
/// attribute here does not change the others.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Attributes = 1,
    Name,
    Markets,
    Image,
    StandIn,
    Popularity,
    Career,
    Release,
    Language,
    Sound,
    Mood,
    Analysis,
    Words,
}

/// A sequence of draws (SplitMix64, whose state may be any number).
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// The sequence that belongs to these numbers.
    pub(super) fn new(parts: &[u64]) -> Self {
        let mut dice = Self(0);
        for part in parts {
            dice.0 ^= part;
            dice.0 = dice.next();
        }
        dice
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// The first draw of the sequence beside this one that has such a number.
    pub(super) fn beside(&self, number: u64) -> u64 {
        Self(self.0 ^ number).next()
    }

    /// A number below `bound`, which is not zero.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    /// True once in `chances` draws.
    pub(super) fn once_in(&mut self, chances: u64) -> bool {
        self.below(chances) == 0
    }

    /// One of these, which are not none.
    pub(super) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len() as u64) as usize]
    }

    /// A number from 0 up to but not including 1.
    pub(super) fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}
