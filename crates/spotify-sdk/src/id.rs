//! Spotify ids: one type per kind, parsed from an id, a `spotify:` URI or an `open.spotify.com` link.
//!
//! ```
//! use spotify_sdk::{ErrorKind, id::AlbumId};
//!
//! let id = AlbumId::parse("https://open.spotify.com/intl-de/album/4aawyAB9vmqN3uQ7FjRGTy?si=x")?;
//! assert_eq!(id.as_str(), "4aawyAB9vmqN3uQ7FjRGTy");
//! assert_eq!(id, AlbumId::parse(&id.uri())?);
//!
//! let error = AlbumId::parse("spotify:track:11dFghVXANMlKmJXsNCbNl").unwrap_err();
//! assert_eq!(error.kind(), ErrorKind::InvalidArgument);
//! assert!(error.message().contains("track") && error.message().contains("album"));
//! # Ok::<(), spotify_sdk::Error>(())
//! ```
//!
//! Every method that takes an id takes any of these forms, as text or typed, and reports one that can't work before
//! anything is sent. Ids inside Spotify's answers are kept whatever they are (local files have none: the empty id) and are
//! checked when they are used in a request.

mod argument;
mod kind;
mod parse;
mod types;
mod uri;

pub use argument::IntoId;
pub use kind::Kind;
use parse::Reference;
pub(crate) use types::SEGMENT;
pub use types::{
    AlbumId, ArtistId, AudiobookId, ChapterId, EpisodeId, PlaylistId, ShowId, SpotifyId, TrackId, UserId,
};
pub use uri::{IntoUri, Uri};

#[cfg(test)]
mod tests;
