//! Playlists.

mod items;

use bytes::Bytes;

use super::service;
use crate::call::Call;
use crate::endpoint::{
    AtTracks, ChangePlaylistDetails, CheckFollowsPlaylist, CreatePlaylist, CreatePlaylistForUser,
    FollowPlaylist, GetCurrentUserPlaylists, GetPlaylist, GetPlaylistCover, GetPlaylistItems,
    GetUserPlaylists, UnfollowPlaylist, UploadPlaylistCover,
};
use crate::id::{IntoId, PlaylistId, UserId};

service! {
    /// Playlists: reading, making and changing them.
    pub struct Playlists;
}

impl<C: Clone> Playlists<C> {
    /// One playlist with the first of its items: `GET /playlists/{playlist_id}`. Any login; all apps. In Development Mode
    /// the items are there only if the user owns the playlist or collaborates on it.
    ///
    /// Options: [`market`](Call::market), [`fields`](Call::fields), [`additional_types`](Call::additional_types).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not a playlist's or `fields` is no filter,
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such playlist, or when it is one that Spotify makes
    /// itself (since November 2024).
    #[doc(alias = "get-playlist")]
    pub fn get(&self, id: impl IntoId<PlaylistId>) -> Call<C, GetPlaylist> {
        self.call(GetPlaylist::new(id))
    }

    /// What is in a playlist: `GET /playlists/{playlist_id}/items`. For public playlists any login in Extended Quota Mode; for
    /// private ones a user's login with `playlist-read-private`, and in Development Mode always a user's login, of the
    /// playlist's owner or a collaborator. All apps. Pages of 1 to 50, by default 20.
    ///
    /// Options: [`market`](Call::market), [`fields`](Call::fields), [`additional_types`](Call::additional_types),
    /// [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    #[cfg_attr(feature = "client", doc = "```no_run")]
    #[cfg_attr(not(feature = "client"), doc = "```ignore")]
    /// # async fn example(client: spotify_sdk::SpotifyClient) -> spotify_sdk::Result<()> {
    /// let mut rows = client.playlists().get_items("3cEYpjA9oz9GiPac4AsH4n").stream();
    /// while let Some(row) = rows.next().await {
    ///     match row?.item {
    ///         Some(item) => println!("{}", item.name().unwrap_or("?")),
    ///         None => println!("(gone from Spotify)"),
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not a playlist's, `fields` is no filter or
    /// `limit` is out of range, [`NotFound`](crate::ErrorKind::NotFound) when there is no such playlist,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) in Development Mode for playlists of others.
    #[doc(alias = "get-playlists-items")]
    pub fn get_items(&self, id: impl IntoId<PlaylistId>) -> Call<C, GetPlaylistItems> {
        self.call(GetPlaylistItems::new(id))
    }

    /// The same by the older operation: `GET /playlists/{playlist_id}/tracks`. Apps in Extended Quota Mode only. Pages of 1
    /// to 100, by default 20.
    ///
    /// Options: as [`get_items`](Self::get_items).
    ///
    /// # Errors
    /// As [`get_items`](Self::get_items);
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode.
    #[doc(alias = "get-playlists-tracks")]
    pub fn get_tracks(&self, id: impl IntoId<PlaylistId>) -> Call<C, GetPlaylistItems<AtTracks>> {
        self.call(GetPlaylistItems::new(id))
    }

    /// The playlists that the user owns or follows: `GET /me/playlists`. A user's login, which sees public playlists without
    /// any scope, private ones with `playlist-read-private` and collaborative ones with `playlist-read-collaborative`; all
    /// apps. Pages of 1 to 50, by default 20.
    ///
    /// Options: [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range,
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login.
    #[doc(alias = "get-a-list-of-current-users-playlists")]
    pub fn get_for_current_user(&self) -> Call<C, GetCurrentUserPlaylists> {
        self.call(GetCurrentUserPlaylists::default())
    }

    /// The playlists on a user's profile: `GET /users/{user_id}/playlists`. Any login; apps in Extended Quota Mode only.
    /// Pages of 1 to 50, by default 20. Of the user's own, `playlist-read-private` and `playlist-read-collaborative` show
    /// the others too.
    ///
    /// Options: [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `user_id` is not a user's or `limit` is out of range,
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such user,
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode.
    #[doc(alias = "get-list-users-playlists")]
    pub fn get_for_user(&self, user_id: impl IntoId<UserId>) -> Call<C, GetUserPlaylists> {
        self.call(GetUserPlaylists::new(user_id))
    }

    /// Makes a playlist of the user's, empty as yet: `POST /me/playlists`. A user's login with `playlist-modify-public`,
    /// for one that is not public `playlist-modify-private`, for a collaborative one both; all apps. Names need not differ,
    /// and so a lost answer is not asked for again by itself.
    ///
    #[cfg_attr(feature = "client", doc = "```no_run")]
    #[cfg_attr(not(feature = "client"), doc = "```ignore")]
    /// # async fn example(client: spotify_sdk::SpotifyClient) -> spotify_sdk::Result<()> {
    /// let playlists = client.playlists();
    /// let playlist = playlists.create("Road").public(false).description("For long drives").await?;
    /// playlists.add_items(playlist.id, ["spotify:track:11dFghVXANMlKmJXsNCbNl"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// Options: [`public`](Call::public), [`collaborative`](Call::collaborative), [`description`](Call::description).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when the name is empty, or the playlist both public (as
    /// unless told otherwise) and collaborative, [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's
    /// own login, [`MissingScope`](crate::ErrorKind::MissingScope) without the scope,
    /// [`RequestMaybeApplied`](crate::ErrorKind::RequestMaybeApplied) when the answer was lost.
    #[doc(alias = "create-playlist")]
    pub fn create(&self, name: impl Into<String>) -> Call<C, CreatePlaylist> {
        self.call(CreatePlaylist::new(name))
    }

    /// The same by the older operation: `POST /users/{user_id}/playlists`, where the user can only be the one who is logged
    /// in. Apps in Extended Quota Mode only.
    ///
    /// Options: as [`create`](Self::create).
    ///
    /// # Errors
    /// As [`create`](Self::create); [`Forbidden`](crate::ErrorKind::Forbidden) for another user too,
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode.
    #[doc(alias = "create-playlist-for-user")]
    pub fn create_for_user(
        &self,
        user_id: impl IntoId<UserId>,
        name: impl Into<String>,
    ) -> Call<C, CreatePlaylistForUser> {
        self.call(CreatePlaylistForUser::new(user_id, name))
    }

    /// Changes what is said about a playlist: `PUT /playlists/{playlist_id}`. A user's login with `playlist-modify-public`
    /// or, for playlists that are not public, `playlist-modify-private`; all apps. What is not named stays as it is.
    ///
    /// Options, of which there must be one: [`name`](Call::name), [`public`](Call::public),
    /// [`collaborative`](Call::collaborative), [`description`](Call::description).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when there is no option, the name is empty, or the playlist
    /// would be public and collaborative, [`NotFound`](crate::ErrorKind::NotFound) when there is no such playlist,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) when it is not the user's.
    #[doc(alias = "change-playlist-details")]
    pub fn change_details(&self, id: impl IntoId<PlaylistId>) -> Call<C, ChangePlaylistDetails> {
        self.call(ChangePlaylistDetails::new(id))
    }

    /// The cover of a playlist: `GET /playlists/{playlist_id}/images`. Any login; all apps. Empty for a playlist without
    /// one.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not a playlist's,
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such playlist.
    #[doc(alias = "get-playlist-cover")]
    pub fn get_cover_image(&self, id: impl IntoId<PlaylistId>) -> Call<C, GetPlaylistCover> {
        self.call(GetPlaylistCover::new(id))
    }

    /// Gives a playlist a cover: `PUT /playlists/{playlist_id}/images`. A user's login with `ugc-image-upload` and
    /// `playlist-modify-public` or `playlist-modify-private`, as the playlist is; all apps, with a rate limit of its own.
    ///
    /// `jpeg` are the bytes of a JPEG file, at most 192,000 of them: Spotify takes 256 KB of base64, which is what they are
    /// sent as. Spotify shows the cover a little later than it takes it.
    ///
    #[cfg_attr(feature = "client", doc = "```no_run")]
    #[cfg_attr(not(feature = "client"), doc = "```ignore")]
    /// # async fn example(client: spotify_sdk::SpotifyClient) -> Result<(), Box<dyn std::error::Error>> {
    /// let jpeg = std::fs::read("cover.jpg")?;
    /// client.playlists().upload_cover_image("3cEYpjA9oz9GiPac4AsH4n", jpeg).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when the picture is no JPEG or too large,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without a scope,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) when the playlist is not the user's.
    #[doc(alias = "upload-custom-playlist-cover")]
    pub fn upload_cover_image(
        &self,
        id: impl IntoId<PlaylistId>,
        jpeg: impl Into<Bytes>,
    ) -> Call<C, UploadPlaylistCover> {
        self.call(UploadPlaylistCover::new(id, jpeg))
    }

    /// Follows a playlist: `PUT /playlists/{playlist_id}/followers`. A user's login with `playlist-modify-public` or, to
    /// follow it unseen, `playlist-modify-private`; apps in Extended Quota Mode only. Following twice is following once.
    /// [`Library::save`](super::Library::save) has taken its place, for all apps.
    ///
    /// Options: [`public`](Call::public).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not a playlist's,
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such playlist,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope,
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode.
    #[doc(alias = "follow-playlist")]
    pub fn follow(&self, id: impl IntoId<PlaylistId>) -> Call<C, FollowPlaylist> {
        self.call(FollowPlaylist::new(id))
    }

    /// Follows a playlist no longer: `DELETE /playlists/{playlist_id}/followers`. Login and apps as for
    /// [`follow`](Self::follow). This is also how a user's own playlist is deleted, which the Web API knows no other way
    /// of. [`Library::remove`](super::Library::remove) has taken its place, for all apps.
    ///
    /// # Errors
    /// As [`follow`](Self::follow).
    #[doc(alias = "unfollow-playlist")]
    pub fn unfollow(&self, id: impl IntoId<PlaylistId>) -> Call<C, UnfollowPlaylist> {
        self.call(UnfollowPlaylist::new(id))
    }

    /// Whether the user follows a playlist: `GET /playlists/{playlist_id}/followers/contains`. A user's login; apps in
    /// Extended Quota Mode only. [`Library::contains`](super::Library::contains) has taken its place, for all apps.
    ///
    /// # Errors
    /// As [`follow`](Self::follow); [`Decode`](crate::ErrorKind::Decode) when the answer is not about one playlist.
    #[doc(alias = "check-if-user-follows-playlist")]
    pub fn check_follows(&self, id: impl IntoId<PlaylistId>) -> Call<C, CheckFollowsPlaylist> {
        self.call(CheckFollowsPlaylist::new(id))
    }
}
