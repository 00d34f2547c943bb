//! Operations on the player.

mod start_playback;

pub use start_playback::{PlaybackOffset, StartPlayback};
