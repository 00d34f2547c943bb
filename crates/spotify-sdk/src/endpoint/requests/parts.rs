//! The requests of a [`Batched`] operation.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::ops::{ControlFlow, Range};

use super::batched::{Batched, Instead, Joined, Splits};
use super::step::{BoxedStep, Step as _};
use super::{Access, Requests, unfinished};
use crate::error::{Error, ErrorKind, Progress, Result};
use crate::operation::{Method, Operation};

/// How many requests may be under way: of reads unless set, and at most.
const READS_AT_A_TIME: usize = 4;
const MOST_AT_A_TIME: usize = 64;

/// The requests for a list: parts of it, none longer than one request takes.
pub struct Parts<E: Splits> {
    /// The operation, without its list.
    endpoint: E,
    entries: Vec<String>,
    operation: Operation,
    access: Access,
    concurrency: usize,
    max_singles: usize,
    to_send: VecDeque<Part>,
    /// Whether it takes more than one request, so that some of it may be done when one fails.
    is_split: bool,
    under_way: BTreeMap<usize, Part>,
    /// By the place of their first entry.
    answers: BTreeMap<usize, (Range<usize>, E::Output)>,
    error: Option<Error>,
}

#[derive(Debug, Clone)]
struct Part {
    entries: Range<usize>,
    way: Way,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Itself,
    Instead,
}

impl<E: Splits> Parts<E> {
    pub(super) fn new(call: Batched<E>, access: &Access) -> Result<Self> {
        let Batched { mut endpoint, concurrency, max_singles } = call;
        let operation = endpoint.operation();
        let about = |error: Error| error.with_operation(operation.id);
        let entries = endpoint.batch_mut().take().map_err(about)?;
        let is_read = operation.method == Method::Get;
        let concurrency = concurrency.unwrap_or(if is_read { READS_AT_A_TIME } else { 1 });
        if !(1..=MOST_AT_A_TIME).contains(&concurrency) {
            return Err(about(Error::invalid_argument(format!(
                "`concurrency` is {concurrency}, but may be 1 to {MOST_AT_A_TIME}"
            ))));
        }
        let mut parts = Self {
            endpoint,
            entries,
            operation,
            access: access.clone(),
            concurrency,
            max_singles,
            to_send: VecDeque::new(),
            is_split: false,
            under_way: BTreeMap::new(),
            answers: BTreeMap::new(),
            error: None,
        };
        let all = 0..parts.entries.len();
        match E::instead().filter(|_| access.is_open(&operation) == Some(false)) {
            Some(instead) => {
                parts.check_number(&instead, all.len())?;
                parts.split(all, Way::Instead, instead.largest);
            }
            None => parts.split(all, Way::Itself, E::LARGEST),
        }
        // What can't work in the last part must not be found out after the first was sent.
        for part in &parts.to_send {
            parts.step(part).prepare()?;
        }
        Ok(parts)
    }

    fn split(&mut self, entries: Range<usize>, way: Way, largest: usize) {
        let end = entries.end;
        for start in entries.step_by(largest) {
            self.to_send.push_back(Part { entries: start..end.min(start + largest), way });
        }
        self.is_split |= self.to_send.len() > 1;
    }

    fn step(&self, part: &Part) -> BoxedStep<E::Output> {
        let entries = &self.entries[part.entries.clone()];
        match (part.way, E::instead()) {
            (Way::Instead, Some(instead)) => (instead.step)(&self.endpoint, entries),
            _ => {
                let mut endpoint = self.endpoint.clone();
                endpoint.batch_mut().set(entries.to_vec());
                BoxedStep::new(endpoint, |answer| answer)
            }
        }
    }

    /// Whether what is done instead is no more than the caller expects.
    fn check_number(&self, instead: &Instead<E>, entries: usize) -> Result<()> {
        if instead.largest > 1 || entries <= self.max_singles {
            return Ok(());
        }
        let message = format!(
            "this operation is closed to the app, and to read {entries} entries one by one takes {entries} requests; \
             this call may make {}",
            self.max_singles
        );
        Err(Error::new(ErrorKind::ClosedToApp, message).with_operation(self.operation.id).with_advice(
            "Development Mode has a daily quota: read fewer, or allow as many with `max_singles`",
        ))
    }

    /// Goes another way with this part and all that are still to be sent. The order of what is sent stays that of the list.
    fn go_another_way(&mut self, part: Part, instead: &Instead<E>, refusal: Error) {
        let rest: usize =
            self.to_send.iter().chain(self.under_way.values()).map(|part| part.entries.len()).sum();
        if let Err(error) = self.check_number(instead, part.entries.len() + rest) {
            self.error = Some(match refusal.status() {
                Some(status) => error.with_status(status),
                None => error,
            });
            return;
        }
        // Neighbours are joined before they are split anew, or every part would leave a rest.
        let mut run = part.entries;
        for Part { entries, way } in std::mem::take(&mut self.to_send) {
            if way == Way::Itself && entries.start == run.end {
                run.end = entries.end;
                continue;
            }
            let before = std::mem::replace(&mut run, entries);
            self.split(before, Way::Instead, instead.largest);
        }
        self.split(run, Way::Instead, instead.largest);
    }

    /// The entries that were done, in the list's order.
    fn progress(&self) -> Progress {
        let done = self.answers.values().flat_map(|(entries, _)| &self.entries[entries.clone()]);
        Progress::new(done.cloned(), self.entries.len())
    }
}

impl<E: Splits> Requests for Parts<E> {
    type Step = BoxedStep<E::Output>;
    type Output = E::Output;

    fn next(&mut self) -> Option<(usize, Self::Step)> {
        // The first request alone finds out whether the operation is closed.
        let is_uncertain = E::instead().is_some() && self.access.is_open(&self.operation).is_none();
        let at_a_time = if is_uncertain { 1 } else { self.concurrency };
        if self.error.is_some() || self.under_way.len() >= at_a_time {
            return None;
        }
        let part = self.to_send.pop_front()?;
        let step = self.step(&part);
        let number = part.entries.start;
        self.under_way.insert(number, part);
        Some((number, step))
    }

    fn came(&mut self, number: usize, answer: Result<E::Output>) -> ControlFlow<()> {
        let Some(part) = self.under_way.remove(&number) else { return ControlFlow::Continue(()) };
        if part.way == Way::Itself
            && self.access.learn(&self.operation, &answer)
            && let Some(instead) = E::instead()
            && let Err(refusal) = answer
        {
            self.go_another_way(part, &instead, refusal);
        } else {
            match read(answer, &part, self.step(&part).describe()) {
                Ok(answer) => {
                    self.answers.insert(number, (part.entries, answer));
                }
                Err(error) => {
                    self.error.get_or_insert(error);
                }
            }
        }
        // Parts of a write that are under way may be applied: whoever calls wants to know which.
        let is_over = self.error.is_some() && self.operation.method == Method::Get;
        if is_over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn finish(self) -> Result<E::Output> {
        let progress = self.progress();
        if let Some(error) = self.error {
            return Err(if self.is_split { error.with_progress(progress) } else { error });
        }
        if progress.done().len() < self.entries.len() {
            return Err(unfinished());
        }
        let mut joined = E::Output::empty();
        for (_, answer) in self.answers.into_values() {
            joined.append(answer);
        }
        Ok(joined)
    }
}

/// The answer about a part, if it is one: places are all that says what an answer is about.
fn read<O: Joined>(answer: Result<O>, part: &Part, operation: Operation) -> Result<O> {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) if part.way == Way::Instead && part.entries.len() == 1 && is_missing(&error) => {
            return O::missing().ok_or(error);
        }
        Err(error) => return Err(error),
    };
    match answer.entries() {
        Some(entries) if entries != part.entries.len() => {
            let message =
                format!("the question was about {}, but the answer has {entries}", part.entries.len());
            Err(Error::new(ErrorKind::Decode, message)
                .with_json_path(".".to_owned())
                .with_operation(operation.id))
        }
        _ => Ok(answer),
    }
}

/// Whether Spotify has no such thing. A page of HTML comes from elsewhere and says nothing about that.
fn is_missing(error: &Error) -> bool {
    let is_html = error.body_excerpt().is_some_and(|body| body.trim_start().starts_with('<'));
    error.kind() == ErrorKind::NotFound && !is_html
}

impl<E: Splits> fmt::Debug for Parts<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("operation", &self.operation.id)
            .field("entries", &self.entries.len())
            .field("to_send", &self.to_send.len())
            .field("under_way", &self.under_way.len())
            .finish_non_exhaustive()
    }
}
