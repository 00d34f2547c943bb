//! Audiobooks.

use serde::{Deserialize, Serialize};

use super::{Copyright, ExternalUrls, Image, Link, Markets, MediaType, SimplifiedChapter, Timestamp, model};
use crate::id::AudiobookId;
use crate::page::Page;

model! {
    /// An audiobook, as `GET /audiobooks/{id}` answers.
    #[serde(tag = "type", rename = "audiobook")]
    pub struct Audiobook {
        /// The audiobook's id.
        pub id: AudiobookId,
        /// The audiobook's title.
        pub name: String,
        /// Who wrote it.
        pub authors: Vec<Author>,
        /// Who reads it.
        pub narrators: Vec<Narrator>,
        /// The edition, such as `Unabridged`, where Spotify says.
        pub edition: Option<String>,
        /// How many chapters it has.
        pub total_chapters: u32,
        /// The first page of its chapters; [`Audiobooks::get_chapters`](crate::service::Audiobooks::get_chapters) reads them
        /// all.
        pub chapters: Page<SimplifiedChapter>,
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
        /// The `spotify:` URI, which may call it a show.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

model! {
    /// An audiobook as part of a chapter.
    #[serde(tag = "type", rename = "audiobook")]
    pub struct SimplifiedAudiobook {
        /// The audiobook's id.
        pub id: AudiobookId,
        /// The audiobook's title.
        pub name: String,
        /// Who wrote it.
        pub authors: Vec<Author>,
        /// Who reads it.
        pub narrators: Vec<Narrator>,
        /// The edition, such as `Unabridged`, where Spotify says.
        pub edition: Option<String>,
        /// How many chapters it has.
        pub total_chapters: u32,
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
        /// The `spotify:` URI, which may call it a show.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

model! {
    /// Who wrote an audiobook.
    pub struct Author {
        /// The name.
        pub name: String,
    }
}

model! {
    /// Who reads an audiobook.
    pub struct Narrator {
        /// The name.
        pub name: String,
    }
}

/// An audiobook in the user's library, as `GET /me/audiobooks` lists them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SavedAudiobook {
    /// When the user saved it.
    #[serde(default)]
    pub added_at: Timestamp,
    /// The audiobook. A row without one is rejected.
    pub audiobook: Audiobook,
}
