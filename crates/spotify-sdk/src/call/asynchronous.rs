//! Sending a call from async code.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::Call;
use super::paging::{Paging, good_rows};
use crate::client::SpotifyClient;
use crate::endpoint::{Callable, Paged};
use crate::error::Result;
use crate::page::Page;

type Answer<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

impl<E: Callable> Call<SpotifyClient, E> {
    /// Sends it; `.await` on the call itself does the same.
    ///
    /// # Errors
    /// What is described with the operation, and what all calls have in common: see [`ErrorKind`](crate::ErrorKind).
    pub async fn send(self) -> Result<E::Output> {
        self.client.run(self.endpoint).await
    }
}

impl<E: Callable> IntoFuture for Call<SpotifyClient, E> {
    type Output = Result<E::Output>;
    type IntoFuture = Answer<E::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<E: Paged> Call<SpotifyClient, E> {
    /// All rows from `offset` (by default the first) on, page after page. A row that can't be read is passed over with a
    /// warning; [`pages`](Self::pages) has it.
    pub fn stream(self) -> Rows<E> {
        Rows { pages: self.pages(), rows: Vec::new().into_iter() }
    }

    /// All pages from `offset` (by default the first) on.
    pub fn pages(self) -> Pages<E> {
        Pages { client: self.client, paging: Paging::new(self.endpoint), answer: None }
    }
}

/// All pages of an operation, fetched one after the other. A [`Stream`], and usable without any crate for streams:
/// `while let Some(page) = pages.next().await`. It ends after the last page and after an error.
#[must_use = "a stream fetches nothing until it is polled"]
pub struct Pages<E: Paged> {
    client: SpotifyClient,
    paging: Paging<E>,
    answer: Option<Answer<Page<E::Row>>>,
}

impl<E: Paged> Pages<E> {
    /// The next page, `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Page<E::Row>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

/// Nothing in it is pinned in place: the answer has a box of its own.
impl<E: Paged> Unpin for Pages<E> {}

impl<E: Paged> Stream for Pages<E> {
    type Item = Result<Page<E::Row>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pages = &mut *self;
        if pages.answer.is_none() {
            let Some(endpoint) = pages.paging.request() else { return Poll::Ready(None) };
            let client = pages.client.clone();
            pages.answer = Some(Box::pin(async move { client.run(endpoint).await }));
        }
        let Some(answer) = &mut pages.answer else { return Poll::Ready(None) };
        let page = ready!(answer.as_mut().poll(context));
        pages.answer = None;
        pages.paging.came(&page);
        Poll::Ready(Some(page))
    }
}

/// All rows of all pages of an operation. A [`Stream`], and usable without any crate for streams:
/// `while let Some(row) = rows.next().await`. It ends after the last row and after an error.
#[must_use = "a stream fetches nothing until it is polled"]
pub struct Rows<E: Paged> {
    pages: Pages<E>,
    rows: std::vec::IntoIter<E::Row>,
}

impl<E: Paged> Rows<E> {
    /// The next row, `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<E::Row>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

/// Nothing in it is pinned in place: rows are moved out.
impl<E: Paged> Unpin for Rows<E> {}

impl<E: Paged> Stream for Rows<E> {
    type Item = Result<E::Row>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(row) = self.rows.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.rows = good_rows::<E>(page),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

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
