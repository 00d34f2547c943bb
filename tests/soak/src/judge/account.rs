//! Every request of the clients beside every request in the journals, and what callers got beside both.

mod explain;
mod renewals;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::thread;
use std::time::{Duration, Instant};

use spotify_sandbox::Entry;

use super::services::Services;
use crate::measures::Measures;
use crate::plan::Plan;
use crate::protocol::{ATTEMPT, Attempt, Call, Doing, Outcome, Round};
use crate::roster::{Client, Kind, roster};
use explain::{Trouble, explain};

/// How long the journals may take to have what the clients have an answer to.
const PATIENCE: Duration = Duration::from_secs(10);

/// As many problems are kept, and as many printed at once.
const KEPT: usize = 1_000;
const PRINTED: usize = 12;

/// A token that was stored while the clock was two hours ahead is good for an hour and seems so for three; who then reads it for the first
/// time sends it, and is refused.
const STORED_WRONG: Duration = Duration::from_secs(4 * 3_600);

/// A round, and what was special about it.
#[derive(Clone, Copy)]
pub(super) struct When {
    pub(super) round: u64,
    pub(super) off_by: i64,
    pub(super) is_roll_call: bool,
}

/// A request that was sent, and what the journal says about it.
pub(super) struct Fact {
    pub(super) attempt: Attempt,
    pub(super) entry: Option<Seen>,
}

/// What matters of an entry.
pub(super) struct Seen {
    pub(super) status: Option<u16>,
    pub(super) by_fault: bool,
    pub(super) user: Option<String>,
}

/// What became of a playlist that a client wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Made,
    /// The caller was told that it may be, or had gone.
    Perhaps,
    /// The caller was told that it is not.
    NotMade,
}

/// Sums, for the figures.
#[derive(Default)]
pub(super) struct Sums {
    pub(super) calls: u64,
    pub(super) failed: BTreeMap<String, u64>,
    pub(super) dropped: u64,
    pub(super) requests: u64,
    pub(super) never_arrived: u64,
    pub(super) never_sent: u64,
    pub(super) token_requests: u64,
    pub(super) renewals: u64,
    pub(super) ended_logins: u64,
    pub(super) called_at_the_end: u64,
}

pub(super) struct Account {
    clients: Vec<Client>,
    /// Requests whose entry has not been seen, although it may come.
    outstanding: HashMap<u64, Attempt>,
    /// Entries whose senders have not told of them yet: renewals that nobody waited for any more when the round ended.
    early: HashMap<u64, (usize, Entry)>,
    trouble: Vec<Trouble>,
    removals_have_begun: bool,
    /// Until when tokens may be about that were stored with a wrong clock.
    wrong_until: Duration,
    problems: Vec<String>,
    printed: usize,
    pub(super) sums: Sums,
    pub(super) playlists: HashMap<(usize, String), Vec<(String, Wanted)>>,
    holds: Vec<Measures>,
    pub(super) left: Option<(Measures, Measures)>,
}

impl Account {
    pub(super) fn new(plan: &Plan) -> Self {
        let trouble = (0..crate::plan::SERVICES).map(|_| Trouble::default()).collect();
        Self {
            clients: roster(plan),
            outstanding: HashMap::new(),
            early: HashMap::new(),
            trouble,
            removals_have_begun: false,
            wrong_until: Duration::ZERO,
            problems: Vec::new(),
            printed: 0,
            sums: Sums::default(),
            playlists: HashMap::new(),
            holds: Vec::new(),
            left: None,
        }
    }

    /// Services and users of those who remove the app.
    pub(super) fn removed(&self) -> Vec<(usize, String)> {
        let removed = self.clients.iter().filter(|client| client.kind == Kind::Removed);
        removed.filter_map(|client| Some((client.service, client.user()?))).collect()
    }

    pub(super) fn removals_begin(&mut self) {
        self.removals_have_begun = true;
    }

    pub(super) fn problems(&self) -> &[String] {
        &self.problems
    }

    pub(super) fn problem(&mut self, text: String) {
        self.printed += 1;
        if self.printed <= PRINTED {
            eprintln!("  PROBLEM: {text}");
        }
        if self.problems.len() < KEPT {
            self.problems.push(text);
        }
    }

    /// Judges a round.
    pub(super) fn round(&mut self, when: When, (round, holds): (Round, Measures), services: &Services) {
        self.holds.push(holds);
        let entries = self.entries(&round.attempts, services);
        let facts = self.matched(round.attempts, entries);
        for (service, trouble) in self.trouble.iter_mut().enumerate() {
            trouble.note_pauses(services.long_pauses(service), services.passed());
        }
        for fact in facts.iter() {
            self.count(fact, when, services.passed());
        }
        self.renewals(&facts, when);
        let mut of_calls: HashMap<String, Vec<Fact>> = HashMap::new();
        for fact in facts {
            if let Some(call) = fact.attempt.call.clone() {
                of_calls.entry(call).or_default().push(fact);
            }
        }
        for call in &round.calls {
            let mut facts = of_calls.remove(&call.name).unwrap_or_default();
            facts.sort_by_key(|fact| fact.attempt.number);
            self.call(call, &facts, when, services.passed());
        }
        if let Some(call) = of_calls.keys().next() {
            self.problem(format!("requests were sent for call {call}, which nobody made"));
        }
    }

    /// The entries that have come, at least those of requests that were answered.
    fn entries(&mut self, attempts: &[Attempt], services: &Services) -> HashMap<u64, (usize, Entry)> {
        let answered = |attempt: &&Attempt| matches!(attempt.outcome, Outcome::Answered(_));
        let mut missing: HashSet<u64> =
            attempts.iter().filter(answered).map(|attempt| attempt.number).collect();
        let mut entries = std::mem::take(&mut self.early);
        missing.retain(|number| !entries.contains_key(number));
        let start = Instant::now();
        loop {
            for (service, entry) in services.journal() {
                let Some(number) = entry.header(ATTEMPT).and_then(|number| number.parse().ok()) else {
                    self.problem(format!("a request without a number arrived: {entry}"));
                    continue;
                };
                missing.remove(&number);
                if let Some((_, again)) = entries.insert(number, (service, entry)) {
                    self.problem(format!("a request was sent twice: {again}"));
                }
            }
            if missing.is_empty() || start.elapsed() > PATIENCE {
                return entries;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Both sides together: a request that was answered is in the journal once, with the same method, path and status, and nothing is in
    /// the journal that nobody sent.
    fn matched(&mut self, attempts: Vec<Attempt>, mut entries: HashMap<u64, (usize, Entry)>) -> Vec<Fact> {
        let mut facts = Vec::new();
        for attempt in attempts {
            let found = entries.remove(&attempt.number);
            match (&found, attempt.outcome) {
                (Some((service, entry)), outcome) => self.compare(&attempt, *service, entry, outcome),
                (None, Outcome::Answered(status)) => {
                    let text = format!("no journal has the request that was answered {status}: {attempt:?}");
                    self.problem(text);
                }
                (None, Outcome::NotSent) => self.sums.never_sent += 1,
                (None, _) => drop(self.outstanding.insert(attempt.number, attempt.clone())),
            }
            let entry = found.map(|(_, entry)| Seen {
                status: entry.status,
                by_fault: entry.by_fault,
                user: entry.user,
            });
            facts.push(Fact { attempt, entry });
        }
        for (number, entry) in entries {
            // One that was given up, and arrived nevertheless; or one that its sender tells of with the next round.
            if self.outstanding.remove(&number).is_none() {
                self.early.insert(number, entry);
            }
        }
        facts
    }

    fn compare(&mut self, attempt: &Attempt, service: usize, entry: &Entry, outcome: Outcome) {
        let is_same =
            (service, &entry.method, &entry.path) == (attempt.service, &attempt.method, &attempt.path);
        let is_explained = match outcome {
            Outcome::Answered(status) => entry.status == Some(status),
            Outcome::NotSent => false,
            Outcome::Lost => entry.by_fault,
            Outcome::TimedOut | Outcome::Dropped => true,
        };
        if !is_same || !is_explained {
            self.problem(format!("sender and journal disagree: {attempt:?}, but {entry}"));
        }
    }

    fn count(&mut self, fact: &Fact, when: When, now: Duration) {
        self.sums.requests += u64::from(fact.entry.is_some());
        let Some(entry) = &fact.entry else { return };
        if fact.attempt.call.is_none() {
            self.sums.token_requests += 1;
        }
        self.trouble[fact.attempt.service].note(fact, entry, when);
        let is_expired = entry.status == Some(401) && !entry.by_fault;
        if when.off_by != 0 {
            self.wrong_until = now + STORED_WRONG;
        }
        if is_expired && now > self.wrong_until && !self.removals_have_begun {
            self.problem(format!("a token was used that was no good any more: {:?}", fact.attempt));
        }
    }

    /// The client whose call this is.
    fn client_of(&self, call: &str) -> Option<&Client> {
        let (_, number) = call.split_once('-')?;
        self.clients.get(number.parse::<usize>().ok()?)
    }

    /// Judges what a caller got.
    fn call(&mut self, call: &Call, facts: &[Fact], when: When, now: Duration) {
        self.sums.calls += 1;
        let client = self.clients[call.client];
        let may_be_logged_out = self.removals_have_begun && client.kind == Kind::Removed;
        match &call.result {
            None => self.sums.dropped += 1,
            Some(Ok(())) => self.sums.called_at_the_end += u64::from(when.is_roll_call),
            Some(Err(failure)) => {
                *self.sums.failed.entry(failure.kind.clone()).or_default() += 1;
                let is_logout = matches!(&*failure.kind, "ReauthorizationRequired" | "NotLoggedIn");
                self.sums.ended_logins += u64::from(is_logout && when.is_roll_call);
                let is_explained = match is_logout {
                    true => may_be_logged_out,
                    false => {
                        explain(&failure.kind, call.doing, facts, &self.trouble[client.service], when, now)
                    }
                };
                if is_logout && !is_explained {
                    // The one thing that is printed however much else was.
                    self.printed = 0;
                }
                if !is_explained || when.is_roll_call && !is_logout {
                    let attempts: Vec<_> = facts.iter().map(|fact| fact.attempt.outcome).collect();
                    self.problem(format!(
                        "round {}: client {} ({:?}) got {}, which its requests do not explain ({attempts:?}): {}",
                        when.round, client.number, client.kind, failure.kind, failure.text
                    ));
                }
            }
        }
        if may_be_logged_out && when.is_roll_call && matches!(call.result, Some(Ok(()))) {
            self.problem(format!(
                "client {} still works, although its user has removed the app",
                client.number
            ));
        }
        if let (Doing::Creating, Some(user)) = (call.doing, client.user()) {
            let wanted = match &call.result {
                Some(Ok(())) => Wanted::Made,
                Some(Err(failure)) if failure.kind != "RequestMaybeApplied" => Wanted::NotMade,
                _ => Wanted::Perhaps,
            };
            self.playlists.entry((client.service, user)).or_default().push((call.name.clone(), wanted));
        }
    }

    /// Judges what is left when the clients are gone, and whether memory grew.
    pub(super) fn over(&mut self, before: Measures, after: Measures, open_connections: usize) {
        self.left = Some((before, after));
        if !after.is_at_rest(&before) {
            self.problem(format!(
                "the clients are gone and have left something: {after:?}, and before them {before:?}"
            ));
        }
        if open_connections > 0 {
            self.problem(format!("{open_connections} connections are still open at the services"));
        }
        let [early, late] = self.held_in_quarters();
        if late.blocks > early.blocks + early.blocks / 25 {
            let (early, late) = (early.blocks, late.blocks);
            self.problem(format!(
                "from the second quarter to the last, {early} allocations held became {late}"
            ));
        }
        if late.memory > early.memory + early.memory / 4 {
            let (early, late) = (early.memory, late.memory);
            self.problem(format!("from the second quarter to the last, {early} KiB of memory became {late}"));
        }
        for (_, entry) in std::mem::take(&mut self.early).into_values() {
            self.problem(format!("a request arrived that nobody sent: {entry}"));
        }
        let lost: Vec<_> =
            self.outstanding.values().filter(|attempt| attempt.outcome == Outcome::Lost).collect();
        self.sums.never_arrived = lost.len() as u64;
    }

    /// What was held after the rounds: the medians of the second quarter and of the last.
    pub(super) fn held_in_quarters(&self) -> [Measures; 2] {
        let quarter = self.holds.len() / 4;
        [quarter..2 * quarter, 3 * quarter..self.holds.len()].map(|rounds| {
            let rounds = &self.holds[rounds];
            let (memory, blocks) = (median(rounds, |held| held.memory), median(rounds, |held| held.blocks));
            Measures { memory, blocks, ..Measures::default() }
        })
    }

    /// A line for people who wait.
    pub(super) fn progress(&self, services: &Services) -> String {
        let faults: u64 = services.faults().values().sum();
        format!(
            "day {:.1}: {} calls, {} requests, {} renewals, {faults} faults, {} MiB, {} problems",
            services.passed().as_secs_f64() / 86_400.0,
            self.sums.calls,
            self.sums.requests,
            self.sums.renewals,
            self.holds.last().map_or(0, |held| held.memory / 1024),
            self.problems.len(),
        )
    }
}

fn median<T: Ord + Copy + Default>(rounds: &[Measures], of: impl Fn(&Measures) -> T) -> T {
    let mut sorted: Vec<T> = rounds.iter().map(of).collect();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
