//! Offset paging: `limit`, `offset`, and the object around the rows.

use serde::Serialize;
use url::form_urlencoded;

use super::{ApiError, Call};
use crate::rules::Limit;
use crate::world::{Person, Saved};

/// Which rows a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    limit: u64,
    offset: u64,
}

impl Range {
    /// From the query. What is out of bounds is refused, not clamped.
    pub(super) fn of(call: &Call<'_>, limits: Limit) -> Result<Self, ApiError> {
        let limit = match call.request.query("limit") {
            None => limits.default,
            Some(limit) => limit
                .parse()
                .ok()
                .filter(|limit| (limits.least..=limits.most).contains(limit))
                .ok_or(ApiError::bad_request("Invalid limit"))?,
        };
        let offset = match call.request.query("offset") {
            None => 0,
            // More rows than this nobody has, and the sum of limit and offset must fit.
            Some(offset) => offset
                .parse()
                .ok()
                .filter(|offset| *offset <= u64::from(u32::MAX))
                .ok_or(ApiError::bad_request("Invalid offset"))?,
        };
        Ok(Self { limit, offset })
    }

    /// The most rows that a page may have.
    pub(super) fn limit(&self) -> usize {
        usize::try_from(self.limit).unwrap_or(usize::MAX)
    }

    /// The index of the first row.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The rows of `all` that it names.
    pub(super) fn cut<'a, T>(&self, all: &'a [T]) -> &'a [T] {
        let start = usize::try_from(self.offset).unwrap_or(usize::MAX).min(all.len());
        let length = usize::try_from(self.limit).unwrap_or(usize::MAX).min(all.len() - start);
        &all[start..start + length]
    }
}

/// The page object around its rows.
#[derive(Serialize)]
pub(super) struct Page<T> {
    href: String,
    limit: u64,
    next: Option<String>,
    offset: u64,
    previous: Option<String>,
    total: usize,
    items: Vec<T>,
}

/// The page around `items`. Its links carry on the parameters named in `kept`.
pub(super) fn page<T>(
    call: &Call<'_>,
    range: Range,
    total: usize,
    items: Vec<T>,
    kept: &[&'static str],
) -> Page<T> {
    let carried = |name: &&'static str| Some((*name, call.request.query(name)?));
    let parameters: Vec<_> = kept.iter().filter_map(carried).collect();
    page_linked(call, range, total, items, &parameters)
}

/// The same with these parameters in its links.
pub(super) fn page_linked<T>(
    call: &Call<'_>,
    range: Range,
    total: usize,
    items: Vec<T>,
    parameters: &[(&str, String)],
) -> Page<T> {
    let link = |offset: u64| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("offset", &offset.to_string()).append_pair("limit", &range.limit.to_string());
        query.extend_pairs(parameters);
        format!("{}{}?{}", call.request.origin, call.request.route(), query.finish())
    };
    let end = range.offset + range.limit;
    let next = (range.limit > 0 && end < total as u64).then(|| link(end));
    let previous = (range.offset > 0).then(|| link(range.offset.saturating_sub(range.limit)));
    let (href, limit, offset) = (link(range.offset), range.limit, range.offset);
    Page { href, limit, next, offset, previous, total, items }
}

/// The rows of a caller's library that a request asks for, and how many there are.
pub(super) fn library(call: &Call<'_>, range: Range, list: fn(&Person) -> &[Saved]) -> (Vec<Saved>, usize) {
    let world = call.shared.world();
    let person = call.caller.user.as_deref().and_then(|user| world.person(user));
    let all = person.map_or(&[][..], list);
    (range.cut(all).to_vec(), all.len())
}
