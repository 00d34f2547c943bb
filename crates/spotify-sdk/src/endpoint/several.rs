//! Operations that read several entities at once, by id. They are alike but for their kind, so they are one declaration each.

use super::batch::Batch;
use super::{
    ApiRequest, BoxedStep, Endpoint, GetAlbum, GetArtist, GetAudiobook, GetChapter, GetEpisode, GetShow,
    GetTrack, HasMarket, Instead, OneByOne, Splits, options,
};

use crate::error::Result;
use crate::id::{AlbumId, ArtistId, AudiobookId, ChapterId, EpisodeId, IntoId, ShowId, TrackId};
use crate::model::{Album, Artist, Audiobook, Chapter, Episode, SimplifiedShow, Track};
use crate::operation::{Availability, Operation};
use crate::scope;

/// Declares an operation that takes at most so many ids, and answers with an entity or nothing for each.
macro_rules! several {
    ($(
        $(#[$documentation:meta])*
        $Name:ident($Id:ty $(, $market:ident)?) -> $Model:ty, at most $most:literal, else $Single:ident, as $operation:expr;
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

        impl OneByOne for $Name {}

        impl Splits for $Name {
            const LARGEST: usize = $most;

            fn batch_mut(&mut self) -> &mut Batch {
                &mut self.ids
            }

            fn instead() -> Option<Instead<Self>> {
                // Not every operation has a market.
                #[allow(unused_mut, unused_variables)]
                Some(Instead::singles(|several, ids| {
                    let mut single = $Single::new(ids.concat());
                    $(HasMarket::market_mut(&mut single).clone_from(&several.$market);)?
                    BoxedStep::new(single, |answer| vec![Some(answer.into())])
                }))
            }
        }
    )+};
}

several! {
    /// `GET /albums`: see [`Albums::get_several`](crate::service::Albums::get_several).
    GetAlbums(AlbumId, market) -> Album, at most 20, else GetAlbum, as Operation::get("get-multiple-albums", "/albums");
    /// `GET /artists`: see [`Artists::get_several`](crate::service::Artists::get_several).
    GetArtists(ArtistId) -> Artist, at most 50, else GetArtist, as Operation::get("get-multiple-artists", "/artists");
    /// `GET /audiobooks`: see [`Audiobooks::get_several`](crate::service::Audiobooks::get_several).
    GetAudiobooks(AudiobookId, market) -> Audiobook, at most 50, else GetAudiobook,
        as Operation::get("get-multiple-audiobooks", "/audiobooks");
    /// `GET /chapters`: see [`Chapters::get_several`](crate::service::Chapters::get_several).
    GetChapters(ChapterId, market) -> Chapter, at most 50, else GetChapter,
        as Operation::get("get-several-chapters", "/chapters");
    /// `GET /episodes`: see [`Episodes::get_several`](crate::service::Episodes::get_several).
    GetEpisodes(EpisodeId, market) -> Episode, at most 50, else GetEpisode,
        as Operation::get("get-multiple-episodes", "/episodes").unlocked_by(&[scope::USER_READ_PLAYBACK_POSITION]);
    /// `GET /shows`: see [`Shows::get_several`](crate::service::Shows::get_several).
    GetShows(ShowId, market) -> SimplifiedShow, at most 50, else GetShow, as Operation::get("get-multiple-shows", "/shows");
    /// `GET /tracks`: see [`Tracks::get_several`](crate::service::Tracks::get_several).
    GetTracks(TrackId, market) -> Track, at most 50, else GetTrack, as Operation::get("get-several-tracks", "/tracks");
}
