//! What a track sounds like, in numbers.

use std::time::Duration;

use super::{Link, model};
use crate::id::TrackId;

model! {
    /// The audio features of a track, as `GET /audio-features/{id}` answers.
    #[serde(tag = "type", rename = "audio_features")]
    pub struct AudioFeatures {
        /// The track's id.
        pub id: TrackId,
        /// How sure it is, from 0 to 1, that the track is acoustic.
        pub acousticness: f64,
        /// How well it can be danced to, from 0 to 1.
        pub danceability: f64,
        /// How intense and active it is, from 0 to 1.
        pub energy: f64,
        /// How likely it is, from 0 to 1, that nobody sings; above 0.5 it is meant to be instrumental.
        pub instrumentalness: f64,
        /// How likely it is, from 0 to 1, that there was an audience; above 0.8 it most likely is live.
        pub liveness: f64,
        /// How much of it is spoken words, from 0 to 1; music is below 0.33.
        pub speechiness: f64,
        /// How positive it sounds, from 0 to 1.
        pub valence: f64,
        /// Its loudness in decibels on average, mostly from -60 to 0.
        pub loudness: f64,
        /// Its tempo in beats per minute; 0 where none was found.
        pub tempo: f64,
        /// Its key as a pitch class: 0 is C, 1 is C sharp, 11 is B; -1 where none was found.
        pub key: Option<i32>,
        /// 1 for major and 0 for minor.
        pub mode: Option<i32>,
        /// Its beats per bar, from 3 to 7.
        pub time_signature: u32,
        /// Its length in milliseconds; [`duration`](Self::duration) gives it as a [`Duration`].
        pub duration_ms: u32,
        /// The track's `spotify:` URI.
        pub uri: Link,
        /// The track's address in the Web API.
        pub track_href: Link,
        /// The address of its audio analysis.
        pub analysis_url: Link,
    }
}

impl AudioFeatures {
    /// The length of the track.
    #[must_use]
    pub fn duration(&self) -> Duration {
        Duration::from_millis(self.duration_ms.into())
    }
}
