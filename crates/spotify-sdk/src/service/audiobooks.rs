//! Audiobooks.

use super::service;
use crate::call::Call;
use crate::endpoint::{GetAudiobook, GetAudiobookChapters, GetAudiobooks, GetSavedAudiobooks};
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

    /// Several audiobooks at once, 1 to 50, in the order of `ids`: `GET /audiobooks`. Any login; apps in Extended Quota Mode
    /// only. `None` where Spotify has no such audiobook in the user's market.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `ids` are none, more than 50, or not of audiobooks;
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for apps in Development Mode.
    #[doc(alias = "get-multiple-audiobooks")]
    pub fn get_several<I: IntoId<AudiobookId>>(
        &self,
        ids: impl IntoIterator<Item = I>,
    ) -> Call<C, GetAudiobooks> {
        self.call(GetAudiobooks::new(ids))
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
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope,
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range.
    #[doc(alias = "get-users-saved-audiobooks")]
    pub fn get_saved(&self) -> Call<C, GetSavedAudiobooks> {
        self.call(GetSavedAudiobooks::default())
    }
}
