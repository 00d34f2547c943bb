//! Answers with what the model of them does not have.

use std::collections::BTreeMap;
use std::ops::Deref;

use bytes::Bytes;
use http::HeaderMap;
use serde::Serialize;
use serde_json::Value;

use super::{ApiRequest, Endpoint, HasLimit, HasMarket, HasOffset, Listed, Outlook, Place};
use crate::decode::{Decode, extra};
use crate::error::{Error, Result};
use crate::operation::Operation;
use crate::page::{CursorPage, Page, RejectedRow};

/// An operation whose answer is wanted [with what the model of it does not have](WithExtra).
#[derive(Debug, Clone)]
pub struct ExtraOf<E>(pub(crate) E);

/// An answer, with what Spotify sent and the model does not have: fields that are new, or that nobody thought worth a name.
///
/// `extra` is what would be lost if `value` were written back as JSON: everything in Spotify's answer for which the value
/// writes nothing at that place, by [JSON Pointer](https://www.rfc-editor.org/rfc/rfc6901) (`/tracks/items/0/new_field`), at
/// whatever depth. So a field that the model reads under another name is among it too, and so is a list of which the model
/// has other rows. `null` is left out. Reads as the value itself where a value is expected.
///
#[cfg_attr(feature = "client", doc = "```no_run")]
#[cfg_attr(not(feature = "client"), doc = "```ignore")]
/// # async fn example(client: spotify_sdk::SpotifyClient) -> spotify_sdk::Result<()> {
/// let album = client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").with_extra().await?;
/// println!("{}", album.name);
/// for (place, value) in &album.extra {
///     println!("{place}: {value}");
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct WithExtra<T> {
    /// The answer as ever.
    pub value: T,
    /// What it does not have, by JSON Pointer.
    pub extra: BTreeMap<String, Value>,
    /// Where in the answer the rows are, if it is a page.
    rows: String,
}

impl<T> Deref for WithExtra<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Serialize> WithExtra<T> {
    fn new(value: T, body: &[u8]) -> Self {
        let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
        let sent: Value = serde_json::from_slice(body).unwrap_or_default();
        // What can't be written has nothing: all of the answer is extra.
        let written = serde_json::to_value(&value).unwrap_or_default();
        // Spotify wraps some answers once more: `{"artists": {"items": []}}`.
        let wrapper = match (&sent, &written) {
            (Value::Object(sent), Value::Object(written)) if sent.len() == 1 => sent
                .keys()
                .next()
                .filter(|name| !written.contains_key(*name) && sent[*name].is_object())
                .cloned(),
            _ => None,
        };
        match wrapper {
            Some(name) => {
                let rows = format!("/{name}/items");
                let extra = extra(sent, &serde_json::json!({ name: written }));
                Self { value, extra, rows }
            }
            None => Self { value, extra: extra(sent, &written), rows: "/items".to_owned() },
        }
    }
}

impl<T> WithExtra<T> {
    fn without_value(self) -> (T, WithExtra<()>) {
        let Self { value, extra, rows } = self;
        (value, WithExtra { value: (), extra, rows })
    }

    fn row<R>(&mut self, index: usize, value: R) -> WithExtra<R> {
        let place = format!("{}/{index}", self.rows);
        WithExtra { value, extra: self.below(&place), rows: "/items".to_owned() }
    }

    /// What was extra at this place and below, with places from there on.
    fn below(&mut self, place: &str) -> BTreeMap<String, Value> {
        let itself = self.extra.remove(place).map(|value| (String::new(), value));
        let first = format!("{place}/");
        let mut below = self.extra.split_off(&first);
        // `0` is the sign after `/`.
        let mut rest = below.split_off(&format!("{place}0"));
        self.extra.append(&mut rest);
        let below = below.into_iter().map(|(name, value)| (name[place.len()..].to_owned(), value));
        itself.into_iter().chain(below).collect()
    }
}

macro_rules! rows_of_a_page {
    ($($Page:ident),+) => {$(
        impl<T> WithExtra<$Page<T>> {
            /// All rows in Spotify's order, each with what was extra in it; those that could not be read have their JSON.
            pub fn into_rows(self) -> impl Iterator<Item = Result<WithExtra<T>, RejectedRow>> {
                let (page, mut rest) = self.without_value();
                page.into_rows().enumerate().map(move |(index, row)| row.map(|row| rest.row(index, row)))
            }
        }
    )+};
}

rows_of_a_page!(Page, CursorPage);

impl<T: Decode + Serialize> Decode for WithExtra<T> {
    fn decode(operation: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        T::decode(operation, status, body).map(|value| Self::new(value, body))
    }
}

impl<E: Endpoint<Output: Serialize>> Endpoint for ExtraOf<E> {
    type Output = WithExtra<E::Output>;
    const OPERATION: Operation = E::OPERATION;

    fn operation(&self) -> Operation {
        self.0.operation()
    }

    fn request(&self) -> Result<ApiRequest> {
        self.0.request()
    }

    fn decode(&self, status: u16, body: &Bytes) -> Result<Self::Output> {
        self.0.decode(status, body).map(|value| WithExtra::new(value, body))
    }

    fn error(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Error {
        self.0.error(status, headers, body)
    }
}

impl<E: HasMarket> HasMarket for ExtraOf<E> {
    fn market_mut(&mut self) -> &mut Option<String> {
        self.0.market_mut()
    }
}

impl<E: HasLimit> HasLimit for ExtraOf<E> {
    fn limit_mut(&mut self) -> &mut Option<u32> {
        self.0.limit_mut()
    }
}

impl<E: HasOffset> HasOffset for ExtraOf<E> {
    fn offset_mut(&mut self) -> &mut Option<u32> {
        self.0.offset_mut()
    }
}

impl<E: Listed<Output: Serialize>> Listed for ExtraOf<E> {
    type Row = WithExtra<E::Row>;

    fn following(&self, page: &Self::Output) -> Option<Self> {
        self.0.following(&page.value).map(Self)
    }

    fn after_page(&self, page: &Self::Output) -> Result<Option<Self>> {
        Ok(self.0.after_page(&page.value)?.map(Self))
    }

    fn other_paths(&self) -> Vec<String> {
        self.0.other_paths()
    }

    fn at(&self, place: &Place) -> Result<Self> {
        self.0.at(place).map(Self)
    }

    fn rows(&self, page: Self::Output) -> (Vec<Self::Row>, usize) {
        let places = self.0.places(&page.value);
        let (value, mut rest) = page.without_value();
        let (rows, rejected) = self.0.rows(value);
        (places.into_iter().zip(rows).map(|(place, row)| rest.row(place, row)).collect(), rejected)
    }

    fn places(&self, page: &Self::Output) -> Vec<usize> {
        self.0.places(&page.value)
    }

    fn outlook(&self, page: &Self::Output) -> Option<Outlook> {
        self.0.outlook(&page.value)
    }

    fn ahead(&self, rows: u32) -> Option<Self> {
        self.0.ahead(rows).map(Self)
    }

    fn begin(&mut self) {
        self.0.begin();
    }
}

#[cfg(test)]
mod tests;
