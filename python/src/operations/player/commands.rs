//! Commands to the player.

use pyo3::prelude::*;
use spotify_sdk::endpoint::PlaybackOffset;

use crate::operations::{Count, Given, operations};

// Python: Offset is int | str
operations! {
    plain;
    player_transfer_playback = Player.transfer_playback(device_id: &str), play: bool;
    player_start_playback = Player.start_playback(),
        device_id: &str, context_uri: &str, uris: Vec<String>, offset: Offset, position_ms: Count;
    player_pause = Player.pause(), device_id: &str;
    player_skip_to_next = Player.skip_to_next(), device_id: &str;
    player_skip_to_previous = Player.skip_to_previous(), device_id: &str;
    player_seek = Player.seek(position_ms: u32), device_id: &str;
    player_set_repeat = Player.set_repeat(state: &str), device_id: &str;
    player_set_volume = Player.set_volume(percent: u32), device_id: &str;
    player_set_shuffle = Player.set_shuffle(state: bool), device_id: &str;
    player_add_to_queue = Player.add_to_queue(uri: &str), device_id: &str;
}

/// Where playback begins: a place to count to, or a URI.
#[derive(FromPyObject)]
enum Offset {
    Position(Count),
    Uri(String),
}

impl Given for Offset {
    type Sdk = PlaybackOffset;

    fn given(self, name: &str) -> PyResult<PlaybackOffset> {
        Ok(match self {
            Self::Position(position) => position.given(name)?.into(),
            Self::Uri(uri) => uri.into(),
        })
    }
}
