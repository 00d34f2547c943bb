//! Pages of rows, as Spotify hands out every long list, and how lists are read.
//!
//! | wanted | async | blocking |
//! |---|---|---|
//! | one page | `.await` | `.send()` |
//! | all rows, one by one | [`stream()`](crate::Call) | `iter()` |
//! | all pages, with the rows that can't be read | `pages()` | `pages()` |
//! | the first so many rows as a list | `stream().collect_up_to(1_000).await` | `iter().collect_up_to(1_000)` |
//! | several pages at a time, in order all the same | `stream().concurrency(4)` | `iter().concurrency(4)` |
//! | the rest of what came with an album | `stream().after_page(&album.tracks)` | `iter().after_page(&album.tracks)` |
//! | on from a place that was saved | `pages().resume(&next)` | `pages().resume(&next)` |
//!
#![cfg_attr(feature = "client", doc = "```no_run")]
#![cfg_attr(not(feature = "client"), doc = "```ignore")]
//! # async fn example(client: spotify_sdk::SpotifyClient) -> spotify_sdk::Result<()> {
//! // Every saved track, four pages at a time.
//! let mut rows = client.tracks().get_saved().stream().concurrency(4);
//! while let Some(saved) = rows.next().await {
//!     println!("{}", saved?.track.name);
//! }
//!
//! // An album of more than 50 tracks carries the first 50.
//! let album = client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").await?;
//! let rest = client.albums().get_tracks(&album.id).stream().after_page(&album.tracks);
//! let mut tracks = album.tracks.items.clone();
//! tracks.extend(rest.collect_up_to(10_000).await?);
//!
//! // Page by page, with a place to go on from after a restart.
//! let saved_place = std::fs::read_to_string("place.txt").ok();
//! let mut pages = client.tracks().get_saved().pages();
//! if let Some(next) = &saved_place {
//!     pages = pages.resume(next);
//! }
//! while let Some(page) = pages.next().await {
//!     if let Some(next) = page?.next {
//!         std::fs::write("place.txt", next).expect("a place to write to");
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! Lists by offset ([`Page`]) and by cursor ([`CursorPage`]: followed artists; recently played) are read alike, except that a
//! list by cursor is read one page after the other whatever its concurrency.
//!
//! What holds for all of them: pages are as large as every app may ask for (in a client that was told its app's
//! [`quota_mode`](crate::SpotifyClientBuilder::quota_mode): as this app may), unless `limit` says otherwise. Where a page
//! begins is decided by the page before it, so that reading several at a time gives what reading one by one would; a list
//! that grows or shrinks meanwhile is read to its end as it is then. A list ends at its last page, at an empty one, at an
//! error, and where nothing moves any more: a server that answers with the same place for ever is asked once more and then
//! left. A `next` is looked at and never followed, so that the token goes nowhere else. Dropping a stream gives up what is
//! under way.

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
