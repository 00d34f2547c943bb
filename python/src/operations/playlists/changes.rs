//! Changing playlists.

use pyo3::prelude::*;

use crate::operations::{Count, operations};

operations! {
    plain;
    playlists_change_details = Playlists.change_details(id: &str),
        name: &str, public: bool, collaborative: bool, description: &str;
    playlists_add_items = Playlists.add_items(id: &str, uris: Vec<String>),
        position: Count, known_snapshot_id: String;
    playlists_replace_items = Playlists.replace_items(id: &str, uris: Vec<String>);
    playlists_reorder_items = Playlists.reorder_items(id: &str, range_start: u32, insert_before: u32),
        range_length: Count, snapshot_id: String;
    playlists_remove_items = Playlists.remove_items(id: &str, uris: Vec<String>), snapshot_id: String;
    playlists_upload_cover_image = Playlists.upload_cover_image(id: &str, jpeg: Vec<u8>);
    playlists_follow = Playlists.follow(id: &str), public: bool;
    playlists_unfollow = Playlists.unfollow(id: &str);
    playlists_check_follows = Playlists.check_follows(id: &str);
}
