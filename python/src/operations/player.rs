//! The player.

pub(super) mod commands;

use pyo3::prelude::*;

use super::{Count, operations};

operations! {
    read;
    player_get_playback_state = Player.get_playback_state(), market: &str;
    player_get_currently_playing = Player.get_currently_playing(), market: &str;
    player_get_available_devices = Player.get_available_devices() in "devices";
    player_get_recently_played = Player.get_recently_played(), limit: Count, after: u64, before: u64;
    player_get_queue = Player.get_queue();
}
