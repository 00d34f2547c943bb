//! Shows.

use super::service;
use crate::call::Call;
use crate::endpoint::{GetSavedShows, GetShow, GetShowEpisodes, GetShows};
use crate::id::{IntoId, ShowId};

service! {
    /// Shows, which are also called podcasts, and those in the user's library.
    pub struct Shows;
}

impl<C: Clone> Shows<C> {
    /// One show with the first page of its episodes: `GET /shows/{id}`. Any login; all apps. With `user-read-playback-position`
    /// episodes have their `resume_point`.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not a show's,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such show.
    #[doc(alias = "get-a-show")]
    pub fn get(&self, id: impl IntoId<ShowId>) -> Call<C, GetShow> {
        self.call(GetShow::new(id))
    }

    /// Several shows at once, 1 to 50, in the order of `ids`: `GET /shows`. Any login; apps in Extended Quota Mode
    /// only. `None` where Spotify has no such show.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `ids` are none, more than 50, or not of shows;
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for apps in Development Mode.
    #[doc(alias = "get-multiple-shows")]
    pub fn get_several<I: IntoId<ShowId>>(&self, ids: impl IntoIterator<Item = I>) -> Call<C, GetShows> {
        self.call(GetShows::new(ids))
    }

    /// The episodes of a show, newest first: `GET /shows/{id}/episodes`. Any login; all apps. Pages of 1 to 50, by default 20.
    /// With `user-read-playback-position` episodes have their `resume_point`.
    ///
    /// Options: [`market`](Call::market), [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not a show's or `limit` is out of
    /// range, [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such show.
    #[doc(alias = "get-a-shows-episodes")]
    pub fn get_episodes(&self, id: impl IntoId<ShowId>) -> Call<C, GetShowEpisodes> {
        self.call(GetShowEpisodes::new(id))
    }

    /// The shows in the user's library, last saved first: `GET /me/shows`. A user's login with `user-library-read`; all apps.
    /// Pages of 1 to 50, by default 20.
    ///
    /// Options: [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope,
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range.
    #[doc(alias = "get-users-saved-shows")]
    pub fn get_saved(&self) -> Call<C, GetSavedShows> {
        self.call(GetSavedShows::default())
    }
}
