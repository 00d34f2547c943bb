//! One request until its outcome is final: the loop under both the token providers and the client.

mod limits;

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

use crate::clock::SharedClock;
use crate::error::{Error, ErrorKind, Result, without};
use crate::retry::{Decision, Outcome, RetryPolicy, backoffs, decide, retry_after};
use crate::transport::{Limits, SharedTransport, TransportError, TransportErrorKind};

pub(crate) use limits::GivenLimits;

/// All attempts of one request together take at most this long, not counting the waits that Spotify asks for; longer only when one
/// attempt's own time limit is longer.
const ALL_ATTEMPTS: Duration = Duration::from_secs(60);

/// So often a request that the server said it left undone is sent again at once. A connection that is ending may be offered once more before the
/// pool has noticed; beyond that the server is in trouble, and a pause is due.
const UNPROCESSED: u32 = 3;

/// How requests are attempted.
#[derive(Clone, Debug)]
pub(crate) struct Attempts {
    pub(crate) transport: SharedTransport,
    pub(crate) clock: SharedClock,
    pub(crate) policy: RetryPolicy,
    /// For one attempt, from the first byte sent to the last one read.
    pub(crate) timeout: Duration,
    /// Largest body in bytes, decompressed.
    pub(crate) largest_body: usize,
}

/// What is known about a request besides its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// For logs: the operation's id, or the grant.
    pub(crate) operation: &'static str,
    /// For logs: the path with its parameters' names, never their values.
    pub(crate) path: &'static str,
    /// Whether the server acting twice is no different from acting once.
    pub(crate) repeatable: bool,
    /// How many time limits long the answer is waited for. More than one where the answer may hold the only copy of something, which is lost
    /// when the request is given up: then what is left of the time for all attempts does not shorten the wait either.
    pub(crate) patience: u32,
}

/// A final answer, of whatever status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// What the server asked to wait, where it did.
    pub(crate) retry_after: Option<Duration>,
}

impl Answer {
    /// Whether a 429 is about the app's daily quota rather than its request rate.
    pub(crate) fn is_quota_exceeded(&self) -> bool {
        // Cheaper than parsing, and right for the one body that says it.
        self.status == 429 && self.body.windows(14).any(|window| window == b"QUOTA_EXCEEDED")
    }
}

impl Answer {
    /// The same without secrets that were sent and that the server repeats: for making errors of it.
    pub(crate) fn without(&self, secrets: &[&str]) -> Self {
        let mut headers = self.headers.clone();
        for value in headers.values_mut() {
            let clean = without(value.as_bytes(), secrets);
            *value = HeaderValue::from_bytes(&clean).unwrap_or(HeaderValue::from_static(""));
        }
        let body = without(&self.body, secrets).into();
        Self { status: self.status, headers, body, retry_after: self.retry_after }
    }
}

/// What holds requests back besides their own retries: the gate of the client, or that of the token endpoint.
pub(crate) trait Pace: Sync {
    /// Waits until a request may be sent, or says that it would be too long.
    fn before(&self, plan: &Plan) -> impl Future<Output = Result<()>> + Send;

    /// A 429 came that asks for `wait`. True when [`before`](Self::before) will do the waiting.
    fn refused(&self, plan: &Plan, answer: &Answer, wait: Duration) -> impl Future<Output = bool> + Send;
}

impl Attempts {
    /// How long all attempts of one request may take when nothing comes of any, without the waits that the server asks for.
    fn all(&self, patience: u32) -> Duration {
        let attempts = self.policy.max_retries.saturating_add(1);
        let waiting = self.timeout.saturating_mul(patience).saturating_mul(attempts);
        waiting.saturating_add(backoffs(self.policy.max_retries))
    }

    /// When the last of them may begin.
    fn budget(&self, patience: u32) -> Duration {
        self.all(patience).min(ALL_ATTEMPTS.max(self.timeout))
    }

    /// How long one attempt may take, when all have taken `spent`.
    fn one(&self, patience: u32, spent: Duration) -> Duration {
        match patience {
            0 | 1 => self.timeout.min(self.budget(patience).saturating_sub(spent)),
            times => self.timeout.saturating_mul(times),
        }
    }

    /// Longer than this no request is under way that does as it should, with the waits that the server asks for.
    pub(crate) fn longest(&self, patience: u32) -> Duration {
        let waits = self.policy.max_wait.saturating_mul(self.policy.max_retries);
        let last = self.budget(patience).saturating_add(self.one(patience, self.budget(patience)));
        self.all(patience).min(last).saturating_add(waits)
    }

    /// Sends `request`, again and again as `retry` decides, until the outcome is final.
    ///
    /// # Errors
    /// What `pace` says. And when there is no answer: `Network`, `Timeout`, `InvalidResponse` (too large), or `RequestMaybeApplied` for a request that may not be
    /// repeated and may have reached the server.
    pub(crate) async fn run(
        &self,
        plan: Plan,
        request: http::Request<Bytes>,
        pace: &impl Pace,
    ) -> Result<Answer> {
        let budget = self.budget(plan.patience);
        let start = self.clock.monotonic();
        let mut sat_out = Duration::ZERO;
        let mut attempt = 0;
        let mut met_dead_connection = false;
        let mut unprocessed = 0;
        loop {
            let before = self.clock.monotonic();
            pace.before(&plan).await?;
            sat_out += self.clock.monotonic().saturating_sub(before);
            let spent = || self.clock.monotonic().saturating_sub(start).saturating_sub(sat_out);
            if !plan.repeatable {
                // Connections that nobody drove for a moment may have been closed. A repeatable request finds out and is sent again; this
                // one can't be, so the connections get a turn to notice first: one for the I/O driver, one for themselves.
                tokio::task::yield_now().await;
                tokio::task::yield_now().await;
            }
            let limits = Limits::new(self.one(plan.patience, spent()), self.largest_body);
            let result = self.transport.send(request.clone(), limits).await;
            if plan.repeatable && !met_dead_connection && is(&result, TransportErrorKind::ClosedBeforeAnswer)
            {
                // The pool offered a connection that the server had closed meanwhile: a fresh one at once, at no attempt's cost.
                met_dead_connection = true;
                tracing::debug!(
                    operation = plan.operation,
                    "the server had closed the connection; using another"
                );
                continue;
            }
            if unprocessed < UNPROCESSED && is(&result, TransportErrorKind::Unprocessed) {
                // The server's own word that it did nothing: any request may be repeated.
                unprocessed += 1;
                tracing::debug!(
                    operation = plan.operation,
                    "the server did not take the request; sending it again"
                );
                continue;
            }
            let (outcome, result) = self.judge(result);
            let decision = decide(self.policy, attempt, plan.repeatable, outcome, random_unit);
            log(&plan, attempt, outcome, decision);
            let held_back = match (&result, decision) {
                (Ok(answer), Decision::Wait(wait)) if answer.status == 429 => {
                    pace.refused(&plan, answer, wait).await
                }
                (Ok(answer @ Answer { status: 429, retry_after: Some(wait), .. }), Decision::Stop) => {
                    pace.refused(&plan, answer, *wait).await
                }
                _ => false,
            };
            let Decision::Wait(wait) = decision else {
                return result.map_err(|error| explain(error, plan, outcome));
            };
            attempt += 1;
            if held_back {
                continue;
            }
            if matches!(outcome, Outcome::Answer { retry_after: Some(_), .. }) {
                sat_out += wait;
            } else if spent() + wait >= budget {
                return result.map_err(|error| explain(error, plan, outcome));
            }
            if wait > Duration::from_secs(1) {
                let wait_seconds = wait.as_secs_f64();
                tracing::info!(operation = plan.operation, wait_seconds, "waiting before the next attempt");
            }
            self.clock.sleep(wait).await;
        }
    }

    fn judge(
        &self,
        result: Result<http::Response<Bytes>, TransportError>,
    ) -> (Outcome, std::result::Result<Answer, TransportError>) {
        match result {
            Ok(response) => {
                let (head, body) = response.into_parts();
                let status = head.status.as_u16();
                let retry_after = match status {
                    200..=399 => None,
                    _ => retry_after(&head.headers, self.clock.now()),
                };
                let answer = Answer { status, headers: head.headers, body, retry_after };
                let quota_exceeded = answer.is_quota_exceeded();
                (Outcome::Answer { status, retry_after, quota_exceeded }, Ok(answer))
            }
            Err(error) => {
                let outcome = match error.kind() {
                    TransportErrorKind::NotSent
                    | TransportErrorKind::ConnectTimeout
                    | TransportErrorKind::Unprocessed => Outcome::NotSent,
                    TransportErrorKind::ClosedBeforeAnswer
                    | TransportErrorKind::Interrupted
                    | TransportErrorKind::Timeout
                    | TransportErrorKind::Malformed => Outcome::Lost,
                    TransportErrorKind::BodyTooLarge
                    | TransportErrorKind::InvalidRequest
                    | TransportErrorKind::Untrusted => Outcome::Final,
                };
                (outcome, Err(error))
            }
        }
    }
}

fn is(result: &std::result::Result<http::Response<Bytes>, TransportError>, kind: TransportErrorKind) -> bool {
    matches!(result, Err(error) if error.kind() == kind)
}

/// The error of a request that stayed without an answer.
fn explain(error: TransportError, plan: Plan, outcome: Outcome) -> Error {
    if !plan.repeatable && matches!(outcome, Outcome::Lost) {
        return Error::new(ErrorKind::RequestMaybeApplied, format!("the request was sent, but {error}"))
            .with_advice("It may or may not have been carried out: look before you repeat it")
            .with_source(error);
    }
    let (kind, advice) = match error.kind() {
        TransportErrorKind::Timeout | TransportErrorKind::ConnectTimeout => {
            (ErrorKind::Timeout, "Check the network, or allow more time with `timeout`")
        }
        TransportErrorKind::Malformed => (
            ErrorKind::InvalidResponse,
            "Something between here and Spotify may have answered instead: a proxy, or the login page of a network",
        ),
        TransportErrorKind::Untrusted => (
            ErrorKind::Network,
            "Something else may be answering in the server's place, so nothing was sent. Check this machine's date; where a company inspects \
             connections, give its certificate with `extra_root_certificate` or SPOTIFY_SDK_EXTRA_ROOT_CERTIFICATE",
        ),
        TransportErrorKind::BodyTooLarge => (ErrorKind::InvalidResponse, ""),
        TransportErrorKind::InvalidRequest => (ErrorKind::InvalidArgument, ""),
        _ => (ErrorKind::Network, "Check the network and try again"),
    };
    let text = Error::new(kind, error.to_string()).with_source(error);
    if advice.is_empty() { text } else { text.with_advice(advice) }
}

/// One line an attempt: what came of it, and how long it is waited before the next. No query, no body.
fn log(plan: &Plan, attempt: u32, outcome: Outcome, decision: Decision) {
    let Plan { operation, path, .. } = *plan;
    let (status, without_answer) = match outcome {
        Outcome::Answer { status, .. } => (Some(status), None),
        _ => (None, Some(tracing::field::debug(outcome))),
    };
    let wait_seconds = match decision {
        Decision::Stop => None,
        Decision::Wait(wait) => Some(wait.as_secs_f64()),
    };
    tracing::debug!(operation, path, attempt, status, outcome = without_answer, wait_seconds, "attempt");
}

/// Random in 0..1, for jitter; where the system has none, the middle does.
pub(crate) fn random_unit() -> f64 {
    getrandom::u32().map_or(0.5, |random| f64::from(random) / (f64::from(u32::MAX) + 1.0))
}
