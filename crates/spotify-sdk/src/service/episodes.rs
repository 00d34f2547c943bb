//! Episodes.

use super::service;
use crate::call::Call;
use crate::endpoint::{GetEpisode, GetEpisodes, GetSavedEpisodes};
use crate::id::{EpisodeId, IntoId};

service! {
    /// Episodes of shows, and those in the user's library.
    pub struct Episodes;
}

impl<C: Clone> Episodes<C> {
    /// One episode: `GET /episodes/{id}`. Any login; all apps. With `user-read-playback-position` it has its `resume_point`.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not an episode's,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such episode.
    #[doc(alias = "get-an-episode")]
    pub fn get(&self, id: impl IntoId<EpisodeId>) -> Call<C, GetEpisode> {
        self.call(GetEpisode::new(id))
    }

    /// Several episodes at once, 1 to 50, in the order of `ids`: `GET /episodes`. Any login; apps in Extended Quota Mode
    /// only. `None` where Spotify has no such episode.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `ids` are none, more than 50, or not of episodes;
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for apps in Development Mode.
    #[doc(alias = "get-multiple-episodes")]
    pub fn get_several<I: IntoId<EpisodeId>>(
        &self,
        ids: impl IntoIterator<Item = I>,
    ) -> Call<C, GetEpisodes> {
        self.call(GetEpisodes::new(ids))
    }

    /// The episodes in the user's library, last saved first: `GET /me/episodes`. A user's login with `user-library-read`, and with
    /// `user-read-playback-position` for each `resume_point`; all apps. Pages of 1 to 50, by default 20.
    ///
    /// Options: [`market`](Call::market), [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope,
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range.
    #[doc(alias = "get-users-saved-episodes")]
    pub fn get_saved(&self) -> Call<C, GetSavedEpisodes> {
        self.call(GetSavedEpisodes::default())
    }
}
