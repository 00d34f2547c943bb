//! Reading what is in a playlist, and the two paths under which that is found.

use std::marker::PhantomData;

use bytes::Bytes;

use super::filter;
use crate::decode::filtered;
use crate::endpoint::{ApiRequest, Endpoint, HasLimit, HasMarket, HasOffset, Paged};
use crate::error::Result;
use crate::id::{IntoId, PlaylistId};
use crate::model::PlaylistItem;
use crate::operation::{Availability, Operation};
use crate::page::Page;
use crate::scope;

mod sealed {
    pub trait Sealed {}
}

/// Where the items of a playlist are: at [`/items`](AtItems), or, for apps in Extended Quota Mode, also at the older
/// [`/tracks`](AtTracks). Both are the same list.
pub trait ItemsPath: sealed::Sealed + Clone + Send + Sync + 'static {
    /// Reading.
    const GET: Operation;
    /// Adding.
    const ADD: Operation;
    /// Moving.
    const REORDER: Operation;
    /// Putting others in their place.
    const REPLACE: Operation;
    /// Taking out.
    const REMOVE: Operation;
    /// What a removal calls the list of what is removed.
    const REMOVED: &'static str;
}

macro_rules! items_path {
    ($(#[$documentation:meta])* $Name:ident = $path:literal, $removed:literal, $availability:expr, at most $most:literal:
        $get:literal $add:literal $update:literal $remove:literal) => {
        $(#[$documentation])*
        #[derive(Debug, Clone, Copy, Default)]
        pub struct $Name;

        impl sealed::Sealed for $Name {}

        impl ItemsPath for $Name {
            const GET: Operation = Operation::get($get, $path)
                .unlocked_by(&[scope::PLAYLIST_READ_PRIVATE, scope::PLAYLIST_READ_COLLABORATIVE])
                .limited_to($most)
                .available_to($availability);
            const ADD: Operation =
                Operation::post($add, $path).of_user(super::MODIFY).available_to($availability);
            // A second time it would move what has taken the place of the first.
            const REORDER: Operation =
                Operation::put($update, $path).of_user(super::MODIFY).available_to($availability);
            const REPLACE: Operation = Self::REORDER.safe_to_repeat();
            const REMOVE: Operation = Operation::delete($remove, $path)
                .of_user(super::MODIFY)
                .available_to($availability)
                .safe_to_repeat();
            const REMOVED: &'static str = $removed;
        }
    };
}

items_path! {
    /// `/playlists/{playlist_id}/items`, for all apps.
    AtItems = "/playlists/{playlist_id}/items", "items", Availability::Everyone, at most 50:
        "get-playlists-items" "add-items-to-playlist" "reorder-or-replace-playlists-items" "remove-items-playlist"
}

items_path! {
    /// `/playlists/{playlist_id}/tracks`, for apps in Extended Quota Mode.
    AtTracks = "/playlists/{playlist_id}/tracks", "tracks", Availability::ExtendedQuota, at most 100:
        "get-playlists-tracks" "add-tracks-to-playlist" "reorder-or-replace-playlists-tracks" "remove-tracks-playlist"
}

/// `GET /playlists/{playlist_id}/items`, or `../tracks`: see
/// [`Playlists::get_items`](crate::service::Playlists::get_items) and
/// [`Playlists::get_tracks`](crate::service::Playlists::get_tracks).
#[derive(Debug, Clone)]
pub struct GetPlaylistItems<P = AtItems> {
    id: Result<PlaylistId>,
    market: Option<String>,
    fields: Option<String>,
    additional_types: Option<Vec<String>>,
    limit: Option<u32>,
    offset: Option<u32>,
    path: PhantomData<P>,
}

filter::options!(GetPlaylistItems<P>);

impl<P: ItemsPath> GetPlaylistItems<P> {
    /// The items of one playlist.
    pub fn new(id: impl IntoId<PlaylistId>) -> Self {
        let id = id.into_id();
        let (market, fields, additional_types) = (None, None, None);
        Self { id, market, fields, additional_types, limit: None, offset: None, path: PhantomData }
    }
}

impl<P> HasMarket for GetPlaylistItems<P> {
    fn market_mut(&mut self) -> &mut Option<String> {
        &mut self.market
    }
}

impl<P> HasLimit for GetPlaylistItems<P> {
    fn limit_mut(&mut self) -> &mut Option<u32> {
        &mut self.limit
    }
}

impl<P> HasOffset for GetPlaylistItems<P> {
    fn offset_mut(&mut self) -> &mut Option<u32> {
        &mut self.offset
    }
}

impl<P: ItemsPath> Endpoint for GetPlaylistItems<P> {
    type Output = Page<PlaylistItem>;
    const OPERATION: Operation = P::GET;

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION)
            .id(&self.id)
            .market(self.market.as_deref())
            .fields(self.fields.as_deref(), &["next", "offset", "total", "limit"])
            .limit(self.limit)
            .offset(self.offset)
            .additional_types(self.additional_types.as_deref())
            .build()
    }

    fn decode(&self, status: u16, body: &Bytes) -> Result<Page<PlaylistItem>> {
        match self.fields {
            None => crate::decode::Decode::decode(&Self::OPERATION, status, body),
            Some(_) => filtered(&Self::OPERATION, status, body),
        }
    }
}

impl<P: ItemsPath> Paged for GetPlaylistItems<P> {
    type Row = PlaylistItem;

    /// A place may have been saved by a program that used the other path.
    fn other_paths(&self) -> Vec<String> {
        let id = self.id.as_ref().map(ToString::to_string).unwrap_or_default();
        [AtItems::GET, AtTracks::GET].map(|operation| operation.path.replace("{playlist_id}", &id)).into()
    }
}
