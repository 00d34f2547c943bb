//! Optional parameters that many operations share. [`Call`](crate::Call) has a documented setter for each, which exists
//! where the operation implements its trait.

use super::{Endpoint, RequestBuilder};
use crate::error::Error;
use crate::operation::Limit;
use crate::page::Page;

/// An operation that takes a `market`.
pub trait HasMarket {
    /// The market, `None` for none.
    fn market_mut(&mut self) -> &mut Option<String>;
}

/// An operation that takes a `limit`.
pub trait HasLimit {
    /// The limit, `None` for Spotify's default.
    fn limit_mut(&mut self) -> &mut Option<u32>;
}

/// An operation that takes an `offset`.
pub trait HasOffset {
    /// The offset, `None` for 0.
    fn offset_mut(&mut self) -> &mut Option<u32>;
}

/// An operation that answers with pages, which are read by offset.
pub trait Paged: Endpoint<Output = Page<Self::Row>> + HasLimit + HasOffset {
    /// What the pages have in their rows.
    type Row: Send + 'static;
    /// How many rows can be read, for operations where that is fewer than there are.
    const MOST_ROWS: Option<u32> = None;

    /// Other paths of the same list: a `next` from there names a place here too.
    fn other_paths(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Says which optional parameters an endpoint has; each is a field of the same name.
macro_rules! options {
    ($Endpoint:ty: $($option:ident),+) => {$(
        crate::endpoint::options!(@ $option $Endpoint);
    )+};
    (@ market $Endpoint:ty) => {
        impl crate::endpoint::HasMarket for $Endpoint {
            fn market_mut(&mut self) -> &mut Option<String> {
                &mut self.market
            }
        }
    };
    (@ limit $Endpoint:ty) => {
        impl crate::endpoint::HasLimit for $Endpoint {
            fn limit_mut(&mut self) -> &mut Option<u32> {
                &mut self.limit
            }
        }
    };
    (@ offset $Endpoint:ty) => {
        impl crate::endpoint::HasOffset for $Endpoint {
            fn offset_mut(&mut self) -> &mut Option<u32> {
                &mut self.offset
            }
        }
    };
}
pub(crate) use options;

impl RequestBuilder {
    /// Adds `market`. Spotify takes two letters; anything else is refused here, with the reason.
    #[must_use]
    pub(crate) fn market(self, market: Option<&str>) -> Self {
        let Some(market) = market else { return self };
        // No longer documented, but taken for years: the country of the token's user.
        let is_market = market == "from_token"
            || (market.len() == 2 && market.bytes().all(|byte| byte.is_ascii_alphabetic()));
        if !is_market {
            return self.fail(|| {
                Error::invalid_argument("`market` is not a country code")
                    .with_advice("Pass two letters (ISO 3166-1 alpha-2), such as SE")
            });
        }
        let spelling = if market.len() == 2 { market.to_ascii_uppercase() } else { market.to_owned() };
        self.query("market", Some(spelling))
    }

    /// Adds `limit`, within what the operation allows.
    #[must_use]
    pub(crate) fn limit(self, limit: Option<u32>) -> Self {
        let out_of_range = match (self.operation.limit, limit) {
            (Some(range), Some(limit)) => {
                (!(range.smallest..=range.largest).contains(&limit)).then_some((limit, range))
            }
            _ => None,
        };
        let builder = match out_of_range {
            None => self,
            Some((limit, Limit { smallest, largest, .. })) => self.fail(|| {
                Error::invalid_argument(format!("`limit` is {limit}, but may be {smallest} to {largest}"))
            }),
        };
        builder.query("limit", limit)
    }

    /// Adds `offset`.
    #[must_use]
    pub(crate) fn offset(self, offset: Option<u32>) -> Self {
        self.query("offset", offset)
    }
}
