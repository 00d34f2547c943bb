//! What Spotify shows to people who browse.

use super::{Image, Link, SimplifiedPlaylist, model};
use crate::page::Page;

model! {
    /// A category of the browse tab, as `GET /browse/categories/{category_id}` answers.
    pub struct Category {
        /// The category's id: a word such as `party`, or 22 letters and digits.
        pub id: String,
        /// Its name, in the language asked for.
        pub name: String,
        /// Its icon, in one size or several.
        pub icons: Vec<Image>,
        /// The address in the Web API.
        pub href: Link,
    }
}

model! {
    /// Playlists that Spotify shows, as `GET /browse/featured-playlists` answers.
    pub struct FeaturedPlaylists {
        /// What Spotify says about them, in the language asked for.
        pub message: Option<String>,
        /// The playlists. Nulls among them are in the page's [`rejected`](Page::rejected).
        pub playlists: Page<SimplifiedPlaylist>,
    }
}
