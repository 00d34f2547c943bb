//! Several things by their ids.

use pyo3::prelude::*;
use spotify_sdk::endpoint::{
    GetAlbums, GetArtists, GetAudiobooks, GetChapters, GetEpisodes, GetSeveralAudioFeatures, GetShows,
    GetTracks, HasMarket as _,
};
use spotify_sdk::service::{Albums, Artists, Audiobooks, Chapters, Episodes, Shows, Tracks};

use crate::operation::Operation;
use crate::several::several;

macro_rules! several_of {
    ($($name:ident = $Service:ident by $Several:ident in $member:literal;)+) => {
        $(
            #[pyfunction]
            #[pyo3(signature = (ids, market = None))]
            fn $name(ids: Vec<String>, market: Option<String>) -> Operation {
                let mut endpoint = $Several::new(ids);
                endpoint.market_mut().clone_from(&market);
                several(endpoint, $member, move |id| match &market {
                    Some(market) => $Service::new(()).get(id).market(market),
                    None => $Service::new(()).get(id),
                })
            }
        )+

        pub(super) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_function(wrap_pyfunction!($name, module)?)?;)+
            module.add_function(wrap_pyfunction!(tracks_get_several_audio_features, module)?)?;
            module.add_function(wrap_pyfunction!(artists_get_several, module)?)
        }
    };
}

// Python: def albums_get_several(ids: Sequence[str], market: str | None = None) -> Operation: ...
// Python: def audiobooks_get_several(ids: Sequence[str], market: str | None = None) -> Operation: ...
// Python: def chapters_get_several(ids: Sequence[str], market: str | None = None) -> Operation: ...
// Python: def episodes_get_several(ids: Sequence[str], market: str | None = None) -> Operation: ...
// Python: def shows_get_several(ids: Sequence[str], market: str | None = None) -> Operation: ...
// Python: def tracks_get_several(ids: Sequence[str], market: str | None = None) -> Operation: ...
// Python: def tracks_get_several_audio_features(ids: Sequence[str]) -> Operation: ...
// Python: def artists_get_several(ids: Sequence[str]) -> Operation: ...
several_of! {
    albums_get_several = Albums by GetAlbums in "albums";
    audiobooks_get_several = Audiobooks by GetAudiobooks in "audiobooks";
    chapters_get_several = Chapters by GetChapters in "chapters";
    episodes_get_several = Episodes by GetEpisodes in "episodes";
    shows_get_several = Shows by GetShows in "shows";
    tracks_get_several = Tracks by GetTracks in "tracks";
}

/// Artists are the same in every market.
#[pyfunction]
fn artists_get_several(ids: Vec<String>) -> Operation {
    several(GetArtists::new(ids), "artists", |id| Artists::new(()).get(id))
}

/// What a track sounds like is no different from market to market.
#[pyfunction]
fn tracks_get_several_audio_features(ids: Vec<String>) -> Operation {
    several(GetSeveralAudioFeatures::new(ids), "audio_features", |id| Tracks::new(()).get_audio_features(id))
}
