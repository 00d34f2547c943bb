//! Albums.

use super::service;
use crate::call::Call;
use crate::endpoint::{
    Batched, CheckSavedAlbums, GetAlbum, GetAlbumTracks, GetAlbums, GetSavedAlbums, RemoveSavedAlbums,
    SaveAlbums,
};
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

    /// Several albums, however many, in the order of `ids`: `GET /albums`, 20 a request. Any login; apps in Extended
    /// Quota Mode. In Development Mode, where this is closed, they are read one by one, at most 50 unless
    /// [`max_singles`](Call::max_singles) allows more: see [`Batched`](crate::endpoint::Batched). `None` where Spotify
    /// has no such album.
    ///
    /// Options: [`market`](Call::market), [`concurrency`](Call::concurrency), [`max_singles`](Call::max_singles).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when an id is not an album's;
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode for more than [`max_singles`](Call::max_singles).
    #[doc(alias = "get-multiple-albums")]
    pub fn get_several<I: IntoId<AlbumId>>(
        &self,
        ids: impl IntoIterator<Item = I>,
    ) -> Call<C, Batched<GetAlbums>> {
        self.call(Batched::new(GetAlbums::new(ids)))
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
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope,
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `limit` is out of range.
    #[doc(alias = "get-users-saved-albums")]
    pub fn get_saved(&self) -> Call<C, GetSavedAlbums> {
        self.call(GetSavedAlbums::default())
    }

    /// Saves albums: `PUT /me/albums`. A user's login with `user-library-modify`; apps in Extended Quota Mode. Any
    /// number of ids, 20 a request. What is saved already stays as it is. [`Library::save`](super::Library::save) has
    /// taken its place, and is what is called where this is closed: see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when an id is not an album's,
    /// [`UserLoginRequired`](crate::ErrorKind::UserLoginRequired) with an app's own login,
    /// [`MissingScope`](crate::ErrorKind::MissingScope) without the scope.
    #[doc(alias = "save-albums-user")]
    pub fn save(&self, ids: impl IntoIterator<Item: IntoId<AlbumId>>) -> Call<C, Batched<SaveAlbums>> {
        self.call(Batched::new(SaveAlbums::new(ids)))
    }

    /// Takes albums out of the library: `DELETE /me/albums`. Login, apps and number as for [`save`](Self::save). What
    /// is not there is no error. [`Library::remove`](super::Library::remove) has taken its place, and is what is called
    /// where this is closed: see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// As [`save`](Self::save).
    #[doc(alias = "remove-albums-user")]
    pub fn remove_saved(
        &self,
        ids: impl IntoIterator<Item: IntoId<AlbumId>>,
    ) -> Call<C, Batched<RemoveSavedAlbums>> {
        self.call(Batched::new(RemoveSavedAlbums::new(ids)))
    }

    /// Whether albums are in the library, in the order given: `GET /me/albums/contains`. A user's login with
    /// `user-library-read`; apps in Extended Quota Mode. Any number of ids, 20 a request.
    /// [`Library::contains`](super::Library::contains) has taken its place, and is what is called where this is closed:
    /// see [`Batched`](crate::endpoint::Batched).
    ///
    /// # Errors
    /// As [`save`](Self::save); [`Decode`](crate::ErrorKind::Decode) when the answer is not about as many.
    #[doc(alias = "check-users-saved-albums")]
    pub fn check_saved(
        &self,
        ids: impl IntoIterator<Item: IntoId<AlbumId>>,
    ) -> Call<C, Batched<CheckSavedAlbums>> {
        self.call(Batched::new(CheckSavedAlbums::new(ids)))
    }
}
