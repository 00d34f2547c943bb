//! Artists.

use super::service;
use crate::call::Call;
use crate::endpoint::{GetArtist, GetArtistAlbums, GetArtists};
use crate::id::{ArtistId, IntoId};

service! {
    /// Artists and their albums.
    pub struct Artists;
}

impl<C: Clone> Artists<C> {
    /// One artist: `GET /artists/{id}`. Any login; all apps.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not an artist's,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such artist.
    #[doc(alias = "get-an-artist")]
    pub fn get(&self, id: impl IntoId<ArtistId>) -> Call<C, GetArtist> {
        self.call(GetArtist::new(id))
    }

    /// Several artists at once, 1 to 50, in the order of `ids`: `GET /artists`. Any login; apps in Extended Quota Mode
    /// only. `None` where Spotify has no such artist.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `ids` are none, more than 50, or not of artists;
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for apps in Development Mode.
    #[doc(alias = "get-multiple-artists")]
    pub fn get_several<I: IntoId<ArtistId>>(&self, ids: impl IntoIterator<Item = I>) -> Call<C, GetArtists> {
        self.call(GetArtists::new(ids))
    }

    /// The albums of an artist: `GET /artists/{id}/albums`. Any login; all apps. Pages of 1 to 50, by default 5; for apps in
    /// Development Mode of 1 to 10.
    ///
    /// Options: [`include_groups`](Call::include_groups), [`market`](Call::market), [`limit`](Call::limit),
    /// [`offset`](Call::offset).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not an artist's, a group is unknown or `limit` is
    /// out of range, [`BadRequest`](crate::ErrorKind::BadRequest) when `limit` is too large for the app's mode,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such artist.
    #[doc(alias = "get-an-artists-albums")]
    pub fn get_albums(&self, id: impl IntoId<ArtistId>) -> Call<C, GetArtistAlbums> {
        self.call(GetArtistAlbums::new(id))
    }
}
