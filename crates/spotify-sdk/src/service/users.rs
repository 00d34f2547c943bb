//! Users.

use super::service;
use crate::call::Call;
use crate::endpoint::{
    CheckFollowsArtistsOrUsers, FollowArtistsOrUsers, GetCurrentProfile, GetFollowedArtists, GetTopArtists,
    GetTopTracks, UnfollowArtistsOrUsers,
};
use crate::id::{ArtistId, IntoId, UserId};

service! {
    /// The user who is logged in: profile, whom they follow, what they listen to most.
    pub struct Users;
}

impl<C: Clone> Users<C> {
    /// The user who is logged in: `GET /me`. A user's login; `user-read-private` and `user-read-email` unlock further
    /// fields; all apps.
    ///
    /// # Errors
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login.
    #[doc(alias = "get-current-users-profile")]
    pub fn get_current_profile(&self) -> Call<C, GetCurrentProfile> {
        self.call(GetCurrentProfile)
    }

    /// The artists whom the user follows: `GET /me/following?type=artist`. A user's login with `user-follow-read`; all
    /// apps. Pages of 1 to 50, by default 20, each of which says where the next one begins:
    ///
    #[cfg_attr(feature = "client", doc = "```no_run")]
    #[cfg_attr(not(feature = "client"), doc = "```ignore")]
    /// # async fn example(client: spotify_sdk::SpotifyClient) -> spotify_sdk::Result<()> {
    /// let mut page = client.users().get_followed_artists().limit(50).await?;
    /// while let Some(after) = page.next_after() {
    ///     page = client.users().get_followed_artists().limit(50).after(after).await?;
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// Options: [`after`](Call::after), [`limit`](Call::limit).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range or `after` is not an
    /// artist's id, [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope.
    #[doc(alias = "get-followed")]
    pub fn get_followed_artists(&self) -> Call<C, GetFollowedArtists> {
        self.call(GetFollowedArtists::default())
    }

    /// Follows artists: `PUT /me/following?type=artist`. A user's login with `user-follow-modify`; apps in Extended
    /// Quota Mode only. 1 to 50 ids. Following twice is following once. [`Library::save`](super::Library::save) has
    /// taken its place, for all apps.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when there is no id, more than 50, or one that is not an
    /// artist's, [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope,
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode.
    #[doc(alias = "follow-artists-users")]
    pub fn follow_artists(
        &self,
        ids: impl IntoIterator<Item: IntoId<ArtistId>>,
    ) -> Call<C, FollowArtistsOrUsers<ArtistId>> {
        self.call(FollowArtistsOrUsers::artists(ids))
    }

    /// Follows artists no longer: `DELETE /me/following?type=artist`. A user's login with `user-follow-modify`; apps in
    /// Extended Quota Mode only. 1 to 50 ids. Who is not followed is no error.
    /// [`Library::remove`](super::Library::remove) has taken its place, for all apps.
    ///
    /// # Errors
    /// As [`follow_artists`](Self::follow_artists).
    #[doc(alias = "unfollow-artists-users")]
    pub fn unfollow_artists(
        &self,
        ids: impl IntoIterator<Item: IntoId<ArtistId>>,
    ) -> Call<C, UnfollowArtistsOrUsers<ArtistId>> {
        self.call(UnfollowArtistsOrUsers::artists(ids))
    }

    /// Whether the user follows artists, in the order given: `GET /me/following/contains?type=artist`. A user's login
    /// with `user-follow-read`; apps in Extended Quota Mode only. 1 to 50 ids.
    /// [`Library::contains`](super::Library::contains) has taken its place, for all apps.
    ///
    /// # Errors
    /// As [`follow_artists`](Self::follow_artists); [`Decode`](crate::ErrorKind::Decode) when the answer is not about
    /// as many.
    #[doc(alias = "check-current-user-follows")]
    pub fn check_follows_artists(
        &self,
        ids: impl IntoIterator<Item: IntoId<ArtistId>>,
    ) -> Call<C, CheckFollowsArtistsOrUsers<ArtistId>> {
        self.call(CheckFollowsArtistsOrUsers::artists(ids))
    }

    /// Follows users: `PUT /me/following?type=user`. A user's login with `user-follow-modify`; apps in Extended Quota
    /// Mode only. 1 to 50 ids. Following twice is following once. [`Library::save`](super::Library::save) has taken its
    /// place, for all apps.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when there is no id, more than 50, or one that is not a
    /// user's, [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope,
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode.
    #[doc(alias = "follow-artists-users")]
    pub fn follow_users(
        &self,
        ids: impl IntoIterator<Item: IntoId<UserId>>,
    ) -> Call<C, FollowArtistsOrUsers<UserId>> {
        self.call(FollowArtistsOrUsers::users(ids))
    }

    /// Follows users no longer: `DELETE /me/following?type=user`. A user's login with `user-follow-modify`; apps in
    /// Extended Quota Mode only. 1 to 50 ids. Who is not followed is no error.
    /// [`Library::remove`](super::Library::remove) has taken its place, for all apps.
    ///
    /// # Errors
    /// As [`follow_users`](Self::follow_users).
    #[doc(alias = "unfollow-artists-users")]
    pub fn unfollow_users(
        &self,
        ids: impl IntoIterator<Item: IntoId<UserId>>,
    ) -> Call<C, UnfollowArtistsOrUsers<UserId>> {
        self.call(UnfollowArtistsOrUsers::users(ids))
    }

    /// Whether the user follows users, in the order given: `GET /me/following/contains?type=user`. A user's login with
    /// `user-follow-read`; apps in Extended Quota Mode only. 1 to 50 ids.
    /// [`Library::contains`](super::Library::contains) has taken its place, for all apps.
    ///
    /// # Errors
    /// As [`follow_users`](Self::follow_users); [`Decode`](crate::ErrorKind::Decode) when the answer is not about as
    /// many.
    #[doc(alias = "check-current-user-follows")]
    pub fn check_follows_users(
        &self,
        ids: impl IntoIterator<Item: IntoId<UserId>>,
    ) -> Call<C, CheckFollowsArtistsOrUsers<UserId>> {
        self.call(CheckFollowsArtistsOrUsers::users(ids))
    }

    /// The artists to which the user listens most, by Spotify's reckoning: `GET /me/top/artists`. A user's login with
    /// `user-top-read`; all apps. Pages of 1 to 50, by default 20.
    ///
    /// Options: [`time_range`](Call::time_range), [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range,
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope.
    #[doc(alias = "get-users-top-artists")]
    pub fn get_top_artists(&self) -> Call<C, GetTopArtists> {
        self.call(GetTopArtists::default())
    }

    /// The tracks to which the user listens most, by Spotify's reckoning: `GET /me/top/tracks`. A user's login with
    /// `user-top-read`; all apps. Pages of 1 to 50, by default 20.
    ///
    /// Options: [`time_range`](Call::time_range), [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range,
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope.
    #[doc(alias = "get-users-top-tracks")]
    pub fn get_top_tracks(&self) -> Call<C, GetTopTracks> {
        self.call(GetTopTracks::default())
    }
}
