//! Whether a query finds an entity, and how well.

use super::super::audiobook::has_audiobooks;
use super::super::name::words_of;
use super::super::{Catalogue, Kind, Reference};
use super::Query;

/// How well: the least is the best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// The name is what was asked for.
    Named,
    /// The name has every word.
    Within,
    /// Some words are in the names of its artists or album.
    Around,
}

impl Catalogue {
    /// How well a query finds an entity, if it does.
    pub(super) fn rank(&self, kind: Kind, index: u64, query: &Query) -> Option<Rank> {
        let name = self.name_words(kind, index);
        let is_found = match kind {
            Kind::Track => {
                let album = self.relations.album_of(index);
                let artists = || self.artist_words(self.relations.track_artists(self.sounds_as(index)));
                self.is_released(album, query)
                    && query.isrc.as_ref().is_none_or(|isrc| *isrc == self.isrc(index))
                    && self.is_of_genre(self.relations.main_artist(album), query)
                    && has_all(&name, &query.track)
                    && (query.album.is_empty() || has_all(&self.name_words(Kind::Album, album), &query.album))
                    && (query.artist.is_empty() || has_all(&artists(), &query.artist))
                    && self
                        .is_around(&name, query, || [artists(), self.name_words(Kind::Album, album)].concat())
            }
            Kind::Album => {
                let artists = || self.artist_words(self.relations.album_artists(index));
                self.is_released(index, query)
                    && query.upc.as_ref().is_none_or(|upc| *upc == self.upc(index))
                    && (!query.is_obscure || self.is_obscure(index))
                    && has_all(&name, &query.album)
                    && (query.artist.is_empty() || has_all(&artists(), &query.artist))
                    && self.is_around(&name, query, artists)
            }
            Kind::Artist => {
                let mut albums = self.relations.own_albums(index);
                (query.years.is_none() || albums.any(|album| self.is_released(album, query)))
                    && self.is_of_genre(index, query)
                    && has_all(&name, &query.artist)
                    && has_all(&name, &query.text)
            }
            Kind::Show | Kind::Episode | Kind::Audiobook | Kind::Chapter => has_all(&name, &query.text),
        };
        let rank = match query.text.as_slice() {
            text if name == text => Rank::Named,
            text if has_all(&name, text) => Rank::Within,
            _ => Rank::Around,
        };
        is_found.then_some(rank)
    }

    /// Whether every word of the text is in the name or in the words around it.
    fn is_around(&self, name: &[String], query: &Query, around: impl Fn() -> Vec<String>) -> bool {
        if has_all(name, &query.text) {
            return true;
        }
        let around = around();
        query.text.iter().all(|word| name.contains(word) || around.contains(word))
    }

    /// Whether an album came out in the years asked for.
    pub(super) fn is_released(&self, album: u64, query: &Query) -> bool {
        query.years.as_ref().is_none_or(|years| years.contains(&self.release_year(album)))
    }

    /// Whether an album is by one of the tenth of the artists whom hardly anybody knows.
    fn is_obscure(&self, album: u64) -> bool {
        self.fame(self.relations.main_artist(album)) == 0
    }

    /// Whether an artist is of the genre asked for.
    pub(super) fn is_of_genre(&self, artist: u64, query: &Query) -> bool {
        query.genre.is_empty()
            || self.genres(artist).iter().any(|genre| has_all(&words_of(genre), &query.genre))
    }

    /// The words of an entity's name.
    pub(super) fn name_words(&self, kind: Kind, index: u64) -> Vec<String> {
        words_of(&match kind {
            Kind::Track => self.title(self.sounds_as(index)),
            Kind::Album => self.album_name(index),
            Kind::Artist => self.artist_name(index),
            _ => self.spoken_name(Reference::new(kind, index)),
        })
    }

    fn artist_words(&self, artists: impl Iterator<Item = u64>) -> Vec<String> {
        artists.flat_map(|artist| words_of(&self.artist_name(artist))).collect()
    }

    /// The index whose title and artists a track has.
    fn sounds_as(&self, track: u64) -> u64 {
        self.same_recording(Reference::new(Kind::Track, track)).unwrap_or(track)
    }

    /// From 0 to 100; spoken content has none.
    pub(super) fn popularity_of(&self, kind: Kind, index: u64) -> u64 {
        match kind {
            Kind::Track => self.popularity(index),
            Kind::Album => self.album_popularity(index),
            Kind::Artist => self.fame(index),
            _ => 0,
        }
    }

    pub(super) fn is_available(&self, kind: Kind, index: u64, market: &str) -> bool {
        let markets = match kind {
            Kind::Track => self.track_markets(index),
            Kind::Album => self.album_markets(index),
            Kind::Show => self.show_markets(index),
            Kind::Episode => self.show_markets(self.spoken.show_of(index).0),
            Kind::Artist => return true,
            Kind::Audiobook | Kind::Chapter => return has_audiobooks(market),
        };
        self.markets.contains(markets, market)
    }
}

fn has_all(words: &[String], wanted: &[String]) -> bool {
    wanted.iter().all(|word| words.contains(word))
}
