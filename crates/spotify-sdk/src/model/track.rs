//! Tracks.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{
    ExternalIds, ExternalUrls, Link, Markets, Restriction, SimplifiedAlbum, SimplifiedArtist, Timestamp,
    model,
};
use crate::id::TrackId;

model! {
    /// A track, as `GET /tracks/{id}` answers.
    #[serde(tag = "type", rename = "track")]
    pub struct Track {
        /// The track's id. With a market given it may be another one than the one asked for: see `linked_from`.
        pub id: TrackId,
        /// The track's title.
        pub name: String,
        /// Who performed it.
        pub artists: Vec<SimplifiedArtist>,
        /// The album it is on.
        pub album: SimplifiedAlbum,
        /// Its length in milliseconds; [`duration`](Self::duration) gives it as a [`Duration`].
        pub duration_ms: u32,
        /// Which disc of the album it is on, usually 1.
        pub disc_number: u32,
        /// Its number on that disc, from 1.
        pub track_number: u32,
        /// Whether it has explicit lyrics; `false` also where that is not known.
        pub explicit: bool,
        /// Whether it is a file on the user's device rather than a track of Spotify's.
        pub is_local: bool,
        /// The numbers by which the rest of the world knows it.
        pub external_ids: ExternalIds,
        /// From 0 to 100, by number and age of its plays. `None` for apps in Development Mode.
        pub popularity: Option<u32>,
        /// Where it can be played. `None` when Spotify does not say: for apps in Development Mode, or when a market was given.
        pub available_markets: Option<Markets>,
        /// Whether it can be played in the market given; Spotify says so only when one was.
        pub is_playable: Option<bool>,
        /// The track that was asked for, where another one stands in for it. `None` for apps in Development Mode.
        pub linked_from: Option<LinkedTrack>,
        /// Why it can't be played, where it can't.
        pub restrictions: Option<Restriction>,
        /// A preview of 30 seconds (MP3); hardly ever there since November 2024.
        pub preview_url: Option<String>,
        /// The `spotify:` URI.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

impl Track {
    /// Its length.
    #[must_use]
    pub fn duration(&self) -> Duration {
        Duration::from_millis(self.duration_ms.into())
    }
}

model! {
    /// A track as part of an album.
    #[serde(tag = "type", rename = "track")]
    pub struct SimplifiedTrack {
        /// The track's id. With a market given it may be another one than the album's own: see `linked_from`.
        pub id: TrackId,
        /// The track's title.
        pub name: String,
        /// Who performed it.
        pub artists: Vec<SimplifiedArtist>,
        /// Its length in milliseconds; [`duration`](Self::duration) gives it as a [`Duration`].
        pub duration_ms: u32,
        /// Which disc of the album it is on, usually 1.
        pub disc_number: u32,
        /// Its number on that disc, from 1.
        pub track_number: u32,
        /// Whether it has explicit lyrics; `false` also where that is not known.
        pub explicit: bool,
        /// Whether it is a file on the user's device rather than a track of Spotify's.
        pub is_local: bool,
        /// Where it can be played. `None` when Spotify does not say: for apps in Development Mode, or when a market was given.
        pub available_markets: Option<Markets>,
        /// Whether it can be played in the market given; Spotify says so only when one was.
        pub is_playable: Option<bool>,
        /// The track that was asked for, where another one stands in for it. `None` for apps in Development Mode.
        pub linked_from: Option<LinkedTrack>,
        /// Why it can't be played, where it can't.
        pub restrictions: Option<Restriction>,
        /// A preview of 30 seconds (MP3); hardly ever there since November 2024.
        pub preview_url: Option<String>,
        /// The `spotify:` URI.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

impl SimplifiedTrack {
    /// Its length.
    #[must_use]
    pub fn duration(&self) -> Duration {
        Duration::from_millis(self.duration_ms.into())
    }
}

model! {
    /// The track that was asked for, where Spotify answers with another one that can be played in the market (relinking).
    /// Library and playlist operations need this id, not the one that stands in.
    #[serde(tag = "type", rename = "track")]
    pub struct LinkedTrack {
        /// The id that was asked for; has been seen empty.
        pub id: TrackId,
        /// The `spotify:` URI.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

/// A track in the user's library, as `GET /me/tracks` lists them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SavedTrack {
    /// When the user saved it.
    #[serde(default)]
    pub added_at: Timestamp,
    /// The track. A row without one is rejected.
    pub track: Track,
}
