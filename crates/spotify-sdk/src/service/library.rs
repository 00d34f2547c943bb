//! The library.

use super::service;
use crate::call::Call;
use crate::endpoint::{Batched, CheckLibraryContains, RemoveLibraryItems, SaveLibraryItems};
use crate::id::IntoUri;

service! {
    /// The user's library, whatever the kind of thing. What it has of each kind is listed by the kind's own service,
    /// such as [`Albums::get_saved`](super::Albums::get_saved).
    pub struct Library;
}

impl<C: Clone> Library<C> {
    /// Saves tracks, albums, shows, episodes and audiobooks, and follows artists, users and playlists: `PUT
    /// /me/library`. A user's login with `user-library-modify`, for artists and users `user-follow-modify`, for
    /// playlists `playlist-modify-public`; all apps. Any number of URIs, links or typed ids, 40 a request: see
    /// [`Batched`](crate::endpoint::Batched). What is there already stays as it is.
    ///
    #[cfg_attr(feature = "client", doc = "```no_run")]
    #[cfg_attr(not(feature = "client"), doc = "```ignore")]
    /// # async fn example(client: spotify_sdk::SpotifyClient) -> spotify_sdk::Result<()> {
    /// client.library().save(["spotify:track:11dFghVXANMlKmJXsNCbNl"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when one is no URI or of a kind that no library has,
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope.
    #[doc(alias = "save-library-items")]
    pub fn save(&self, uris: impl IntoIterator<Item: IntoUri>) -> Call<C, Batched<SaveLibraryItems>> {
        self.call(Batched::new(SaveLibraryItems::new(uris)))
    }

    /// Takes things out of the library, and unfollows artists, users and playlists: `DELETE /me/library`. Login, apps and
    /// number as for [`save`](Self::save). What is not there is no error.
    ///
    /// # Errors
    /// As [`save`](Self::save).
    #[doc(alias = "remove-library-items")]
    pub fn remove(&self, uris: impl IntoIterator<Item: IntoUri>) -> Call<C, Batched<RemoveLibraryItems>> {
        self.call(Batched::new(RemoveLibraryItems::new(uris)))
    }

    /// Whether things are in the library or followed, in the order given: `GET /me/library/contains`. A user's login
    /// with `user-library-read`, for artists and users `user-follow-read`, for playlists `playlist-read-private`; all
    /// apps. Any number of URIs, links or typed ids, 40 a request: see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// As [`save`](Self::save); [`Decode`](crate::ErrorKind::Decode) when the answer is not about as many.
    #[doc(alias = "check-library-contains")]
    pub fn contains(&self, uris: impl IntoIterator<Item: IntoUri>) -> Call<C, Batched<CheckLibraryContains>> {
        self.call(Batched::new(CheckLibraryContains::new(uris)))
    }
}
