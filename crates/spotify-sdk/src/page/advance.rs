//! Where the next page begins.

use super::Page;

/// The offset of the page after `page`, which was asked for at `requested`. `None` when there is no further page.
///
/// What `next` says counts where it moves forward; where it does not (it has been seen to name the current page), the rows
/// that came are counted. Short pages and `total` end nothing, as both have been seen mid-list and wrong. What ends the
/// list is a null `next`, an empty page (which has been seen with a `next`), or a page that lies before the one asked for.
pub(crate) fn next_offset<T>(page: &Page<T>, requested: u32) -> Option<u32> {
    let next = page.next.as_deref()?;
    let rows = u32::try_from(page.row_count()).ok().filter(|rows| *rows > 0)?;
    if is_repeat(page, requested) {
        return None;
    }
    match offset_in(next) {
        Some(offset) if offset > requested => Some(offset),
        _ => requested.checked_add(rows),
    }
}

/// Whether the server answered with an earlier page than the one asked for, as at the end of what it can page through.
/// An answer that does not say where it begins is taken at its word.
fn is_repeat<T>(page: &Page<T>, requested: u32) -> bool {
    page.offset > 0 && page.offset < requested
}

fn offset_in(next: &str) -> Option<u32> {
    let (_, query) = next.split_once('?')?;
    let query = query.split('#').next().unwrap_or(query);
    url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "offset")?.1.parse().ok()
}
