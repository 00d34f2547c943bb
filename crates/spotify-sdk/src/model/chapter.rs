//! Chapters of audiobooks.

use std::time::Duration;

use super::{
    ExternalUrls, Image, Link, Markets, ReleaseDate, ReleaseDatePrecision, Restriction, ResumePoint,
    SimplifiedAudiobook, model,
};
use crate::id::ChapterId;

model! {
    /// A chapter, as `GET /chapters/{id}` answers.
    // Spotify's own description has it an episode.
    #[serde(tag = "type", rename = "episode")]
    pub struct Chapter {
        /// The chapter's id.
        pub id: ChapterId,
        /// The chapter's title.
        pub name: String,
        /// The audiobook it belongs to.
        pub audiobook: SimplifiedAudiobook,
        /// Its number in the audiobook, from 0 or 1.
        pub chapter_number: u32,
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
        /// Where it can be played. `None` when Spotify does not say: for apps in Development Mode, or when a market was
        /// given.
        pub available_markets: Option<Markets>,
        /// The `spotify:` URI, which may call it an episode.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

impl Chapter {
    /// Its length.
    #[must_use]
    pub fn duration(&self) -> Duration {
        Duration::from_millis(self.duration_ms.into())
    }
}

model! {
    /// A chapter as part of an audiobook.
    // Spotify's own description has it an episode.
    #[serde(tag = "type", rename = "episode")]
    pub struct SimplifiedChapter {
        /// The chapter's id.
        pub id: ChapterId,
        /// The chapter's title.
        pub name: String,
        /// Its number in the audiobook, from 0 or 1.
        pub chapter_number: u32,
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
        /// Where it can be played. `None` when Spotify does not say: for apps in Development Mode, or when a market was
        /// given.
        pub available_markets: Option<Markets>,
        /// The `spotify:` URI, which may call it an episode.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

impl SimplifiedChapter {
    /// Its length.
    #[must_use]
    pub fn duration(&self) -> Duration {
        Duration::from_millis(self.duration_ms.into())
    }
}
