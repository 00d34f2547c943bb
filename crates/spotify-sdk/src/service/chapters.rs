//! Chapters.

use super::service;
use crate::call::Call;
use crate::endpoint::{Batched, GetChapter, GetChapters};
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

    /// Several chapters, however many, in the order of `ids`: `GET /chapters`, 50 a request. Any login; apps in
    /// Extended Quota Mode. In Development Mode, where this is closed, they are read one by one, at most 50 unless
    /// [`max_singles`](Call::max_singles) allows more: see [`Batched`](crate::endpoint::Batched). `None` where Spotify
    /// has no such chapter in the user's market.
    ///
    /// Options: [`market`](Call::market), [`concurrency`](Call::concurrency), [`max_singles`](Call::max_singles).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when an id is not a chapter's;
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode for more than [`max_singles`](Call::max_singles).
    #[doc(alias = "get-several-chapters")]
    pub fn get_several<I: IntoId<ChapterId>>(
        &self,
        ids: impl IntoIterator<Item = I>,
    ) -> Call<C, Batched<GetChapters>> {
        self.call(Batched::new(GetChapters::new(ids)))
    }
}
