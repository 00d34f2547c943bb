//! Albums.

use serde::{Deserialize, Serialize};

use super::open_enum::open_enum;
use super::{
    Copyright, ExternalIds, ExternalUrls, Image, Link, Markets, ReleaseDate, ReleaseDatePrecision,
    Restriction, SimplifiedArtist, SimplifiedTrack, Timestamp, model,
};
use crate::id::AlbumId;
use crate::page::Page;

model! {
    /// An album, as `GET /albums/{id}` answers.
    #[serde(tag = "type", rename = "album")]
    pub struct Album {
        /// The album's id.
        pub id: AlbumId,
        /// The album's title; empty where it was taken down.
        pub name: String,
        /// Album, single or compilation.
        pub album_type: AlbumType,
        /// Who made it.
        pub artists: Vec<SimplifiedArtist>,
        /// How many tracks it has.
        pub total_tracks: u32,
        /// The first page of its tracks; [`Albums::get_tracks`](crate::service::Albums::get_tracks) reads them all.
        pub tracks: Page<SimplifiedTrack>,
        /// When it was first released.
        pub release_date: ReleaseDate,
        /// How much of that date is known.
        pub release_date_precision: ReleaseDatePrecision,
        /// Covers, widest first.
        pub images: Vec<Image>,
        /// Copyright statements.
        pub copyrights: Vec<Copyright>,
        /// The numbers by which the rest of the world knows it.
        pub external_ids: ExternalIds,
        /// Always empty, says Spotify; genres are with the artists.
        pub genres: Vec<String>,
        /// The record label. `None` for apps in Development Mode.
        pub label: Option<String>,
        /// From 0 to 100. `None` for apps in Development Mode.
        pub popularity: Option<u32>,
        /// Where at least one of its tracks can be played. `None` when Spotify does not say: for apps in Development Mode, or
        /// when a market was given.
        pub available_markets: Option<Markets>,
        /// Whether it can be played in the market given; Spotify says so only in some answers.
        pub is_playable: Option<bool>,
        /// Why it can't be played, where it can't.
        pub restrictions: Option<Restriction>,
        /// The `spotify:` URI.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

model! {
    /// An album as part of a track or list.
    #[serde(tag = "type", rename = "album")]
    pub struct SimplifiedAlbum {
        /// The album's id; empty for local files.
        pub id: AlbumId,
        /// The album's title; empty where it was taken down.
        pub name: String,
        /// Album, single or compilation.
        pub album_type: AlbumType,
        /// Who made it.
        pub artists: Vec<SimplifiedArtist>,
        /// How many tracks it has.
        pub total_tracks: u32,
        /// When it was first released.
        pub release_date: ReleaseDate,
        /// How much of that date is known.
        pub release_date_precision: ReleaseDatePrecision,
        /// Covers, widest first.
        pub images: Vec<Image>,
        /// Where at least one of its tracks can be played. `None` when Spotify does not say.
        pub available_markets: Option<Markets>,
        /// Whether it can be played in the market given; Spotify says so only in some answers.
        pub is_playable: Option<bool>,
        /// Why it can't be played, where it can't.
        pub restrictions: Option<Restriction>,
        /// The `spotify:` URI; empty for local files.
        pub uri: Link,
        /// The address in the Web API; empty for local files.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

model! {
    /// An album in an artist's discography, as `GET /artists/{id}/albums` lists them.
    #[serde(tag = "type", rename = "album")]
    pub struct DiscographyAlbum {
        /// The album's id.
        pub id: AlbumId,
        /// The album's title; empty where it was taken down.
        pub name: String,
        /// What the album is to this artist. `None` for apps in Development Mode.
        pub album_group: Option<AlbumGroup>,
        /// Album, single or compilation.
        pub album_type: AlbumType,
        /// Who made it.
        pub artists: Vec<SimplifiedArtist>,
        /// How many tracks it has.
        pub total_tracks: u32,
        /// When it was first released.
        pub release_date: ReleaseDate,
        /// How much of that date is known.
        pub release_date_precision: ReleaseDatePrecision,
        /// Covers, widest first.
        pub images: Vec<Image>,
        /// Where at least one of its tracks can be played. `None` when Spotify does not say.
        pub available_markets: Option<Markets>,
        /// Whether it can be played in the market given; Spotify says so only in some answers.
        pub is_playable: Option<bool>,
        /// Why it can't be played, where it can't.
        pub restrictions: Option<Restriction>,
        /// The `spotify:` URI.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

/// An album in the user's library, as `GET /me/albums` lists them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SavedAlbum {
    /// When the user saved it.
    #[serde(default)]
    pub added_at: Timestamp,
    /// The album. A row without one is rejected.
    pub album: Album,
}

open_enum! {
    /// What kind of release an album is.
    pub enum AlbumType {
        /// An album.
        Album = "album",
        /// A single.
        Single = "single",
        /// A compilation.
        Compilation = "compilation",
        /// An extended play.
        Ep = "ep",
    }
}

open_enum! {
    /// What an album is to an artist. Also what `include_groups` takes.
    pub enum AlbumGroup {
        /// An album of the artist.
        Album = "album",
        /// A single of the artist.
        Single = "single",
        /// A compilation of the artist.
        Compilation = "compilation",
        /// Somebody else's album on which the artist appears.
        AppearsOn = "appears_on",
    }
}
