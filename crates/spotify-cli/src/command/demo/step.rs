//! What a step of the demo has to show.

use serde::Serialize;
use spotify_sandbox::{Entry, Journal};

/// The code of every step. It is compiled with the tests, so what is shown is Rust that works.
const SNIPPETS: &str = include_str!("snippets.rs");

/// One step, when it is over.
#[derive(Debug, Serialize)]
pub(super) struct Step {
    pub(super) number: usize,
    pub(super) title: &'static str,
    /// The lines of Rust that the step stands for.
    pub(super) rust: String,
    /// What went over the wire.
    pub(super) requests: Vec<Request>,
    /// What came of it.
    pub(super) results: Vec<String>,
    /// The error that it ended with, as it was meant to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<String>,
}

/// What a step found out.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) results: Vec<String>,
    pub(super) error: Option<String>,
}

impl From<Vec<String>> for Findings {
    fn from(results: Vec<String>) -> Self {
        Self { results, error: None }
    }
}

/// One request, or several in a row that are alike.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Request {
    pub(super) by: By,
    pub(super) method: String,
    pub(super) path: String,
    /// The part of the query or of the form that tells most; never a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) detail: Option<String>,
    pub(super) status: Option<u16>,
    pub(super) times: usize,
}

/// Who sent a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum By {
    /// The SDK, in the user's program.
    Program,
    /// The user's browser.
    Browser,
}

impl Step {
    pub(super) fn new(
        number: usize,
        title: &'static str,
        requests: Vec<Request>,
        findings: Findings,
    ) -> Self {
        let Findings { results, error } = findings;
        Self { number, title, rust: snippet(number), requests, results, error }
    }
}

/// The requests of a journal, those that are alike taken together.
pub(super) fn requests(journal: &Journal) -> Vec<Request> {
    let mut requests: Vec<Request> = Vec::new();
    for request in journal.entries().iter().map(Request::of) {
        match requests.last_mut() {
            Some(last) if last.is_like(&request) => last.times += 1,
            _ => requests.push(request),
        }
    }
    requests
}

impl Request {
    fn of(entry: &Entry) -> Self {
        let is_browser = entry.header("user-agent") == Some(super::browser::USER_AGENT);
        let detail = match (entry.form("grant_type"), entry.query("limit")) {
            (Some(grant), _) => Some(format!("grant_type={grant}")),
            (None, Some(limit)) => Some(format!("limit={limit}")),
            (None, None) => None,
        };
        Self {
            by: if is_browser { By::Browser } else { By::Program },
            method: entry.method.clone(),
            path: entry.path.clone(),
            detail,
            status: entry.status,
            times: 1,
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        let Self { by, method, path, detail, status, times: _ } = other;
        (&self.by, &self.method, &self.path, &self.detail, &self.status) == (by, method, path, detail, status)
    }
}

/// The body of the function `step_{number}` of the snippets, without its indentation.
fn snippet(number: usize) -> String {
    let from = format!("// step {number}\n");
    let (_, rest) = SNIPPETS.split_once(&from).unwrap_or_default();
    let (body, _) = rest.split_once("    // end\n").unwrap_or_default();
    body.lines().map(|line| line.strip_prefix("    ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_code_that_fits() {
        for number in 1..=7 {
            let snippet = snippet(number);
            assert!(!snippet.is_empty(), "step {number}");
            assert!(snippet.lines().all(|line| line.chars().count() <= 74), "step {number}:\n{snippet}");
        }
        assert!(snippet(8).is_empty());
    }
}
