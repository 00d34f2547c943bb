//! Options of operations on the player.

use super::Call;
use crate::endpoint::{GetRecentlyPlayed, HasDeviceId, PlaybackOffset, StartPlayback, TransferPlayback};
use crate::id::IntoUri;

impl<C, E: HasDeviceId> Call<C, E> {
    /// The device that the command is for; by default the active one. Its [`Device::id`](crate::model::Device::id).
    pub fn device_id(mut self, device_id: impl Into<String>) -> Self {
        *self.endpoint.device_id_mut() = Some(device_id.into());
        self
    }
}

impl<C> Call<C, TransferPlayback> {
    /// Whether it shall play there: `true` makes it play, `false` (as without this option) leaves it as it is.
    pub fn play(mut self, play: bool) -> Self {
        self.endpoint.play = Some(play);
        self
    }
}

impl<C> Call<C, GetRecentlyPlayed> {
    /// Only what was played after this time, in milliseconds since 1970. Excludes [`before`](Self::before).
    pub fn after(mut self, unix_ms: u64) -> Self {
        self.endpoint.after = Some(unix_ms);
        self
    }

    /// Only what was played before this time, in milliseconds since 1970. Excludes [`after`](Self::after).
    pub fn before(mut self, unix_ms: u64) -> Self {
        self.endpoint.before = Some(unix_ms);
        self
    }
}

impl<C> Call<C, StartPlayback> {
    /// The album, artist or playlist to play: a URI, a link or a typed id. Excludes [`uris`](Self::uris).
    pub fn context_uri(mut self, context: impl IntoUri) -> Self {
        self.endpoint.context_uri = Some(context.into_uri());
        self
    }

    /// The tracks and episodes to play, in this order: URIs, links or typed ids. Excludes
    /// [`context_uri`](Self::context_uri).
    pub fn uris<U: IntoUri>(mut self, uris: impl IntoIterator<Item = U>) -> Self {
        self.endpoint.uris = Some(uris.into_iter().map(IntoUri::into_uri).collect());
        self
    }

    /// Where to begin: `5` for the sixth item, or the item's URI. Needs [`uris`](Self::uris), or an album or playlist as
    /// [`context_uri`](Self::context_uri).
    pub fn offset(mut self, offset: impl Into<PlaybackOffset>) -> Self {
        self.endpoint.offset = Some(offset.into());
        self
    }

    /// Where in the first item to begin, in milliseconds. Beyond its end the next item is played.
    pub fn position_ms(mut self, position_ms: u32) -> Self {
        self.endpoint.position_ms = Some(position_ms);
        self
    }
}
