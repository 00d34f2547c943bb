//! What a search finds.

use super::{
    Artist, SimplifiedAlbum, SimplifiedAudiobook, SimplifiedEpisode, SimplifiedPlaylist, SimplifiedShow,
    Track, model,
};
use crate::page::Page;

model! {
    /// What a search finds, as `GET /search` answers: a page for each type that was asked for, and `None` for the others.
    ///
    /// Spotify has nulls among playlists, shows and audiobooks it finds: they are in the page's
    /// [`rejected`](Page::rejected) and fail nothing.
    pub struct SearchResults {
        /// Albums.
        pub albums: Option<Page<SimplifiedAlbum>>,
        /// Artists.
        pub artists: Option<Page<Artist>>,
        /// Playlists.
        pub playlists: Option<Page<SimplifiedPlaylist>>,
        /// Tracks.
        pub tracks: Option<Page<Track>>,
        /// Shows.
        pub shows: Option<Page<SimplifiedShow>>,
        /// Episodes of shows.
        pub episodes: Option<Page<SimplifiedEpisode>>,
        /// Audiobooks.
        pub audiobooks: Option<Page<SimplifiedAudiobook>>,
    }
}
