//! What users keep: saved things, people they follow, what they listen to.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::{Count, Given, operations};

// Python: TimeRange is str
operations! {
    read;
    albums_get_saved = Albums.get_saved(), limit: Count, offset: Count, market: &str;
    audiobooks_get_saved = Audiobooks.get_saved(), limit: Count, offset: Count;
    episodes_get_saved = Episodes.get_saved(), limit: Count, offset: Count, market: &str;
    shows_get_saved = Shows.get_saved(), limit: Count, offset: Count;
    tracks_get_saved = Tracks.get_saved(), limit: Count, offset: Count, market: &str;
    users_get_profile = Users.get_profile(id: &str);
    users_get_current_profile = Users.get_current_profile();
    users_get_followed_artists = Users.get_followed_artists() in "artists", after: &str, limit: Count;
    users_get_top_artists = Users.get_top_artists(), time_range: TimeRange, limit: Count, offset: Count;
    users_get_top_tracks = Users.get_top_tracks(), time_range: TimeRange, limit: Count, offset: Count;
}

/// How far back listening is counted, by its word.
struct TimeRange(spotify_sdk::endpoint::TimeRange);

impl<'py> FromPyObject<'_, 'py> for TimeRange {
    type Error = PyErr;

    fn extract(word: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        use spotify_sdk::endpoint::TimeRange as Range;
        let word: String = word.extract()?;
        let range = [Range::ShortTerm, Range::MediumTerm, Range::LongTerm]
            .into_iter()
            .find(|range| range.as_str() == word)
            .ok_or_else(|| {
                PyValueError::new_err("time_range must be short_term, medium_term or long_term")
            })?;
        Ok(Self(range))
    }
}

impl Given for TimeRange {
    type Sdk = spotify_sdk::endpoint::TimeRange;

    fn given(self, _: &str) -> PyResult<Self::Sdk> {
        Ok(self.0)
    }
}
