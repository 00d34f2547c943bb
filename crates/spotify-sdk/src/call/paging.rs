//! Which page comes next: the part of paging that async and blocking share.

use crate::endpoint::Paged;
use crate::error::Result;
use crate::page::{Page, next_offset};

/// Walks through the pages of an operation: `request` the page to fetch, then tell what `came`.
#[derive(Debug, Clone)]
pub(super) struct Paging<E> {
    endpoint: E,
    /// Where the next page begins; `None` at the end.
    offset: Option<u32>,
}

impl<E: Paged> Paging<E> {
    /// Begins where the call says, by default at 0, with pages as large as every app may ask for.
    pub(super) fn new(mut endpoint: E) -> Self {
        let offset = Some(endpoint.offset_mut().unwrap_or(0));
        let largest = E::OPERATION.limit.map(|limit| limit.largest_in_development_mode);
        let limit = endpoint.limit_mut();
        *limit = limit.or(largest);
        Self { endpoint, offset }
    }

    /// The next page to fetch, `None` when there is none.
    pub(super) fn request(&self) -> Option<E> {
        let offset = self.offset?;
        let mut endpoint = self.endpoint.clone();
        *endpoint.offset_mut() = Some(offset);
        Some(endpoint)
    }

    /// Moves on by the page that came. An error ends it.
    pub(super) fn came(&mut self, answer: &Result<Page<E::Row>>) {
        self.offset = match (answer, self.offset) {
            (Ok(page), Some(offset)) => next_offset(page, offset),
            _ => None,
        };
    }
}

/// The good rows of a page. The others would be lost without a trace where rows are read one by one.
pub(super) fn good_rows<E: Paged>(page: Page<E::Row>) -> std::vec::IntoIter<E::Row> {
    for row in &page.rejected {
        tracing::warn!(
            operation = E::OPERATION.id,
            row = u64::from(page.offset) + row.index as u64,
            path = row.error.json_path(),
            "passed over a row that can't be read; `pages()` has it in `rejected`"
        );
    }
    page.items.into_iter()
}
