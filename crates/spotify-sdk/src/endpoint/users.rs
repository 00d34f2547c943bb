//! Operations on users.

mod following;
mod top;

use super::{ApiRequest, Endpoint};
use crate::error::Result;
use crate::id::{IntoId, UserId};
use crate::model::{CurrentUser, PublicUser};
use crate::operation::{Availability, Operation};
use crate::scope;

pub use following::{
    CheckFollowsArtistsOrUsers, FollowArtistsOrUsers, GetFollowedArtists, UnfollowArtistsOrUsers,
};
pub use top::{GetTopArtists, GetTopTracks, HasTimeRange, TimeRange};

/// `GET /users/{user_id}`: see [`Users::get_profile`](crate::service::Users::get_profile).
#[derive(Debug, Clone)]
pub struct GetUserProfile {
    id: Result<UserId>,
}

impl GetUserProfile {
    /// One user.
    pub fn new(id: impl IntoId<UserId>) -> Self {
        Self { id: id.into_id() }
    }
}

impl Endpoint for GetUserProfile {
    type Output = PublicUser;
    const OPERATION: Operation =
        Operation::get("get-users-profile", "/users/{user_id}").available_to(Availability::ExtendedQuota);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).id(&self.id).build()
    }
}

/// `GET /me`: see [`Users::get_current_profile`](crate::service::Users::get_current_profile).
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct GetCurrentProfile;

impl Endpoint for GetCurrentProfile {
    type Output = CurrentUser;
    const OPERATION: Operation = Operation::get("get-current-users-profile", "/me")
        .of_user(&[scope::USER_READ_PRIVATE, scope::USER_READ_EMAIL]);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).build()
    }
}
