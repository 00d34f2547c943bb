//! Episodes.

use super::service;
use crate::call::Call;
use crate::endpoint::{
    Batched, CheckSavedEpisodes, GetEpisode, GetEpisodes, GetSavedEpisodes, RemoveSavedEpisodes, SaveEpisodes,
};
use crate::id::{EpisodeId, IntoId};

service! {
    /// Episodes of shows, and those in the user's library.
    pub struct Episodes;
}

impl<C: Clone> Episodes<C> {
    /// One episode: `GET /episodes/{id}`. Any login; all apps. With `user-read-playback-position` it has its `resume_point`.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not an episode's,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such episode.
    #[doc(alias = "get-an-episode")]
    pub fn get(&self, id: impl IntoId<EpisodeId>) -> Call<C, GetEpisode> {
        self.call(GetEpisode::new(id))
    }

    /// Several episodes, however many, in the order of `ids`: `GET /episodes`, 50 a request. Any login; apps in
    /// Extended Quota Mode. In Development Mode, where this is closed, they are read one by one, at most 50 unless
    /// [`max_singles`](Call::max_singles) allows more: see [`Batched`](crate::endpoint::Batched). `None` where Spotify
    /// has no such episode.
    ///
    /// Options: [`market`](Call::market), [`concurrency`](Call::concurrency), [`max_singles`](Call::max_singles).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when an id is not an episode's;
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode for more than [`max_singles`](Call::max_singles).
    #[doc(alias = "get-multiple-episodes")]
    pub fn get_several<I: IntoId<EpisodeId>>(
        &self,
        ids: impl IntoIterator<Item = I>,
    ) -> Call<C, Batched<GetEpisodes>> {
        self.call(Batched::new(GetEpisodes::new(ids)))
    }

    /// The episodes in the user's library, last saved first: `GET /me/episodes`. A user's login with `user-library-read`, and with
    /// `user-read-playback-position` for each `resume_point`; all apps. Pages of 1 to 50, by default 20.
    ///
    /// Options: [`market`](Call::market), [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) without the scope,
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range.
    #[doc(alias = "get-users-saved-episodes")]
    pub fn get_saved(&self) -> Call<C, GetSavedEpisodes> {
        self.call(GetSavedEpisodes::default())
    }

    /// Saves episodes: `PUT /me/episodes`. A user's login with `user-library-modify`; apps in Extended Quota Mode. Any
    /// number of ids, 50 a request. What is saved already stays as it is. [`Library::save`](super::Library::save) has
    /// taken its place, and is what is called where this is closed: see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when an id is not an episode's,
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope.
    #[doc(alias = "save-episodes-user")]
    pub fn save(&self, ids: impl IntoIterator<Item: IntoId<EpisodeId>>) -> Call<C, Batched<SaveEpisodes>> {
        self.call(Batched::new(SaveEpisodes::new(ids)))
    }

    /// Takes episodes out of the library: `DELETE /me/episodes`. Login, apps and number as for [`save`](Self::save). What is
    /// not there is no error. [`Library::remove`](super::Library::remove) has taken its place, and is what
    /// is called where this is closed: see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// As [`save`](Self::save).
    #[doc(alias = "remove-episodes-user")]
    pub fn remove_saved(
        &self,
        ids: impl IntoIterator<Item: IntoId<EpisodeId>>,
    ) -> Call<C, Batched<RemoveSavedEpisodes>> {
        self.call(Batched::new(RemoveSavedEpisodes::new(ids)))
    }

    /// Whether episodes are in the library, in the order given: `GET /me/episodes/contains`. A user's login with
    /// `user-library-read`; apps in Extended Quota Mode. Any number of ids, 50 a request.
    /// [`Library::contains`](super::Library::contains) has taken its place, and is what is called where this is closed:
    /// see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// As [`save`](Self::save); [`Decode`](crate::ErrorKind::Decode) when the answer is not about as many.
    #[doc(alias = "check-users-saved-episodes")]
    pub fn check_saved(
        &self,
        ids: impl IntoIterator<Item: IntoId<EpisodeId>>,
    ) -> Call<C, Batched<CheckSavedEpisodes>> {
        self.call(Batched::new(CheckSavedEpisodes::new(ids)))
    }
}
