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
mod episodes;
mod library;
mod options;
mod player;
mod raw;
mod request;
mod saved;
mod several;
mod shows;
mod tracks;
mod users;

use bytes::Bytes;
use http::HeaderMap;

pub use albums::{CheckSavedAlbums, GetAlbum, GetAlbumTracks, GetSavedAlbums, RemoveSavedAlbums, SaveAlbums};
pub use artists::{GetArtist, GetArtistAlbums, GetArtistTopTracks, GetRelatedArtists};
pub use audio::{GetAudioAnalysis, GetAudioFeatures, GetSeveralAudioFeatures};
pub use audiobooks::{GetAudiobook, GetAudiobookChapters, GetChapter, GetSavedAudiobooks};
pub use episodes::{GetEpisode, GetSavedEpisodes};
pub use library::{CheckLibraryContains, RemoveLibraryItems, SaveLibraryItems};
pub(crate) use options::options;
pub use options::{HasLimit, HasMarket, HasOffset, Paged};
pub use player::{
    AddToQueue, GetAvailableDevices, GetCurrentlyPlaying, GetPlaybackState, GetQueue, GetRecentlyPlayed,
    HasDeviceId, PausePlayback, PlaybackOffset, SeekToPosition, SetRepeat, SetShuffle, SetVolume, SkipToNext,
    SkipToPrevious, StartPlayback, TransferPlayback,
};
pub use raw::{RawAnswer, RawRequest};
pub use request::{ApiRequest, Body, RequestBuilder};
pub use saved::{
    CheckSavedAudiobooks, CheckSavedEpisodes, CheckSavedShows, RemoveSavedAudiobooks, RemoveSavedEpisodes,
    RemoveSavedShows, SaveAudiobooks, SaveEpisodes, SaveShows,
};
pub use several::{GetAlbums, GetArtists, GetAudiobooks, GetChapters, GetEpisodes, GetShows, GetTracks};
pub use shows::{GetSavedShows, GetShow, GetShowEpisodes};
pub use tracks::{
    CheckSavedTracks, GetSavedTracks, GetTrack, RemoveSavedTracks, SaveTimestampedTracks, SaveTracks,
};
pub use users::{
    CheckFollowsArtistsOrUsers, FollowArtistsOrUsers, GetCurrentProfile, GetFollowedArtists, GetTopArtists,
    GetTopTracks, HasTimeRange, TimeRange, UnfollowArtistsOrUsers,
};

pub use crate::decode::Decode;
use crate::decode::api_error;
use crate::error::{Error, Result};
pub use crate::operation::{Availability, Limit, Login, Method, Operation, Repeat, Replacement};

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
