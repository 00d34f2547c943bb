//! Saving, removing and asking about one kind of thing by id: what apps in Extended Quota Mode still have and `/me/library` has taken
//! the place of. The operations are alike but for their kind, so they are one declaration each.

use bytes::Bytes;

use super::batch::Batch;
use super::{ApiRequest, Endpoint, options, splits};
use crate::decode::{Decode, contains};
use crate::error::Result;
use crate::id::{AlbumId, AudiobookId, EpisodeId, IntoId, Kind, ShowId, TrackId};
use crate::operation::{Availability, Operation};
use crate::scope;

/// Declares an operation that takes at most so many ids in its query.
macro_rules! saved {
    ($(
        $(#[$documentation:meta])*
        $Name:ident($Id:ty $(, $market:ident)?) -> $Output:ty, at most $most:literal, else $Library:ident of $kind:ident, as $operation:expr;
    )+) => {$(
        $(#[$documentation])*
        #[derive(Debug, Clone)]
        pub struct $Name {
            ids: Batch,
            $($market: Option<String>,)?
        }

        $(options!($Name: $market);)?

        impl $Name {
            /// About what has these ids.
            pub fn new(ids: impl IntoIterator<Item: IntoId<$Id>>) -> Self {
                Self { ids: Batch::of_ids::<$Id>(ids), $($market: None)? }
            }
        }

        splits!($Name: ids, at most $most, else $Library of Kind::$kind);

        impl Endpoint for $Name {
            type Output = $Output;
            const OPERATION: Operation = $operation;

            fn request(&self) -> Result<ApiRequest> {
                ApiRequest::builder(&Self::OPERATION)
                    .batch("ids", &self.ids, $most)
                    $(.market(self.$market.as_deref()))?
                    .build()
            }

            fn decode(&self, status: u16, body: &Bytes) -> Result<Self::Output> {
                <$Output as Answer>::read(&Self::OPERATION, status, body, self.ids.len())
            }
        }
    )+};
}

saved! {
    /// `PUT /me/albums`: see [`Albums::save`](crate::service::Albums::save).
    SaveAlbums(AlbumId) -> (), at most 20, else SaveLibraryItems of Album, as changes(Operation::put("save-albums-user", "/me/albums"));
    /// `DELETE /me/albums`: see [`Albums::remove_saved`](crate::service::Albums::remove_saved).
    RemoveSavedAlbums(AlbumId) -> (), at most 20, else RemoveLibraryItems of Album, as changes(Operation::delete("remove-albums-user", "/me/albums"));
    /// `GET /me/albums/contains`: see [`Albums::check_saved`](crate::service::Albums::check_saved).
    CheckSavedAlbums(AlbumId) -> Vec<bool>, at most 20, else CheckLibraryContains of Album, as asks("check-users-saved-albums", "/me/albums/contains");

    /// `PUT /me/audiobooks`: see [`Audiobooks::save`](crate::service::Audiobooks::save).
    SaveAudiobooks(AudiobookId) -> (), at most 50, else SaveLibraryItems of Audiobook,
        as changes(Operation::put("save-audiobooks-user", "/me/audiobooks"));
    /// `DELETE /me/audiobooks`: see [`Audiobooks::remove_saved`](crate::service::Audiobooks::remove_saved).
    RemoveSavedAudiobooks(AudiobookId) -> (), at most 50, else RemoveLibraryItems of Audiobook,
        as changes(Operation::delete("remove-audiobooks-user", "/me/audiobooks"));
    /// `GET /me/audiobooks/contains`: see [`Audiobooks::check_saved`](crate::service::Audiobooks::check_saved).
    CheckSavedAudiobooks(AudiobookId) -> Vec<bool>, at most 50, else CheckLibraryContains of Audiobook,
        as asks("check-users-saved-audiobooks", "/me/audiobooks/contains");

    /// `PUT /me/episodes`: see [`Episodes::save`](crate::service::Episodes::save).
    SaveEpisodes(EpisodeId) -> (), at most 50, else SaveLibraryItems of Episode, as changes(Operation::put("save-episodes-user", "/me/episodes"));
    /// `DELETE /me/episodes`: see [`Episodes::remove_saved`](crate::service::Episodes::remove_saved).
    RemoveSavedEpisodes(EpisodeId) -> (), at most 50, else RemoveLibraryItems of Episode,
        as changes(Operation::delete("remove-episodes-user", "/me/episodes"));
    /// `GET /me/episodes/contains`: see [`Episodes::check_saved`](crate::service::Episodes::check_saved).
    CheckSavedEpisodes(EpisodeId) -> Vec<bool>, at most 50, else CheckLibraryContains of Episode,
        as asks("check-users-saved-episodes", "/me/episodes/contains");

    /// `PUT /me/shows`: see [`Shows::save`](crate::service::Shows::save).
    SaveShows(ShowId) -> (), at most 50, else SaveLibraryItems of Show, as changes(Operation::put("save-shows-user", "/me/shows"));
    /// `DELETE /me/shows`: see [`Shows::remove_saved`](crate::service::Shows::remove_saved).
    RemoveSavedShows(ShowId, market) -> (), at most 50, else RemoveLibraryItems of Show, as changes(Operation::delete("remove-shows-user", "/me/shows"));
    /// `GET /me/shows/contains`: see [`Shows::check_saved`](crate::service::Shows::check_saved).
    CheckSavedShows(ShowId) -> Vec<bool>, at most 50, else CheckLibraryContains of Show, as asks("check-users-saved-shows", "/me/shows/contains");

    /// `DELETE /me/tracks`: see [`Tracks::remove_saved`](crate::service::Tracks::remove_saved).
    RemoveSavedTracks(TrackId) -> (), at most 50, else RemoveLibraryItems of Track, as changes(Operation::delete("remove-tracks-user", "/me/tracks"));
    /// `GET /me/tracks/contains`: see [`Tracks::check_saved`](crate::service::Tracks::check_saved).
    CheckSavedTracks(TrackId) -> Vec<bool>, at most 50, else CheckLibraryContains of Track, as asks("check-users-saved-tracks", "/me/tracks/contains");
}

/// What is known about an operation that saves or removes: saving twice is once.
pub(super) const fn changes(operation: Operation) -> Operation {
    operation
        .of_user(&[scope::USER_LIBRARY_MODIFY])
        .available_to(Availability::ExtendedQuota)
        .safe_to_repeat()
}

const fn asks(id: &'static str, path: &'static str) -> Operation {
    Operation::get(id, path).of_user(&[scope::USER_LIBRARY_READ]).available_to(Availability::ExtendedQuota)
}

/// How the answer about so many ids is read.
trait Answer: Decode {
    fn read(operation: &Operation, status: u16, body: &Bytes, asked: usize) -> Result<Self>;
}

impl Answer for () {
    fn read(operation: &Operation, status: u16, body: &Bytes, _: usize) -> Result<Self> {
        Self::decode(operation, status, body)
    }
}

impl Answer for Vec<bool> {
    fn read(operation: &Operation, status: u16, body: &Bytes, asked: usize) -> Result<Self> {
        contains(operation, status, body, asked)
    }
}
