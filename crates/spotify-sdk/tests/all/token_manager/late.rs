//! Answers that come late: they may hold the only refresh token that is good from then on.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{FileTokenCache, InMemoryTokenCache, TokenCache as _};
use spotify_sdk::clock::{Clock as _, ManualClock};
use spotify_sdk::transport::{Limits, Transport, TransportError, TransportErrorKind};

use super::rotation::rotating;
use super::support::{HANG, HOUR, failure, in_time, provider, token_requests, until_token_requests};
use crate::support::{authorization_code, log_in};

/// What `timeout` says, and when the answer comes: long after that, and as long before the end of the wait for it.
const TIMEOUT: Duration = Duration::from_secs(2);
const LATE: Duration = Duration::from_secs(4);

fn late_once(sandbox: &Sandbox) {
    sandbox.fault(Fault::on("POST /api/token").delay(LATE).times(1));
}

#[tokio::test]
async fn fault_024_the_login_of_a_service_that_rotates_survives_a_late_answer() {
    let with_retries = async |max_retries: u32| {
        let sandbox = rotating();
        let cache = InMemoryTokenCache::new();
        let builder = provider(&sandbox).token_cache(cache.clone());
        let auth = builder.timeout(TIMEOUT).max_retries(max_retries).build().unwrap();
        log_in(&sandbox, &auth).await;
        for expiry in 1..=2 {
            sandbox.advance(HOUR);
            if expiry == 1 {
                late_once(&sandbox);
            }
            let token = auth.token_info().await.unwrap();
            assert_eq!(token_requests(&sandbox), 1 + expiry, "it was not asked twice");
            assert_eq!(cache.get().await.unwrap(), Some(token), "and the answer is stored");
            auth.access_token().await.unwrap();
            assert_eq!(token_requests(&sandbox), 1 + expiry, "the next call asks nobody");
        }
    };
    in_time(async { tokio::join!(with_retries(0), with_retries(3)) }).await;
}

#[tokio::test]
async fn fault_024_a_caller_who_gives_up_takes_no_late_answer_with_it() {
    let sandbox = rotating();
    let auth = provider(&sandbox).timeout(TIMEOUT).build().unwrap();
    log_in(&sandbox, &auth).await;
    sandbox.advance(HOUR);
    late_once(&sandbox);
    let given_up = tokio::time::timeout(Duration::from_millis(50), async { auth.access_token().await }).await;
    assert!(given_up.is_err());
    in_time(async { auth.access_token().await }).await.expect("joins the request that is under way");
    assert_eq!(token_requests(&sandbox), 2);
}

#[tokio::test]
async fn fault_024_who_waits_for_the_lock_waits_for_a_late_answer_too() {
    let sandbox = rotating();
    let folder = tempfile::tempdir().unwrap();
    // As two processes would: each opens the file for itself.
    let build = || {
        let cache = FileTokenCache::new(folder.path().join("token.json"));
        provider(&sandbox).token_cache(cache).timeout(TIMEOUT).build().unwrap()
    };
    let (first, second) = (build(), build());
    log_in(&sandbox, &first).await;
    second.access_token().await.unwrap();
    sandbox.advance(HOUR);
    late_once(&sandbox);
    let (one, other) = in_time(async { tokio::join!(first.access_token(), second.access_token()) }).await;
    assert_eq!(one.unwrap(), other.unwrap());
    assert_eq!(token_requests(&sandbox), 2);
    sandbox.advance(HOUR);
    second.access_token().await.expect("the login goes on");
}

#[tokio::test]
async fn fault_024_a_late_answer_is_stored_after_close_has_gone_on() {
    let sandbox = rotating();
    let cache = InMemoryTokenCache::new();
    let build = || provider(&sandbox).token_cache(cache.clone()).timeout(TIMEOUT).build().unwrap();
    let auth = build();
    let login = log_in(&sandbox, &auth).await;
    sandbox.advance(HOUR);
    late_once(&sandbox);
    let caller = tokio::spawn({
        let auth = auth.clone();
        async move { auth.access_token().await }
    });
    until_token_requests(&sandbox, 2).await;
    let start = Instant::now();
    in_time(async { auth.close().await }).await.unwrap();
    assert!(start.elapsed() < LATE, "it waits two seconds at most");
    in_time(caller).await.unwrap().unwrap();
    assert_ne!(cache.get().await.unwrap().unwrap().refresh_token(), login.refresh_token());
    assert_eq!(failure(&auth).await, ErrorKind::Closed);
    sandbox.advance(HOUR);
    build().access_token().await.expect("the login goes on");
}

/// A server that takes its time: `takes` seconds for each answer, which is a 503. None comes to who has less.
#[derive(Clone)]
struct Slow {
    clock: ManualClock,
    takes: Duration,
    /// How long each was waited for at most.
    waits: Arc<Mutex<Vec<Duration>>>,
}

impl Transport for Slow {
    async fn send(
        &self,
        _: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.waits.lock().unwrap().push(limits.total);
        self.clock.advance(self.takes.min(limits.total));
        if limits.total < self.takes {
            return Err(TransportError::new(TransportErrorKind::Timeout));
        }
        Ok(http::Response::builder().status(503).body(Bytes::new()).unwrap())
    }
}

/// How long each answer was waited for, and how long that took together.
async fn waits(timeout: u64, takes: Duration, max_retries: u32) -> (Vec<u64>, Duration) {
    let sandbox = Sandbox::builder().start().unwrap();
    let clock = ManualClock::new().auto_advance();
    let slow = Slow { clock: clock.clone(), takes, waits: Arc::default() };
    let auth = authorization_code(&sandbox)
        .refresh_token("of-yesterday")
        .clock(clock.clone())
        .transport(slow.clone())
        .timeout(Duration::from_secs(timeout))
        .max_retries(max_retries)
        .build()
        .unwrap();
    let before = clock.monotonic();
    in_time(async { auth.access_token().await }).await.unwrap_err();
    let waits = slow.waits.lock().unwrap().iter().map(Duration::as_secs).collect();
    (waits, clock.monotonic() - before)
}

#[tokio::test]
async fn fault_024_an_answer_that_never_comes_is_not_waited_for_forever() {
    assert_eq!(waits(30, HANG * 1000, 3).await.0, [90], "longer than all attempts may take together");
    assert_eq!(waits(30, HANG * 1000, 0).await.0, [90]);
    let (each, together) = waits(2, HANG * 1000, 3).await;
    assert_eq!(each, [6, 6, 6, 6]);
    assert!(together < Duration::from_secs(4 * 6 + 4), "{together:?}");
    let (each, together) = waits(10, HANG * 1000, 9).await;
    assert_eq!(each, [30, 30], "none begins after a minute");
    assert!(together < Duration::from_secs(60 + 30));
}

#[tokio::test]
async fn fault_024_no_attempt_is_cut_short_by_those_before_it() {
    // The fourth begins when the minute for all is almost over, and would have no time at all.
    let (each, together) = waits(30, Duration::from_millis(18_500), 3).await;
    assert_eq!(each, [90, 90, 90, 90]);
    assert!(together < Duration::from_secs(60 + 90));
}
