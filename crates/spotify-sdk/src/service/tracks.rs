//! Tracks.

use super::service;
use crate::call::Call;
use crate::endpoint::{CheckSavedTracks, GetSavedTracks, GetTrack, GetTracks, RemoveSavedTracks, SaveTracks};
use crate::id::{IntoId, TrackId};

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
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for apps in Development Mode.
    #[doc(alias = "get-several-tracks")]
    pub fn get_several<I: IntoId<TrackId>>(&self, ids: impl IntoIterator<Item = I>) -> Call<C, GetTracks> {
        self.call(GetTracks::new(ids))
    }

    /// The tracks in the user's library, last saved first: `GET /me/tracks`. A user's login with `user-library-read`; all
    /// apps. Pages of 1 to 50, by default 20.
    ///
    /// Options: [`market`](Call::market), [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope,
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
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope,
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode.
    #[doc(alias = "save-tracks-user")]
    pub fn save(&self, ids: impl IntoIterator<Item: IntoId<TrackId>>) -> Call<C, SaveTracks> {
        self.call(SaveTracks::new(ids))
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
