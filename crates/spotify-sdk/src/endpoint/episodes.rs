//! Operations on episodes.

use super::{ApiRequest, Endpoint, Paged, options};
use crate::error::Result;
use crate::id::{EpisodeId, IntoId};
use crate::model::{Episode, SavedEpisode};
use crate::operation::Operation;
use crate::page::Page;
use crate::scope;

/// `GET /episodes/{id}`: see [`Episodes::get`](crate::service::Episodes::get).
#[derive(Debug, Clone)]
pub struct GetEpisode {
    id: Result<EpisodeId>,
    market: Option<String>,
}

options!(GetEpisode: market);

impl GetEpisode {
    /// One episode.
    pub fn new(id: impl IntoId<EpisodeId>) -> Self {
        Self { id: id.into_id(), market: None }
    }
}

impl Endpoint for GetEpisode {
    type Output = Episode;
    const OPERATION: Operation =
        Operation::get("get-an-episode", "/episodes/{id}").unlocked_by(&[scope::USER_READ_PLAYBACK_POSITION]);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.id).market(self.market.as_deref()).build()
    }
}

/// `GET /me/episodes`: see [`Episodes::get_saved`](crate::service::Episodes::get_saved).
#[derive(Debug, Clone, Default)]
pub struct GetSavedEpisodes {
    market: Option<String>,
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetSavedEpisodes: market, limit, offset);

impl Endpoint for GetSavedEpisodes {
    type Output = Page<SavedEpisode>;
    const OPERATION: Operation = Operation::get("get-users-saved-episodes", "/me/episodes")
        .of_user(&[scope::USER_LIBRARY_READ, scope::USER_READ_PLAYBACK_POSITION])
        .limited_to(50);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .market(self.market.as_deref())
            .limit(self.limit)
            .offset(self.offset)
            .build()
    }
}

impl Paged for GetSavedEpisodes {
    type Row = SavedEpisode;
}
