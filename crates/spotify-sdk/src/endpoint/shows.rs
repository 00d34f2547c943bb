//! Operations on shows.

use super::{ApiRequest, Endpoint, Paged, options};
use crate::error::Result;
use crate::id::{IntoId, ShowId};
use crate::model::{SavedShow, Show, SimplifiedEpisode};
use crate::operation::Operation;
use crate::page::Page;
use crate::scope;

/// `GET /shows/{id}`: see [`Shows::get`](crate::service::Shows::get).
#[derive(Debug, Clone)]
pub struct GetShow {
    id: Result<ShowId>,
    market: Option<String>,
}

options!(GetShow: market);

impl GetShow {
    /// One show.
    pub fn new(id: impl IntoId<ShowId>) -> Self {
        Self { id: id.into_id(), market: None }
    }
}

impl Endpoint for GetShow {
    type Output = Show;
    const OPERATION: Operation =
        Operation::get("get-a-show", "/shows/{id}").unlocked_by(&[scope::USER_READ_PLAYBACK_POSITION]);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.id).market(self.market.as_deref()).build()
    }
}

/// `GET /shows/{id}/episodes`: see [`Shows::get_episodes`](crate::service::Shows::get_episodes).
#[derive(Debug, Clone)]
pub struct GetShowEpisodes {
    id: Result<ShowId>,
    market: Option<String>,
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetShowEpisodes: market, limit, offset);

impl GetShowEpisodes {
    /// The episodes of one show.
    pub fn new(id: impl IntoId<ShowId>) -> Self {
        Self { id: id.into_id(), market: None, limit: None, offset: None }
    }
}

impl Endpoint for GetShowEpisodes {
    type Output = Page<SimplifiedEpisode>;
    const OPERATION: Operation = Operation::get("get-a-shows-episodes", "/shows/{id}/episodes")
        .unlocked_by(&[scope::USER_READ_PLAYBACK_POSITION])
        .limited_to(50);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .id(&self.id)
            .market(self.market.as_deref())
            .limit(self.limit)
            .offset(self.offset)
            .build()
    }
}

impl Paged for GetShowEpisodes {
    type Row = SimplifiedEpisode;
}

/// `GET /me/shows`: see [`Shows::get_saved`](crate::service::Shows::get_saved).
#[derive(Debug, Clone, Default)]
pub struct GetSavedShows {
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetSavedShows: limit, offset);

impl Endpoint for GetSavedShows {
    type Output = Page<SavedShow>;
    const OPERATION: Operation = Operation::get("get-users-saved-shows", "/me/shows")
        .of_user(&[scope::USER_LIBRARY_READ])
        .limited_to(50);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).limit(self.limit).offset(self.offset).build()
    }
}

impl Paged for GetSavedShows {
    type Row = SavedShow;
}
