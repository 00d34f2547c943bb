//! Chapters.

use super::service;
use crate::call::Call;
use crate::endpoint::{GetChapter, GetChapters};
use crate::id::{ChapterId, IntoId};

service! {
    /// Chapters of audiobooks, in the markets that have [`Audiobooks`](super::Audiobooks).
    pub struct Chapters;
}

impl<C: Clone> Chapters<C> {
    /// One chapter: `GET /chapters/{id}`. Any login; all apps.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not a chapter's,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such chapter in the user's market.
    #[doc(alias = "get-a-chapter")]
    pub fn get(&self, id: impl IntoId<ChapterId>) -> Call<C, GetChapter> {
        self.call(GetChapter::new(id))
    }

    /// Several chapters at once, 1 to 50, in the order of `ids`: `GET /chapters`. Any login; apps in Extended Quota Mode
    /// only. `None` where Spotify has no such chapter in the user's market.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `ids` are none, more than 50, or not of chapters;
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for apps in Development Mode.
    #[doc(alias = "get-several-chapters")]
    pub fn get_several<I: IntoId<ChapterId>>(
        &self,
        ids: impl IntoIterator<Item = I>,
    ) -> Call<C, GetChapters> {
        self.call(GetChapters::new(ids))
    }
}
