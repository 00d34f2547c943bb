//! Seeds and attributes of recommendations.

use super::Call;
use crate::endpoint::GetRecommendations;
use crate::id::{ArtistId, IntoId, TrackId};

impl<C> Call<C, GetRecommendations> {
    /// Artists to begin from. There may be 1 to 5 seeds, of all kinds together.
    pub fn seed_artists(mut self, artists: impl IntoIterator<Item: IntoId<ArtistId>>) -> Self {
        self.endpoint.set_seed_artists(artists);
        self
    }

    /// Genres to begin from, as [`Genres::get_available_seeds`](crate::service::Genres::get_available_seeds) lists them.
    /// There may be 1 to 5 seeds, of all kinds together.
    pub fn seed_genres<G: Into<String>>(mut self, genres: impl IntoIterator<Item = G>) -> Self {
        self.endpoint.set_seed_genres(genres);
        self
    }

    /// Tracks to begin from. There may be 1 to 5 seeds, of all kinds together.
    pub fn seed_tracks(mut self, tracks: impl IntoIterator<Item: IntoId<TrackId>>) -> Self {
        self.endpoint.set_seed_tracks(tracks);
        self
    }
}

/// Three setters for each attribute by which recommendations can be tuned.
macro_rules! attributes {
    ($($what:literal: $Value:ty = $least:ident $most:ident $ideal:ident;)+) => {
        impl<C> Call<C, GetRecommendations> {$(
            #[doc = concat!("Only tracks with at least this much of: ", $what, ".")]
            pub fn $least(mut self, value: $Value) -> Self {
                self.endpoint.attributes.set(stringify!($least), value.into());
                self
            }

            #[doc = concat!("Only tracks with at most this much of: ", $what, ".")]
            pub fn $most(mut self, value: $Value) -> Self {
                self.endpoint.attributes.set(stringify!($most), value.into());
                self
            }

            #[doc = concat!("Rather tracks that come near to this in: ", $what, ".")]
            pub fn $ideal(mut self, value: $Value) -> Self {
                self.endpoint.attributes.set(stringify!($ideal), value.into());
                self
            }
        )+}
    };
}

attributes! {
    "acousticness, from 0 to 1": f64 = min_acousticness max_acousticness target_acousticness;
    "danceability, from 0 to 1": f64 = min_danceability max_danceability target_danceability;
    "length, in milliseconds": u32 = min_duration_ms max_duration_ms target_duration_ms;
    "energy, from 0 to 1": f64 = min_energy max_energy target_energy;
    "instrumentalness, from 0 to 1": f64 = min_instrumentalness max_instrumentalness target_instrumentalness;
    "key, from 0 (C) to 11 (B)": u32 = min_key max_key target_key;
    "liveness, from 0 to 1": f64 = min_liveness max_liveness target_liveness;
    "loudness, in decibels, usually from -60 to 0": f64 = min_loudness max_loudness target_loudness;
    "mode, 0 (minor) or 1 (major)": u32 = min_mode max_mode target_mode;
    "popularity, from 0 to 100": u32 = min_popularity max_popularity target_popularity;
    "speechiness, from 0 to 1": f64 = min_speechiness max_speechiness target_speechiness;
    "tempo, in beats per minute": f64 = min_tempo max_tempo target_tempo;
    "time signature, in beats a bar, up to 11": u32 = min_time_signature max_time_signature target_time_signature;
    "valence (how happy it sounds), from 0 to 1": f64 = min_valence max_valence target_valence;
}
