//! Playlists.

pub(super) mod changes;

use pyo3::prelude::*;

use super::{Count, operations};

operations! {
    read;
    playlists_get = Playlists.get(id: &str), market: &str, fields: &str;
    playlists_get_items = Playlists.get_items(id: &str), market: &str, fields: &str, limit: Count, offset: Count;
    playlists_get_for_current_user = Playlists.get_for_current_user(), limit: Count, offset: Count;
    playlists_get_for_user = Playlists.get_for_user(user_id: &str), limit: Count, offset: Count;
    playlists_create = Playlists.create(name: &str), public: bool, collaborative: bool, description: &str;
    playlists_create_for_user = Playlists.create_for_user(user_id: &str, name: &str),
        public: bool, collaborative: bool, description: &str;
    playlists_get_cover_image = Playlists.get_cover_image(id: &str);
}
