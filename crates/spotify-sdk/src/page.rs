//! Pages of rows, as Spotify hands out every long list.

mod advance;
mod cursor;
mod json;
mod rejected;

use std::fmt;

pub use cursor::{CursorPage, Cursors};
pub(crate) use json::row_by_row;
pub use rejected::RejectedRow;

/// One page of a list that is read by offset.
///
/// A row that can't be understood (Spotify sends `null` for things that are gone) does not fail the page: the good rows are
/// in `items`, the others in `rejected` with their JSON and the reason. Serializes to the list Spotify sent, both kinds in
/// their places.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The rows, in order, without those in `rejected`.
    pub items: Vec<T>,
    /// Rows that could not be read, with their places among all rows of this page.
    pub rejected: Vec<RejectedRow>,
    /// How many rows there are in all pages, by Spotify's count. It includes unavailable rows and is sometimes wrong.
    pub total: u32,
    /// The largest number of rows this page could have had.
    pub limit: u32,
    /// The index of this page's first row among all rows, from 0.
    pub offset: u32,
    /// The address of the next page, `None` on the last one. For showing and comparing: the SDK computes the next
    /// request itself and never sends a token to an address from an answer.
    pub next: Option<String>,
    /// The address of the previous page, `None` on the first one.
    pub previous: Option<String>,
    /// The address of this page.
    pub href: String,
}

impl<T> Page<T> {
    /// How many rows Spotify sent, readable or not.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.items.len() + self.rejected.len()
    }

    /// All rows in Spotify's order, those that could not be read among them.
    pub fn rows(&self) -> impl Iterator<Item = Result<&T, &RejectedRow>> {
        in_order(self.items.iter(), self.rejected.iter(), |row| row.index)
    }

    /// As [`rows`](Self::rows), by value.
    pub fn into_rows(self) -> impl Iterator<Item = Result<T, RejectedRow>> {
        in_order(self.items.into_iter(), self.rejected.into_iter(), |row| row.index)
    }
}

/// Merges good and rejected rows: a rejected one comes when its index does.
fn in_order<T, R>(
    mut items: impl Iterator<Item = T>,
    rejected: impl Iterator<Item = R>,
    index_of: impl Fn(&R) -> usize,
) -> impl Iterator<Item = Result<T, R>> {
    let mut rejected = rejected.peekable();
    let mut index = 0;
    std::iter::from_fn(move || {
        let row = match rejected.next_if(|row| index_of(row) <= index) {
            Some(row) => Some(Err(row)),
            None => items.next().map(Ok).or_else(|| rejected.next().map(Err)),
        };
        index += 1;
        row
    })
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            rejected: Vec::new(),
            total: 0,
            limit: 0,
            offset: 0,
            next: None,
            previous: None,
            href: String::new(),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("offset", &self.offset)
            .field("limit", &self.limit)
            .field("total", &self.total)
            .field("next", &self.next)
            .field("items", &self.items)
            .field("rejected", &self.rejected)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
