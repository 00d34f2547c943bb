//! The filters of a search.

use super::Call;
use crate::endpoint::{HasSearchQuery, SearchYears};

impl<C, E: HasSearchQuery> Call<C, E> {
    /// Only what is by an artist with these words in the name. For albums, artists and tracks.
    ///
    /// Words are quoted as Spotify wants it; quotation marks among them are left out, as it has no way to write those.
    pub fn artist(mut self, name: impl Into<String>) -> Self {
        self.endpoint.search_query_mut().artist = Some(name.into());
        self
    }

    /// Only albums with these words in the title, or tracks on them. For albums and tracks; quoted as in
    /// [`artist`](Self::artist).
    pub fn album(mut self, title: impl Into<String>) -> Self {
        self.endpoint.search_query_mut().album = Some(title.into());
        self
    }

    /// Only tracks with these words in the title. For tracks; quoted as in [`artist`](Self::artist).
    pub fn track(mut self, title: impl Into<String>) -> Self {
        self.endpoint.search_query_mut().track = Some(title.into());
        self
    }

    /// Only what came out in a year, `1999`, or from one year to another, `1955..=1960`. For albums, artists and tracks.
    pub fn year(mut self, years: impl Into<SearchYears>) -> Self {
        self.endpoint.search_query_mut().year = Some(years.into());
        self
    }

    /// Only what is of a genre. For artists and tracks; quoted as in [`artist`](Self::artist).
    pub fn genre(mut self, genre: impl Into<String>) -> Self {
        self.endpoint.search_query_mut().genre = Some(genre.into());
        self
    }

    /// Only the recordings with this International Standard Recording Code, with hyphens or without. For tracks.
    pub fn isrc(mut self, code: impl Into<String>) -> Self {
        self.endpoint.search_query_mut().isrc = Some(code.into());
        self
    }

    /// Only the releases with this Universal Product Code (or EAN): 8 to 14 digits. For albums.
    pub fn upc(mut self, code: impl Into<String>) -> Self {
        self.endpoint.search_query_mut().upc = Some(code.into());
        self
    }

    /// Only what came out in the past two weeks (`tag:new`). For albums.
    pub fn tag_new(mut self) -> Self {
        self.endpoint.search_query_mut().tag_new = true;
        self
    }

    /// Only the least popular tenth (`tag:hipster`). For albums.
    pub fn tag_hipster(mut self) -> Self {
        self.endpoint.search_query_mut().tag_hipster = true;
        self
    }

    /// Says that you can play audio that is hosted elsewhere, so that Spotify marks it as playable
    /// (`include_external=audio`).
    pub fn include_external_audio(mut self) -> Self {
        self.endpoint.search_query_mut().include_external = true;
        self
    }
}
