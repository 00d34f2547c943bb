//! Audiobooks.

use super::service;
use crate::call::Call;
use crate::endpoint::{
    Batched, CheckSavedAudiobooks, GetAudiobook, GetAudiobookChapters, GetAudiobooks, GetSavedAudiobooks,
    RemoveSavedAudiobooks, SaveAudiobooks,
};
use crate::id::{AudiobookId, IntoId};

service! {
    /// Audiobooks, and those in the user's library. Spotify has them in Australia, Canada, Ireland, New Zealand, the United
    /// Kingdom and the United States only; elsewhere their ids are not found.
    pub struct Audiobooks;
}

impl<C: Clone> Audiobooks<C> {
    /// One audiobook with the first page of its chapters: `GET /audiobooks/{id}`. Any login; all apps.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not an audiobook's,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such audiobook in the user's market.
    #[doc(alias = "get-an-audiobook")]
    pub fn get(&self, id: impl IntoId<AudiobookId>) -> Call<C, GetAudiobook> {
        self.call(GetAudiobook::new(id))
    }

    /// Several audiobooks, however many, in the order of `ids`: `GET /audiobooks`, 50 a request. Any login; apps in
    /// Extended Quota Mode. In Development Mode, where this is closed, they are read one by one, at most 50 unless
    /// [`max_singles`](Call::max_singles) allows more: see [`Batched`](crate::endpoint::Batched). `None` where Spotify
    /// has no such audiobook in the user's market.
    ///
    /// Options: [`market`](Call::market), [`concurrency`](Call::concurrency), [`max_singles`](Call::max_singles).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when an id is not an audiobook's;
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode for more than [`max_singles`](Call::max_singles).
    #[doc(alias = "get-multiple-audiobooks")]
    pub fn get_several<I: IntoId<AudiobookId>>(
        &self,
        ids: impl IntoIterator<Item = I>,
    ) -> Call<C, Batched<GetAudiobooks>> {
        self.call(Batched::new(GetAudiobooks::new(ids)))
    }

    /// The chapters of an audiobook: `GET /audiobooks/{id}/chapters`. Any login; all apps. Pages of 1 to 50, by default 20.
    ///
    /// Options: [`market`](Call::market), [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not an audiobook's or `limit` is out of
    /// range, [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such audiobook in the user's market.
    #[doc(alias = "get-audiobook-chapters")]
    pub fn get_chapters(&self, id: impl IntoId<AudiobookId>) -> Call<C, GetAudiobookChapters> {
        self.call(GetAudiobookChapters::new(id))
    }

    /// The audiobooks in the user's library, last saved first: `GET /me/audiobooks`. A user's login with `user-library-read`; all
    /// apps. Pages of 1 to 50, by default 20.
    ///
    /// Options: [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) without the scope,
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range.
    #[doc(alias = "get-users-saved-audiobooks")]
    pub fn get_saved(&self) -> Call<C, GetSavedAudiobooks> {
        self.call(GetSavedAudiobooks::default())
    }

    /// Saves audiobooks: `PUT /me/audiobooks`. A user's login with `user-library-modify`; apps in Extended Quota Mode. Any
    /// number of ids, 50 a request. What is saved already stays as it is. [`Library::save`](super::Library::save) has
    /// taken its place, and is what is called where this is closed: see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when an id is not an audiobook's,
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope.
    #[doc(alias = "save-audiobooks-user")]
    pub fn save(
        &self,
        ids: impl IntoIterator<Item: IntoId<AudiobookId>>,
    ) -> Call<C, Batched<SaveAudiobooks>> {
        self.call(Batched::new(SaveAudiobooks::new(ids)))
    }

    /// Takes audiobooks out of the library: `DELETE /me/audiobooks`. Login, apps and number as for [`save`](Self::save). What is
    /// not there is no error. [`Library::remove`](super::Library::remove) has taken its place, and is what
    /// is called where this is closed: see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// As [`save`](Self::save).
    #[doc(alias = "remove-audiobooks-user")]
    pub fn remove_saved(
        &self,
        ids: impl IntoIterator<Item: IntoId<AudiobookId>>,
    ) -> Call<C, Batched<RemoveSavedAudiobooks>> {
        self.call(Batched::new(RemoveSavedAudiobooks::new(ids)))
    }

    /// Whether audiobooks are in the library, in the order given: `GET /me/audiobooks/contains`. A user's login with
    /// `user-library-read`; apps in Extended Quota Mode. Any number of ids, 50 a request.
    /// [`Library::contains`](super::Library::contains) has taken its place, and is what is called where this is closed:
    /// see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// As [`save`](Self::save); [`Decode`](crate::ErrorKind::Decode) when the answer is not about as many.
    #[doc(alias = "check-users-saved-audiobooks")]
    pub fn check_saved(
        &self,
        ids: impl IntoIterator<Item: IntoId<AudiobookId>>,
    ) -> Call<C, Batched<CheckSavedAudiobooks>> {
        self.call(Batched::new(CheckSavedAudiobooks::new(ids)))
    }
}
