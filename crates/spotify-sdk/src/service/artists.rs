//! Artists.

use super::service;
use crate::call::Call;
use crate::endpoint::{
    Batched, GetArtist, GetArtistAlbums, GetArtistTopTracks, GetArtists, GetRelatedArtists,
};
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

    /// Several artists, however many, in the order of `ids`: `GET /artists`, 50 a request. Any login; apps in Extended
    /// Quota Mode. In Development Mode, where this is closed, they are read one by one, at most 50 unless
    /// [`max_singles`](Call::max_singles) allows more: see [`Batched`](crate::endpoint::Batched). `None` where Spotify
    /// has no such artist.
    ///
    /// Options: [`concurrency`](Call::concurrency), [`max_singles`](Call::max_singles).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when an id is not an artist's;
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) in Development Mode for more than [`max_singles`](Call::max_singles).
    #[doc(alias = "get-multiple-artists")]
    pub fn get_several<I: IntoId<ArtistId>>(
        &self,
        ids: impl IntoIterator<Item = I>,
    ) -> Call<C, Batched<GetArtists>> {
        self.call(Batched::new(GetArtists::new(ids)))
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

    /// The most popular tracks of an artist, up to 10: `GET /artists/{id}/top-tracks`. Any login; apps in Extended Quota
    /// Mode only. With an app's own login give a `market`; a user's login has the country of the account.
    ///
    /// Options: [`market`](Call::market).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not an artist's,
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for apps in Development Mode,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such artist.
    #[doc(alias = "get-an-artists-top-tracks")]
    pub fn get_top_tracks(&self, id: impl IntoId<ArtistId>) -> Call<C, GetArtistTopTracks> {
        self.call(GetArtistTopTracks::new(id))
    }

    /// Artists who are like an artist by what their listeners hear, up to 20: `GET /artists/{id}/related-artists`. Any login;
    /// only apps that had access to it before 27 November 2024.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when `id` is not an artist's,
    /// [`ClosedToApp`](crate::ErrorKind::ClosedToApp) for other apps,
    /// [`NotFound`](crate::ErrorKind::NotFound) when Spotify has no such artist.
    #[doc(alias = "get-an-artists-related-artists")]
    pub fn get_related_artists(&self, id: impl IntoId<ArtistId>) -> Call<C, GetRelatedArtists> {
        self.call(GetRelatedArtists::new(id))
    }
}
