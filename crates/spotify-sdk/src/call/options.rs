//! Setters for the optional parameters that many operations share. Each exists where the operation takes it.

use super::Call;
use crate::endpoint::{HasLimit, HasMarket, HasOffset};

impl<C, E: HasMarket> Call<C, E> {
    /// The market to look from: a country's two letters (ISO 3166-1 alpha-2), such as `SE`. With a user's login the
    /// account's country wins over it; with neither, Spotify counts content as unavailable.
    pub fn market(mut self, market: impl Into<String>) -> Self {
        *self.endpoint.market_mut() = Some(market.into());
        self
    }
}

impl<C, E: HasLimit> Call<C, E> {
    /// The largest number of rows in a page. What is allowed is in the operation's description, and checked before
    /// anything is sent.
    pub fn limit(mut self, limit: u32) -> Self {
        *self.endpoint.limit_mut() = Some(limit);
        self
    }
}

impl<C, E: HasOffset> Call<C, E> {
    /// The index of the first row to answer with, from 0.
    pub fn offset(mut self, offset: u32) -> Self {
        *self.endpoint.offset_mut() = Some(offset);
        self
    }
}
