//! What the two processes say to each other: a line of JSON each.

use std::io::{self, BufRead, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::measures::Measures;
use crate::plan::Plan;
use crate::time::Beginning;

/// The header with the number of an attempt: each request over the network has its own.
pub(crate) const ATTEMPT: &str = "x-soak-attempt";

/// The header with the name of the call that a request belongs to.
pub(crate) const CALL: &str = "x-soak-call";

/// To the clients.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Order {
    Begin(Begin),
    /// Time has jumped by so many milliseconds; whoever is active makes a call.
    Round {
        number: u64,
        jump: u64,
        off_by: i64,
    },
    /// The same, and everybody makes a call.
    RollCall {
        number: u64,
        jump: u64,
    },
    /// All clients are given up.
    End,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Begin {
    pub(crate) plan: Plan,
    pub(crate) beginning: Beginning,
    pub(crate) services: Vec<ServiceAddress>,
    /// A refresh token for each user.
    pub(crate) logins: Vec<(String, String)>,
}

/// Where a service is, and its app.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ServiceAddress {
    pub(crate) api: String,
    pub(crate) accounts: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) redirect_uri: String,
    /// Ids to ask for.
    pub(crate) albums: Vec<String>,
    pub(crate) tracks: Vec<String>,
}

/// From the clients.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Report {
    Ready,
    Round(Round),
    /// What the clients hold after it, with nothing of the report any more.
    Holds(Measures),
    /// What there was before the first client, and is after the last.
    Over {
        before: Measures,
        after: Measures,
    },
}

/// What happened in a round.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Round {
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) calls: Vec<Call>,
}

/// A request over the network, as its sender saw it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Attempt {
    pub(crate) number: u64,
    pub(crate) service: usize,
    /// None for token requests.
    pub(crate) call: Option<String>,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) outcome: Outcome,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Outcome {
    /// With a whole answer of this status.
    Answered(u16),
    /// The server can't have seen it.
    NotSent,
    /// Sent, and no whole answer came.
    Lost,
    /// No whole answer came in time.
    TimedOut,
    /// Whoever wanted the answer has gone away.
    Dropped,
}

/// A call of the SDK, as its caller saw it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) client: usize,
    pub(crate) doing: Doing,
    /// None for a caller who went away.
    pub(crate) result: Option<Result<(), Failure>>,
}

/// What a call was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Doing {
    Reading,
    /// A write that may be repeated.
    Saving,
    /// A write that may not: a playlist with the call's name.
    Creating,
}

/// The error that a caller got.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Failure {
    /// The kind's name, or `Foreign` for an answer that was another user's.
    pub(crate) kind: String,
    pub(crate) text: String,
}

/// Writes a line.
pub(crate) fn say(to: &mut impl Write, what: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *to, what)?;
    to.write_all(b"\n")?;
    to.flush()
}

/// Reads a line; none when the other side has ended.
pub(crate) fn hear<T: DeserializeOwned>(from: &mut impl BufRead) -> io::Result<Option<T>> {
    let mut line = String::new();
    match from.read_line(&mut line)? {
        0 => Ok(None),
        _ => Ok(Some(serde_json::from_str(&line)?)),
    }
}
