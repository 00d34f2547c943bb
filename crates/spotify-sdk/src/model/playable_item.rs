//! What can be played: a track, an episode, a chapter, or something that this version does not know.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::markets::spoil_folded_lists;
use super::{Chapter, Episode, Track};
use crate::lenient::lenient_itself;

/// An item that plays, or will.
///
/// ```
/// use spotify_sdk::model::PlayableItem;
///
/// fn label(item: &PlayableItem) -> String {
///     match item {
///         PlayableItem::Track(track) => format!("{} on {}", track.name, track.album.name),
///         PlayableItem::Episode(episode) => format!("{} of {}", episode.name, episode.show.name),
///         other => other.name().unwrap_or("?").to_owned(),
///     }
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum PlayableItem {
    /// A track, local files included.
    Track(Box<Track>),
    /// An episode of a show.
    Episode(Box<Episode>),
    /// A chapter of an audiobook.
    Chapter(Box<Chapter>),
    /// Anything else, as Spotify sent it: an advertisement, what will be invented.
    Unknown(Value),
}

impl PlayableItem {
    /// Its title, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Track(track) => Some(&track.name),
            Self::Episode(episode) => Some(&episode.name),
            Self::Chapter(chapter) => Some(&chapter.name),
            Self::Unknown(item) => item.get("name")?.as_str(),
        }
    }

    /// Its `spotify:` URI, if it has one.
    #[must_use]
    pub fn uri(&self) -> Option<String> {
        match self {
            Self::Track(track) => Some(track.uri.to_string()),
            Self::Episode(episode) => Some(episode.uri.to_string()),
            Self::Chapter(chapter) => Some(chapter.uri.to_string()),
            Self::Unknown(item) => item.get("uri")?.as_str().map(str::to_owned),
        }
    }

    /// Its length, if it is known.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        match self {
            Self::Track(track) => Some(track.duration()),
            Self::Episode(episode) => Some(episode.duration()),
            Self::Chapter(chapter) => Some(chapter.duration()),
            Self::Unknown(item) => item.get("duration_ms")?.as_u64().map(Duration::from_millis),
        }
    }

    /// The track, if it is one.
    #[must_use]
    pub fn as_track(&self) -> Option<&Track> {
        if let Self::Track(track) = self { Some(track) } else { None }
    }
}

impl<'de> Deserialize<'de> for PlayableItem {
    /// Goes by `type`, and where `fields` has left that out by what else there is. What is not of the shape that its type promises
    /// is kept too: what plays next to it matters more.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let item = Value::deserialize(deserializer)?;
        let kind = kind(&item);
        // A chapter calls itself an episode, and names its audiobook.
        let has_audiobook = item.get("audiobook").is_some_and(Value::is_object);
        let is_chapter = kind == "chapter" || (kind == "episode" && has_audiobook);
        let known = match kind.as_str() {
            "track" => Track::deserialize(&item).ok().map(|track| Self::Track(Box::new(track))),
            _ if is_chapter => {
                Chapter::deserialize(&item).ok().map(|chapter| Self::Chapter(Box::new(chapter)))
            }
            "episode" => Episode::deserialize(like_an_episode(&item).as_ref().unwrap_or(&item))
                .ok()
                .map(|episode| Self::Episode(Box::new(episode))),
            _ => None,
        };
        Ok(known.unwrap_or_else(|| {
            spoil_folded_lists();
            Self::Unknown(item)
        }))
    }
}

/// What the item says it is, or seems to be: by its URI, or by what only one kind has.
fn kind(item: &Value) -> String {
    if let Some(kind) = item.get("type").and_then(Value::as_str) {
        return kind.to_ascii_lowercase();
    }
    let uri = item.get("uri").and_then(Value::as_str).and_then(|uri| uri.strip_prefix("spotify:"));
    let has = |name: &str| item.get(name).is_some_and(|value| value.is_object() || value.is_array());
    let kind = match uri.and_then(|uri| uri.split(':').next()) {
        Some("local") => "track",
        Some(kind) => kind,
        None if has("audiobook") => "chapter",
        None if has("show") => "episode",
        None if has("album") || has("artists") => "track",
        None => "",
    };
    kind.to_owned()
}

/// An episode that came in the shape of a track, as apps get them that don't say that they know episodes: its show is in the
/// place of the album. `None` for any other.
fn like_an_episode(item: &Value) -> Option<Value> {
    let album = item.get("album")?.as_object()?;
    if item.get("show").is_some_and(|show| !show.is_null()) {
        return None;
    }
    let mut episode = item.clone();
    for name in ["images", "release_date", "release_date_precision"] {
        if let (None, Some(value)) = (item.get(name), album.get(name)) {
            episode[name] = value.clone();
        }
    }
    if let (None, Some(preview)) = (item.get("audio_preview_url"), item.get("preview_url")) {
        episode["audio_preview_url"] = preview.clone();
    }
    episode["show"] = Value::Object(album.clone());
    Some(episode)
}

lenient_itself!(PlayableItem);
