//! Tracks.

use super::service;
use crate::call::Call;
use crate::endpoint::{
    CheckSavedTracks, GetAudioAnalysis, GetAudioFeatures, GetSavedTracks, GetSeveralAudioFeatures, GetTrack,
    GetTracks, RemoveSavedTracks, SaveTimestampedTracks, SaveTracks,
};
use crate::id::{IntoId, TrackId};
use crate::model::Timestamp;

service! {
    /// Tracks, and those in the user's library.
    pub struct Tracks;
}

impl<C: Clone> Tracks<C> {
    /// One track: `GET /tracks/{id}`. Any login; all apps.
    ///
    /// With a [`market`](Call::market) Spotify may answer with another instance of the track that can be played there.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not a track's,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such track.
    #[doc(alias = "get-track")]
    pub fn get(&self, id: impl IntoId<TrackId>) -> Call<C, GetTrack> {
        self.call(GetTrack::new(id))
    }

    /// Several tracks at once, 1 to 50, in the order of `ids`: `GET /tracks`. Any login; apps in Extended Quota Mode
    /// only. `None` where Spotify has no such track.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `ids` are none, more than 50, or not of tracks;
    /// [`Forbidden`](crate::ErrorKind::Forbidden) for apps in Development Mode.
    #[doc(alias = "get-several-tracks")]
    pub fn get_several<I: IntoId<TrackId>>(&self, ids: impl IntoIterator<Item = I>) -> Call<C, GetTracks> {
        self.call(GetTracks::new(ids))
    }

    /// What a track sounds like, in numbers: `GET /audio-features/{id}`. Any login; only apps that had access to it before 27
    /// November 2024.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not a track's,
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for other apps,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such track.
    #[doc(alias = "get-audio-features")]
    pub fn get_audio_features(&self, id: impl IntoId<TrackId>) -> Call<C, GetAudioFeatures> {
        self.call(GetAudioFeatures::new(id))
    }

    /// The same of several tracks at once, 1 to 100, in the order of `ids`: `GET /audio-features`. Login and apps as for
    /// [`get_audio_features`](Self::get_audio_features). `None` where Spotify has no such track.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `ids` are none, more than 100, or not of tracks;
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for other apps.
    #[doc(alias = "get-several-audio-features")]
    pub fn get_several_audio_features<I: IntoId<TrackId>>(
        &self,
        ids: impl IntoIterator<Item = I>,
    ) -> Call<C, GetSeveralAudioFeatures> {
        self.call(GetSeveralAudioFeatures::new(ids))
    }

    /// What happens in a track from its beginning to its end, down to the beat: `GET /audio-analysis/{id}`. Any login; only
    /// apps that had access to it before 27 November 2024. The answer is large: hundreds of kilobytes.
    ///
    /// # Errors
    /// As [`get_audio_features`](Self::get_audio_features).
    #[doc(alias = "get-audio-analysis")]
    pub fn get_audio_analysis(&self, id: impl IntoId<TrackId>) -> Call<C, GetAudioAnalysis> {
        self.call(GetAudioAnalysis::new(id))
    }

    /// The tracks in the user's library, last saved first: `GET /me/tracks`. A user's login with `user-library-read`; all
    /// apps. Pages of 1 to 50, by default 20.
    ///
    /// Options: [`market`](Call::market), [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) without the scope,
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range.
    #[doc(alias = "get-users-saved-tracks")]
    pub fn get_saved(&self) -> Call<C, GetSavedTracks> {
        self.call(GetSavedTracks::default())
    }

    /// Saves tracks: `PUT /me/tracks`. A user's login with `user-library-modify`; apps in Extended Quota Mode only. 1
    /// to 50 ids. What is saved already stays as it is. [`Library::save`](super::Library::save) has taken its place,
    /// for all apps.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when there is no id, more than 50, or one that is not a
    /// track's, [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) without the scope or in Development Mode.
    #[doc(alias = "save-tracks-user")]
    pub fn save(&self, ids: impl IntoIterator<Item: IntoId<TrackId>>) -> Call<C, SaveTracks> {
        self.call(SaveTracks::new(ids))
    }

    /// Saves tracks, each with the time at which it was added, such as in another library: `PUT /me/tracks` with
    /// `timestamped_ids`, 1 to 50 tracks. Login and apps as for [`save`](Self::save). The library is ordered by these times, to the
    /// minute. A time is a [`SystemTime`](std::time::SystemTime), or a text such as `2023-01-15T14:30:00Z`.
    ///
    #[cfg_attr(feature = "client", doc = "```no_run")]
    #[cfg_attr(not(feature = "client"), doc = "```ignore")]
    /// # async fn example(mine: spotify_sdk::SpotifyClient, other: spotify_sdk::SpotifyClient) -> spotify_sdk::Result<()> {
    /// let page = mine.tracks().get_saved().limit(50).await?;
    /// let tracks = page.items.iter().map(|saved| (&saved.track.id, saved.added_at.clone()));
    /// other.tracks().save_timestamped(tracks).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`save`](Self::save); also [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when a time is none, or before
    /// 1970.
    #[doc(alias = "timestamped_ids")]
    pub fn save_timestamped(
        &self,
        tracks: impl IntoIterator<Item = (impl IntoId<TrackId>, impl Into<Timestamp>)>,
    ) -> Call<C, SaveTimestampedTracks> {
        self.call(SaveTimestampedTracks::new(tracks))
    }

    /// Takes tracks out of the library: `DELETE /me/tracks`. Login, apps and number as for [`save`](Self::save). What
    /// is not there is no error. [`Library::remove`](super::Library::remove) has taken its place, for all apps.
    ///
    /// # Errors
    /// As [`save`](Self::save).
    #[doc(alias = "remove-tracks-user")]
    pub fn remove_saved(&self, ids: impl IntoIterator<Item: IntoId<TrackId>>) -> Call<C, RemoveSavedTracks> {
        self.call(RemoveSavedTracks::new(ids))
    }

    /// Whether tracks are in the library, in the order given: `GET /me/tracks/contains`. A user's login with
    /// `user-library-read`; apps in Extended Quota Mode only. 1 to 50 ids.
    /// [`Library::contains`](super::Library::contains) has taken its place, for all apps.
    ///
    /// # Errors
    /// As [`save`](Self::save); [`Decode`](crate::ErrorKind::Decode) when the answer is not about as many.
    #[doc(alias = "check-users-saved-tracks")]
    pub fn check_saved(&self, ids: impl IntoIterator<Item: IntoId<TrackId>>) -> Call<C, CheckSavedTracks> {
        self.call(CheckSavedTracks::new(ids))
    }
}
