//! Playlists.

use serde::{Deserialize, Deserializer, Serialize};

use super::text_type::text_type;
use super::{ExternalUrls, Followers, Image, Link, PlaylistItem, model};
use crate::id::{PlaylistId, UserId};
use crate::lenient;
use crate::page::Page;

/// Declares a playlist. Spotify calls what is in it `items`, for long called it `tracks`, and sends either, both or neither.
macro_rules! playlist {
    (
        $(#[$attribute:meta])*
        pub struct $Name:ident {
            $(#[$items_attribute:meta])* pub items: Option<$Items:ty>,
            $($(#[$field_attribute:meta])* pub $field:ident: $Type:ty,)+
        }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize)]
        #[serde(tag = "type", rename = "playlist")]
        #[non_exhaustive]
        pub struct $Name {
            $($(#[$field_attribute])* #[serde(skip_serializing_if = "lenient::is_absent")] pub $field: $Type,)+
            $(#[$items_attribute])*
            #[serde(skip_serializing_if = "Option::is_none")]
            pub items: Option<$Items>,
        }

        impl<'de> Deserialize<'de> for $Name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[derive(Deserialize)]
                struct Wire {
                    $(#[serde(default, deserialize_with = "lenient::field")] $field: $Type,)+
                    #[serde(default, deserialize_with = "lenient::field")]
                    items: Option<$Items>,
                    #[serde(default, deserialize_with = "lenient::field")]
                    tracks: Option<$Items>,
                }

                let Wire { $($field,)+ items, tracks } = Wire::deserialize(deserializer)?;
                let items = match (items, tracks) {
                    // The newer name may have no more than the address of what the older one has.
                    (Some(items), Some(tracks)) if !items.says_something() => Some(tracks),
                    (items, tracks) => items.or(tracks),
                };
                Ok(Self { $($field,)+ items })
            }
        }
    };
}

/// What a playlist says about what is in it.
trait Contents {
    fn says_something(&self) -> bool;
}

impl Contents for Page<PlaylistItem> {
    fn says_something(&self) -> bool {
        self.row_count() > 0
    }
}

impl Contents for PlaylistItemsRef {
    fn says_something(&self) -> bool {
        self.total > 0
    }
}

playlist! {
    /// A playlist, as `GET /playlists/{id}` answers. What it has in it is written as `items`, however it came.
    pub struct Playlist {
        /// The first page of what is in it; [`get_items`](crate::service::Playlists::get_items) has all of it. `None` where
        /// Spotify keeps it to itself: for apps in Development Mode, in playlists that the user neither owns nor
        /// collaborates on.
        pub items: Option<Page<PlaylistItem>>,
        /// The playlist's id.
        pub id: PlaylistId,
        /// The playlist's name.
        pub name: String,
        /// What the owner writes about it, where there is something. Spotify escapes some characters as HTML does:
        /// `&quot;`, `&amp;`, `&#x2F;`.
        pub description: Option<String>,
        /// Whose it is.
        pub owner: PlaylistUser,
        /// Whether it is shown on the owner's profile; anybody who has its id may read it all the same. `None` where Spotify
        /// finds the question beside the point.
        pub public: Option<bool>,
        /// Whether others may change it too.
        pub collaborative: bool,
        /// Which state of the playlist this is: every change makes another one.
        pub snapshot_id: SnapshotId,
        /// How many follow it.
        pub followers: Option<Followers>,
        /// Its cover: one that was uploaded, or up to three sizes of one that Spotify makes. Their addresses hold for less
        /// than a day.
        pub images: Vec<Image>,
        /// The `spotify:` URI.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

playlist! {
    /// A playlist as one of several. What it has in it is written as `items`, however it came.
    pub struct SimplifiedPlaylist {
        /// How much is in it, and where. `None` where Spotify does not say.
        pub items: Option<PlaylistItemsRef>,
        /// The playlist's id.
        pub id: PlaylistId,
        /// The playlist's name.
        pub name: String,
        /// What the owner writes about it, where there is something. Spotify escapes some characters as HTML does:
        /// `&quot;`, `&amp;`, `&#x2F;`.
        pub description: Option<String>,
        /// Whose it is.
        pub owner: PlaylistUser,
        /// Whether it is shown on the owner's profile; anybody who has its id may read it all the same. `None` where Spotify
        /// finds the question beside the point.
        pub public: Option<bool>,
        /// Whether others may change it too.
        pub collaborative: bool,
        /// Which state of the playlist this is: every change makes another one.
        pub snapshot_id: SnapshotId,
        /// Its cover: one that was uploaded, or up to three sizes of one that Spotify makes. Their addresses hold for less
        /// than a day.
        pub images: Vec<Image>,
        /// The `spotify:` URI.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

lenient::null_is_default!(Playlist, SimplifiedPlaylist);

model! {
    /// How much is in a playlist.
    pub struct PlaylistItemsRef {
        /// How many items it has, by Spotify's count, which includes those that are gone.
        pub total: u32,
        /// Where they are in the Web API.
        pub href: Link,
    }
}

model! {
    /// A user as a playlist names them: its owner, or who has added something.
    #[serde(tag = "type", rename = "user")]
    pub struct PlaylistUser {
        /// The user's id; empty where Spotify names nobody.
        pub id: UserId,
        /// The name on the profile, where Spotify tells it: of owners, if they have set one.
        pub display_name: Option<String>,
        /// The `spotify:` URI.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

text_type! {
    /// A state of a playlist, in words that only Spotify understands. Every change answers with a new one. Changes take one to
    /// say which state they mean: positions and URIs are looked up there, whatever has happened to the playlist since.
    pub struct SnapshotId = "a snapshot id";
}

impl SnapshotId {
    /// Whether Spotify sent none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }
}

impl From<String> for SnapshotId {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&String> for SnapshotId {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<&Self> for SnapshotId {
    fn from(id: &Self) -> Self {
        id.clone()
    }
}
