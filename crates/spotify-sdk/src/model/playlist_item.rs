//! What is in a playlist.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{PlayableItem, PlaylistUser, Timestamp};
use crate::lenient;

/// A row of a playlist: a track, an episode or a file of the owner's, who has added it and when.
///
/// What is gone from Spotify leaves a row without an `item`. The row of a local file has a
/// [`Track`](super::Track) without an id. Written as Spotify's newer form, `item`, also where it came as `track`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PlaylistItem {
    /// What it is. `None` where it is gone from Spotify, or not for this app or market.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<PlayableItem>,
    /// When it was added. `None` in very old playlists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub added_at: Option<Timestamp>,
    /// Who has added it. `None` in very old playlists; has an empty id where Spotify names nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub added_by: Option<PlaylistUser>,
    /// Whether it is a file on a user's device rather than something of Spotify's.
    pub is_local: bool,
}

impl<'de> Deserialize<'de> for PlaylistItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            #[serde(default, deserialize_with = "lenient::field")]
            item: Option<PlayableItem>,
            #[serde(default, deserialize_with = "lenient::field")]
            track: Option<PlayableItem>,
            #[serde(default, deserialize_with = "lenient::field")]
            added_at: Option<Timestamp>,
            #[serde(default, deserialize_with = "lenient::field")]
            added_by: Option<PlaylistUser>,
            #[serde(default, deserialize_with = "lenient::field")]
            is_local: bool,
        }

        // Where `track` says whether the row is one it is no item.
        let is_item = |item: &PlayableItem| !matches!(item, PlayableItem::Unknown(Value::Bool(_)));
        let Wire { item, track, added_at, added_by, is_local } = Wire::deserialize(deserializer)?;
        let item = item.filter(is_item).or(track.filter(is_item));
        Ok(Self { item, added_at, added_by, is_local })
    }
}
