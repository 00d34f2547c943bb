//! Which page comes next: the part of paging that async and blocking share. No I/O.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;

use crate::endpoint::{Listed, Outlook, Place, QuotaMode};
use crate::error::{Error, Result};

/// How many pages may be under way at most.
const MOST_AT_A_TIME: usize = 64;

/// Walks through the pages of a list. Whoever sends asks for the [`next`](Self::next) requests, tells what
/// [`came`](Self::came), and hands out the pages that are [`ready`](Self::ready), which come in order.
///
/// Where a page begins is decided by the page before it, however many are asked for at a time: pages that were asked for
/// ahead, as the total promised them, count only if they begin where the page before them says.
pub(super) struct Paging<E: Listed> {
    /// The operation for the page that was handed out last.
    here: E,
    /// The page that certainly comes next, if it was not asked for yet.
    certain: Option<E>,
    /// What was asked for and not yet handed out, in order.
    asked: VecDeque<Asked<E>>,
    concurrency: usize,
    /// What the page that was handed out last says about those after it.
    outlook: Option<Outlook>,
    /// Where a list by cursor has been: it goes in circles if the server does.
    visited: BTreeSet<String>,
    /// How many more rows are wanted, at most.
    wanted: Option<usize>,
    /// Whether requests are under way that are of no use any more.
    has_abandoned: bool,
    /// What can't work. It comes instead of the first page.
    error: Option<Error>,
    number: usize,
}

struct Asked<E: Listed> {
    number: usize,
    endpoint: E,
    answer: Option<Result<E::Output>>,
}

impl<E: Listed> Paging<E> {
    /// Begins where the call says, with pages as large as an app of this mode may ask for, or, if nobody told the mode, every app.
    pub(super) fn new(mut endpoint: E, mode: Option<QuotaMode>) -> Self {
        let largest = E::OPERATION.limit.map(|limit| match mode {
            Some(QuotaMode::Extended) => limit.largest,
            _ => limit.largest_in_development_mode,
        });
        let limit = endpoint.limit_mut();
        *limit = limit.or(largest);
        endpoint.begin();
        Self {
            here: endpoint.clone(),
            certain: Some(endpoint),
            asked: VecDeque::new(),
            concurrency: 1,
            outlook: None,
            visited: BTreeSet::new(),
            wanted: None,
            has_abandoned: false,
            error: None,
            number: 0,
        }
    }

    pub(super) fn set_concurrency(&mut self, concurrency: usize) {
        if (1..=MOST_AT_A_TIME).contains(&concurrency) {
            self.concurrency = concurrency;
        } else {
            self.fail(Error::invalid_argument(format!(
                "`concurrency` is {concurrency}, but may be 1 to {MOST_AT_A_TIME}"
            )));
        }
    }

    /// Goes on after a page that is there already.
    pub(super) fn set_after(&mut self, page: &E::Output) {
        let Some(endpoint) = self.certain.take() else { return };
        match endpoint.after_page(page) {
            Ok(following) => self.certain = following,
            Err(error) => self.fail(error),
        }
    }

    /// Goes on where the `next` of an earlier page says. `base` is the path of the API's base URL.
    pub(super) fn set_place(&mut self, next: &str, base: &str) {
        let Some(endpoint) = self.certain.take() else { return };
        let at = endpoint.request().and_then(|request| {
            // Also as Spotify itself writes it, whatever stands between it and this client now.
            let parse = |path: &str| Place::parse(next, path, &[base, "/v1"]);
            let other = || endpoint.other_paths().iter().find_map(|path| parse(path).ok());
            let place = parse(request.path()).or_else(|error| other().ok_or(error))?;
            let at = endpoint.at(&place)?;
            at.request().map(|_| at)
        });
        match at {
            Ok(at) => self.certain = Some(at),
            Err(error) => self.fail(error),
        }
    }

    fn fail(&mut self, error: Error) {
        self.certain = None;
        self.error.get_or_insert(error.with_operation(E::OPERATION.id));
    }

    /// Asks for no more pages than so many rows take.
    pub(super) fn set_wanted(&mut self, rows: usize) {
        let is_new = self.wanted.replace(rows).is_none();
        if let Some(endpoint) = self.certain.as_mut().filter(|_| is_new) {
            let limit = endpoint.limit_mut();
            *limit = limit.map(|limit| limit.min(u32::try_from(rows).unwrap_or(u32::MAX)));
        }
    }

    /// A page to ask for now, with a number to tell its answer by.
    pub(super) fn next(&mut self) -> Option<(usize, E)> {
        let is_enough = self.wanted == Some(0) || self.error.is_some();
        if is_enough || self.asked.len() >= self.concurrency {
            return None;
        }
        let endpoint = self.certain.take().or_else(|| self.guess())?;
        self.number += 1;
        self.asked.push_back(Asked { number: self.number, endpoint: endpoint.clone(), answer: None });
        Some((self.number, endpoint))
    }

    /// The page after those that were asked for, if the page that was handed out last promises one.
    fn guess(&self) -> Option<E> {
        let Outlook { stride, left } = self.outlook?;
        // Whether there is anything after the first of them only that one knows, if nobody promised it.
        let pages = u32::try_from(self.asked.len()).ok().filter(|pages| *pages > 0)?.checked_add(1)?;
        let begin = stride.checked_mul(pages)?;
        let wanted = self.wanted.and_then(|wanted| u32::try_from(wanted).ok()).unwrap_or(u32::MAX);
        let is_wanted = begin < left && begin < wanted.saturating_add(stride);
        if is_wanted { self.here.ahead(begin) } else { None }
    }

    /// Takes the answer to the request with this number.
    pub(super) fn came(&mut self, number: usize, answer: Result<E::Output>) {
        if let Some(asked) = self.asked.iter_mut().find(|asked| asked.number == number) {
            asked.answer = Some(answer);
        }
    }

    /// The next page in order, if it has come. After an error there is none.
    pub(super) fn ready(&mut self) -> Option<Result<E::Output>> {
        if let Some(error) = self.error.take() {
            return Some(Err(error));
        }
        let answer = self.asked.front_mut()?.answer.take()?;
        let Asked { endpoint, .. } = self.asked.pop_front()?;
        let page = answer.as_ref().ok();
        self.outlook = page.and_then(|page| endpoint.outlook(page));
        let following = page.and_then(|page| endpoint.following(page)).filter(|next| self.moves(next));
        let is_asked_for = match (&following, self.asked.front()) {
            (Some(next), Some(asked)) => place(next) == place(&asked.endpoint),
            _ => false,
        };
        if !is_asked_for {
            self.certain = following;
            self.has_abandoned |= !self.asked.is_empty();
            self.asked.clear();
        }
        self.here = endpoint;
        Some(answer)
    }

    /// Whether a list by cursor has not been there before. Offsets only grow.
    fn moves(&mut self, next: &E) -> bool {
        let is_new = next.ahead(0).is_some() || place(next).is_none_or(|place| self.visited.insert(place));
        if !is_new {
            tracing::warn!(operation = E::OPERATION.id, "the list ends here: its cursors go in circles");
        }
        is_new
    }

    /// Whether what is under way is of no use any more. Says so once.
    pub(super) fn has_abandoned(&mut self) -> bool {
        std::mem::take(&mut self.has_abandoned)
    }

    /// The good rows of the page that was handed out last, and how many it had.
    pub(super) fn rows(&self, page: E::Output) -> (Vec<E::Row>, usize) {
        let (rows, rejected) = self.here.rows(page);
        let count = rows.len() + rejected;
        (rows, count)
    }
}

impl<E: Listed + fmt::Debug> fmt::Debug for Paging<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paging")
            .field("here", &self.here)
            .field("asked", &self.asked.len())
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}

/// Rows that are collected, up to a bound.
pub(super) struct Collected<R> {
    pub(super) rows: Vec<R>,
    left: usize,
}

impl<R> Collected<R> {
    /// Begins with rows that are there already.
    pub(super) fn new(most: usize, rows: impl ExactSizeIterator<Item = R>) -> Self {
        let mut collected = Self { rows: Vec::new(), left: most };
        let count = rows.len();
        collected.take((rows.collect(), count));
        collected
    }

    /// How many more rows are wanted, `None` when none is.
    pub(super) fn wanted(&self) -> Option<usize> {
        Some(self.left).filter(|left| *left > 0)
    }

    /// Adds the rows of a page, which had so many.
    pub(super) fn take(&mut self, (rows, count): (Vec<R>, usize)) {
        self.rows.extend(rows.into_iter().take(self.left));
        self.left = self.left.saturating_sub(count);
    }
}

fn place<E: Listed>(endpoint: &E) -> Option<String> {
    endpoint.request().ok().map(|request| request.query().to_owned())
}

#[cfg(test)]
mod tests;
