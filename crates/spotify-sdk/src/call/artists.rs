//! Options of operations on artists.

use super::Call;
use crate::endpoint::GetArtistAlbums;
use crate::model::AlbumGroup;

impl<C> Call<C, GetArtistAlbums> {
    /// Only albums that are this to the artist; by default all. Takes [`AlbumGroup`]s or their names: `["album", "single"]`.
    pub fn include_groups<G: Into<AlbumGroup>>(mut self, groups: impl IntoIterator<Item = G>) -> Self {
        self.endpoint.include_groups = Some(groups.into_iter().map(Into::into).collect());
        self
    }
}
