//! A service that fails while the old token still works.

use std::time::Duration;

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::ErrorKind;
use spotify_sdk::clock::ManualClock;

use super::support::{HOUR, failure, provider};
use crate::support::{authorization_code, log_in};

#[tokio::test]
async fn fault_034_while_the_old_token_lives_a_failure_is_not_the_caller_s() {
    let sandbox = Sandbox::builder().start().unwrap();
    let clock = ManualClock::new();
    let auth = authorization_code(&sandbox).clock(clock.clone()).max_retries(0).build().unwrap();
    let login = log_in(&sandbox, &auth).await;
    clock.advance(HOUR - Duration::from_secs(25));
    let outage = sandbox.fault(Fault::on("POST /api/token").status(503));
    for _ in 0..4 {
        let token = auth.access_token().await.unwrap();
        assert_eq!(token.expose(), login.access_token());
        clock.advance(Duration::from_secs(2));
    }
    assert_eq!(outage.hits(), 4, "it tries again");
    clock.advance(Duration::from_secs(30));
    assert_eq!(failure(&auth).await, ErrorKind::Server);
    sandbox.clear_faults();
    auth.access_token().await.unwrap();
}

#[tokio::test]
async fn fault_034_a_captive_portal_inside_the_skew_is_not_the_caller_s_either() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = provider(&sandbox).build().unwrap();
    let login = log_in(&sandbox, &auth).await;
    sandbox.advance(HOUR - Duration::from_secs(20));
    sandbox.fault(Fault::on("POST /api/token").html());
    assert_eq!(auth.access_token().await.unwrap().expose(), login.access_token());
}

#[tokio::test]
async fn fault_034_an_outage_inside_the_skew_is_not_a_storm() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = provider(&sandbox).max_retries(0).build().unwrap();
    log_in(&sandbox, &auth).await;
    sandbox.advance(HOUR - Duration::from_secs(25));
    let outage = sandbox.fault(Fault::on("POST /api/token").status(503));
    let start = std::time::Instant::now();
    for _ in 0..200 {
        auth.access_token().await.unwrap();
    }
    let seconds = start.elapsed().as_secs();
    assert!(outage.hits() <= 1 + seconds, "{} requests in {seconds} s", outage.hits());
}

#[tokio::test]
async fn fault_034_the_token_that_callers_get_while_they_wait_has_not_expired() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = provider(&sandbox).build().unwrap();
    let login = log_in(&sandbox, &auth).await;
    sandbox.advance(HOUR - Duration::from_secs(1));
    // The answer comes later than patience lasts, and the old token ends before that.
    sandbox.fault(Fault::on("POST /api/token").delay(Duration::from_millis(2600)));
    let token = auth.access_token().await.unwrap();
    assert_ne!(token.expose(), login.access_token(), "it expired a second ago");
}

#[tokio::test]
async fn fault_034_a_login_that_was_refused_is_not_used_to_its_token_s_end() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = provider(&sandbox).build().unwrap();
    let login = log_in(&sandbox, &auth).await;
    sandbox.advance(HOUR - Duration::from_secs(25));
    sandbox.revoke(login.refresh_token().unwrap());
    assert_eq!(failure(&auth).await, ErrorKind::ReauthorizationRequired);
}
