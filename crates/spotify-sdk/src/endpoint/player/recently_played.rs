//! What was played.

use crate::endpoint::{ApiRequest, Endpoint, options};
use crate::error::{Error, Result};
use crate::model::RecentlyPlayed;
use crate::operation::Operation;
use crate::scope;

/// `GET /me/player/recently-played`: see
/// [`Player::get_recently_played`](crate::service::Player::get_recently_played).
#[derive(Debug, Clone, Default)]
pub struct GetRecentlyPlayed {
    pub(crate) after: Option<u64>,
    pub(crate) before: Option<u64>,
    /// Where a list ends that began with `after` and goes on with `before`.
    pub(in crate::endpoint) until: Option<u64>,
    limit: Option<u32>,
}

options!(GetRecentlyPlayed: limit);

impl Endpoint for GetRecentlyPlayed {
    type Output = RecentlyPlayed;
    const OPERATION: Operation = Operation::get("get-recently-played", "/me/player/recently-played")
        .of_user(&[scope::USER_READ_RECENTLY_PLAYED])
        .limited_to(50);

    fn request(&self) -> Result<ApiRequest> {
        let request = ApiRequest::builder(&Self::OPERATION);
        let request = match (self.after, self.before) {
            (Some(_), Some(_)) => {
                request.fail(|| Error::invalid_argument("`after` and `before` exclude each other"))
            }
            (after, before) => request.query("after", after).query("before", before),
        };
        request.limit(self.limit).build()
    }
}
