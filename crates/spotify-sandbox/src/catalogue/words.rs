//! The words that names are made of, and the way back: from a word to the entities that may have it in their names.
//!
//! How a word begins (its first two syllables, as one number) is not drawn but a permutation of the entity's index, block by
//! block. So the entities whose words begin in a certain way are computed, and a search needs no index of a million names.

use super::dice::{Dice, Purpose};
use super::{Catalogue, Kind};

const ONSETS: [&str; 18] =
    ["b", "d", "f", "w", "l", "l", "m", "m", "n", "r", "s", "s", "t", "v", "br", "dr", "st", "tr"];
const VOWELS: [&str; 7] = ["a", "a", "e", "i", "o", "u", "ei"];
/// What a word ends in. Syllables are so chosen that no ugly word comes out.
const ENDINGS: [&str; 8] = ["", "", "", "l", "r", "s", "nd", "rn"];

const SYLLABLES: u64 = (ONSETS.len() * VOWELS.len()) as u64;
/// How many beginnings of words there are.
const STARTS: u64 = SYLLABLES * SYLLABLES;
/// How many words of its own a name has at most; each comes from a permutation of its own.
const SLOTS: u64 = 2;
/// How many entities a block has: four or five for each beginning and slot.
const BLOCK: u64 = 1 << 16;
const ROUNDS: u64 = 4;

/// Where the draws and the words of a name come from.
pub(super) struct Words {
    dice: Dice,
    starts: std::array::IntoIter<u64, { SLOTS as usize }>,
}

impl Words {
    /// Words that belong to no entity of the catalogue.
    pub(super) fn drawn(dice: &mut Dice) -> Self {
        let starts = [dice.below(STARTS), dice.below(STARTS)];
        Self { dice: Dice::new(&[dice.next()]), starts: starts.into_iter() }
    }

    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.dice.below(bound)
    }

    /// The next word: capitalised, of two or three syllables.
    pub(super) fn word(&mut self) -> String {
        let start = self.starts.next().unwrap_or_else(|| self.dice.below(STARTS));
        let mut word = String::with_capacity(12);
        for syllable in [start / SYLLABLES, start % SYLLABLES] {
            word.push_str(ONSETS[(syllable / VOWELS.len() as u64) as usize]);
            word.push_str(VOWELS[(syllable % VOWELS.len() as u64) as usize]);
        }
        if self.dice.once_in(4) {
            word.push_str(self.dice.pick(&ONSETS));
            word.push_str(self.dice.pick(&VOWELS));
        }
        word.push_str(self.dice.pick(&ENDINGS));
        let first = word[..1].to_ascii_uppercase();
        word.replace_range(..1, &first);
        word
    }
}

impl Catalogue {
    /// The words of an entity's name.
    pub(super) fn words(&self, kind: Kind, index: u64) -> Words {
        let start = |slot| self.permutation(kind, slot, index / BLOCK).forward(index % BLOCK) % STARTS;
        Words { dice: self.dice(kind, index, Purpose::Name), starts: [start(0), start(1)].into_iter() }
    }

    /// The entities of a kind with a word of their own that begins as this one does, in small letters. All whose own words
    /// include it are among them.
    pub(super) fn with_start_of(&self, kind: Kind, word: &str) -> Vec<u64> {
        let (starts, count) = (starts(word), self.count(kind));
        let mut found = Vec::new();
        for block in 0..count.div_ceil(BLOCK) {
            for slot in 0..SLOTS {
                let permutation = self.permutation(kind, slot, block);
                let numbers = starts.iter().flat_map(|start| (*start..BLOCK).step_by(STARTS as usize));
                found.extend(numbers.map(|number| block * BLOCK + permutation.backward(number)));
            }
        }
        found.retain(|index| *index < count);
        found.sort_unstable();
        found.dedup();
        found
    }

    fn permutation(&self, kind: Kind, slot: u64, block: u64) -> Permutation {
        Permutation(Dice::new(&[self.seed, kind as u64, block, Purpose::Words as u64, slot]))
    }
}

/// Whether names of the catalogue can have a word, in small letters, that they did not get from their form.
pub(super) fn is_word(word: &str) -> bool {
    !starts(word).is_empty()
}

/// The beginnings, as numbers, that a word in small letters may have. Some can be read in more than one way.
fn starts(word: &str) -> Vec<u64> {
    let second = |(first, rest): (u64, _)| {
        syllables(rest).into_iter().map(move |(second, _)| first * SYLLABLES + second)
    };
    syllables(word).into_iter().flat_map(second).collect()
}

/// The syllables that a text may begin with, as numbers, and what is left then.
fn syllables(text: &str) -> Vec<(u64, &str)> {
    let mut found = Vec::new();
    for (onset, rest) in beginnings(text, &ONSETS) {
        for (vowel, rest) in beginnings(rest, &VOWELS) {
            found.push((onset * VOWELS.len() as u64 + vowel, rest));
        }
    }
    found
}

fn beginnings<'a>(text: &'a str, all: &'static [&'static str]) -> impl Iterator<Item = (u64, &'a str)> {
    (0..).zip(all).filter_map(move |(number, start)| Some((number, text.strip_prefix(start)?)))
}

/// A permutation of the places in a block: a Feistel network.
struct Permutation(Dice);

impl Permutation {
    fn forward(&self, place: u64) -> u64 {
        let (mut left, mut right) = (place >> 8, place & 0xff);
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ self.mixed(round, right));
        }
        left << 8 | right
    }

    fn backward(&self, place: u64) -> u64 {
        let (mut left, mut right) = (place >> 8, place & 0xff);
        for round in (0..ROUNDS).rev() {
            (left, right) = (right ^ self.mixed(round, left), left);
        }
        left << 8 | right
    }

    /// Eight bits.
    fn mixed(&self, round: u64, half: u64) -> u64 {
        self.0.beside(round << 8 | half) & 0xff
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permutation_goes_back_where_it_came_from() {
        for seed in 0..3 {
            let permutation = Permutation(Dice::new(&[seed]));
            let mut seen = vec![false; BLOCK as usize];
            for place in 0..BLOCK {
                let number = permutation.forward(place);
                assert_eq!(permutation.backward(number), place);
                assert!(!std::mem::replace(&mut seen[number as usize], true));
            }
        }
    }

    #[test]
    fn words_are_read_in_every_way() {
        // The vowels a and a, and s or st.
        assert_eq!(starts("lostarn").len(), 4);
        assert!(starts("xylophone").is_empty() && starts("lo").is_empty() && starts("").is_empty());
        assert!(starts("\u{e9}t\u{e9}").is_empty());
    }
}
