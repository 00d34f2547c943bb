//! What a user listens to most.

use std::fmt;

use crate::endpoint::{ApiRequest, Endpoint, Paged, options};
use crate::error::Result;
use crate::model::{Artist, Track};
use crate::operation::Operation;
use crate::page::Page;
use crate::scope;

/// How far back the listening goes that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum TimeRange {
    /// About four weeks.
    ShortTerm,
    /// About six months: Spotify's default.
    #[default]
    MediumTerm,
    /// About a year.
    LongTerm,
}

impl TimeRange {
    /// Spotify's word for it: `short_term`, `medium_term` or `long_term`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ShortTerm => "short_term",
            Self::MediumTerm => "medium_term",
            Self::LongTerm => "long_term",
        }
    }
}

impl fmt::Display for TimeRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An operation that takes a `time_range`.
pub trait HasTimeRange {
    /// The range, `None` for Spotify's default.
    fn time_range_mut(&mut self) -> &mut Option<TimeRange>;
}

/// `GET /me/top/artists`: see [`Users::get_top_artists`](crate::service::Users::get_top_artists).
#[derive(Debug, Clone, Default)]
pub struct GetTopArtists {
    time_range: Option<TimeRange>,
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetTopArtists: limit, offset);

impl HasTimeRange for GetTopArtists {
    fn time_range_mut(&mut self) -> &mut Option<TimeRange> {
        &mut self.time_range
    }
}

impl Endpoint for GetTopArtists {
    type Output = Page<Artist>;
    const OPERATION: Operation = Operation::get("get-users-top-artists", "/me/top/artists")
        .of_user(&[scope::USER_TOP_READ])
        .limited_to(50);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .query("time_range", self.time_range)
            .limit(self.limit)
            .offset(self.offset)
            .build()
    }
}

impl Paged for GetTopArtists {
    type Row = Artist;
}

/// `GET /me/top/tracks`: see [`Users::get_top_tracks`](crate::service::Users::get_top_tracks).
#[derive(Debug, Clone, Default)]
pub struct GetTopTracks {
    time_range: Option<TimeRange>,
    limit: Option<u32>,
    offset: Option<u32>,
}

options!(GetTopTracks: limit, offset);

impl HasTimeRange for GetTopTracks {
    fn time_range_mut(&mut self) -> &mut Option<TimeRange> {
        &mut self.time_range
    }
}

impl Endpoint for GetTopTracks {
    type Output = Page<Track>;
    const OPERATION: Operation = Operation::get("get-users-top-tracks", "/me/top/tracks")
        .of_user(&[scope::USER_TOP_READ])
        .limited_to(50);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .query("time_range", self.time_range)
            .limit(self.limit)
            .offset(self.offset)
            .build()
    }
}

impl Paged for GetTopTracks {
    type Row = Track;
}
