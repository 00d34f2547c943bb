//! The figures of a run.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::account::Account;
use super::services::Services;
use super::written::Written;
use crate::measures::Measures;
use crate::plan::Plan;

#[derive(Serialize)]
pub(super) struct Figures {
    seed: u64,
    clients: usize,
    rounds: u64,
    virtual_days: f64,
    seconds: f64,
    calls: u64,
    /// Callers who got an error, by its kind; each was explained by a fault.
    failed: BTreeMap<String, u64>,
    /// Callers who went away before their answer.
    dropped: u64,
    /// In the journals, each beside the one that a client sent.
    requests: u64,
    /// Lost with their connection on the way there.
    never_arrived: u64,
    /// Of clients that could not connect.
    never_sent: u64,
    token_requests: u64,
    renewals: u64,
    faults: BTreeMap<&'static str, u64>,
    /// Writes that may not be repeated, by what their callers were told.
    writes_done: u64,
    writes_perhaps_done: u64,
    writes_perhaps_done_that_were: u64,
    writes_not_done: u64,
    writes_applied_twice: u64,
    /// Clients that were answered in the last round, and those whose users had removed the app.
    at_work_at_the_end: u64,
    logged_out_by_the_service: u64,
    /// Resident memory of the clients in MiB and what they had allocated, in the second quarter and in the last.
    memory: [f64; 2],
    allocations: [usize; 2],
    before: Option<Measures>,
    after: Option<Measures>,
    problems: Vec<String>,
}

impl Figures {
    pub(super) fn of(
        plan: &Plan,
        account: &Account,
        written: &Written,
        services: &Services,
        faults: BTreeMap<&'static str, u64>,
        took: Duration,
    ) -> Self {
        let sums = &account.sums;
        let [early, late] = account.held_in_quarters();
        Self {
            seed: plan.seed,
            clients: plan.clients,
            rounds: plan.rounds,
            virtual_days: services.passed().as_secs_f64() / 86_400.0,
            seconds: took.as_secs_f64(),
            calls: sums.calls,
            failed: sums.failed.clone(),
            dropped: sums.dropped,
            requests: sums.requests,
            never_arrived: sums.never_arrived,
            never_sent: sums.never_sent,
            token_requests: sums.token_requests,
            renewals: sums.renewals,
            faults,
            writes_done: written.made,
            writes_perhaps_done: written.perhaps,
            writes_perhaps_done_that_were: written.perhaps_and_made,
            writes_not_done: written.not_made,
            writes_applied_twice: written.twice,
            at_work_at_the_end: sums.called_at_the_end,
            logged_out_by_the_service: sums.ended_logins,
            memory: [early.memory as f64 / 1024.0, late.memory as f64 / 1024.0],
            allocations: [early.blocks, late.blocks],
            before: account.left.map(|(before, _)| before),
            after: account.left.map(|(_, after)| after),
            problems: account.problems().to_vec(),
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed: u64 = self.failed.values().sum();
        let faults: u64 = self.faults.values().sum();
        let kinds = self.faults.values().filter(|hits| **hits > 0).count();
        let [early, late] = self.memory;
        writeln!(
            f,
            "seed {}: {} clients, {:.1} virtual days in {:.0} s: {} calls, {} requests, {} renewals, {faults} faults of {kinds} kinds",
            self.seed,
            self.clients,
            self.virtual_days,
            self.seconds,
            self.calls,
            self.requests,
            self.renewals,
        )?;
        writeln!(
            f,
            "at the end {} clients at work and {} logged out by the service; of what must hold, {} did not",
            self.at_work_at_the_end,
            self.logged_out_by_the_service,
            self.problems.len(),
        )?;
        let by_kind: Vec<_> = self.failed.iter().map(|(kind, times)| format!("{kind} {times}")).collect();
        writeln!(
            f,
            "callers with an error: {failed} ({}); callers who went away: {}",
            by_kind.join(", "),
            self.dropped,
        )?;
        writeln!(
            f,
            "requests: {} by the senders and by the journals, {} lost on their way, {} without a connection",
            self.requests, self.never_arrived, self.never_sent,
        )?;
        writeln!(
            f,
            "writes that may not be repeated: {} done, {} perhaps ({} were), {} not done; applied twice: {}",
            self.writes_done,
            self.writes_perhaps_done,
            self.writes_perhaps_done_that_were,
            self.writes_not_done,
            self.writes_applied_twice,
        )?;
        let [held_early, held_late] = self.allocations;
        write!(
            f,
            "held in the second quarter and in the last: {held_early} and {held_late} allocations, {early:.1} and {late:.1} MiB resident"
        )?;
        if let (Some(before), Some(after)) = (&self.before, &self.after) {
            write!(
                f,
                "; left of them: {} tasks, {} connections, {} threads and {} files (before them {} and {})",
                after.tasks, after.sockets, after.threads, after.files, before.threads, before.files,
            )?;
        }
        writeln!(f)
    }
}
