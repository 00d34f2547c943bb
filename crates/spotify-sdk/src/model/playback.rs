//! What plays, where and how.

use std::time::Duration;

use super::open_enum::open_enum;
use super::{Device, ExternalUrls, Link, PlayableItem, model};

model! {
    /// What plays and how, as `GET /me/player` answers.
    pub struct PlaybackState {
        /// The device that is active.
        pub device: Option<Device>,
        /// What happens at the end of the item or the context.
        pub repeat_state: RepeatState,
        /// Whether the context is played in random order.
        pub shuffle_state: bool,
        /// Whether Spotify mixes recommendations in. Not documented; `None` where it is not sent.
        pub smart_shuffle: Option<bool>,
        /// What the item is played from: an album, a playlist, ... `None` where it was named itself.
        pub context: Option<PlaybackContext>,
        /// When the state last changed (play, pause, skip, another item, ...), in milliseconds since 1970.
        pub timestamp: u64,
        /// How far the item has been played, in milliseconds. `None` where Spotify does not say.
        pub progress_ms: Option<u32>,
        /// Whether it plays, rather than being paused.
        pub is_playing: bool,
        /// What plays. `None` for advertisements, and for what the app may not see.
        pub item: Option<PlayableItem>,
        /// What kind of thing plays, also where there is no `item`.
        pub currently_playing_type: CurrentlyPlayingType,
        /// What can't be done right now.
        pub actions: Actions,
    }
}

model! {
    /// What plays, as `GET /me/player/currently-playing` answers: [`PlaybackState`] without device, repeat and shuffle.
    pub struct CurrentlyPlaying {
        /// What the item is played from: an album, a playlist, ... `None` where it was named itself.
        pub context: Option<PlaybackContext>,
        /// When the state last changed (play, pause, skip, another item, ...), in milliseconds since 1970.
        pub timestamp: u64,
        /// How far the item has been played, in milliseconds. `None` where Spotify does not say.
        pub progress_ms: Option<u32>,
        /// Whether it plays, rather than being paused.
        pub is_playing: bool,
        /// What plays. `None` for advertisements, and for what the app may not see.
        pub item: Option<PlayableItem>,
        /// What kind of thing plays, also where there is no `item`.
        pub currently_playing_type: CurrentlyPlayingType,
        /// What can't be done right now.
        pub actions: Actions,
    }
}

impl PlaybackState {
    /// How far the item has been played.
    #[must_use]
    pub fn progress(&self) -> Option<Duration> {
        self.progress_ms.map(|progress| Duration::from_millis(progress.into()))
    }
}

impl CurrentlyPlaying {
    /// How far the item has been played.
    #[must_use]
    pub fn progress(&self) -> Option<Duration> {
        self.progress_ms.map(|progress| Duration::from_millis(progress.into()))
    }
}

model! {
    /// What is played from.
    pub struct PlaybackContext {
        /// What it is.
        #[serde(rename = "type")]
        pub context_type: ContextType,
        /// The `spotify:` URI, which `start_playback` takes as `context_uri`.
        pub uri: Link,
        /// The address in the Web API.
        pub href: Link,
        /// Links for people.
        pub external_urls: ExternalUrls,
    }
}

open_enum! {
    /// What a [`PlaybackContext`] is.
    pub enum ContextType {
        /// An album.
        Album = "album",
        /// An artist.
        Artist = "artist",
        /// A playlist.
        Playlist = "playlist",
        /// A show.
        Show = "show",
        /// The user's saved tracks.
        Collection = "collection",
        /// The user's saved episodes.
        CollectionYourEpisodes = "collectionyourepisodes",
    }
}

open_enum! {
    /// What happens at the end of the item or the context.
    pub enum RepeatState {
        /// Playback ends with the context.
        Off = "off",
        /// The item begins again.
        Track = "track",
        /// The context begins again.
        Context = "context",
    }
}

open_enum! {
    /// What kind of thing plays.
    pub enum CurrentlyPlayingType {
        /// A track.
        Track = "track",
        /// An episode.
        Episode = "episode",
        /// An advertisement.
        Ad = "ad",
        /// Spotify does not know either.
        Unknown = "unknown",
    }
}

model! {
    /// What can be done right now, by telling what can't.
    pub struct Actions {
        /// What can't be done.
        pub disallows: Disallows,
    }
}

model! {
    /// What can't be done right now. Spotify lists only what it forbids: a missing one is `false`, allowed.
    pub struct Disallows {
        /// Interrupting playback.
        pub interrupting_playback: bool,
        /// Pausing.
        pub pausing: bool,
        /// Resuming.
        pub resuming: bool,
        /// Seeking within the item.
        pub seeking: bool,
        /// Skipping to the next item.
        pub skipping_next: bool,
        /// Skipping to the previous item.
        pub skipping_prev: bool,
        /// Repeating the context.
        pub toggling_repeat_context: bool,
        /// Shuffling.
        pub toggling_shuffle: bool,
        /// Repeating the item.
        pub toggling_repeat_track: bool,
        /// Moving playback to another device.
        pub transferring_playback: bool,
    }
}

model! {
    /// What plays and what comes next, as `GET /me/player/queue` answers.
    pub struct Queue {
        /// What plays; `None` for nothing.
        pub currently_playing: Option<PlayableItem>,
        /// What comes next: what was queued, then the rest of the context. Spotify tells about 20 items.
        pub queue: Vec<PlayableItem>,
    }
}
