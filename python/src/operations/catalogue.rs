//! Albums, artists, audiobooks, chapters, episodes, shows, tracks.

use pyo3::prelude::*;

use super::{Count, operations};

// Python: Vec<AlbumGroup> is Sequence[str]
operations! {
    read;
    albums_get = Albums.get(id: &str), market: &str;
    albums_get_tracks = Albums.get_tracks(id: &str), market: &str, limit: Count, offset: Count;
    artists_get = Artists.get(id: &str);
    artists_get_albums = Artists.get_albums(id: &str), include_groups: Vec<AlbumGroup>, market: &str, limit: Count, offset: Count;
    artists_get_top_tracks = Artists.get_top_tracks(id: &str) in "tracks", market: &str;
    artists_get_related_artists = Artists.get_related_artists(id: &str) in "artists";
    audiobooks_get = Audiobooks.get(id: &str), market: &str;
    audiobooks_get_chapters = Audiobooks.get_chapters(id: &str), market: &str, limit: Count, offset: Count;
    chapters_get = Chapters.get(id: &str), market: &str;
    episodes_get = Episodes.get(id: &str), market: &str;
    genres_get_available_seeds = Genres.get_available_seeds() in "genres";
    markets_get_available = Markets.get_available() in "markets";
    shows_get = Shows.get(id: &str), market: &str;
    shows_get_episodes = Shows.get_episodes(id: &str), market: &str, limit: Count, offset: Count;
    tracks_get_audio_analysis = Tracks.get_audio_analysis(id: &str);
    tracks_get_audio_features = Tracks.get_audio_features(id: &str);
    tracks_get = Tracks.get(id: &str), market: &str;
}

/// What an album is to an artist, by its word.
struct AlbumGroup(spotify_sdk::model::AlbumGroup);

impl<'py> FromPyObject<'_, 'py> for AlbumGroup {
    type Error = PyErr;

    fn extract(word: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(word.extract::<String>()?.as_str().into()))
    }
}

impl From<AlbumGroup> for spotify_sdk::model::AlbumGroup {
    fn from(group: AlbumGroup) -> Self {
        group.0
    }
}
