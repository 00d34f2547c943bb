//! Shows, which are also called podcasts.

use serde::{Deserialize, Serialize};

use super::open_enum::open_enum;
use super::{Copyright, ExternalUrls, Image, Link, Markets, SimplifiedEpisode, Timestamp, model};
use crate::id::ShowId;
use crate::page::Page;

model! {
    /// A show, as `GET /shows/{id}` answers.
    #[serde(tag = "type", rename = "show")]
    pub struct Show {
        /// The show's id.
        pub id: ShowId,
        /// The show's title.
        pub name: String,
        /// How many episodes it has.
        pub total_episodes: u32,
        /// The first page of its episodes; [`Shows::get_episodes`](crate::service::Shows::get_episodes) reads them all.
        pub episodes: Page<SimplifiedEpisode>,
        /// What it is about, as text.
        pub description: String,
        /// What it is about, as HTML.
        pub html_description: String,
        /// Whether it has explicit content; `false` also where that is not known.
        pub explicit: bool,
        /// The languages spoken in it, as ISO 639 codes.
        pub languages: Vec<String>,
        /// Sound, or sound and pictures.
        pub media_type: MediaType,
        /// Covers, widest first.
        pub images: Vec<Image>,
        /// Copyright statements.
        pub copyrights: Vec<Copyright>,
        /// Who published it. `None` for apps in Development Mode.
        pub publisher: Option<String>,
        /// Where it can be played. `None` when Spotify does not say: for apps in Development Mode, or when a market was
        /// given.
        pub available_markets: Option<Markets>,
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

model! {
    /// A show as part of an episode or list.
    #[serde(tag = "type", rename = "show")]
    pub struct SimplifiedShow {
        /// The show's id.
        pub id: ShowId,
        /// The show's title.
        pub name: String,
        /// How many episodes it has.
        pub total_episodes: u32,
        /// What it is about, as text.
        pub description: String,
        /// What it is about, as HTML.
        pub html_description: String,
        /// Whether it has explicit content; `false` also where that is not known.
        pub explicit: bool,
        /// The languages spoken in it, as ISO 639 codes.
        pub languages: Vec<String>,
        /// Sound, or sound and pictures.
        pub media_type: MediaType,
        /// Covers, widest first.
        pub images: Vec<Image>,
        /// Copyright statements.
        pub copyrights: Vec<Copyright>,
        /// Who published it. `None` for apps in Development Mode.
        pub publisher: Option<String>,
        /// Where it can be played. `None` when Spotify does not say: for apps in Development Mode, or when a market was
        /// given.
        pub available_markets: Option<Markets>,
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

impl From<Show> for SimplifiedShow {
    /// The show without its episodes.
    fn from(show: Show) -> Self {
        Self {
            id: show.id,
            name: show.name,
            total_episodes: show.total_episodes,
            description: show.description,
            html_description: show.html_description,
            explicit: show.explicit,
            languages: show.languages,
            media_type: show.media_type,
            images: show.images,
            copyrights: show.copyrights,
            publisher: show.publisher,
            available_markets: show.available_markets,
            is_externally_hosted: show.is_externally_hosted,
            uri: show.uri,
            href: show.href,
            external_urls: show.external_urls,
        }
    }
}

/// A show in the user's library, as `GET /me/shows` lists them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SavedShow {
    /// When the user saved it.
    #[serde(default)]
    pub added_at: Timestamp,
    /// The show. A row without one is rejected.
    pub show: SimplifiedShow,
}

open_enum! {
    /// What a show or an audiobook is made of.
    pub enum MediaType {
        /// Sound.
        Audio = "audio",
        /// Sound and pictures.
        Video = "video",
        /// Some of it has pictures.
        Mixed = "mixed",
    }
}
