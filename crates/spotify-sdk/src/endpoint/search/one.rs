//! A search for one type of thing, whose results come in pages.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::{HasSearchQuery, MOST_RESULTS, OPERATION, SearchQuery, SearchType, request};
use crate::decode::member;
use crate::endpoint::{ApiRequest, Endpoint, HasLimit, HasMarket, HasOffset, Paged};
use crate::error::Result;
use crate::model::{
    Artist, SimplifiedAlbum, SimplifiedAudiobook, SimplifiedEpisode, SimplifiedPlaylist, SimplifiedShow,
    Track,
};
use crate::operation::Operation;
use crate::page::Page;

mod sealed {
    pub trait Sealed {}
}

/// What a search gives for a type of thing.
pub trait Searchable: sealed::Sealed + DeserializeOwned + Clone + fmt::Debug + Send + 'static {
    /// The type.
    const TYPE: SearchType;
    /// The member of the answer that has the results.
    #[doc(hidden)]
    const MEMBER: &'static str;
}

macro_rules! searchable {
    ($($Row:ty: $Type:ident $member:literal,)+) => {$(
        impl sealed::Sealed for $Row {}

        impl Searchable for $Row {
            const TYPE: SearchType = SearchType::$Type;
            const MEMBER: &'static str = $member;
        }
    )+};
}

searchable! {
    SimplifiedAlbum: Album "albums",
    Artist: Artist "artists",
    SimplifiedPlaylist: Playlist "playlists",
    Track: Track "tracks",
    SimplifiedShow: Show "shows",
    SimplifiedEpisode: Episode "episodes",
    SimplifiedAudiobook: Audiobook "audiobooks",
}

/// `GET /search` for one type of thing: see [`Search::tracks`](crate::service::Search::tracks) and its like.
#[derive(Debug, Clone)]
pub struct SearchFor<R> {
    query: SearchQuery,
    market: Option<String>,
    limit: Option<u32>,
    offset: Option<u32>,
    row: PhantomData<fn() -> R>,
}

impl<R: Searchable> SearchFor<R> {
    /// A search for these words, which may be none where filters follow.
    pub fn new(text: impl Into<String>) -> Self {
        Self { query: SearchQuery::new(text), market: None, limit: None, offset: None, row: PhantomData }
    }
}

impl<R> HasSearchQuery for SearchFor<R> {
    fn search_query_mut(&mut self) -> &mut SearchQuery {
        &mut self.query
    }
}

impl<R> HasMarket for SearchFor<R> {
    fn market_mut(&mut self) -> &mut Option<String> {
        &mut self.market
    }
}

impl<R> HasLimit for SearchFor<R> {
    fn limit_mut(&mut self) -> &mut Option<u32> {
        &mut self.limit
    }
}

impl<R> HasOffset for SearchFor<R> {
    fn offset_mut(&mut self) -> &mut Option<u32> {
        &mut self.offset
    }
}

impl<R: Searchable> Endpoint for SearchFor<R> {
    type Output = Page<R>;
    const OPERATION: Operation = OPERATION;

    fn request(&self) -> Result<ApiRequest> {
        request(&self.query, &[R::TYPE], self.market.as_deref(), self.limit, self.offset)
    }

    fn decode(&self, status: u16, body: &Bytes) -> Result<Self::Output> {
        member(R::MEMBER, &Self::OPERATION, status, body)
    }
}

impl<R: Searchable> Paged for SearchFor<R> {
    type Row = R;
    const MOST_ROWS: Option<u32> = Some(MOST_RESULTS);
}
