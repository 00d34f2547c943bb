//! Ids as arguments: text in any form, or typed.

use super::types::SpotifyId;
use super::{AlbumId, ArtistId, AudiobookId, ChapterId, EpisodeId, PlaylistId, ShowId, TrackId, UserId};
use crate::error::Result;

/// What can be passed where an id of type `I` is needed: the id itself, a reference to it, or text that
/// [`SpotifyId::parse`] reads. Methods keep the error and report it when the call is sent.
pub trait IntoId<I> {
    /// The id.
    ///
    /// # Errors
    /// As [`SpotifyId::parse`].
    fn into_id(self) -> Result<I>;
}

impl<I: SpotifyId> IntoId<I> for &str {
    fn into_id(self) -> Result<I> {
        I::parse(self)
    }
}

/// What iterating over borrowed texts gives.
impl<I: SpotifyId> IntoId<I> for &&str {
    fn into_id(self) -> Result<I> {
        I::parse(self)
    }
}

impl<I: SpotifyId> IntoId<I> for String {
    fn into_id(self) -> Result<I> {
        I::parse(&self)
    }
}

impl<I: SpotifyId> IntoId<I> for &String {
    fn into_id(self) -> Result<I> {
        I::parse(self)
    }
}

macro_rules! typed {
    ($($Name:ident)+) => {$(
        impl IntoId<$Name> for $Name {
            fn into_id(self) -> Result<$Name> {
                Ok(self)
            }
        }

        impl IntoId<$Name> for &$Name {
            fn into_id(self) -> Result<$Name> {
                Ok(self.clone())
            }
        }
    )+};
}

typed!(AlbumId ArtistId TrackId PlaylistId ShowId EpisodeId AudiobookId ChapterId UserId);
