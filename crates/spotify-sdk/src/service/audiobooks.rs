//! Audiobooks.

use super::service;
use crate::call::Call;
use crate::endpoint::{Batched, GetAudiobook, GetAudiobookChapters, GetAudiobooks, GetSavedAudiobooks};
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
}
