//! The daily quota of Development Mode: counted per group of operations, not per app.

use std::time::Duration;

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::ErrorKind;

use crate::support::operations::{Read, ReadOther};
use crate::support::raw_server::RawServer;
use crate::support::{SandboxTime, authorization_code, client, log_in, quick_clock, raw_client};

const ALBUM: &str = "4aawyAB9vmqN3uQ7FjRGTy";

#[tokio::test]
async fn fault_110_a_quota_that_is_used_up_stops_its_operation_and_no_other() {
    let sandbox = Sandbox::documents().start().unwrap();
    let time = SandboxTime::of(&sandbox);
    let auth = authorization_code(&sandbox).scopes("user-library-read").build().unwrap();
    log_in(&sandbox, &auth).await;
    let client = client(&sandbox).auth(auth).clock(time.clone()).build().unwrap();
    let quota = sandbox.fault(Fault::quota_exceeded(40_000).at("/v1/albums/*").times(1));
    let error = client.albums().get(ALBUM).await.unwrap_err();
    assert_eq!((error.kind(), error.reason()), (ErrorKind::QuotaExceeded, Some("QUOTA_EXCEEDED")), "{error}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(40_000)));
    assert!(
        error.to_string().contains("again in 11 h 7 min") && error.to_string().contains("quota"),
        "{error}"
    );
    client.albums().get_saved().await.unwrap();
    let error = client.albums().get(ALBUM).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::QuotaExceeded, None), "nothing was sent");
    assert!(error.retry_after().unwrap() > Duration::from_secs(39_000));
    assert_eq!(sandbox.journal().count("GET /v1/albums/*"), 1);
    assert_eq!((quota.hits(), time.slept().len()), (1, 0));
    sandbox.advance(Duration::from_secs(40_000));
    client.albums().get(ALBUM).await.unwrap();
}

#[tokio::test]
async fn fault_110_a_short_quota_pause_is_not_retried_into() {
    let body = r#"{"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}}"#;
    let server = RawServer::start(move |exchange| match exchange.head.contains(" /read ") {
        true => exchange.answer(429, "retry-after: 5\r\n", body),
        false => exchange.answer(200, "", "{}"),
    });
    let clock = quick_clock();
    let client = raw_client(server.url(), &clock).build().unwrap();
    assert_eq!(client.run(Read).await.unwrap_err().kind(), ErrorKind::QuotaExceeded);
    assert_eq!((server.requests(), clock.slept().len()), (1, 0));
    client.run(ReadOther).await.unwrap();
    assert!(clock.slept().is_empty(), "another operation does not wait");
    client.run(Read).await.unwrap_err();
    assert!(clock.slept().iter().sum::<Duration>() >= Duration::from_secs(5), "the same one does");
    client.clear_cool_down();
    client.run(Read).await.unwrap_err();
    assert_eq!(server.requests(), 4);
}

#[tokio::test]
async fn fault_110_a_plain_429_stops_every_operation() {
    let server = RawServer::start(|exchange| match exchange.index {
        0 => exchange.answer(429, "retry-after: 500\r\n", ""),
        _ => exchange.answer(200, "", "{}"),
    });
    let client = raw_client(server.url(), &quick_clock()).build().unwrap();
    client.run(Read).await.unwrap_err();
    client.run(ReadOther).await.unwrap_err();
    assert_eq!(server.requests(), 1);
}
