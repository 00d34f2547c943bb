//! What Spotify shows to everybody.

use pyo3::prelude::*;

use super::{Count, operations};

operations! {
    read;
    browse_get_new_releases = Browse.get_new_releases() in "albums", limit: Count, offset: Count;
    browse_get_categories = Browse.get_categories() in "categories", locale: &str, limit: Count, offset: Count;
    browse_get_category = Browse.get_category(category_id: &str), locale: &str;
    browse_get_category_playlists = Browse.get_category_playlists(category_id: &str), limit: Count, offset: Count;
    browse_get_featured_playlists = Browse.get_featured_playlists(), locale: &str, limit: Count, offset: Count;
}
