//! Lists that come in pages, whether read by offset or by cursor.

mod cursors;
mod place;

pub use place::Place;

use super::{Endpoint, HasLimit, Paged};
use crate::error::{Error, Result};

mod sealed {
    use crate::endpoint::{Endpoint, ExtraOf, GetFollowedArtists, GetRecentlyPlayed, Paged};

    pub trait Sealed {}

    impl<E: Paged> Sealed for E {}
    impl Sealed for GetFollowedArtists {}
    impl Sealed for GetRecentlyPlayed {}
    impl<E: Endpoint + Sealed> Sealed for ExtraOf<E> {}
}

/// An operation that answers with a list page by page: what streams, iterators and pages of a [`Call`](crate::Call) are made
/// of. Every [`Paged`] operation is one, your own among them; lists by cursor are those that Spotify has.
pub trait Listed: Endpoint + HasLimit + sealed::Sealed {
    /// What the pages have in their rows.
    type Row: Send + 'static;

    /// The operation for the page after `page`, which this one answered with. `None` after the last page, and where nothing
    /// would move.
    fn following(&self, page: &Self::Output) -> Option<Self>;

    /// As [`following`](Self::following), where `page` came from elsewhere: with the object that it is a part of, or
    /// earlier.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when the page does not say where in the list it is.
    fn after_page(&self, page: &Self::Output) -> Result<Option<Self>> {
        Ok(self.following(page))
    }

    /// Other paths of the same list: a `next` from there names a place here too.
    fn other_paths(&self) -> Vec<String> {
        Vec::new()
    }

    /// The operation for the page that begins at `place`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when that is no place of this list.
    fn at(&self, place: &Place) -> Result<Self>;

    /// The good rows of a page, and how many others it has; those are logged, as nobody else will see them.
    fn rows(&self, page: Self::Output) -> (Vec<Self::Row>, usize);

    /// Where the good rows stand among all rows of a page, from 0.
    fn places(&self, page: &Self::Output) -> Vec<usize>;

    /// What a page says about the pages after it, so that they can be asked for before the ones between have come. `None`
    /// for lists by cursor, where only a page knows where the next one begins.
    fn outlook(&self, page: &Self::Output) -> Option<Outlook> {
        let _ = page;
        None
    }

    /// The operation for the page that begins `rows` further on, where that can be said.
    fn ahead(&self, rows: u32) -> Option<Self> {
        let _ = rows;
        None
    }

    /// Begins where the call says, and says so.
    fn begin(&mut self) {}
}

/// What a page says about those after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outlook {
    /// How far apart pages begin, in rows.
    pub stride: u32,
    /// How many rows lie between the beginning of this page and the end of the list.
    pub left: u32,
}

impl<E: Paged> Listed for E {
    type Row = <E as Paged>::Row;

    fn following(&self, page: &Self::Output) -> Option<Self> {
        let mut next = self.clone();
        let offset = next.offset_mut();
        *offset = Some(page.next_offset(offset.unwrap_or(0))?);
        next.shorten().then_some(next)
    }

    fn after_page(&self, page: &Self::Output) -> Result<Option<Self>> {
        // `fields` leaves out all that it does not name; the end of a list looks different.
        let says_nothing = page.next.is_none()
            && page.limit == 0
            && page.total == 0
            && page.offset == 0
            && page.href.is_empty();
        if says_nothing && page.row_count() > 0 {
            return Err(Error::invalid_argument(
                "the page does not say where in the list it is, nor whether it is the last",
            )
            .with_advice(
                "Name its `next`, `offset`, `total` and `limit` in `fields`, or leave `fields` out",
            ));
        }
        let mut at = self.clone();
        *at.offset_mut() = Some(page.offset);
        Ok(at.following(page))
    }

    fn other_paths(&self) -> Vec<String> {
        Paged::other_paths(self)
    }

    fn at(&self, place: &Place) -> Result<Self> {
        let mut at = self.clone();
        *at.offset_mut() = Some(place.number("offset")?.ok_or_else(|| place.is_none_of("an `offset`"))?);
        at.take_limit(place)?;
        Ok(at)
    }

    fn rows(&self, page: Self::Output) -> (Vec<Self::Row>, usize) {
        passed_over::<E>(page.rejected.iter().map(|row| (row.index, row.error.json_path())));
        (page.items, page.rejected.len())
    }

    fn places(&self, page: &Self::Output) -> Vec<usize> {
        good_places(page.rows())
    }

    fn outlook(&self, page: &Self::Output) -> Option<Outlook> {
        let mut asked = self.clone();
        let begin = asked.offset_mut().unwrap_or(0);
        let stride = page.next_offset(begin)?.checked_sub(begin)?;
        // A page that ends before it is full says nothing about where others begin.
        let is_full = if page.limit > 0 { page.limit == stride } else { *asked.limit_mut() == Some(stride) };
        is_full.then_some(Outlook { stride, left: page.total.checked_sub(begin)? })
    }

    fn ahead(&self, rows: u32) -> Option<Self> {
        let mut ahead = self.clone();
        let offset = ahead.offset_mut();
        *offset = Some(offset.unwrap_or(0).checked_add(rows)?);
        ahead.shorten().then_some(ahead)
    }

    fn begin(&mut self) {
        self.offset_mut().get_or_insert(0);
        self.shorten();
    }
}

trait Shorten: Paged {
    /// Asks for no row beyond the last that can be read. Whether there is one to ask for.
    fn shorten(&mut self) -> bool {
        let Some(most) = Self::MOST_ROWS else { return true };
        let left = most.saturating_sub(self.offset_mut().unwrap_or(0));
        // Who begins beyond the end is told so when the request is made.
        if let Some(limit) = self.limit_mut().as_mut().filter(|_| left > 0) {
            *limit = (*limit).min(left);
        }
        left > 0
    }
}

impl<E: Paged> Shorten for E {}

trait TakeLimit: HasLimit {
    /// Pages as large as they were, if the place says how large.
    fn take_limit(&mut self, place: &Place) -> Result<()> {
        if let Some(limit) = place.number("limit")? {
            *self.limit_mut() = Some(limit);
        }
        Ok(())
    }
}

impl<E: HasLimit> TakeLimit for E {}

/// Rows that can't be read would be lost without a trace where rows are read one by one.
fn passed_over<'a, E: Endpoint>(rows: impl Iterator<Item = (usize, Option<&'a str>)>) {
    for (row, path) in rows {
        tracing::warn!(
            operation = E::OPERATION.id,
            row,
            path,
            "passed over a row of a page that can't be read; `pages()` has it in `rejected`"
        );
    }
}

/// Where the good rows are.
fn good_places<T, R>(rows: impl Iterator<Item = Result<T, R>>) -> Vec<usize> {
    rows.enumerate().filter(|(_, row)| row.is_ok()).map(|(index, _)| index).collect()
}

/// For places of which the list has none.
fn not_a_place(why: impl std::fmt::Display) -> Error {
    Error::invalid_argument(format!("the list can't be read on from there: {why}"))
        .with_advice("Pass the `next` of a page of the same operation, as it came")
}

#[cfg(test)]
mod tests;
