//! Search: from words to entities, without an index.
//!
//! A word of a name says how the name's permutation came out, so the entities that may have it are computed (see
//! [`words`](super::words)); each of these is then looked at. Words that come with the form of a name ("live", "the") say
//! nothing of the kind, but are so frequent that looking from the first entity on soon finds enough.

mod candidates;
mod matching;

use std::cmp::Reverse;
use std::ops::RangeInclusive;

use super::{Catalogue, Kind, Reference};

/// How many results a search gives at most, however many there are.
pub(crate) const MOST_RESULTS: usize = 1_000;

/// What is searched for. All words are in small letters; every one of them has to be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// Words anywhere: in the name, in its artists' names, in its album's name.
    pub(crate) text: Vec<String>,
    pub(crate) artist: Vec<String>,
    pub(crate) album: Vec<String>,
    pub(crate) track: Vec<String>,
    pub(crate) genre: Vec<String>,
    pub(crate) years: Option<RangeInclusive<u64>>,
    pub(crate) isrc: Option<String>,
    pub(crate) upc: Option<String>,
    /// `tag:new`
    pub(crate) is_new: bool,
    /// `tag:hipster`
    pub(crate) is_obscure: bool,
}

impl Query {
    /// Whether it asks for anything.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether every filter is one for this kind of entity. Entities of other kinds don't have what it asks for.
    fn fits(&self, kind: Kind) -> bool {
        let is_for = |is_used: bool, kinds: &[Kind]| !is_used || kinds.contains(&kind);
        let music = [Kind::Album, Kind::Artist, Kind::Track];
        is_for(!self.artist.is_empty(), &music)
            && is_for(self.years.is_some(), &music)
            && is_for(!self.album.is_empty(), &[Kind::Album, Kind::Track])
            && is_for(!self.genre.is_empty(), &[Kind::Artist, Kind::Track])
            && is_for(self.isrc.is_some() || !self.track.is_empty(), &[Kind::Track])
            && is_for(self.upc.is_some() || self.is_new || self.is_obscure, &[Kind::Album])
    }
}

impl Catalogue {
    /// The entities of a kind that a query finds, the best first: those named exactly so, then those with all words in their
    /// own names, then those found by their artists or albums; the more popular first among equals. With a market, only what
    /// is available there.
    pub(crate) fn search(&self, kind: Kind, query: &Query, market: Option<&str>) -> Vec<Reference> {
        if !query.fits(kind) {
            return Vec::new();
        }
        let candidates = self.candidates(kind, query);
        let most = if candidates.are_few { usize::MAX } else { MOST_RESULTS };
        let mut found: Vec<_> = candidates
            .indices
            .filter(|index| market.is_none_or(|market| self.is_available(kind, *index, market)))
            .filter_map(|index| {
                Some((self.rank(kind, index, query)?, Reverse(self.popularity_of(kind, index)), index))
            })
            .take(most)
            .collect();
        found.sort_unstable();
        found.truncate(MOST_RESULTS);
        found.into_iter().map(|(_, _, index)| Reference::new(kind, index)).collect()
    }
}
