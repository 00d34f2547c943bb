//! Operations of the Web API as plain values: what to send, how to read the answer, what is known about them. No I/O.
//!
//! Most programs never name these types; [`service`](crate::service) makes them. They are public because a [`Call`]
//! is generic over them, and for programs that want to look at a request without sending it:
//!
//! ```
//! use spotify_sdk::endpoint::{Endpoint, GetAlbum};
//!
//! let request = GetAlbum::new("4aawyAB9vmqN3uQ7FjRGTy").request()?;
//! assert_eq!(request.method().as_str(), "GET");
//! assert_eq!(request.path(), "/albums/4aawyAB9vmqN3uQ7FjRGTy");
//! # Ok::<(), spotify_sdk::Error>(())
//! ```
//!
//! [`Call`]: crate::Call

mod albums;
mod artists;
mod audio;
mod audiobooks;
mod batch;
mod browse;
mod call_options;
mod episodes;
mod extra;
mod library;
mod listed;
mod markets;
mod options;
mod player;
mod playlists;
mod raw;
mod recommendations;
mod request;
mod requests;
mod saved;
mod search;
mod several;
mod shows;
mod tracks;
mod users;

use bytes::Bytes;
use http::HeaderMap;

pub use albums::{GetAlbum, GetAlbumTracks, GetSavedAlbums};
pub use artists::{GetArtist, GetArtistAlbums, GetArtistTopTracks, GetRelatedArtists};
pub use audio::{GetAudioAnalysis, GetAudioFeatures, GetSeveralAudioFeatures};
pub use audiobooks::{GetAudiobook, GetAudiobookChapters, GetChapter, GetSavedAudiobooks};
pub use batch::Batch;
pub use browse::{
    GetCategories, GetCategory, GetCategoryPlaylists, GetFeaturedPlaylists, GetNewReleases, HasLocale,
};
pub use call_options::CallOptions;
pub use episodes::{GetEpisode, GetSavedEpisodes};
pub use extra::{ExtraOf, WithExtra};
pub use library::{CheckLibraryContains, RemoveLibraryItems, SaveLibraryItems};
pub use listed::{Listed, Outlook, Place};
pub use markets::GetAvailableMarkets;
pub(crate) use options::options;
pub use options::{HasLimit, HasMarket, HasOffset, Paged};
pub use player::{
    AddToQueue, GetAvailableDevices, GetCurrentlyPlaying, GetPlaybackState, GetQueue, GetRecentlyPlayed,
    HasDeviceId, PausePlayback, PlaybackOffset, SeekToPosition, SetRepeat, SetShuffle, SetVolume, SkipToNext,
    SkipToPrevious, StartPlayback, TransferPlayback,
};
pub use playlists::{
    AddPlaylistItems, AtItems, AtTracks, Chain, Chained, Chains, ChangePlaylistDetails, CheckFollowsPlaylist,
    CreatePlaylist, CreatePlaylistForUser, FollowPlaylist, GetCurrentUserPlaylists, GetPlaylist,
    GetPlaylistCover, GetPlaylistItems, GetUserPlaylists, HasAdditionalTypes, HasFields, HasPlaylistDetails,
    HasSnapshotId, ItemsPath, PlaylistDetails, RemovePlaylistItems, ReorderPlaylistItems,
    ReplacePlaylistItems, UnfollowPlaylist, UploadPlaylistCover,
};
pub use raw::{RawAnswer, RawRequest};
pub use recommendations::{GetAvailableGenreSeeds, GetRecommendations};
pub use request::{ApiRequest, Body, RequestBuilder};
pub(crate) use requests::splits;
pub use requests::{
    Access, Batched, BoxedStep, Callable, InOrder, Instead, Joined, Links, OneByOne, Parts, Requests, Single,
    Splits, Step,
};
pub use saved::{
    CheckSavedAlbums, CheckSavedAudiobooks, CheckSavedEpisodes, CheckSavedShows, CheckSavedTracks,
    RemoveSavedAlbums, RemoveSavedAudiobooks, RemoveSavedEpisodes, RemoveSavedShows, RemoveSavedTracks,
    SaveAlbums, SaveAudiobooks, SaveEpisodes, SaveShows,
};
pub use search::{HasSearchQuery, SearchFor, SearchItems, SearchQuery, SearchType, SearchYears, Searchable};
pub use several::{GetAlbums, GetArtists, GetAudiobooks, GetChapters, GetEpisodes, GetShows, GetTracks};
pub use shows::{GetSavedShows, GetShow, GetShowEpisodes};
pub use tracks::{GetSavedTracks, GetTrack, SaveTimestampedTracks, SaveTracks};
pub use users::{
    CheckFollowsArtistsOrUsers, FollowArtistsOrUsers, GetCurrentProfile, GetFollowedArtists, GetTopArtists,
    GetTopTracks, GetUserProfile, HasTimeRange, TimeRange, UnfollowArtistsOrUsers,
};

pub use crate::decode::Decode;
use crate::decode::api_error;
use crate::error::{Error, Result};
pub use crate::operation::{Availability, Limit, Login, Method, Operation, QuotaMode, Repeat, Replacement};

/// One operation with its arguments.
pub trait Endpoint: Clone + Send + Sync + 'static {
    /// What a successful answer is read as.
    type Output: Decode;

    /// What is known about the operation.
    const OPERATION: Operation;

    /// The same for this request; differs from [`OPERATION`](Self::OPERATION) only for requests made by hand.
    fn operation(&self) -> Operation {
        Self::OPERATION
    }

    /// What to send.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when an argument can't work.
    fn request(&self) -> Result<ApiRequest>;

    /// Reads the body of a successful answer.
    ///
    /// # Errors
    /// As [`Decode::decode`].
    fn decode(&self, status: u16, body: &Bytes) -> Result<Self::Output> {
        Self::Output::decode(&self.operation(), status, body)
    }

    /// Reads an unsuccessful answer: Spotify's message and reason, and what to do next.
    fn error(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error {
        api_error(status, headers, body, &self.operation())
    }
}

#[cfg(test)]
mod tests;
