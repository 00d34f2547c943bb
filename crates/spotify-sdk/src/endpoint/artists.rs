//! Operations on artists.

use super::{ApiRequest, Endpoint, Paged, options};
use crate::error::{Error, Result};
use crate::id::{ArtistId, IntoId};
use crate::model::{AlbumGroup, Artist, DiscographyAlbum, Track};
use crate::operation::{Availability, Limit, Operation};
use crate::page::Page;

/// `GET /artists/{id}`: see [`Artists::get`](crate::service::Artists::get).
#[derive(Debug, Clone)]
pub struct GetArtist {
    id: Result<ArtistId>,
}

impl GetArtist {
    /// One artist.
    pub fn new(id: impl IntoId<ArtistId>) -> Self {
        Self { id: id.into_id() }
    }
}

impl Endpoint for GetArtist {
    type Output = Artist;
    const OPERATION: Operation = Operation::get("get-an-artist", "/artists/{id}");

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.id).build()
    }
}

/// `GET /artists/{id}/albums`: see [`Artists::get_albums`](crate::service::Artists::get_albums).
#[derive(Debug, Clone)]
pub struct GetArtistAlbums {
    id: Result<ArtistId>,
    pub(crate) include_groups: Option<Vec<AlbumGroup>>,
    market: Option<String>,
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetArtistAlbums: market, limit, offset);

impl GetArtistAlbums {
    /// The albums of one artist.
    pub fn new(id: impl IntoId<ArtistId>) -> Self {
        Self { id: id.into_id(), include_groups: None, market: None, limit: None, offset: None }
    }

    /// The groups as Spotify takes them: `album,single`.
    fn groups(&self) -> Result<Option<String>> {
        let Some(groups) = &self.include_groups else { return Ok(None) };
        let unknown = groups.iter().find(|group| matches!(group, AlbumGroup::Other(_)));
        match unknown {
            _ if groups.is_empty() => Err(Error::invalid_argument("`include_groups` names no group")),
            Some(group) => {
                Err(Error::invalid_argument(format!("`include_groups` names an unknown group: `{group}`")))
            }
            None => Ok(Some(groups.iter().map(AlbumGroup::as_str).collect::<Vec<_>>().join(","))),
        }
        .map_err(|error| error.with_advice("The groups are album, single, appears_on and compilation"))
    }
}

impl Endpoint for GetArtistAlbums {
    type Output = Page<DiscographyAlbum>;
    const OPERATION: Operation = Operation::get("get-an-artists-albums", "/artists/{id}/albums")
        .limited(Limit::new(1, 50).in_development_mode(10));

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .id(&self.id)
            .try_query("include_groups", self.groups())
            .market(self.market.as_deref())
            .limit(self.limit)
            .offset(self.offset)
            .build()
    }
}

impl Paged for GetArtistAlbums {
    type Row = DiscographyAlbum;
}

/// `GET /artists/{id}/top-tracks`: see [`Artists::get_top_tracks`](crate::service::Artists::get_top_tracks).
#[derive(Debug, Clone)]
pub struct GetArtistTopTracks {
    id: Result<ArtistId>,
    market: Option<String>,
}

options!(GetArtistTopTracks: market);

impl GetArtistTopTracks {
    /// The top tracks of one artist.
    pub fn new(id: impl IntoId<ArtistId>) -> Self {
        Self { id: id.into_id(), market: None }
    }
}

impl Endpoint for GetArtistTopTracks {
    type Output = Vec<Track>;
    const OPERATION: Operation = Operation::get("get-an-artists-top-tracks", "/artists/{id}/top-tracks")
        .available_to(Availability::ExtendedQuota);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.id).market(self.market.as_deref()).build()
    }
}

/// `GET /artists/{id}/related-artists`: see [`Artists::get_related_artists`](crate::service::Artists::get_related_artists).
#[derive(Debug, Clone)]
pub struct GetRelatedArtists {
    id: Result<ArtistId>,
}

impl GetRelatedArtists {
    /// The artists who are like one artist.
    pub fn new(id: impl IntoId<ArtistId>) -> Self {
        Self { id: id.into_id() }
    }
}

impl Endpoint for GetRelatedArtists {
    type Output = Vec<Artist>;
    const OPERATION: Operation =
        Operation::get("get-an-artists-related-artists", "/artists/{id}/related-artists")
            .available_to(Availability::Before2024);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.id).build()
    }
}
