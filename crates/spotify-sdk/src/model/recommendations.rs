//! Recommendations.

use super::open_enum::open_enum;
use super::{Link, Track, model};

model! {
    /// Tracks that go with some seeds, as `GET /recommendations` answers.
    pub struct Recommendations {
        /// What became of each seed.
        pub seeds: Vec<RecommendationSeed>,
        /// The tracks, the best first.
        pub tracks: Vec<Track>,
    }
}

model! {
    /// What became of a seed.
    pub struct RecommendationSeed {
        /// The artist's or track's id, or the genre.
        pub id: String,
        /// Artist, genre or track.
        #[serde(rename = "type")]
        pub seed_type: SeedType,
        /// How many tracks go with it.
        #[serde(rename = "initialPoolSize")]
        pub initial_pool_size: u32,
        /// How many of them are left by what was asked of their attributes.
        #[serde(rename = "afterFilteringSize")]
        pub after_filtering_size: u32,
        /// How many of those can be played in the market.
        #[serde(rename = "afterRelinkingSize")]
        pub after_relinking_size: u32,
        /// The artist's or track's address in the Web API; `None` for a genre.
        pub href: Option<Link>,
    }
}

open_enum! {
    /// What recommendations began from.
    pub enum SeedType {
        /// An artist.
        Artist = "artist",
        /// A genre.
        Genre = "genre",
        /// A track.
        Track = "track",
    }
}
