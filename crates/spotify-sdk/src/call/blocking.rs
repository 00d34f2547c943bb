//! Sending a call from code that blocks.

use std::fmt;
use std::iter::FusedIterator;

use super::Call;
use super::list_options::list_options;
use super::paging::{Collected, Paging};
use crate::blocking::SpotifyClient;
use crate::endpoint::{CallOptions, Callable, Listed};
use crate::error::Result;

impl<E: Callable> Call<SpotifyClient, E> {
    /// Sends it and waits for the answer.
    ///
    /// # Errors
    /// What is described with the operation, and what all calls have in common: see [`ErrorKind`](crate::ErrorKind).
    pub fn send(self) -> Result<E::Output> {
        self.client.run_with(self.endpoint, self.options)
    }
}

impl<E: Listed> Call<SpotifyClient, E> {
    /// All rows of the list from where the call begins (by default at the first) on, page after page. A row that can't be read
    /// is passed over with a warning; [`pages`](Self::pages) has it. See [`page`](crate::page) for all that can be done with
    /// lists.
    pub fn iter(self) -> Rows<E> {
        Rows { pages: self.pages(), rows: Vec::new().into_iter() }
    }

    /// All pages of the list from where the call begins (by default at the first) on.
    pub fn pages(self) -> Pages<E> {
        let paging = Paging::new(self.endpoint, self.client.quota_mode());
        Pages { client: self.client, options: self.options, paging }
    }
}

/// All pages of a list, in order, fetched one after the other unless told otherwise. It ends after the last page and after an
/// error.
#[must_use = "an iterator fetches nothing until it is advanced"]
pub struct Pages<E: Listed> {
    client: SpotifyClient,
    options: CallOptions,
    paging: Paging<E>,
}

list_options!(Pages, |pages| pages);
list_options!(Rows, |rows| rows.pages);

impl<E: Listed> Iterator for Pages<E> {
    type Item = Result<E::Output>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(page) = self.paging.ready() {
                return Some(page);
            }
            // All of them are waited for, as nothing goes on between two calls of `next`.
            let asked: Vec<_> = std::iter::from_fn(|| self.paging.next()).collect();
            if asked.is_empty() {
                return None;
            }
            for (number, answer) in self.client.run_together(asked, &self.options) {
                self.paging.came(number, answer);
            }
        }
    }
}

impl<E: Listed> FusedIterator for Pages<E> {}

/// All rows of all pages of a list, in order. It ends after the last row and after an error.
#[must_use = "an iterator fetches nothing until it is advanced"]
pub struct Rows<E: Listed> {
    pages: Pages<E>,
    rows: std::vec::IntoIter<E::Row>,
}

impl<E: Listed> Rows<E> {
    /// The next rows as a list, at most `most`; those that can't be read are passed over and counted. No more pages are asked
    /// for than that many rows take; where one page has room for them all, no more rows than that.
    ///
    /// # Errors
    /// That of the first page that failed; the rows before it are lost. Read row by row, or page by page, where that
    /// matters.
    pub fn collect_up_to(mut self, most: usize) -> Result<Vec<E::Row>> {
        let mut collected = Collected::new(most, self.rows);
        while let Some(wanted) = collected.wanted() {
            self.pages.paging.set_wanted(wanted);
            let Some(page) = self.pages.next() else { break };
            collected.take(self.pages.paging.rows(page?));
        }
        Ok(collected.rows)
    }
}

impl<E: Listed> Iterator for Rows<E> {
    type Item = Result<E::Row>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.rows.next() {
                return Some(Ok(row));
            }
            match self.pages.next()? {
                Ok(page) => self.rows = self.pages.paging.rows(page).0.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<E: Listed> FusedIterator for Rows<E> {}

impl<E: Listed + fmt::Debug> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("paging", &self.paging).finish_non_exhaustive()
    }
}

impl<E: Listed + fmt::Debug> fmt::Debug for Rows<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("pages", &self.pages).finish_non_exhaustive()
    }
}
