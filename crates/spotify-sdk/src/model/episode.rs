//! Episodes of shows.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{
    ExternalUrls, Image, Link, ReleaseDate, ReleaseDatePrecision, Restriction, SimplifiedShow, Timestamp,
    model,
};
use crate::id::EpisodeId;

model! {
    /// An episode, as `GET /episodes/{id}` answers.
    #[serde(tag = "type", rename = "episode")]
    pub struct Episode {
        /// The episode's id.
        pub id: EpisodeId,
        /// The episode's title.
        pub name: String,
        /// The show it belongs to.
        pub show: SimplifiedShow,
        /// What it is about, as text.
        pub description: String,
        /// What it is about, as HTML.
        pub html_description: String,
        /// Its length in milliseconds; [`duration`](Self::duration) gives it as a [`Duration`].
        pub duration_ms: u32,
        /// Whether it has explicit content; `false` also where that is not known.
        pub explicit: bool,
        /// Covers, widest first.
        pub images: Vec<Image>,
        /// The languages spoken in it, as ISO 639 codes.
        pub languages: Vec<String>,
        /// When it was first released.
        pub release_date: ReleaseDate,
        /// How much of that date is known.
        pub release_date_precision: ReleaseDatePrecision,
        /// How far the user has listened. `None` without the scope `user-read-playback-position`.
        pub resume_point: Option<ResumePoint>,
        /// Whether it can be played in the market given, where Spotify says.
        pub is_playable: Option<bool>,
        /// Why it can't be played, where it can't.
        pub restrictions: Option<Restriction>,
        /// A preview of 30 seconds (MP3); hardly ever there since November 2024.
        pub audio_preview_url: Option<String>,
        /// The language spoken in it, as Spotify said before it had `languages`.
        pub language: Option<String>,
        /// Whether it is hosted elsewhere than at Spotify, where Spotify says.
        pub is_externally_hosted: Option<bool>,
        /// The `spotify:` URI.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

impl Episode {
    /// Its length.
    #[must_use]
    pub fn duration(&self) -> Duration {
        Duration::from_millis(self.duration_ms.into())
    }
}

model! {
    /// An episode as part of a show.
    #[serde(tag = "type", rename = "episode")]
    pub struct SimplifiedEpisode {
        /// The episode's id.
        pub id: EpisodeId,
        /// The episode's title.
        pub name: String,
        /// What it is about, as text.
        pub description: String,
        /// What it is about, as HTML.
        pub html_description: String,
        /// Its length in milliseconds; [`duration`](Self::duration) gives it as a [`Duration`].
        pub duration_ms: u32,
        /// Whether it has explicit content; `false` also where that is not known.
        pub explicit: bool,
        /// Covers, widest first.
        pub images: Vec<Image>,
        /// The languages spoken in it, as ISO 639 codes.
        pub languages: Vec<String>,
        /// When it was first released.
        pub release_date: ReleaseDate,
        /// How much of that date is known.
        pub release_date_precision: ReleaseDatePrecision,
        /// How far the user has listened. `None` without the scope `user-read-playback-position`.
        pub resume_point: Option<ResumePoint>,
        /// Whether it can be played in the market given, where Spotify says.
        pub is_playable: Option<bool>,
        /// Why it can't be played, where it can't.
        pub restrictions: Option<Restriction>,
        /// A preview of 30 seconds (MP3); hardly ever there since November 2024.
        pub audio_preview_url: Option<String>,
        /// The language spoken in it, as Spotify said before it had `languages`.
        pub language: Option<String>,
        /// Whether it is hosted elsewhere than at Spotify, where Spotify says.
        pub is_externally_hosted: Option<bool>,
        /// The `spotify:` URI.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

impl SimplifiedEpisode {
    /// Its length.
    #[must_use]
    pub fn duration(&self) -> Duration {
        Duration::from_millis(self.duration_ms.into())
    }
}

model! {
    /// How far a user has listened to an episode or a chapter.
    pub struct ResumePoint {
        /// Whether the user has listened to the end.
        pub fully_played: bool,
        /// The position in milliseconds from the start; 0 where the user has not begun, or has listened to the end.
        pub resume_position_ms: u32,
    }
}

/// An episode in the user's library, as `GET /me/episodes` lists them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SavedEpisode {
    /// When the user saved it.
    #[serde(default)]
    pub added_at: Timestamp,
    /// The episode. A row without one is rejected.
    pub episode: Episode,
}
