//! Where a search has to look.

use super::super::name::is_of_form;
use super::super::words::is_word;
use super::super::{Catalogue, Kind, Oddity};
use super::Query;

/// Entities among which are all that a query finds.
pub(super) struct Candidates<'a> {
    pub(super) indices: Box<dyn Iterator<Item = u64> + 'a>,
    /// Whether they are few enough to look at every one.
    pub(super) are_few: bool,
}

/// How many entities are looked at where nothing says where to look. It takes a tenth of a second, and few searches that
/// have not found a thousand by then have so little to them.
const MOST_LOOKED_AT: usize = 50_000;

/// By whose name an entity is found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Itself,
    Artist,
    Album,
}

impl Catalogue {
    pub(super) fn candidates<'a>(&'a self, kind: Kind, query: &'a Query) -> Candidates<'a> {
        let few = |indices: Vec<u64>| Candidates { indices: Box::new(indices.into_iter()), are_few: true };
        if let Some(isrc) = &query.isrc {
            return few(self.recorded_as(isrc));
        }
        if let Some(upc) = &query.upc {
            return few(self.sold_as(upc));
        }
        if query.is_new {
            return few(self.new_albums());
        }
        let said = [
            (&query.track, &[By::Itself][..]),
            (&query.album, if kind == Kind::Album { &[By::Itself] } else { &[By::Album] }),
            (&query.artist, if kind == Kind::Artist { &[By::Itself] } else { &[By::Artist] }),
            (&query.text, &[By::Itself, By::Artist, By::Album]),
        ];
        let words = || said.iter().flat_map(|(words, ways)| words.iter().map(move |word| (word, *ways)));
        if words().any(|(word, _)| !is_of_form(word) && !is_word(word) && !is_written_oddly(word)) {
            return few(Vec::new());
        }
        // The longest is the rarest.
        let telling = words().filter(|(word, _)| !is_of_form(word)).max_by_key(|(word, _)| word.len());
        match telling {
            Some((word, ways)) => {
                let mut found: Vec<u64> = ways.iter().flat_map(|by| self.found_by(kind, *by, word)).collect();
                found.sort_unstable();
                found.dedup();
                few(found)
            }
            None => Candidates {
                indices: Box::new(self.all_possible(kind, query).take(MOST_LOOKED_AT)),
                are_few: false,
            },
        }
    }

    /// The entities of a kind that may be found by a word in such a name.
    fn found_by(&self, kind: Kind, by: By, word: &str) -> Vec<u64> {
        match (by, kind) {
            (By::Itself, Kind::Track) => {
                let named = self.named(kind, word);
                // A track can be the same recording as its neighbour, and then has its title.
                let around = |track: u64| [Some(track), track.checked_sub(1), Some(track + 1)];
                let titled = named.into_iter().flat_map(around).flatten();
                titled.filter(|track| *track < self.count(kind)).collect()
            }
            (By::Itself, _) => self.named(kind, word),
            (By::Album, Kind::Track) => self
                .named(Kind::Album, word)
                .into_iter()
                .flat_map(|album| self.relations.tracks_of(album))
                .collect(),
            (By::Artist, Kind::Album) => self
                .named(Kind::Artist, word)
                .into_iter()
                .flat_map(|artist| self.relations.own_albums(artist))
                .collect(),
            (By::Artist, Kind::Track) => self
                .named(Kind::Artist, word)
                .into_iter()
                .flat_map(|artist| {
                    self.relations.own_albums(artist).chain(self.relations.appearances(artist))
                })
                .flat_map(|album| self.relations.tracks_of(album))
                .collect(),
            (By::Artist | By::Album, _) => Vec::new(),
        }
    }

    /// The entities of a kind with a word in their own names.
    fn named(&self, kind: Kind, word: &str) -> Vec<u64> {
        if is_written_oddly(word) {
            let odd = self.odd(kind).filter(|(_, oddity)| *oddity == Oddity::RightToLeftName);
            return odd.map(|(reference, _)| reference.index).collect();
        }
        let mut found = self.with_start_of(kind, word);
        found.retain(|index| self.name_words(kind, *index).iter().any(|other| other == word));
        found
    }

    /// All entities of a kind, without those of artists and albums that the query rules out.
    fn all_possible<'a>(&'a self, kind: Kind, query: &'a Query) -> Box<dyn Iterator<Item = u64> + 'a> {
        match kind {
            Kind::Track => {
                let is_possible = |album: &u64| {
                    self.is_released(*album, query)
                        && self.is_of_genre(self.relations.main_artist(*album), query)
                };
                let albums = (0..self.count(Kind::Album)).filter(is_possible);
                Box::new(albums.flat_map(|album| self.relations.tracks_of(album)))
            }
            _ => Box::new(0..self.count(kind)),
        }
    }
}

/// Whether a word is one that names have only for being odd.
fn is_written_oddly(word: &str) -> bool {
    word.chars().all(|letter| ('\u{590}'..'\u{700}').contains(&letter))
}
