//! Which page comes next: the part of paging that async and blocking share.

use crate::endpoint::Paged;
use crate::error::Result;
use crate::page::Page;

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
        if let (Some(left), limit @ Some(_)) = (rows_from::<E>(offset), endpoint.limit_mut()) {
            *limit = (*limit).min(Some(left));
        }
        Some(endpoint)
    }

    /// Moves on by the page that came. An error ends it.
    pub(super) fn came(&mut self, answer: &Result<Page<E::Row>>) {
        self.offset = match (answer, self.offset) {
            (Ok(page), Some(offset)) => {
                page.next_offset(offset).filter(|next| E::MOST_ROWS.is_none_or(|most| *next < most))
            }
            _ => None,
        };
    }
}

/// How many rows can be read from `offset` on, where that has a bound that is not reached yet.
fn rows_from<E: Paged>(offset: u32) -> Option<u32> {
    E::MOST_ROWS?.checked_sub(offset).filter(|rows| *rows > 0)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::{Endpoint, GetArtistAlbums, GetSavedTracks, HasLimit, HasOffset, SearchFor};
    use crate::error::{Error, ErrorKind};
    use crate::model::Track;

    fn query(paging: &Paging<GetSavedTracks>) -> Option<String> {
        paging.request().map(|endpoint| endpoint.request().expect("a request").query().to_owned())
    }

    fn page(next: Option<&str>, rows: usize) -> Result<Page<crate::model::SavedTrack>> {
        let mut page = Page { items: vec![Default::default(); rows], ..Page::default() };
        page.next = next.map(str::to_owned);
        Ok(page)
    }

    #[test]
    fn pages_follow_each_other_to_the_last() {
        let mut paging = Paging::new(GetSavedTracks::default());
        assert_eq!(query(&paging).as_deref(), Some("limit=50&offset=0"));
        paging.came(&page(Some("https://evil.example/?offset=50"), 50));
        assert_eq!(query(&paging).as_deref(), Some("limit=50&offset=50"));
        paging.came(&page(Some("https://api.spotify.com/v1/me/tracks?offset=50"), 20));
        assert_eq!(query(&paging).as_deref(), Some("limit=50&offset=70"));
        paging.came(&page(None, 5));
        assert_eq!(query(&paging), None);
    }

    #[test]
    fn paging_begins_and_counts_as_the_call_says() {
        let mut endpoint = GetSavedTracks::default();
        *endpoint.limit_mut() = Some(7);
        *endpoint.offset_mut() = Some(21);
        assert_eq!(query(&Paging::new(endpoint)).as_deref(), Some("limit=7&offset=21"));
        let albums = Paging::new(GetArtistAlbums::new("x")).request().expect("a page");
        assert_eq!(albums.request().expect("a request").query(), "limit=10&offset=0");
    }

    #[test]
    fn paging_ends_where_spotify_does() {
        let searching = |offset| {
            let mut endpoint = SearchFor::<Track>::new("x");
            *endpoint.offset_mut() = Some(offset);
            Paging::new(endpoint)
        };
        let sent = |paging: &Paging<SearchFor<Track>>| {
            paging.request().map(|endpoint| endpoint.request().map(|request| request.query().to_owned()))
        };
        let full = |rows: usize| {
            let items = vec![Track::default(); rows];
            Ok(Page { items, next: Some("?offset=1".to_owned()), total: 5_000, ..Page::default() })
        };
        let mut paging = searching(985);
        assert_eq!(sent(&paging), Some(Ok("q=x&type=track&limit=10&offset=985".to_owned())));
        paging.came(&full(10));
        assert_eq!(sent(&paging), Some(Ok("q=x&type=track&limit=5&offset=995".to_owned())));
        paging.came(&full(5));
        assert_eq!(sent(&paging), None);
        // Who begins beyond the end is told so.
        let refused = sent(&searching(1_001)).expect("a request").expect_err("a refusal");
        assert_eq!(refused.kind(), ErrorKind::InvalidArgument);
    }

    #[test]
    fn an_error_ends_paging() {
        let mut paging = Paging::new(GetSavedTracks::default());
        paging.came(&Err(Error::new(ErrorKind::Network, "lost")));
        assert_eq!(query(&paging), None);
    }

    #[test]
    fn rows_come_without_the_rejected_ones() {
        let page = serde_json::from_str(r#"{"items":[{"track":{"id":"a"}},null,{"track":{"id":"b"}}]}"#)
            .expect("a page");
        let ids: Vec<String> =
            good_rows::<GetSavedTracks>(page).map(|row| row.track.id.to_string()).collect();
        assert_eq!(ids, ["a", "b"]);
    }
}
