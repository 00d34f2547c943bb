//! Operations that read several entities at once, by id. They are alike but for their kind, so they are one declaration each.

use super::batch::Batch;
use super::{ApiRequest, Endpoint, options};
use crate::error::Result;
use crate::id::{AlbumId, ArtistId, AudiobookId, ChapterId, EpisodeId, IntoId, ShowId, TrackId};
use crate::model::{Album, Artist, Audiobook, Chapter, Episode, SimplifiedShow, Track};
use crate::operation::{Availability, Operation};
use crate::scope;

/// Declares an operation that takes at most so many ids, and answers with an entity or nothing for each.
macro_rules! several {
    ($(
        $(#[$documentation:meta])*
        $Name:ident($Id:ty $(, $market:ident)?) -> $Model:ty, at most $most:literal, as $operation:expr;
    )+) => {$(
        $(#[$documentation])*
        #[derive(Debug, Clone)]
        pub struct $Name {
            ids: Batch,
            $($market: Option<String>,)?
        }

        $(options!($Name: $market);)?

        impl $Name {
            /// Those with these ids, in this order.
            pub fn new<I: IntoId<$Id>>(ids: impl IntoIterator<Item = I>) -> Self {
                Self { ids: Batch::of_ids::<$Id>(ids), $($market: None)? }
            }
        }

        impl Endpoint for $Name {
            type Output = Vec<Option<$Model>>;
            const OPERATION: Operation = $operation.available_to(Availability::ExtendedQuota);

            fn request(&self) -> Result<ApiRequest> {
                ApiRequest::builder(&Self::OPERATION)
                    .batch("ids", &self.ids, $most)
                    $(.market(self.$market.as_deref()))?
                    .build()
            }
        }
    )+};
}

several! {
    /// `GET /albums`: see [`Albums::get_several`](crate::service::Albums::get_several).
    GetAlbums(AlbumId, market) -> Album, at most 20, as Operation::get("get-multiple-albums", "/albums");
    /// `GET /artists`: see [`Artists::get_several`](crate::service::Artists::get_several).
    GetArtists(ArtistId) -> Artist, at most 50, as Operation::get("get-multiple-artists", "/artists");
    /// `GET /audiobooks`: see [`Audiobooks::get_several`](crate::service::Audiobooks::get_several).
    GetAudiobooks(AudiobookId, market) -> Audiobook, at most 50,
        as Operation::get("get-multiple-audiobooks", "/audiobooks");
    /// `GET /chapters`: see [`Chapters::get_several`](crate::service::Chapters::get_several).
    GetChapters(ChapterId, market) -> Chapter, at most 50, as Operation::get("get-several-chapters", "/chapters");
    /// `GET /episodes`: see [`Episodes::get_several`](crate::service::Episodes::get_several).
    GetEpisodes(EpisodeId, market) -> Episode, at most 50,
        as Operation::get("get-multiple-episodes", "/episodes").unlocked_by(&[scope::USER_READ_PLAYBACK_POSITION]);
    /// `GET /shows`: see [`Shows::get_several`](crate::service::Shows::get_several).
    GetShows(ShowId, market) -> SimplifiedShow, at most 50, as Operation::get("get-multiple-shows", "/shows");
    /// `GET /tracks`: see [`Tracks::get_several`](crate::service::Tracks::get_several).
    GetTracks(TrackId, market) -> Track, at most 50, as Operation::get("get-several-tracks", "/tracks");
}
