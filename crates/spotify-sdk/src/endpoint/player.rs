//! Operations on the player.

mod commands;
mod queue;
mod recently_played;
mod start_playback;
mod state;
mod transfer;

use super::RequestBuilder;
use crate::error::Error;

pub use commands::{
    PausePlayback, SeekToPosition, SetRepeat, SetShuffle, SetVolume, SkipToNext, SkipToPrevious,
};
pub use queue::{AddToQueue, GetQueue};
pub use recently_played::GetRecentlyPlayed;
pub use start_playback::{PlaybackOffset, StartPlayback};
pub use state::{GetAvailableDevices, GetCurrentlyPlaying, GetPlaybackState};
pub use transfer::TransferPlayback;

/// An operation that takes a `device_id`.
pub trait HasDeviceId {
    /// The device, `None` for the active one.
    fn device_id_mut(&mut self) -> &mut Option<String>;
}

macro_rules! has_device_id {
    ($($Endpoint:ident),+ $(,)?) => {$(
        impl HasDeviceId for $Endpoint {
            fn device_id_mut(&mut self) -> &mut Option<String> {
                &mut self.device_id
            }
        }
    )+};
}

has_device_id!(
    AddToQueue,
    PausePlayback,
    SeekToPosition,
    SetRepeat,
    SetShuffle,
    SetVolume,
    SkipToNext,
    SkipToPrevious,
    StartPlayback,
);

impl RequestBuilder {
    /// Adds `device_id`, which is any text: only Spotify knows what its devices are called.
    #[must_use]
    fn device_id(self, device_id: Option<&str>) -> Self {
        match device_id {
            Some("") => self.fail(|| Error::invalid_argument("`device_id` is empty")),
            device_id => self.query("device_id", device_id),
        }
    }
}
