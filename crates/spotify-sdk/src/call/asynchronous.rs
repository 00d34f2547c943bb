//! Sending a call from async code.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::Call;
use super::list_options::list_options;
use super::paging::{Collected, Paging};
use crate::client::{SpotifyClient, UnderWay};
use crate::endpoint::{CallOptions, Callable, Listed};
use crate::error::Result;

type Answer<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

impl<E: Callable> Call<SpotifyClient, E> {
    /// Sends it; `.await` on the call itself does the same.
    ///
    /// # Errors
    /// What is described with the operation, and what all calls have in common: see [`ErrorKind`](crate::ErrorKind).
    pub async fn send(self) -> Result<E::Output> {
        self.client.run_with(self.endpoint, self.options).await
    }
}

impl<E: Callable> IntoFuture for Call<SpotifyClient, E> {
    type Output = Result<E::Output>;
    type IntoFuture = Answer<E::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<E: Listed> Call<SpotifyClient, E> {
    /// All rows of the list from where the call begins (by default at the first) on, page after page. A row that can't be read
    /// is passed over with a warning; [`pages`](Self::pages) has it. See [`page`](crate::page) for all that can be done with
    /// lists.
    pub fn stream(self) -> Rows<E> {
        Rows { pages: self.pages(), rows: Vec::new().into_iter() }
    }

    /// All pages of the list from where the call begins (by default at the first) on.
    pub fn pages(self) -> Pages<E> {
        let paging = Paging::new(self.endpoint, self.client.quota_mode());
        Pages { client: self.client, options: self.options, paging, under_way: UnderWay::default() }
    }
}

/// All pages of a list, in order, fetched one after the other unless told otherwise. A [`Stream`], and usable without any
/// crate for streams: `while let Some(page) = pages.next().await`. It ends after the last page and after an error. Dropping
/// it gives up what is under way.
#[must_use = "a stream fetches nothing until it is polled"]
pub struct Pages<E: Listed> {
    client: SpotifyClient,
    options: CallOptions,
    paging: Paging<E>,
    under_way: UnderWay<E::Output>,
}

impl<E: Listed> Pages<E> {
    /// The next page, `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<E::Output>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

list_options!(Pages, |pages| pages);
list_options!(Rows, |rows| rows.pages);

/// Nothing in it is pinned in place: answers have boxes of their own.
impl<E: Listed> Unpin for Pages<E> {}

impl<E: Listed> Stream for Pages<E> {
    type Item = Result<E::Output>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pages = &mut *self;
        loop {
            while let Some((number, endpoint)) = pages.paging.next() {
                pages.under_way.push(number, pages.client.run_with(endpoint, pages.options.clone()));
            }
            if let Some(page) = pages.paging.ready() {
                if pages.paging.has_abandoned() {
                    pages.under_way = UnderWay::default();
                }
                return Poll::Ready(Some(page));
            }
            match ready!(pages.under_way.poll_next(context)) {
                Some((number, answer)) => pages.paging.came(number, answer),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// All rows of all pages of a list, in order. A [`Stream`], and usable without any crate for streams:
/// `while let Some(row) = rows.next().await`. It ends after the last row and after an error. Dropping it gives up what is
/// under way.
#[must_use = "a stream fetches nothing until it is polled"]
pub struct Rows<E: Listed> {
    pages: Pages<E>,
    rows: std::vec::IntoIter<E::Row>,
}

impl<E: Listed> Rows<E> {
    /// The next row, `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<E::Row>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The next rows as a list, at most `most`; those that can't be read are passed over and counted. No more pages are asked
    /// for than that many rows take; where one page has room for them all, no more rows than that.
    ///
    /// # Errors
    /// That of the first page that failed; the rows before it are lost. Read row by row, or page by page, where that
    /// matters.
    pub async fn collect_up_to(mut self, most: usize) -> Result<Vec<E::Row>> {
        let mut collected = Collected::new(most, self.rows);
        while let Some(wanted) = collected.wanted() {
            self.pages.paging.set_wanted(wanted);
            let Some(page) = self.pages.next().await else { break };
            collected.take(self.pages.paging.rows(page?));
        }
        Ok(collected.rows)
    }
}

/// Nothing in it is pinned in place: rows are moved out.
impl<E: Listed> Unpin for Rows<E> {}

impl<E: Listed> Stream for Rows<E> {
    type Item = Result<E::Row>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(row) = self.rows.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.rows = self.pages.paging.rows(page).0.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

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
