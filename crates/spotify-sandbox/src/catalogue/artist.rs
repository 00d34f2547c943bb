//! Bodies of artists.

use serde::Serialize;

use super::dice::Purpose;
use super::entity::{Heading, Image};
use super::{Catalogue, Json, Kind, Reference, View, name};

/// `SimplifiedArtistObject`
#[derive(Serialize)]
pub(super) struct SimplifiedArtist {
    #[serde(flatten)]
    heading: Heading,
    name: String,
}

/// `ArtistObject`
#[derive(Serialize)]
struct Artist {
    #[serde(flatten)]
    simplified: SimplifiedArtist,
    #[serde(skip_serializing_if = "Option::is_none")]
    followers: Option<Followers>,
    #[serde(skip_serializing_if = "Option::is_none")]
    genres: Option<Vec<&'static str>>,
    images: Vec<Image>,
    #[serde(skip_serializing_if = "Option::is_none")]
    popularity: Option<u64>,
}

#[derive(Serialize)]
struct Followers {
    href: Option<String>,
    total: u64,
}

impl Catalogue {
    /// `ArtistObject`
    pub(crate) fn artist(&self, artist: Reference, view: &View<'_>) -> Json {
        let has = |field| view.fields.has("artist", field);
        let mut dice = self.dice(Kind::Artist, artist.index, Purpose::Attributes);
        let genres = name::genres(&mut dice);
        let popularity = self.fame(artist.index);
        // Every ten points of popularity are about five times as many followers.
        let total = 10 + (5f64.powf(popularity as f64 / 10.0) * (1.0 + dice.fraction()) * 8.0) as u64;
        self.finish(
            artist,
            &Artist {
                simplified: self.credit(artist, view),
                followers: has("followers").then_some(Followers { href: None, total }),
                genres: has("genres").then_some(genres),
                images: self.images(artist, view),
                popularity: has("popularity").then_some(popularity),
            },
        )
    }

    /// Artists who are like an artist, and whom the artist is like: the nearest neighbours, up to twenty.
    pub(crate) fn related_artists(&self, artist: Reference) -> Vec<Reference> {
        const TO_EACH_SIDE: u64 = 10;
        let count = self.count(Kind::Artist);
        let mut related: Vec<u64> = Vec::new();
        for distance in 1..=TO_EACH_SIDE.min(count / 2) {
            for other in [(artist.index + distance) % count, (artist.index + count - distance) % count] {
                // In a small catalogue both sides meet.
                if !related.contains(&other) {
                    related.push(other);
                }
            }
        }
        related.into_iter().map(|index| Reference::new(Kind::Artist, index)).collect()
    }

    /// An artist as albums and tracks name it.
    pub(super) fn credit(&self, artist: Reference, view: &View<'_>) -> SimplifiedArtist {
        SimplifiedArtist { heading: self.heading(artist, view), name: self.artist_name(artist.index) }
    }

    pub(super) fn artist_name(&self, artist: u64) -> String {
        name::artist(self.words(Kind::Artist, artist), self.style(Kind::Artist, artist))
    }

    /// The genres of an artist.
    pub(super) fn genres(&self, artist: u64) -> Vec<&'static str> {
        name::genres(&mut self.dice(Kind::Artist, artist, Purpose::Attributes))
    }

    /// Popularity from 0 to 100: few artists have much of it.
    pub(super) fn fame(&self, artist: u64) -> u64 {
        let mut dice = self.dice(Kind::Artist, artist, Purpose::Popularity);
        (dice.fraction().powi(2) * 101.0) as u64
    }
}
