//! Clocks that jump, processes that are killed, services that turn requests away; and callers, who must never be given a stale token.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use secrecy::ExposeSecret;

use super::{Process, SKEW, World};
use crate::auth::manager::published::Published;
use crate::auth::token_info::TokenInfo;
use crate::clock::{Clock as _, ManualClock, SharedClock};
use crate::error::{Error, ErrorKind};
use crate::oauth::TokenAnswer;

/// What the clocks show, and what time it really is.
pub(in super::super) struct Time {
    pub(super) clock: SharedClock,
    hands: ManualClock,
    really: Duration,
    /// When each access token was issued, really.
    issued: HashMap<String, Duration>,
    /// The wall clock was set: what one process has written says little to the next.
    pub(in super::super) was_set: bool,
}

impl Time {
    pub(super) fn new() -> Self {
        let hands = ManualClock::new();
        hands.set_wall(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
        let clock = SharedClock::new(hands.clone());
        Self { clock, hands, really: Duration::ZERO, issued: HashMap::new(), was_set: false }
    }

    pub(super) fn pass(&mut self, time: Duration) {
        self.hands.advance(time);
        self.really += time;
    }

    pub(super) fn sleep(&mut self, time: Duration) {
        self.hands.set_wall(self.hands.now() + time);
        self.really += time;
    }

    pub(super) fn set_wall(&mut self, by: i32) {
        let magnitude = Duration::from_secs(by.unsigned_abs().into());
        let now = self.hands.now();
        self.hands.set_wall(if by < 0 { now - magnitude } else { now + magnitude });
        self.was_set = true;
    }

    pub(super) fn issued(&mut self, answer: &TokenAnswer) {
        self.issued.insert(answer.access_token.expose_secret().to_owned(), self.really);
    }

    fn age(&self, token: &TokenInfo) -> Option<Duration> {
        Some(self.really - *self.issued.get(token.access_token())?)
    }
}

impl World {
    pub(super) fn now(&self) -> SystemTime {
        self.time.hands.now()
    }

    /// What a renewal publishes; whoever waited is given it, if it may be given.
    pub(super) fn give(&self, token: &TokenInfo, lifetime: Option<Duration>) -> Option<Published> {
        let published = Published::new(token.clone(), SKEW, lifetime, &self.time.clock).ok()?;
        if published.may_be_given(&self.time.clock) {
            self.check_given(token);
        }
        Some(published)
    }

    /// Nobody is given a token that has ended. But what another process has written, or the same before it was killed, tells the time by the
    /// wall clock alone: where that was set back, the refusal of the Web API is what ends it.
    fn check_given(&self, token: &TokenInfo) {
        let is_stale = self.time.age(token).is_some_and(|age| age > Duration::from_secs(3600));
        let is_alone = self.acted.len() <= 1;
        assert!(!is_stale || self.time.was_set && !is_alone, "a stale token is given out");
    }

    pub(super) fn ask(&mut self, index: usize) {
        let process = &self.processes[index];
        match process.published.as_ref().filter(|published| published.is_fresh(&self.time.clock)) {
            Some(published) => self.check_given(&published.info),
            None => self.go(index),
        }
    }

    /// Whether a process gives out a token without asking for one: only then it looks.
    pub(super) fn is_given_out(&self, index: usize) -> bool {
        self.processes[index].published.as_ref().is_some_and(|published| published.is_fresh(&self.time.clock))
    }

    /// How long ago the token was really issued that a process gives to those who ask, if it has one to give.
    pub(in super::super) fn age_of_what_is_given(&self, index: usize) -> Option<Duration> {
        let published = self.processes[index].published.as_ref();
        published
            .filter(|published| published.is_fresh(&self.time.clock))
            .and_then(|published| self.time.age(&published.info))
    }

    /// Its lock is freed by the kernel. What it was given and had not stored is gone.
    pub(super) fn kill(&mut self, index: usize) {
        if self.locked_by == Some(index) {
            self.locked_by = None;
        }
        let process = std::mem::take(&mut self.processes[index]);
        let holds_an_answer = process.running.as_ref().is_some_and(|running| running.holds_an_answer);
        self.killed_after_a_refusal +=
            u32::from(process.running.as_ref().is_some_and(|running| running.was_refused));
        let is_lost = u32::from(holds_an_answer || process.unsaved);
        self.killed_in_the_window += is_lost;
        self.lost_in_the_window += is_lost;
        self.processes[index] = Process { false_logouts: process.false_logouts, ..Process::default() };
    }

    pub(super) fn turned_away(&mut self) -> Error {
        match self.mishap() {
            true => Error::new(ErrorKind::Server, "503"),
            false => Error::new(ErrorKind::RateLimited, "429").with_retry_after(Some(Duration::from_secs(5))),
        }
    }
}
