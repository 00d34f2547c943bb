//! Optional parameters that many operations share. [`Call`](crate::Call) has a documented setter for each, which exists
//! where the operation implements its trait.

use super::{Endpoint, RequestBuilder};
use crate::error::Error;
use crate::operation::Operation;
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
    pub(crate) fn market(self, market: &Option<String>) -> Self {
        let is_code =
            |market: &String| market.len() == 2 && market.bytes().all(|byte| byte.is_ascii_alphabetic());
        // Not in the documents any more, but long taken by Spotify: the country of the token's user.
        let is_valid = market.as_ref().is_none_or(|market| is_code(market) || market == "from_token");
        self.require(is_valid, || {
            Error::invalid_argument("`market` is not a country code")
                .with_advice("Pass two letters (ISO 3166-1 alpha-2), such as SE")
        })
        .query(
            "market",
            market.as_deref().map(|market| {
                if market.len() == 2 { market.to_ascii_uppercase() } else { market.to_owned() }
            }),
        )
    }

    /// Adds `limit`, within what the operation allows.
    #[must_use]
    pub(crate) fn limit(self, operation: &Operation, limit: Option<u32>) -> Self {
        let range = operation.limit.map(|range| range.smallest..=range.largest);
        let is_valid = match (&range, limit) {
            (Some(range), Some(limit)) => range.contains(&limit),
            _ => true,
        };
        self.require(is_valid, || {
            let range =
                range.map_or_else(String::new, |range| format!("{} to {}", range.start(), range.end()));
            Error::invalid_argument(format!("`limit` is {}, but may be {range}", limit.unwrap_or_default()))
        })
        .query("limit", limit)
    }
}
