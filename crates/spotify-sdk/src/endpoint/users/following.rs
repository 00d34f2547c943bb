//! Following artists and users.

use std::marker::PhantomData;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::decode::{Decode, contains, json};
use crate::endpoint::batch::Batch;
use crate::endpoint::{ApiRequest, Endpoint, options, splits};
use crate::error::Result;
use crate::id::{ArtistId, IntoId, SpotifyId, UserId};
use crate::model::Artist;
use crate::operation::{Availability, Operation};
use crate::page::CursorPage;
use crate::scope;

/// How many ids one request takes.
const LARGEST: usize = 50;

/// `GET /me/following`: see [`Users::get_followed_artists`](crate::service::Users::get_followed_artists).
#[derive(Debug, Clone, Default)]
pub struct GetFollowedArtists {
    pub(crate) after: Option<Result<ArtistId>>,
    limit: Option<u32>,
}

options!(GetFollowedArtists: limit);

/// Spotify wraps the page once more.
#[derive(Deserialize)]
struct Followed<'a> {
    #[serde(borrow)]
    artists: &'a RawValue,
}

impl Endpoint for GetFollowedArtists {
    type Output = CursorPage<Artist>;
    const OPERATION: Operation =
        Operation::get("get-followed", "/me/following").of_user(&[scope::USER_FOLLOW_READ]).limited_to(50);

    fn request(&self) -> Result<ApiRequest> {
        let after = self.after.clone().transpose().and_then(|after| {
            after.as_ref().map_or(Ok(()), ArtistId::validate)?;
            Ok(after)
        });
        ApiRequest::builder(&Self::OPERATION)
            .query("type", Some("artist"))
            .try_query("after", after)
            .limit(self.limit)
            .build()
    }

    fn decode(&self, status: u16, body: &Bytes) -> Result<Self::Output> {
        let Followed { artists } = json(&Self::OPERATION, status, body)?;
        Decode::decode(&Self::OPERATION, status, &body.slice_ref(artists.get().as_bytes()))
    }
}

/// Declares an operation that names either artists or users. Spotify takes one kind a request, in `type`.
macro_rules! artists_or_users {
    ($($(#[$attribute:meta])* pub struct $Name:ident;)+) => {$(
        $(#[$attribute])*
        #[derive(Debug, Clone)]
        pub struct $Name<I> {
            ids: Batch,
            kind: PhantomData<fn() -> I>,
        }

        impl $Name<ArtistId> {
            /// These artists.
            pub fn artists(ids: impl IntoIterator<Item: IntoId<ArtistId>>) -> Self {
                Self { ids: Batch::of_ids(ids), kind: PhantomData }
            }
        }

        impl $Name<UserId> {
            /// These users.
            pub fn users(ids: impl IntoIterator<Item: IntoId<UserId>>) -> Self {
                Self { ids: Batch::of_ids(ids), kind: PhantomData }
            }
        }

        impl<I: SpotifyId> $Name<I> {
            fn request_of(&self, operation: &Operation) -> Result<ApiRequest> {
                ApiRequest::builder(operation)
                    .query("type", Some(I::KIND))
                    .batch("ids", &self.ids, LARGEST)
                    .build()
            }
        }
    )+};
}

artists_or_users! {
    /// `PUT /me/following`: see [`Users::follow_artists`](crate::service::Users::follow_artists).
    pub struct FollowArtistsOrUsers;
    /// `DELETE /me/following`: see [`Users::unfollow_artists`](crate::service::Users::unfollow_artists).
    pub struct UnfollowArtistsOrUsers;
    /// `GET /me/following/contains`: see [`Users::check_follows_artists`](crate::service::Users::check_follows_artists).
    pub struct CheckFollowsArtistsOrUsers;
}

splits!(FollowArtistsOrUsers<I>: ids, at most LARGEST, else SaveLibraryItems of I::KIND);

impl<I: SpotifyId> Endpoint for FollowArtistsOrUsers<I> {
    type Output = ();
    const OPERATION: Operation = Operation::put("follow-artists-users", "/me/following")
        .of_user(&[scope::USER_FOLLOW_MODIFY])
        .available_to(Availability::ExtendedQuota)
        .safe_to_repeat();

    fn request(&self) -> Result<ApiRequest> {
        self.request_of(&Self::OPERATION)
    }
}

splits!(UnfollowArtistsOrUsers<I>: ids, at most LARGEST, else RemoveLibraryItems of I::KIND);

impl<I: SpotifyId> Endpoint for UnfollowArtistsOrUsers<I> {
    type Output = ();
    const OPERATION: Operation = Operation::delete("unfollow-artists-users", "/me/following")
        .of_user(&[scope::USER_FOLLOW_MODIFY])
        .available_to(Availability::ExtendedQuota)
        .safe_to_repeat();

    fn request(&self) -> Result<ApiRequest> {
        self.request_of(&Self::OPERATION)
    }
}

splits!(CheckFollowsArtistsOrUsers<I>: ids, at most LARGEST, else CheckLibraryContains of I::KIND);

impl<I: SpotifyId> Endpoint for CheckFollowsArtistsOrUsers<I> {
    type Output = Vec<bool>;
    const OPERATION: Operation = Operation::get("check-current-user-follows", "/me/following/contains")
        .of_user(&[scope::USER_FOLLOW_READ])
        .available_to(Availability::ExtendedQuota);

    fn request(&self) -> Result<ApiRequest> {
        self.request_of(&Self::OPERATION)
    }

    fn decode(&self, status: u16, body: &Bytes) -> Result<Self::Output> {
        contains(&Self::OPERATION, status, body, self.ids.len())
    }
}
