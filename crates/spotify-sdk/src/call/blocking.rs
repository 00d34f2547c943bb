//! Sending a call from code that blocks.

use std::fmt;
use std::iter::FusedIterator;

use super::Call;
use super::paging::{Paging, good_rows};
use crate::blocking::SpotifyClient;
use crate::endpoint::{Callable, Paged};
use crate::error::Result;
use crate::page::Page;

impl<E: Callable> Call<SpotifyClient, E> {
    /// Sends it and waits for the answer.
    ///
    /// # Errors
    /// What is described with the operation, and what all calls have in common: see [`ErrorKind`](crate::ErrorKind).
    pub fn send(self) -> Result<E::Output> {
        self.client.run(self.endpoint)
    }
}

impl<E: Paged> Call<SpotifyClient, E> {
    /// All rows from `offset` (by default the first) on, page after page. A row that can't be read is passed over with a
    /// warning; [`pages`](Self::pages) has it.
    pub fn iter(self) -> Rows<E> {
        Rows { pages: self.pages(), rows: Vec::new().into_iter() }
    }

    /// All pages from `offset` (by default the first) on.
    pub fn pages(self) -> Pages<E> {
        Pages { client: self.client, paging: Paging::new(self.endpoint) }
    }
}

/// All pages of an operation, fetched one after the other. It ends after the last page and after an error.
#[must_use = "an iterator fetches nothing until it is advanced"]
pub struct Pages<E: Paged> {
    client: SpotifyClient,
    paging: Paging<E>,
}

impl<E: Paged> Iterator for Pages<E> {
    type Item = Result<Page<E::Row>>;

    fn next(&mut self) -> Option<Self::Item> {
        let page = self.client.run(self.paging.request()?);
        self.paging.came(&page);
        Some(page)
    }
}

impl<E: Paged> FusedIterator for Pages<E> {}

/// All rows of all pages of an operation. It ends after the last row and after an error.
#[must_use = "an iterator fetches nothing until it is advanced"]
pub struct Rows<E: Paged> {
    pages: Pages<E>,
    rows: std::vec::IntoIter<E::Row>,
}

impl<E: Paged> Iterator for Rows<E> {
    type Item = Result<E::Row>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.rows.next() {
                return Some(Ok(row));
            }
            match self.pages.next()? {
                Ok(page) => self.rows = good_rows::<E>(page),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<E: Paged> FusedIterator for Rows<E> {}

impl<E: Paged + fmt::Debug> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("paging", &self.paging).finish_non_exhaustive()
    }
}

impl<E: Paged + fmt::Debug> fmt::Debug for Rows<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("pages", &self.pages).finish_non_exhaustive()
    }
}
