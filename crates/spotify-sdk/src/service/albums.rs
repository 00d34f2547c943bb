//! Albums.

use super::service;
use crate::call::Call;
use crate::endpoint::{GetAlbum, GetAlbumTracks, GetAlbums, GetSavedAlbums};
use crate::id::{AlbumId, IntoId};

service! {
    /// Albums, and those in the user's library.
    pub struct Albums;
}

impl<C: Clone> Albums<C> {
    /// One album with the first page of its tracks: `GET /albums/{id}`. Any login; all apps.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not an album's,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such album.
    #[doc(alias = "get-an-album")]
    pub fn get(&self, id: impl IntoId<AlbumId>) -> Call<C, GetAlbum> {
        self.call(GetAlbum::new(id))
    }

    /// Several albums at once, 1 to 20, in the order of `ids`: `GET /albums`. Any login; apps in Extended Quota Mode
    /// only. `None` where Spotify has no such album.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `ids` are none, more than 20, or not of albums;
    /// [`Forbidden`](crate::ErrorKind::Forbidden) for apps in Development Mode.
    #[doc(alias = "get-multiple-albums")]
    pub fn get_several<I: IntoId<AlbumId>>(&self, ids: impl IntoIterator<Item = I>) -> Call<C, GetAlbums> {
        self.call(GetAlbums::new(ids))
    }

    /// The tracks of an album: `GET /albums/{id}/tracks`. Any login; all apps. Pages of 1 to 50, by default 20.
    ///
    /// Options: [`market`](Call::market), [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not an album's or `limit` is out of range,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such album.
    #[doc(alias = "get-an-albums-tracks")]
    pub fn get_tracks(&self, id: impl IntoId<AlbumId>) -> Call<C, GetAlbumTracks> {
        self.call(GetAlbumTracks::new(id))
    }

    /// The albums in the user's library, last saved first: `GET /me/albums`. A user's login with `user-library-read`; all
    /// apps. Pages of 1 to 50, by default 20.
    ///
    /// Options: [`market`](Call::market), [`limit`](Call::limit), [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) without the scope,
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range.
    #[doc(alias = "get-users-saved-albums")]
    pub fn get_saved(&self) -> Call<C, GetSavedAlbums> {
        self.call(GetSavedAlbums::default())
    }
}
