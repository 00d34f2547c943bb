//! Runs of a repeating pattern: which owner a member belongs to, and which members an owner has, by
//! arithmetic.

use std::ops::Range;

/// Members 0, 1, 2, ... dealt out to owners 0, 1, 2, ... in consecutive runs, whose lengths repeat `pattern`.
/// The last owner may get fewer than its due.
#[derive(Debug)]
pub(super) struct Partition {
    pattern: &'static [u64],
    /// Length of one round of the pattern.
    round: u64,
    members: u64,
}

impl Partition {
    pub(super) fn new(pattern: &'static [u64], members: u64) -> Self {
        Self { pattern, round: pattern.iter().sum(), members }
    }

    pub(super) fn members(&self) -> u64 {
        self.members
    }

    /// How many owners have at least one member.
    pub(super) fn owners(&self) -> u64 {
        self.members.checked_sub(1).map_or(0, |last| self.owner(last).0 + 1)
    }

    /// The owner of a member and the member's place in that owner's run, from 0.
    pub(super) fn owner(&self, member: u64) -> (u64, u64) {
        let (rounds, mut rest) = (member / self.round, member % self.round);
        let mut owner = rounds * self.pattern.len() as u64;
        for length in self.pattern {
            if rest < *length {
                break;
            }
            rest -= length;
            owner += 1;
        }
        (owner, rest)
    }

    /// The members of an owner.
    pub(super) fn run(&self, owner: u64) -> Range<u64> {
        let slot = self.slot(owner);
        let start = owner / self.pattern.len() as u64 * self.round + self.pattern[..slot].iter().sum::<u64>();
        start.min(self.members)..(start + self.pattern[slot]).min(self.members)
    }

    /// The owner's place in the pattern.
    pub(super) fn slot(&self, owner: u64) -> usize {
        (owner % self.pattern.len() as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn owners_and_members_agree(members in 1u64..5_000, member in 0u64..5_000) {
            let partition = Partition::new(&[3, 1, 7, 2], members);
            let member = member % members;
            let (owner, place) = partition.owner(member);
            prop_assert!(owner < partition.owners());
            prop_assert_eq!(partition.run(owner).start + place, member);
            prop_assert!(partition.run(owner).contains(&member));
        }

        #[test]
        fn runs_cover_every_member_once(members in 1u64..5_000) {
            let partition = Partition::new(&[3, 1, 7, 2], members);
            let dealt: Vec<u64> = (0..partition.owners()).flat_map(|owner| partition.run(owner)).collect();
            prop_assert_eq!(dealt, (0..members).collect::<Vec<_>>());
        }
    }

    #[test]
    fn nothing_to_deal_out_has_no_owners() {
        assert_eq!(Partition::new(&[3, 1], 0).owners(), 0);
    }
}
