//! Artists.

use super::{ExternalUrls, Followers, Image, Link, model};
use crate::id::ArtistId;

model! {
    /// An artist, as `GET /artists/{id}` answers.
    #[serde(tag = "type", rename = "artist")]
    pub struct Artist {
        /// The artist's id.
        pub id: ArtistId,
        /// The artist's name.
        pub name: String,
        /// Genres by Spotify's count; empty where it has none, and for apps in Development Mode.
        pub genres: Vec<String>,
        /// Portraits, widest first.
        pub images: Vec<Image>,
        /// How many follow the artist. `None` for apps in Development Mode.
        pub followers: Option<Followers>,
        /// From 0 to 100, by the popularity of the artist's tracks. `None` for apps in Development Mode.
        pub popularity: Option<u32>,
        /// The `spotify:` URI.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

model! {
    /// An artist as part of an album or track.
    #[serde(tag = "type", rename = "artist")]
    pub struct SimplifiedArtist {
        /// The artist's id; empty for local files.
        pub id: ArtistId,
        /// The artist's name.
        pub name: String,
        /// The `spotify:` URI; empty for local files.
        pub uri: Link,
        /// The address in the Web API; empty for local files.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}
