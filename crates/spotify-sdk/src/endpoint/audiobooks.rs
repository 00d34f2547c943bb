//! Operations on audiobooks and their chapters.

use super::{ApiRequest, Endpoint, Paged, options};
use crate::error::Result;
use crate::id::{AudiobookId, ChapterId, IntoId};
use crate::model::{Audiobook, Chapter, SavedAudiobook, SimplifiedChapter};
use crate::operation::Operation;
use crate::page::Page;
use crate::scope;

/// `GET /audiobooks/{id}`: see [`Audiobooks::get`](crate::service::Audiobooks::get).
#[derive(Debug, Clone)]
pub struct GetAudiobook {
    id: Result<AudiobookId>,
    market: Option<String>,
}

options!(GetAudiobook: market);

impl GetAudiobook {
    /// One audiobook.
    pub fn new(id: impl IntoId<AudiobookId>) -> Self {
        Self { id: id.into_id(), market: None }
    }
}

impl Endpoint for GetAudiobook {
    type Output = Audiobook;
    const OPERATION: Operation = Operation::get("get-an-audiobook", "/audiobooks/{id}");

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.id).market(self.market.as_deref()).build()
    }
}

/// `GET /audiobooks/{id}/chapters`: see [`Audiobooks::get_chapters`](crate::service::Audiobooks::get_chapters).
#[derive(Debug, Clone)]
pub struct GetAudiobookChapters {
    id: Result<AudiobookId>,
    market: Option<String>,
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetAudiobookChapters: market, limit, offset);

impl GetAudiobookChapters {
    /// The chapters of one audiobook.
    pub fn new(id: impl IntoId<AudiobookId>) -> Self {
        Self { id: id.into_id(), market: None, limit: None, offset: None }
    }
}

impl Endpoint for GetAudiobookChapters {
    type Output = Page<SimplifiedChapter>;
    const OPERATION: Operation =
        Operation::get("get-audiobook-chapters", "/audiobooks/{id}/chapters").limited_to(50);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .id(&self.id)
            .market(self.market.as_deref())
            .limit(self.limit)
            .offset(self.offset)
            .build()
    }
}

impl Paged for GetAudiobookChapters {
    type Row = SimplifiedChapter;
}

/// `GET /me/audiobooks`: see [`Audiobooks::get_saved`](crate::service::Audiobooks::get_saved).
#[derive(Debug, Clone, Default)]
pub struct GetSavedAudiobooks {
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetSavedAudiobooks: limit, offset);

impl Endpoint for GetSavedAudiobooks {
    type Output = Page<SavedAudiobook>;
    const OPERATION: Operation = Operation::get("get-users-saved-audiobooks", "/me/audiobooks")
        .of_user(&[scope::USER_LIBRARY_READ])
        .limited_to(50);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).limit(self.limit).offset(self.offset).build()
    }
}

impl Paged for GetSavedAudiobooks {
    type Row = SavedAudiobook;
}

/// `GET /chapters/{id}`: see [`Chapters::get`](crate::service::Chapters::get).
#[derive(Debug, Clone)]
pub struct GetChapter {
    id: Result<ChapterId>,
    market: Option<String>,
}

options!(GetChapter: market);

impl GetChapter {
    /// One chapter.
    pub fn new(id: impl IntoId<ChapterId>) -> Self {
        Self { id: id.into_id(), market: None }
    }
}

impl Endpoint for GetChapter {
    type Output = Chapter;
    const OPERATION: Operation = Operation::get("get-a-chapter", "/chapters/{id}");

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.id).market(self.market.as_deref()).build()
    }
}
