//! Operations that read several entities at once, by id. They are alike but for their kind, so they are one declaration each.

use super::{ApiRequest, Endpoint, RequestBuilder, options};
use crate::error::{Error, Result};
use crate::id::{AlbumId, ArtistId, AudiobookId, ChapterId, EpisodeId, IntoId, ShowId, SpotifyId, TrackId};
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
            ids: Result<Vec<$Id>>,
            $($market: Option<String>,)?
        }

        $(options!($Name: $market);)?

        impl $Name {
            /// Those with these ids, in this order.
            pub fn new<I: IntoId<$Id>>(ids: impl IntoIterator<Item = I>) -> Self {
                Self { ids: ids.into_iter().map(IntoId::into_id).collect(), $($market: None)? }
            }
        }

        impl Endpoint for $Name {
            type Output = Vec<Option<$Model>>;
            const OPERATION: Operation = $operation.available_to(Availability::ExtendedQuota);

            fn request(&self) -> Result<ApiRequest> {
                ApiRequest::builder(&Self::OPERATION)
                    .ids(&self.ids, $most)
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

impl RequestBuilder {
    /// Adds `ids`: at least one and at most `most`, each of them valid for its kind.
    #[must_use]
    fn ids<I: SpotifyId>(self, ids: &Result<Vec<I>>, most: usize) -> Self {
        let list = || {
            let ids = ids.as_ref().map_err(Error::clone)?;
            if ids.is_empty() {
                return Err(Error::invalid_argument("`ids` is empty").with_advice("Pass at least one id"));
            }
            if ids.len() > most {
                let message = format!("`ids` has {}, but may have at most {most}", ids.len());
                return Err(
                    Error::invalid_argument(message).with_advice("Make a call for each part of the list")
                );
            }
            ids.iter().try_for_each(SpotifyId::validate)?;
            Ok(Some(ids.iter().map(SpotifyId::as_str).collect::<Vec<_>>().join(",")))
        };
        self.try_query("ids", list())
    }
}
