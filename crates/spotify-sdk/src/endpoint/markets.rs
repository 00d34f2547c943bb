//! The markets in which Spotify is.

use super::{ApiRequest, Endpoint};
use crate::error::Result;
use crate::model::Markets;
use crate::operation::{Availability, Operation};

/// `GET /markets`: see [`Markets::get_available`](crate::service::Markets::get_available).
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct GetAvailableMarkets;

impl Endpoint for GetAvailableMarkets {
    type Output = Markets;
    const OPERATION: Operation =
        Operation::get("get-available-markets", "/markets").available_to(Availability::ExtendedQuota);

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).build()
    }
}
