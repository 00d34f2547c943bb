//! Where the next page begins.

use super::Page;

impl<T> Page<T> {
    /// Where the next page begins, if this one was asked for at `requested`. `None` when there is no further page.
    ///
    /// What `next` says counts where it moves forward; where it does not (it has been seen to name the current page), the
    /// rows that came are counted. Short pages and `total` end nothing, as both have been seen mid-list and wrong. What
    /// ends the list is a null `next`, an empty page (which has been seen with a `next`), or a page that lies before the
    /// one asked for.
    #[must_use]
    pub fn next_offset(&self, requested: u32) -> Option<u32> {
        let next = self.next.as_deref()?;
        let rows = u32::try_from(self.row_count()).ok().filter(|rows| *rows > 0)?;
        if self.is_repeat(requested) {
            return None;
        }
        match offset_in(next) {
            Some(offset) if offset > requested => Some(offset),
            _ => requested.checked_add(rows),
        }
    }

    /// Whether the server answered with an earlier page than the one asked for, as at the end of what it can page through.
    /// An answer that does not say where it begins is not judged by that.
    fn is_repeat(&self, requested: u32) -> bool {
        self.offset > 0 && self.offset < requested
    }
}

fn offset_in(next: &str) -> Option<u32> {
    let (_, query) = next.split_once('?')?;
    let query = query.split('#').next().unwrap_or(query);
    url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "offset")?.1.parse().ok()
}
