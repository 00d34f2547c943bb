//! Operations on users.

mod following;
mod top;

use super::{ApiRequest, Endpoint};
use crate::error::Result;
use crate::model::CurrentUser;
use crate::operation::Operation;
use crate::scope;

pub use following::{
    CheckFollowsArtistsOrUsers, FollowArtistsOrUsers, GetFollowedArtists, UnfollowArtistsOrUsers,
};
pub use top::{GetTopArtists, GetTopTracks, HasTimeRange, TimeRange};

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
