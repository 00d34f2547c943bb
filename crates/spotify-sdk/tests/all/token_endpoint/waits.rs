//! Answers that ask to come back later.

use std::time::Duration;

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::ErrorKind;

use crate::support::{SandboxTime, authorization_code, client_credentials};

const TOKEN: &str = "POST /api/token";

/// One renewal while `fault` lasts: its outcome, the requests it took, and what was slept.
async fn renew(fault: Fault, max_retries: u32) -> (spotify_sdk::Result<()>, usize, Vec<Duration>) {
    let sandbox = Sandbox::builder().start().unwrap();
    let time = SandboxTime::of(&sandbox);
    let auth = client_credentials(&sandbox).clock(time.clone()).max_retries(max_retries).build().unwrap();
    sandbox.fault(fault);
    let outcome = auth.access_token().await.map(drop);
    (outcome, sandbox.journal().count(TOKEN), time.slept())
}

#[tokio::test]
async fn fault_006_server_errors_are_retried_with_growing_waits() {
    for status in [500, 502, 503, 504] {
        let (outcome, requests, slept) = renew(Fault::on(TOKEN).status(status), 3).await;
        let error = outcome.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Server, Some(status)));
        assert_eq!((requests, slept.len()), (4, 3));
        for (wait, full) in slept.iter().zip([500, 1000, 2000]) {
            let full = Duration::from_millis(full);
            assert!(*wait >= full / 2 && *wait <= full, "{slept:?}");
        }
        let (outcome, requests, _) = renew(Fault::on(TOKEN).status(status).times(2), 3).await;
        outcome.unwrap();
        assert_eq!(requests, 3);
    }
}

#[tokio::test]
async fn fault_007_the_wait_that_is_asked_for_is_kept() {
    for status in [429, 503] {
        let fault = Fault::on(TOKEN).status(status).header("retry-after", "7").times(1);
        let (outcome, requests, slept) = renew(fault, 3).await;
        outcome.unwrap();
        assert_eq!((requests, slept), (2, vec![Duration::from_secs(7)]));
    }
}

#[tokio::test]
async fn fault_008_a_rate_limit_is_no_refusal() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = authorization_code(&sandbox).build().unwrap();
    let request = auth.authorization_request().unwrap();
    let callback = sandbox.approve(request.authorization_url()).unwrap();
    // A 429 says that nothing was done: even a code may be sent again.
    sandbox.fault(Fault::on(TOKEN).status(429).times(1));
    auth.complete_authorization(request, &callback).await.unwrap();
    assert_eq!(sandbox.journal().count(TOKEN), 2);
    sandbox.advance(Duration::from_secs(3600));
    sandbox.fault(Fault::on(TOKEN).status(429).empty().times(1));
    auth.access_token().await.unwrap();
    assert_eq!(sandbox.journal().count(TOKEN), 4);
}

#[tokio::test]
async fn fault_009_a_date_in_each_of_its_three_forms_is_a_wait() {
    let sandbox = Sandbox::builder().start().unwrap();
    for form in 0..4 {
        let time = SandboxTime::of(&sandbox);
        let auth = client_credentials(&sandbox).clock(time.clone()).build().unwrap();
        let imf = httpdate::fmt_http_date(sandbox.now() + Duration::from_secs(40));
        // Sun, 06 Nov 1994 08:49:37 GMT
        let (weekday, day, month, year, clock) =
            (&imf[..3], &imf[5..7], &imf[8..11], &imf[12..16], &imf[17..25]);
        let full = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let full = full.into_iter().find(|name| name.starts_with(weekday)).unwrap();
        let date = match form {
            0 => imf.clone(),
            1 => format!("{full}, {day}-{month}-{} {clock} GMT", &year[2..]),
            2 => format!("{weekday} {month} {:>2} {clock} {year}", day.trim_start_matches('0')),
            _ => httpdate::fmt_http_date(sandbox.now() - Duration::from_secs(40)),
        };
        sandbox.fault(Fault::on(TOKEN).status(503).header("retry-after", &date).times(1));
        auth.access_token().await.unwrap();
        let slept = time.slept();
        assert_eq!(slept.len(), 1, "{date}");
        if form < 3 {
            assert!((38.0..=40.0).contains(&slept[0].as_secs_f64()), "{date}: {slept:?}");
        } else {
            assert!(slept[0] <= Duration::from_millis(500), "{date} is past: {slept:?}");
        }
    }
}

#[tokio::test]
async fn fault_010_a_long_wait_is_an_error_at_once_and_is_remembered() {
    let sandbox = Sandbox::builder().start().unwrap();
    let time = SandboxTime::of(&sandbox);
    let auth = client_credentials(&sandbox).clock(time.clone()).build().unwrap();
    sandbox.fault(Fault::on(TOKEN).status(429).header("retry-after", "86400").times(1));
    let error = auth.access_token().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.retry_after()),
        (ErrorKind::RateLimited, Some(Duration::from_secs(86_400)))
    );
    assert!(time.slept().is_empty(), "{:?}", time.slept());
    sandbox.advance(Duration::from_secs(80_000));
    let error = auth.access_token().await.unwrap_err();
    let left = error.retry_after().unwrap();
    assert!(left <= Duration::from_secs(6_400) && left > Duration::from_secs(6_300), "{left:?}");
    assert_eq!(sandbox.journal().count(TOKEN), 1, "no request while it lasts");
    sandbox.advance(left);
    auth.access_token().await.unwrap();
}

#[tokio::test]
async fn fault_010_a_wait_that_outlasts_the_retries_is_kept_between_calls() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = client_credentials(&sandbox).max_retries(0).build().unwrap();
    sandbox.fault(Fault::on(TOKEN).status(503).header("retry-after", "20").times(1));
    for _ in 0..5 {
        assert_eq!(auth.access_token().await.unwrap_err().kind(), ErrorKind::Server);
    }
    assert_eq!(sandbox.journal().count(TOKEN), 1, "it was told when to come back");
    sandbox.advance(Duration::from_secs(20));
    auth.access_token().await.unwrap();
}

#[tokio::test]
async fn fault_010_headers_that_are_no_wait_leave_it_at_the_backoff() {
    let long = "9 ".repeat(5000);
    for value in ["-5", "1.5", "soon", "", "NaN", "5, 7", &long] {
        let fault = Fault::on(TOKEN).status(429).header("retry-after", value).times(1);
        let (outcome, requests, slept) = renew(fault, 3).await;
        outcome.unwrap_or_else(|error| panic!("{value:.20}: {error}"));
        assert_eq!(requests, 2);
        assert!(slept[0] <= Duration::from_millis(500), "{value:.20}: {slept:?}");
    }
    let twice = Fault::on(TOKEN).status(429).header("retry-after", "3").header("retry-after", "9").times(1);
    assert_eq!(renew(twice, 3).await.2, [Duration::from_secs(9)]);
    let huge = Fault::on(TOKEN).status(429).header("retry-after", &"9".repeat(10_000));
    let (outcome, requests, slept) = renew(huge, 3).await;
    assert_eq!((outcome.unwrap_err().kind(), requests, slept), (ErrorKind::RateLimited, 1, vec![]));
}
