//! Users.

use super::service;
use crate::call::Call;
use crate::endpoint::{
    Batched, CheckFollowsArtistsOrUsers, FollowArtistsOrUsers, GetCurrentProfile, GetFollowedArtists,
    GetTopArtists, GetTopTracks, GetUserProfile, UnfollowArtistsOrUsers,
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

    /// What everybody may know of a user: `GET /users/{user_id}`. Any login; apps in Extended Quota Mode only. For the user who
    /// is logged in all apps have [`get_current_profile`](Self::get_current_profile).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not a user's,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such user,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) for apps in Development Mode.
    #[doc(alias = "get-users-profile")]
    pub fn get_profile(&self, id: impl IntoId<UserId>) -> Call<C, GetUserProfile> {
        self.call(GetUserProfile::new(id))
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
    /// [`Forbidden`](crate::ErrorKind::Forbidden) without the scope.
    #[doc(alias = "get-followed")]
    pub fn get_followed_artists(&self) -> Call<C, GetFollowedArtists> {
        self.call(GetFollowedArtists::default())
    }

    /// Follows artists: `PUT /me/following?type=artist`. A user's login with `user-follow-modify`; apps in Extended
    /// Quota Mode. Any number of ids, 50 a request. Following twice is following once.
    /// [`Library::save`](super::Library::save) has taken its place, and is what is called where this is closed: see
    /// [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when an id is not an artist's,
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) without the scope.
    #[doc(alias = "follow-artists-users")]
    pub fn follow_artists(
        &self,
        ids: impl IntoIterator<Item: IntoId<ArtistId>>,
    ) -> Call<C, Batched<FollowArtistsOrUsers<ArtistId>>> {
        self.call(Batched::new(FollowArtistsOrUsers::artists(ids)))
    }

    /// Follows artists no longer: `DELETE /me/following?type=artist`. A user's login with `user-follow-modify`; apps in
    /// Extended Quota Mode. Any number of ids, 50 a request. Who is not followed is no error.
    /// [`Library::remove`](super::Library::remove) has taken its place, and is what is called where this is closed: see
    /// [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// As [`follow_artists`](Self::follow_artists).
    #[doc(alias = "unfollow-artists-users")]
    pub fn unfollow_artists(
        &self,
        ids: impl IntoIterator<Item: IntoId<ArtistId>>,
    ) -> Call<C, Batched<UnfollowArtistsOrUsers<ArtistId>>> {
        self.call(Batched::new(UnfollowArtistsOrUsers::artists(ids)))
    }

    /// Whether the user follows artists, in the order given: `GET /me/following/contains?type=artist`. A user's login
    /// with `user-follow-read`; apps in Extended Quota Mode. Any number of ids, 50 a request.
    /// [`Library::contains`](super::Library::contains) has taken its place, and is what is called where this is closed:
    /// see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// As [`follow_artists`](Self::follow_artists); [`Decode`](crate::ErrorKind::Decode) when the answer is not about
    /// as many.
    #[doc(alias = "check-current-user-follows")]
    pub fn check_follows_artists(
        &self,
        ids: impl IntoIterator<Item: IntoId<ArtistId>>,
    ) -> Call<C, Batched<CheckFollowsArtistsOrUsers<ArtistId>>> {
        self.call(Batched::new(CheckFollowsArtistsOrUsers::artists(ids)))
    }

    /// Follows users: `PUT /me/following?type=user`. A user's login with `user-follow-modify`; apps in Extended Quota
    /// Mode. Any number of ids, 50 a request. Following twice is following once.
    /// [`Library::save`](super::Library::save) has taken its place, and is what is called where this is closed: see
    /// [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when an id is not a user's,
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) without the scope.
    #[doc(alias = "follow-artists-users")]
    pub fn follow_users(
        &self,
        ids: impl IntoIterator<Item: IntoId<UserId>>,
    ) -> Call<C, Batched<FollowArtistsOrUsers<UserId>>> {
        self.call(Batched::new(FollowArtistsOrUsers::users(ids)))
    }

    /// Follows users no longer: `DELETE /me/following?type=user`. A user's login with `user-follow-modify`; apps in
    /// Extended Quota Mode. Any number of ids, 50 a request. Who is not followed is no error.
    /// [`Library::remove`](super::Library::remove) has taken its place, and is what is called where this is closed: see
    /// [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// As [`follow_users`](Self::follow_users).
    #[doc(alias = "unfollow-artists-users")]
    pub fn unfollow_users(
        &self,
        ids: impl IntoIterator<Item: IntoId<UserId>>,
    ) -> Call<C, Batched<UnfollowArtistsOrUsers<UserId>>> {
        self.call(Batched::new(UnfollowArtistsOrUsers::users(ids)))
    }

    /// Whether the user follows users, in the order given: `GET /me/following/contains?type=user`. A user's login with
    /// `user-follow-read`; apps in Extended Quota Mode. Any number of ids, 50 a request.
    /// [`Library::contains`](super::Library::contains) has taken its place, and is what is called where this is closed:
    /// see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// As [`follow_users`](Self::follow_users); [`Decode`](crate::ErrorKind::Decode) when the answer is not about as
    /// many.
    #[doc(alias = "check-current-user-follows")]
    pub fn check_follows_users(
        &self,
        ids: impl IntoIterator<Item: IntoId<UserId>>,
    ) -> Call<C, Batched<CheckFollowsArtistsOrUsers<UserId>>> {
        self.call(Batched::new(CheckFollowsArtistsOrUsers::users(ids)))
    }

    /// The artists to which the user listens most, by Spotify's reckoning: `GET /me/top/artists`. A user's login with
    /// `user-top-read`; all apps. Pages of 1 to 50, by default 20.
    ///
    /// Options: [`time_range`](Call::time_range), [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range,
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) without the scope.
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
    /// [`Forbidden`](crate::ErrorKind::Forbidden) without the scope.
    #[doc(alias = "get-users-top-tracks")]
    pub fn get_top_tracks(&self) -> Call<C, GetTopTracks> {
        self.call(GetTopTracks::default())
    }
}
