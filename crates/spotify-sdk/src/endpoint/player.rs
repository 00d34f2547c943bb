//! Operations on the player.

mod start_playback;

use super::RequestBuilder;
use crate::error::Error;

pub use start_playback::{PlaybackOffset, StartPlayback};

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
