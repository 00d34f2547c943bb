//! A service, a cache and a few processes, as plain values: every interleaving of their steps can be played.

mod carrying_out;
mod mishaps;
mod other_programs;
mod upkeep;

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use secrecy::ExposeSecret;

use super::service::{Policy, Service};
use crate::auth::binding::{Binding, Flow};
use crate::auth::manager::published::Published;
use crate::auth::manager::refresh::{Command, Event, Knowledge, Outcome, Refresh, Refused};
use crate::auth::token_info::TokenInfo;
use crate::clock::unix_seconds;
use crate::error::{Error, ErrorKind};
use crate::oauth::{Grant, TokenAnswer};
use mishaps::Time;
pub(super) use other_programs::OtherProgram;

const SKEW: Duration = Duration::from_secs(30);

/// How the cache is.
#[derive(Clone, Copy, Debug)]
pub(super) struct CacheKind {
    pub(super) has_lock: bool,
    /// Reads and writes fail now and then.
    pub(super) fails: bool,
    /// It forgets what it holds now and then.
    pub(super) forgets: bool,
}

struct Running {
    machine: Refresh,
    event: Option<Event>,
    waiting_for_lock: bool,
    epoch: u32,
    /// The login that is being adopted.
    adopts: Option<u32>,
    commands: u32,
    requests: u32,
    /// The service has given it what is nowhere else yet.
    holds_an_answer: bool,
    was_refused: bool,
    /// How often the cache was written before, and by this renewal.
    writes_before: u32,
    writes: u32,
}

#[derive(Default)]
pub(super) struct Process {
    pub(super) memory: Option<TokenInfo>,
    published: Option<Published>,
    unsaved: bool,
    in_cache: bool,
    refused: Option<Refused>,
    epoch: u32,
    running: Option<Running>,
    /// Refresh tokens that this process used up since its last login or logout.
    used_up: HashMap<String, Fate>,
    pub(super) false_logouts: u32,
}

pub(super) struct World {
    pub(super) service: Service,
    pub(super) kind: CacheKind,
    pub(super) cache: Option<TokenInfo>,
    locked_by: Option<usize>,
    pub(super) processes: Vec<Process>,
    pub(super) time: Time,
    /// Requests whose answer gets lost on its way.
    pub(super) loses_answers: bool,
    /// Requests are turned away now and then, with 503 or 429.
    pub(super) turns_away: bool,
    /// Kills that took what the service had given and nobody had stored.
    pub(super) killed_in_the_window: u32,
    /// The same, and answers that were lost on their way with a refresh token that replaced the one that was sent.
    pub(super) lost_in_the_window: u32,
    /// Kills of a process that had been told that the login is over, and had told nobody.
    pub(super) killed_after_a_refusal: u32,
    /// One bit for each thing that could go wrong, used in turn.
    luck: Vec<bool>,
    rolls: usize,
    writes: u32,
    /// The processes that did anything.
    acted: HashSet<usize>,
    /// The login that was stored last, or kept in memory where it could not be; none after a logout.
    pub(super) current: Option<u32>,
    pub(super) ever_logged_out: bool,
    binding: Binding,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// Begins a renewal where none is under way, else takes it one command further.
    Go,
    /// Looks at the cache while the token in memory is good and nothing is under way.
    Look,
    LogIn,
    LogOut,
    /// The cache loses what it holds.
    Flush,
    /// An hour passes for everyone.
    Hour,
    /// Somebody sets the wall clock, by so many seconds.
    SetWall(i32),
    /// The machine sleeps for so many seconds, which only the wall clock notices.
    Sleep(u32),
    /// A caller asks: given the token that is published if it is fresh, else as `Go`.
    Ask,
    /// The process is killed, and begins anew.
    Kill,
    /// The user ends the login at the service.
    Revoke,
    /// Another program that uses the cache, and keeps less of what it stores, does something.
    Other(OtherProgram),
}

impl Process {
    /// Whether sending this refresh token is no mistake: it is not known to be used up; or it was replaced, and what came of that was
    /// refused, so that there is nothing left to lose.
    fn may_send(&self, token: &str) -> bool {
        match self.used_up.get(token) {
            None | Some(Fate::RefusedOnceUponATime) => true,
            Some(Fate::Refused) => false,
            Some(Fate::Replaced(next)) => self.was_lost(next),
        }
    }

    /// Whether this token, or what replaced it in the end, was refused.
    fn was_lost(&self, token: &str) -> bool {
        match self.used_up.get(token) {
            None => false,
            Some(Fate::Refused | Fate::RefusedOnceUponATime) => true,
            Some(Fate::Replaced(next)) => self.was_lost(next),
        }
    }

    /// With a token that can be used a process forgets what was refused: hearing it once more costs a request and nothing else.
    fn forget_refusals(&mut self) {
        for fate in self.used_up.values_mut() {
            if matches!(fate, Fate::Refused) {
                *fate = Fate::RefusedOnceUponATime;
            }
        }
    }
}

/// What became of a refresh token.
enum Fate {
    Replaced(String),
    Refused,
    RefusedOnceUponATime,
}

impl World {
    pub(super) fn new(policy: Policy, kind: CacheKind, processes: usize, luck: Vec<bool>) -> Self {
        Self {
            service: Service::new(policy),
            kind,
            cache: None,
            locked_by: None,
            processes: (0..processes).map(|_| Process::default()).collect(),
            time: Time::new(),
            loses_answers: false,
            turns_away: false,
            killed_in_the_window: 0,
            lost_in_the_window: 0,
            killed_after_a_refusal: 0,
            luck,
            rolls: 0,
            writes: 0,
            acted: HashSet::new(),
            current: None,
            ever_logged_out: false,
            binding: Binding::new("https://accounts.spotify.com", "us", Flow::AuthorizationCode),
        }
    }

    fn mishap(&mut self) -> bool {
        self.rolls += 1;
        !self.luck.is_empty() && self.luck[self.rolls % self.luck.len()]
    }

    fn knowledge(&self, index: usize) -> Knowledge {
        let process = &self.processes[index];
        Knowledge {
            binding: self.binding.clone(),
            memory: process.memory.clone(),
            unsaved: process.unsaved,
            configured: None,
            spent: process
                .published
                .iter()
                .filter(|published| !published.is_fresh(&self.time.clock))
                .map(|published| published.info.access_token().to_owned())
                .collect(),
            refused: process.refused.clone(),
            skew: SKEW,
            requested_scope: None,
        }
    }

    pub(super) fn step(&mut self, index: usize, step: Step) {
        self.acted.insert(index);
        // No two things happen at the very same moment.
        self.time.pass(Duration::from_secs(1));
        match step {
            Step::Hour => self.time.pass(Duration::from_secs(3600)),
            Step::SetWall(by) => self.time.set_wall(by),
            Step::Sleep(seconds) => self.time.sleep(Duration::from_secs(seconds.into())),
            Step::Ask => self.ask(index),
            Step::Kill => self.kill(index),
            Step::Revoke => self.service.good.clear(),
            Step::Other(program) => self.other_program(program),
            Step::Go => self.go(index),
            // A login gives up the renewal that is under way in its process, and with it what a rotating service has just answered: the login
            // before is lost by intention. What these tests are about is loss without it.
            Step::LogIn if self.has_asked(index) => {}
            Step::LogIn => {
                let (login, answer) = self.service.log_in();
                self.time.issued(&answer);
                let machine = Refresh::adopt(self.knowledge(index), answer, self.now());
                self.change_login(index);
                self.begin(index, machine, Some(login));
            }
            Step::Look => self.look(index),
            Step::Flush => self.cache = None,
            Step::LogOut => self.log_out(index),
        }
    }

    fn go(&mut self, index: usize) {
        if self.processes[index].running.is_some() {
            return self.go_on(index);
        }
        let machine = Refresh::renew(self.knowledge(index));
        self.begin(index, machine, None);
    }

    fn has_asked(&self, index: usize) -> bool {
        self.processes[index].running.as_ref().is_some_and(|running| running.requests > 0)
    }

    fn begin(&mut self, index: usize, machine: Refresh, adopts: Option<u32>) {
        // What was under way hears that it is superseded, and frees its lock.
        if self.locked_by == Some(index) {
            self.locked_by = None;
        }
        let process = &mut self.processes[index];
        process.running = Some(Running {
            machine,
            event: Some(Event::Begin),
            waiting_for_lock: false,
            epoch: process.epoch,
            adopts,
            commands: 0,
            requests: 0,
            holds_an_answer: adopts.is_some(),
            was_refused: false,
            writes_before: self.writes,
            writes: 0,
        });
    }

    fn change_login(&mut self, index: usize) {
        let process = &mut self.processes[index];
        process.epoch += 1;
        process.memory = None;
        process.published = None;
        process.unsaved = false;
        process.refused = None;
        process.used_up.clear();
    }

    /// Whether a process has a token that works.
    pub(super) fn has_token(&self, index: usize) -> bool {
        self.processes[index].memory.as_ref().is_some_and(|memory| !memory.is_expired(self.now(), SKEW))
    }

    fn go_on(&mut self, index: usize) {
        let mut running = self.processes[index].running.take().expect("only called while running");
        if running.waiting_for_lock {
            if self.locked_by.is_some() {
                self.processes[index].running = Some(running);
                return;
            }
            self.locked_by = Some(index);
            running.waiting_for_lock = false;
            running.event = Some(Event::Locked(true));
        }
        running.commands += 1;
        assert!(running.commands < 60, "it does not come to an end");
        let event = running.event.take().expect("set whenever it can go on");
        if let Event::Answered(Ok(answer)) = &event {
            // A token's time begins when its answer is read: nobody knows how long that was under way.
            self.time.issued(answer);
        }
        let command = running.machine.step(event, self.now());
        if let Command::Finish(outcome) = command {
            if self.locked_by == Some(index) {
                self.locked_by = None;
            }
            if running.epoch == self.processes[index].epoch {
                self.land(index, outcome, running.adopts);
            }
            return;
        }
        match command {
            Command::Lock if !self.kind.has_lock => running.event = Some(Event::Locked(false)),
            Command::Lock => running.waiting_for_lock = true,
            command => {
                let writes = self.writes;
                let event = self.carry_out(index, command, &mut running.requests);
                let by_others = writes - running.writes_before - running.writes;
                running.writes += self.writes - writes;
                // The cache's refresh token and memory's: more are worth a try only when others stored theirs meanwhile.
                assert!(running.requests <= 2 + by_others, "too many requests for one renewal");
                match event {
                    Event::Answered(Ok(_)) => running.holds_an_answer = true,
                    Event::Answered(Err(_)) => running.was_refused = true,
                    Event::Saved(Ok(true)) => {
                        running.holds_an_answer = false;
                        self.current = running.adopts.or(self.current);
                    }
                    _ => {}
                }
                running.event = Some(event);
            }
        }
        self.processes[index].running = Some(running);
    }

    fn land(&mut self, index: usize, outcome: Outcome, adopts: Option<u32>) {
        let current = self.current;
        let lives = current.is_some_and(|login| self.service.good.contains_key(&login));
        let published = match &outcome {
            Outcome::Token { token, lifetime, .. } => self.give(token, *lifetime),
            _ => None,
        };
        let process = &mut self.processes[index];
        match outcome {
            Outcome::Token { token, unsaved, foreign, .. } => {
                process.forget_refusals();
                process.published = published;
                process.memory = Some(token);
                process.unsaved = unsaved;
                process.in_cache = !unsaved && foreign.is_none();
                process.refused = None;
                // Where the cache did not take it, the later login counts, which another process may have stored meanwhile.
                if unsaved && adopts > self.current {
                    self.current = adopts;
                }
            }
            Outcome::NoLogin { refused, given_up, .. } => {
                process.published = None;
                if given_up {
                    process.memory = None;
                    process.unsaved = false;
                }
                // Refused, or as if nobody had logged in although this process has the login.
                if lives && !given_up && (refused.is_some() || process.memory.is_some()) {
                    process.false_logouts += 1;
                }
                if let Some(refused) = refused {
                    let known = process.memory.as_ref().and_then(TokenInfo::refresh_token);
                    if known.is_some_and(|known| refused.tokens.iter().any(|token| token == known)) {
                        process.memory = None;
                        process.unsaved = false;
                    }
                    process.refused = Some(refused);
                }
            }
            Outcome::Failed { given_up: true, .. } => {
                process.memory = None;
                process.unsaved = false;
            }
            Outcome::Failed { .. } | Outcome::Superseded => {}
        }
    }

    /// Lets everything that is under way come to its end.
    pub(super) fn settle(&mut self) {
        for _ in 0..200 {
            if self.processes.iter().all(|process| process.running.is_none()) {
                return;
            }
            for index in 0..self.processes.len() {
                if self.processes[index].running.is_some() {
                    self.go_on(index);
                }
            }
        }
        assert!(self.processes.iter().all(|process| process.running.is_none()), "somebody waits forever");
    }

    /// Whether no login has ended but by the service's or a user's doing. A kill between the answer and the cache is none of the client's.
    pub(super) fn no_login_was_lost(&self) -> bool {
        self.killed_in_the_window > 0
            || self.current_login_is_kept()
                && self.service.revoked.is_empty()
                && self.processes.iter().all(|process| process.false_logouts == 0)
    }

    /// Whether the refresh token that the service accepts for the current login is in the cache or in somebody's memory; or for a later
    /// login: of two that race to a cache without a lock the later one counts in the end, whichever was stored last.
    pub(super) fn current_login_is_kept(&self) -> bool {
        let Some(current) = self.current.filter(|login| self.service.good.contains_key(login)) else {
            return true;
        };
        let good = |token: &str| {
            self.service.good.iter().any(|(login, good)| *login >= current && good.as_str() == token)
        };
        let memories = self.processes.iter().filter_map(|process| process.memory.as_ref());
        memories.chain(&self.cache).filter_map(TokenInfo::refresh_token).any(good)
    }

    /// Somebody else's login, in the cache from the beginning.
    pub(super) fn seed_foreign_login(&mut self, client: &str, bound: bool) -> TokenInfo {
        let binding = Binding::new("https://accounts.spotify.com", client, Flow::AuthorizationCode);
        let login = TokenInfo::new("their-at", unix_seconds(self.now()) + 1800.0)
            .expect("a finite time")
            .with_refresh_token("their-rt");
        let login = if bound { login.bound_to(binding) } else { login };
        self.cache = Some(login.clone());
        login
    }
}

fn cache_error() -> Error {
    Error::new(ErrorKind::Cache, "the cache failed")
}
