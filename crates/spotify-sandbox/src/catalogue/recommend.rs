//! Which tracks go with an artist, a genre or a track, and how near a track comes to what is wished for.

use serde_json::Value;

use super::name::GENRES;
use super::{Catalogue, Kind, Reference, View};

/// How many artists have tracks in a pool, and how many each.
const ARTISTS: usize = 25;
const TRACKS_EACH: usize = 10;

/// What recommendations begin from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Seed {
    Artist(Reference),
    /// By its place in [`genre_seeds`](super::genre_seeds).
    Genre(usize),
    Track(Reference),
}

/// What is wished of one attribute of a track.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    pub(crate) attribute: &'static Attribute,
    pub(crate) least: Option<f64>,
    pub(crate) most: Option<f64>,
    pub(crate) ideal: Option<f64>,
}

/// By what recommendations can be tuned, as audio features and tracks call it.
#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    pub(crate) least: f64,
    pub(crate) most: f64,
    /// How far apart two tracks can reasonably be in it.
    scale: f64,
}

/// One whose values are between two others.
const fn between(name: &'static str, least: f64, most: f64) -> Attribute {
    Attribute { name, least, most, scale: most - least }
}

pub(crate) static ATTRIBUTES: [Attribute; 14] = [
    between("acousticness", 0.0, 1.0),
    between("danceability", 0.0, 1.0),
    Attribute { name: "duration_ms", least: 0.0, most: f64::MAX, scale: 300_000.0 },
    between("energy", 0.0, 1.0),
    between("instrumentalness", 0.0, 1.0),
    between("key", 0.0, 11.0),
    between("liveness", 0.0, 1.0),
    Attribute { name: "loudness", least: f64::MIN, most: f64::MAX, scale: 30.0 },
    between("mode", 0.0, 1.0),
    between("popularity", 0.0, 100.0),
    between("speechiness", 0.0, 1.0),
    Attribute { name: "tempo", least: 0.0, most: f64::MAX, scale: 120.0 },
    between("time_signature", 0.0, 11.0),
    between("valence", 0.0, 1.0),
];

impl Catalogue {
    /// The tracks that go with a seed: some of each of some artists of a kind, which are those next in the catalogue.
    pub(crate) fn pool(&self, seed: Seed) -> Vec<Reference> {
        let count = self.count(Kind::Artist);
        let (first, genres) = match seed {
            Seed::Genre(number) => (number as u64 % count, vec![GENRES[number % GENRES.len()]]),
            Seed::Artist(artist) => (artist.index, self.genres(artist.index)),
            Seed::Track(track) => {
                let artist = self.relations.main_artist(self.relations.album_of(track.index));
                (artist, self.genres(artist))
            }
        };
        let is_alike = |artist: &u64| {
            let own = self.genres(*artist);
            let is_shared = own.iter().any(|genre| genres.contains(genre));
            is_shared || (genres.is_empty() && own.is_empty())
        };
        let artists = (0..count).map(|n| (first + n) % count).filter(is_alike).take(ARTISTS);
        let some = |artist| {
            let albums = self.relations.own_albums(artist);
            albums.flat_map(|album| self.relations.tracks_of(album)).take(TRACKS_EACH)
        };
        let mut pool: Vec<Reference> =
            artists.flat_map(some).map(|track| Reference::new(Kind::Track, track)).collect();
        pool.sort_unstable();
        pool.dedup();
        pool
    }

    /// How far a track is from what is wished for; `None` when it is not even allowed.
    pub(crate) fn distance(&self, track: Reference, wishes: &[Wish], view: &View<'_>) -> Option<f64> {
        if wishes.is_empty() {
            return Some(0.0);
        }
        let features: Value =
            serde_json::from_str(self.audio_features(track, view).get()).unwrap_or_default();
        wishes.iter().try_fold(0.0, |distance, wish| {
            let value = match wish.attribute.name {
                "popularity" => self.popularity(track.index) as f64,
                name => features[name].as_f64()?,
            };
            let is_allowed =
                wish.least.is_none_or(|least| value >= least) && wish.most.is_none_or(|most| value <= most);
            let off = wish.ideal.map_or(0.0, |ideal| (value - ideal).abs() / wish.attribute.scale);
            is_allowed.then_some(distance + off)
        })
    }

    /// Whether a track plays in a market.
    pub(crate) fn plays(&self, track: Reference, market: &str) -> bool {
        self.markets.contains(self.track_markets(track.index), market)
    }
}
