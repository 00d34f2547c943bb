//! Searching.

use super::service;
use crate::call::Call;
use crate::endpoint::{SearchFor, SearchItems, SearchType};
use crate::model::{
    Artist, SimplifiedAlbum, SimplifiedAudiobook, SimplifiedEpisode, SimplifiedPlaylist, SimplifiedShow,
    Track,
};

service! {
    /// Searching the catalogue, by words and by filters:
    ///
    #[cfg_attr(feature = "client", doc = "```no_run")]
    #[cfg_attr(not(feature = "client"), doc = "```ignore")]
    /// # async fn example(client: spotify_sdk::SpotifyClient) -> spotify_sdk::Result<()> {
    /// let found = client.search().tracks("remaster").artist("Miles Davis").year(1955..=1960).await?;
    /// for track in found.items {
    ///     println!("{}", track.name);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// | filter | for |
    /// |---|---|
    /// | [`artist`](Call::artist), [`year`](Call::year) | albums, artists, tracks |
    /// | [`album`](Call::album) | albums, tracks |
    /// | [`genre`](Call::genre) | artists, tracks |
    /// | [`track`](Call::track), [`isrc`](Call::isrc) | tracks |
    /// | [`upc`](Call::upc), [`tag_new`](Call::tag_new), [`tag_hipster`](Call::tag_hipster) | albums |
    ///
    /// A filter that a type of the search does not have is refused before anything is sent. The words may have filters of
    /// Spotify's own spelling in them (`artist:"Miles Davis"`); those are sent as they are.
    pub struct Search;
}

impl<C: Clone> Search<C> {
    /// Things of several types at once: `GET /search`. Any login; all apps. Of each type a page of 1 to 50, by default 20;
    /// for apps in Development Mode of 1 to 10, by default 5. A search ends at result 1,000 of each type.
    ///
    #[cfg_attr(feature = "client", doc = "```no_run")]
    #[cfg_attr(not(feature = "client"), doc = "```ignore")]
    /// # async fn example(client: spotify_sdk::SpotifyClient) -> spotify_sdk::Result<()> {
    /// use spotify_sdk::endpoint::SearchType;
    ///
    /// let found = client.search().search("doxy", [SearchType::Album, SearchType::Track]).limit(10).await?;
    /// let (albums, tracks) = (found.albums.unwrap_or_default(), found.tracks.unwrap_or_default());
    /// # let _ = (albums, tracks);
    /// # Ok(()) }
    /// ```
    ///
    /// Options: the filters above, [`market`](Call::market), [`limit`](Call::limit), [`offset`](Call::offset),
    /// [`include_external_audio`](Call::include_external_audio).
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when there are no types, neither words nor filters, a filter
    /// that a type does not have or that can't be, a `limit` out of range, or results beyond 1,000 asked for;
    /// [`BadRequest`](crate::ErrorKind::BadRequest) when `limit` is too large for the app's mode.
    #[doc(alias = "search-for-item")]
    pub fn search(
        &self,
        text: impl Into<String>,
        types: impl IntoIterator<Item = SearchType>,
    ) -> Call<C, SearchItems> {
        self.call(SearchItems::new(text, types))
    }

    /// Albums: `GET /search?type=album`. Login, apps, pages and errors as for [`search`](Self::search); results can be
    /// streamed, up to 1,000.
    ///
    /// Options: the filters for albums, [`market`](Call::market), [`limit`](Call::limit), [`offset`](Call::offset),
    /// [`include_external_audio`](Call::include_external_audio).
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn albums(&self, text: impl Into<String>) -> Call<C, SearchFor<SimplifiedAlbum>> {
        self.call(SearchFor::new(text))
    }

    /// Artists: `GET /search?type=artist`. As [`albums`](Self::albums), with the filters for artists.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn artists(&self, text: impl Into<String>) -> Call<C, SearchFor<Artist>> {
        self.call(SearchFor::new(text))
    }

    /// Playlists: `GET /search?type=playlist`. As [`albums`](Self::albums), without filters. Spotify has nulls in place of
    /// playlists of its own: they are in the page's [`rejected`](crate::Page::rejected).
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn playlists(&self, text: impl Into<String>) -> Call<C, SearchFor<SimplifiedPlaylist>> {
        self.call(SearchFor::new(text))
    }

    /// Tracks: `GET /search?type=track`. As [`albums`](Self::albums), with the filters for tracks.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn tracks(&self, text: impl Into<String>) -> Call<C, SearchFor<Track>> {
        self.call(SearchFor::new(text))
    }

    /// Shows: `GET /search?type=show`. As [`albums`](Self::albums), without filters.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn shows(&self, text: impl Into<String>) -> Call<C, SearchFor<SimplifiedShow>> {
        self.call(SearchFor::new(text))
    }

    /// Episodes of shows: `GET /search?type=episode`. As [`albums`](Self::albums), without filters.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn episodes(&self, text: impl Into<String>) -> Call<C, SearchFor<SimplifiedEpisode>> {
        self.call(SearchFor::new(text))
    }

    /// Audiobooks: `GET /search?type=audiobook`. As [`albums`](Self::albums), without filters. There are some only in the
    /// US, the UK, Canada, Ireland, New Zealand and Australia.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn audiobooks(&self, text: impl Into<String>) -> Call<C, SearchFor<SimplifiedAudiobook>> {
        self.call(SearchFor::new(text))
    }
}
