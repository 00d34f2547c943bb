//! Pages of lists that are read by cursor: each page says where the next one begins.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeStruct, Serializer};
use serde::{Deserialize as DeriveDeserialize, Serialize};

use super::RejectedRow;
use super::json::{Items, Leniently, Rows};
use crate::lenient::{field, null_is_default};

/// One page of a list that is read by cursor, such as the artists a user follows.
///
/// As in a [`Page`](super::Page), a row that can't be understood is in `rejected` and fails nothing. Serializes to the list
/// Spotify sent, both kinds of rows in their places.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct CursorPage<T> {
    /// The rows, in order, without those in `rejected`.
    pub items: Vec<T>,
    /// Rows that could not be read, with their places among all rows of this page.
    pub rejected: Vec<RejectedRow>,
    /// How many rows there are in all pages, by Spotify's count. Some lists have none.
    pub total: Option<u32>,
    /// The largest number of rows this page could have had.
    pub limit: u32,
    /// Where the pages around this one begin.
    pub cursors: Cursors,
    /// The address of the next page, `None` on the last one. For showing and comparing, as in a [`Page`](super::Page).
    pub next: Option<String>,
    /// The address of this page.
    pub href: String,
}

/// Where the pages around a [`CursorPage`] begin, in words that only Spotify understands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, DeriveDeserialize)]
#[non_exhaustive]
pub struct Cursors {
    /// What comes after this page.
    #[serde(default, deserialize_with = "field")]
    pub after: Option<String>,
    /// What comes before this page.
    #[serde(default, deserialize_with = "field")]
    pub before: Option<String>,
}

null_is_default!(Cursors);

impl<T> CursorPage<T> {
    /// How many rows Spotify sent, readable or not.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.items.len() + self.rejected.len()
    }

    /// What to pass as `after` for the next page. `None` when there is no further page: `next` is null, no row came, or
    /// Spotify gave no cursor.
    #[must_use]
    pub fn next_after(&self) -> Option<&str> {
        let is_last = self.next.is_none() || self.row_count() == 0;
        self.cursors.after.as_deref().filter(|after| !is_last && !after.is_empty())
    }

    /// All rows in Spotify's order, those that could not be read among them.
    pub fn rows(&self) -> impl Iterator<Item = Result<&T, &RejectedRow>> {
        super::in_order(self.items.iter(), self.rejected.iter(), |row| row.index)
    }

    /// As [`rows`](Self::rows), by value.
    pub fn into_rows(self) -> impl Iterator<Item = Result<T, RejectedRow>> {
        super::in_order(self.items.into_iter(), self.rejected.into_iter(), |row| row.index)
    }

    /// Whether anything in it says that it is a page.
    pub(crate) fn is_page(&self) -> bool {
        self.row_count() > 0 || self.limit > 0 || self.total.is_some() || !self.href.is_empty()
    }
}

impl<T> Default for CursorPage<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            rejected: Vec::new(),
            total: None,
            limit: 0,
            cursors: Cursors::default(),
            next: None,
            href: String::new(),
        }
    }
}

#[derive(DeriveDeserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Member {
    Items,
    Total,
    Limit,
    Cursors,
    Next,
    Href,
    #[serde(other)]
    Other,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for CursorPage<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(CursorPageVisitor(PhantomData))
    }
}

struct CursorPageVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for CursorPageVisitor<T> {
    type Value = CursorPage<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<CursorPage<T>, A::Error> {
        let mut page = CursorPage::default();
        while let Some(member) = members.next_key()? {
            match member {
                Member::Items => match members.next_value()? {
                    Items::Whole(items) => page.items = items,
                    Items::Rows(items, rejected) => (page.items, page.rejected) = (items, rejected),
                },
                Member::Total => page.total = members.next_value_seed(Leniently(PhantomData))?,
                Member::Limit => page.limit = members.next_value_seed(Leniently(PhantomData))?,
                Member::Cursors => page.cursors = members.next_value_seed(Leniently(PhantomData))?,
                Member::Next => page.next = members.next_value_seed(Leniently(PhantomData))?,
                Member::Href => page.href = members.next_value_seed(Leniently(PhantomData))?,
                Member::Other => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(page)
    }
}

impl<T: Serialize> Serialize for CursorPage<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut page = serializer.serialize_struct("CursorPage", 6)?;
        page.serialize_field("href", &self.href)?;
        page.serialize_field("limit", &self.limit)?;
        page.serialize_field("next", &self.next)?;
        page.serialize_field("cursors", &self.cursors)?;
        page.serialize_field("total", &self.total)?;
        page.serialize_field("items", &Rows(self.row_count(), || self.rows()))?;
        page.end()
    }
}

impl<T: fmt::Debug> fmt::Debug for CursorPage<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CursorPage")
            .field("limit", &self.limit)
            .field("total", &self.total)
            .field("cursors", &self.cursors)
            .field("next", &self.next)
            .field("items", &self.items)
            .field("rejected", &self.rejected)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(json: &str) -> CursorPage<u32> {
        serde_json::from_str(json).expect("a page")
    }

    #[test]
    fn fault_120_what_cursor_pages_leave_out_fails_nothing() {
        let whole = page(
            r#"{"items":[1,2],"total":5,"limit":2,"cursors":{"after":"b","before":"a"},"next":"n","href":"h"}"#,
        );
        assert_eq!((whole.total, whole.limit, whole.next_after()), (Some(5), 2, Some("b")));
        assert_eq!(whole.cursors.before.as_deref(), Some("a"));
        let nulls =
            page(r#"{"items":null,"total":null,"limit":null,"cursors":null,"next":null,"href":null,"x":1}"#);
        assert_eq!(nulls, CursorPage::default());
        assert_eq!(page(r#"{"items":[1]}"#).items, [1]);
        let bad_row = page(r#"{"items":[1,null,"x",2]}"#);
        let json = serde_json::to_value(&bad_row).expect("JSON");
        assert_eq!(json["items"], serde_json::json!([1, null, "x", 2]));
        assert_eq!(serde_json::from_value::<CursorPage<u32>>(json).expect("a page"), bad_row);
        assert_eq!((bad_row.items.len(), bad_row.row_count()), (2, 4));
        assert_eq!(bad_row.rejected[1].error.json_path(), Some("items[2]"));
    }

    #[test]
    fn the_last_page_has_no_cursor() {
        for json in [
            r#"{"items":[1],"cursors":{"after":"a"},"next":null}"#,
            r#"{"items":[],"cursors":{"after":"a"},"next":"n"}"#,
            r#"{"items":[1],"cursors":{"after":null},"next":"n"}"#,
            r#"{"items":[1],"cursors":null,"next":"n"}"#,
        ] {
            assert_eq!(page(json).next_after(), None, "{json}");
        }
    }
}
