//! Tracks.

use super::service;
use crate::call::Call;
use crate::endpoint::{
    Batched, CheckSavedTracks, GetSavedTracks, GetTrack, GetTracks, RemoveSavedTracks, SaveTracks,
};
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

    /// Several tracks, however many, in the order of `ids`: `GET /tracks`, 50 a request. Any login; apps in Extended
    /// Quota Mode. In Development Mode, where this is closed, they are read one by one, at most 50 unless
    /// [`max_singles`](Call::max_singles) allows more: see [`Batched`](crate::endpoint::Batched). `None` where Spotify
    /// has no such track.
    ///
    /// Options: [`market`](Call::market), [`concurrency`](Call::concurrency), [`max_singles`](Call::max_singles).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when an id is not a track's;
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode for more than [`max_singles`](Call::max_singles).
    #[doc(alias = "get-several-tracks")]
    pub fn get_several<I: IntoId<TrackId>>(
        &self,
        ids: impl IntoIterator<Item = I>,
    ) -> Call<C, Batched<GetTracks>> {
        self.call(Batched::new(GetTracks::new(ids)))
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

    /// Saves tracks: `PUT /me/tracks`. A user's login with `user-library-modify`; apps in Extended Quota Mode. Any
    /// number of ids, 50 a request. What is saved already stays as it is. [`Library::save`](super::Library::save) has
    /// taken its place, and is what is called where this is closed: see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when an id is not a track's,
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) without the scope.
    #[doc(alias = "save-tracks-user")]
    pub fn save(&self, ids: impl IntoIterator<Item: IntoId<TrackId>>) -> Call<C, Batched<SaveTracks>> {
        self.call(Batched::new(SaveTracks::new(ids)))
    }

    /// Takes tracks out of the library: `DELETE /me/tracks`. Login, apps and number as for [`save`](Self::save). What
    /// is not there is no error. [`Library::remove`](super::Library::remove) has taken its place, and is what is called
    /// where this is closed: see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// As [`save`](Self::save).
    #[doc(alias = "remove-tracks-user")]
    pub fn remove_saved(
        &self,
        ids: impl IntoIterator<Item: IntoId<TrackId>>,
    ) -> Call<C, Batched<RemoveSavedTracks>> {
        self.call(Batched::new(RemoveSavedTracks::new(ids)))
    }

    /// Whether tracks are in the library, in the order given: `GET /me/tracks/contains`. A user's login with
    /// `user-library-read`; apps in Extended Quota Mode. Any number of ids, 50 a request.
    /// [`Library::contains`](super::Library::contains) has taken its place, and is what is called where this is closed:
    /// see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// As [`save`](Self::save); [`Decode`](crate::ErrorKind::Decode) when the answer is not about as many.
    #[doc(alias = "check-users-saved-tracks")]
    pub fn check_saved(
        &self,
        ids: impl IntoIterator<Item: IntoId<TrackId>>,
    ) -> Call<C, Batched<CheckSavedTracks>> {
        self.call(Batched::new(CheckSavedTracks::new(ids)))
    }
}
