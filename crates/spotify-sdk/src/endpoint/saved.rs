//! Saving shows, episodes and audiobooks by the operations that apps in Extended Quota Mode still have. `/me/library` has taken their
//! place. They are alike but for their kind, so they are one declaration each.

use bytes::Bytes;

use super::batch::Batch;
use super::{ApiRequest, Endpoint, options};
use crate::decode::{Decode, contains};
use crate::error::Result;
use crate::id::{AudiobookId, EpisodeId, IntoId, ShowId};
use crate::operation::{Availability, Operation};
use crate::scope;

/// Declares an operation that takes at most so many ids in its query.
macro_rules! saved {
    ($(
        $(#[$documentation:meta])*
        $Name:ident($Id:ty $(, $market:ident)?) -> $Output:ty, at most $most:literal, as $operation:expr;
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
    /// `PUT /me/audiobooks`: see [`Audiobooks::save`](crate::service::Audiobooks::save).
    SaveAudiobooks(AudiobookId) -> (), at most 50,
        as changes(Operation::put("save-audiobooks-user", "/me/audiobooks"));
    /// `DELETE /me/audiobooks`: see [`Audiobooks::remove_saved`](crate::service::Audiobooks::remove_saved).
    RemoveSavedAudiobooks(AudiobookId) -> (), at most 50,
        as changes(Operation::delete("remove-audiobooks-user", "/me/audiobooks"));
    /// `GET /me/audiobooks/contains`: see [`Audiobooks::check_saved`](crate::service::Audiobooks::check_saved).
    CheckSavedAudiobooks(AudiobookId) -> Vec<bool>, at most 50,
        as asks("check-users-saved-audiobooks", "/me/audiobooks/contains");

    /// `PUT /me/episodes`: see [`Episodes::save`](crate::service::Episodes::save).
    SaveEpisodes(EpisodeId) -> (), at most 50, as changes(Operation::put("save-episodes-user", "/me/episodes"));
    /// `DELETE /me/episodes`: see [`Episodes::remove_saved`](crate::service::Episodes::remove_saved).
    RemoveSavedEpisodes(EpisodeId) -> (), at most 50,
        as changes(Operation::delete("remove-episodes-user", "/me/episodes"));
    /// `GET /me/episodes/contains`: see [`Episodes::check_saved`](crate::service::Episodes::check_saved).
    CheckSavedEpisodes(EpisodeId) -> Vec<bool>, at most 50,
        as asks("check-users-saved-episodes", "/me/episodes/contains");

    /// `PUT /me/shows`: see [`Shows::save`](crate::service::Shows::save).
    SaveShows(ShowId) -> (), at most 50, as changes(Operation::put("save-shows-user", "/me/shows"));
    /// `DELETE /me/shows`: see [`Shows::remove_saved`](crate::service::Shows::remove_saved).
    RemoveSavedShows(ShowId, market) -> (), at most 50, as changes(Operation::delete("remove-shows-user", "/me/shows"));
    /// `GET /me/shows/contains`: see [`Shows::check_saved`](crate::service::Shows::check_saved).
    CheckSavedShows(ShowId) -> Vec<bool>, at most 50, as asks("check-users-saved-shows", "/me/shows/contains");
}

/// What is known about an operation that saves or removes: saving twice is once.
const fn changes(operation: Operation) -> Operation {
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
