//! Pauses that are sat out.

use std::time::Duration;

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::{ErrorKind, SpotifyClient};

use crate::support::operations::Append;
use crate::support::raw_server::RawServer;
use crate::support::{SandboxTime, client, quick_clock, raw_client};

const ALBUM: &str = "4aawyAB9vmqN3uQ7FjRGTy";

fn documents() -> (Sandbox, SpotifyClient, SandboxTime) {
    let sandbox = Sandbox::documents().start().unwrap();
    let time = SandboxTime::of(&sandbox);
    let client = client(&sandbox).access_token("your-access-token").clock(time.clone()).build().unwrap();
    (sandbox, client, time)
}

fn slept(time: &SandboxTime) -> Duration {
    time.slept().iter().sum()
}

#[tokio::test]
async fn fault_109_a_short_pause_is_sat_out_and_the_call_succeeds() {
    for seconds in 1..=5 {
        let (sandbox, client, time) = documents();
        let limited = sandbox.fault(Fault::rate_limited(seconds).times(1));
        client.albums().get(ALBUM).await.unwrap();
        assert_eq!((limited.hits(), sandbox.journal().entries().len()), (1, 2));
        let slept = slept(&time).as_secs_f64();
        let asked = Duration::from_secs(seconds).as_secs_f64();
        assert!(slept >= asked && slept <= asked * 2.0 + 1.0, "{seconds}: {slept}");
    }
}

#[tokio::test]
async fn fault_109_a_write_is_repeated_too_as_a_429_says_that_nothing_was_done() {
    let server = RawServer::start(|exchange| match exchange.index {
        0..2 => exchange.answer(429, "retry-after: 3\r\n", ""),
        _ => exchange.answer(204, "", ""),
    });
    let clock = quick_clock();
    raw_client(server.url(), &clock).build().unwrap().run(Append).await.unwrap();
    assert_eq!(server.requests(), 3);
    assert!(clock.slept().iter().sum::<Duration>() >= Duration::from_secs(6));
}

#[tokio::test]
async fn fault_109_retries_end() {
    let (sandbox, client, time) = documents();
    let limited = sandbox.fault(Fault::rate_limited(2));
    let error = client.albums().get(ALBUM).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::RateLimited, Some(429)), "{error}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(2)));
    assert!(error.is_transient());
    assert_eq!(limited.hits(), 4);
    assert!(slept(&time) >= Duration::from_secs(6));
    // What the last 429 asked for holds for the next call as well.
    sandbox.clear_faults();
    let before = slept(&time);
    client.albums().get(ALBUM).await.unwrap();
    assert!(slept(&time) - before >= Duration::from_secs(1));
}

#[tokio::test]
async fn fault_109_max_wait_is_the_clients_own() {
    for (max_wait, waits) in [(4, false), (5, true)] {
        let sandbox = Sandbox::documents().start().unwrap();
        let time = SandboxTime::of(&sandbox);
        sandbox.fault(Fault::rate_limited(5).times(1));
        let builder = client(&sandbox).access_token("your-access-token").clock(time.clone());
        let client = builder.max_wait(Duration::from_secs(max_wait)).build().unwrap();
        let result = client.albums().get(ALBUM).await;
        assert_eq!((result.is_ok(), time.slept().is_empty()), (waits, !waits));
    }
}

#[tokio::test]
async fn fault_112_a_429_that_says_nothing_useful_is_followed_by_a_backoff() {
    let in_two_seconds = |sandbox: &Sandbox| httpdate(sandbox, Duration::from_secs(2));
    let long_ago = |_: &Sandbox| "Sun, 06 Nov 1994 08:49:37 GMT".to_owned();
    type Header = fn(&Sandbox) -> String;
    let headers: [(Header, f64); 10] = [
        (|_| "0".to_owned(), 0.0),
        (|_| "-5".to_owned(), 0.0),
        (|_| "1.5".to_owned(), 0.0),
        (|_| "soon".to_owned(), 0.0),
        (|_| String::new(), 0.0),
        (|_| "NaN".to_owned(), 0.0),
        (|_| "1e3".to_owned(), 0.0),
        (long_ago, 0.0),
        (in_two_seconds, 0.5),
        (|_| "2".to_owned(), 2.0),
    ];
    for (header, at_least) in headers {
        let (sandbox, client, time) = documents();
        let header = header(&sandbox);
        sandbox.fault(Fault::rate_limited_without_header().header("retry-after", &header).times(2));
        client.albums().get(ALBUM).await.unwrap_or_else(|error| panic!("{header}: {error}"));
        assert_eq!(sandbox.journal().entries().len(), 3, "{header}");
        let slept = slept(&time).as_secs_f64();
        assert!(slept >= at_least && (0.25..=12.0).contains(&slept), "{header}: {slept}");
    }
    let (sandbox, client, time) = documents();
    let limited = sandbox.fault(Fault::rate_limited_without_header());
    let error = client.albums().get(ALBUM).await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, None), "{error}");
    assert_eq!(limited.hits(), 4);
    assert!(slept(&time) <= Duration::from_secs(20), "{:?}", time.slept());
}

/// A date of RFC 9110, `later` than the sandbox's now.
fn httpdate(sandbox: &Sandbox, later: Duration) -> String {
    httpdate::fmt_http_date(sandbox.now() + later)
}
