//! Shows.

use super::service;
use crate::call::Call;
use crate::endpoint::{
    Batched, CheckSavedShows, GetSavedShows, GetShow, GetShowEpisodes, GetShows, RemoveSavedShows, SaveShows,
};
use crate::id::{IntoId, ShowId};

service! {
    /// Shows, which are also called podcasts, and those in the user's library.
    pub struct Shows;
}

impl<C: Clone> Shows<C> {
    /// One show with the first page of its episodes: `GET /shows/{id}`. Any login; all apps. With `user-read-playback-position`
    /// episodes have their `resume_point`.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not a show's,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such show.
    #[doc(alias = "get-a-show")]
    pub fn get(&self, id: impl IntoId<ShowId>) -> Call<C, GetShow> {
        self.call(GetShow::new(id))
    }

    /// Several shows, however many, in the order of `ids`: `GET /shows`, 50 a request. Any login; apps in Extended
    /// Quota Mode. In Development Mode, where this is closed, they are read one by one, at most 50 unless
    /// [`max_singles`](Call::max_singles) allows more: see [`Batched`](crate::endpoint::Batched). `None` where Spotify
    /// has no such show.
    ///
    /// Options: [`market`](Call::market), [`concurrency`](Call::concurrency), [`max_singles`](Call::max_singles).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when an id is not a show's;
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode for more than [`max_singles`](Call::max_singles).
    #[doc(alias = "get-multiple-shows")]
    pub fn get_several<I: IntoId<ShowId>>(
        &self,
        ids: impl IntoIterator<Item = I>,
    ) -> Call<C, Batched<GetShows>> {
        self.call(Batched::new(GetShows::new(ids)))
    }

    /// The episodes of a show, newest first: `GET /shows/{id}/episodes`. Any login; all apps. Pages of 1 to 50, by default 20.
    /// With `user-read-playback-position` episodes have their `resume_point`.
    ///
    /// Options: [`market`](Call::market), [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not a show's or `limit` is out of
    /// range, [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such show.
    #[doc(alias = "get-a-shows-episodes")]
    pub fn get_episodes(&self, id: impl IntoId<ShowId>) -> Call<C, GetShowEpisodes> {
        self.call(GetShowEpisodes::new(id))
    }

    /// The shows in the user's library, last saved first: `GET /me/shows`. A user's login with `user-library-read`; all apps.
    /// Pages of 1 to 50, by default 20.
    ///
    /// Options: [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) without the scope,
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range.
    #[doc(alias = "get-users-saved-shows")]
    pub fn get_saved(&self) -> Call<C, GetSavedShows> {
        self.call(GetSavedShows::default())
    }

    /// Saves shows: `PUT /me/shows`. A user's login with `user-library-modify`; apps in Extended Quota Mode. Any
    /// number of ids, 50 a request. What is saved already stays as it is. [`Library::save`](super::Library::save) has
    /// taken its place, and is what is called where this is closed: see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when an id is not a show's,
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope.
    #[doc(alias = "save-shows-user")]
    pub fn save(&self, ids: impl IntoIterator<Item: IntoId<ShowId>>) -> Call<C, Batched<SaveShows>> {
        self.call(Batched::new(SaveShows::new(ids)))
    }

    /// Takes shows out of the library: `DELETE /me/shows`. Login, apps and number as for [`save`](Self::save). What is
    /// not there is no error. [`Library::remove`](super::Library::remove) has taken its place, and is what
    /// is called where this is closed: see [`Batched`](crate::endpoint::Batched).
    ///
    /// Options: [`market`](Call::market), which Spotify takes here without saying what it changes.
    ///
    /// # Errors
    /// As [`save`](Self::save).
    #[doc(alias = "remove-shows-user")]
    pub fn remove_saved(
        &self,
        ids: impl IntoIterator<Item: IntoId<ShowId>>,
    ) -> Call<C, Batched<RemoveSavedShows>> {
        self.call(Batched::new(RemoveSavedShows::new(ids)))
    }

    /// Whether shows are in the library, in the order given: `GET /me/shows/contains`. A user's login with
    /// `user-library-read`; apps in Extended Quota Mode. Any number of ids, 50 a request.
    /// [`Library::contains`](super::Library::contains) has taken its place, and is what is called where this is closed:
    /// see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// As [`save`](Self::save); [`Decode`](crate::ErrorKind::Decode) when the answer is not about as many.
    #[doc(alias = "check-users-saved-shows")]
    pub fn check_saved(
        &self,
        ids: impl IntoIterator<Item: IntoId<ShowId>>,
    ) -> Call<C, Batched<CheckSavedShows>> {
        self.call(Batched::new(CheckSavedShows::new(ids)))
    }
}
