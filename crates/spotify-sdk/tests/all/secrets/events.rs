//! What this crate logs itself: enough to see what happened, and no query, no body and no secret.

use std::time::Duration;

use spotify_sandbox::{Fault, Sandbox};
use tracing::Level;

use super::log::{Line, collect};
use crate::support::operations::Append;
use crate::support::raw_server::RawServer;
use crate::support::{client, client_credentials, quick_clock, raw_client};

const ALBUM: &str = "4aawyAB9vmqN3uQ7FjRGTy";

/// Runs a future on this thread; what was logged.
fn logged<T>(future: impl Future<Output = T>) -> (T, Vec<Line>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (result, mut lines) = collect(|| runtime.block_on(future));
    lines.retain(|line| line.target.starts_with("spotify_sdk"));
    (result, lines)
}

fn attempts(lines: &[Line]) -> Vec<&Line> {
    lines.iter().filter(|line| line.text.contains("attempt=")).collect()
}

#[test]
fn a_call_is_a_span_and_each_attempt_an_event() {
    let sandbox = Sandbox::documents().start().unwrap();
    sandbox.fault(Fault::on("/v1/*").status(503).times(1));
    let client = client(&sandbox).access_token("your-access-token").build().unwrap();
    let (result, lines) = logged(client.albums().get(ALBUM).market("SE").send());
    result.unwrap();
    let span = lines.iter().find(|line| line.span == Some("spotify")).expect("a span");
    assert_eq!(span.field("operation"), Some("get-an-album"));
    assert_eq!((span.field("method"), span.field("path")), (Some("GET"), Some("/albums/{id}")));
    let attempts = attempts(&lines);
    assert_eq!(attempts.len(), 2, "{lines:#?}");
    for (number, (attempt, status)) in attempts.iter().zip(["503", "200"]).enumerate() {
        assert_eq!(attempt.level, Level::DEBUG);
        assert_eq!(attempt.field("operation"), Some("get-an-album"));
        assert_eq!(attempt.field("path"), Some("/albums/{id}"));
        assert_eq!(attempt.field("attempt"), Some(number.to_string().as_str()));
        assert_eq!(attempt.field("status"), Some(status), "{attempt:?}");
        assert!(attempt.around.concat().contains("operation=get-an-album"), "{attempt:?}");
    }
    let wait: f64 = attempts[0].field("wait_seconds").expect("how long it waits").parse().unwrap();
    assert!((0.25..=0.5).contains(&wait), "{wait}");
    assert_eq!(attempts[1].field("wait_seconds"), None, "the last one waits for nothing");
}

#[test]
fn an_attempt_without_an_answer_says_why() {
    let server = RawServer::start(|exchange| exchange.wait_for_the_end());
    let client = raw_client(server.url(), &quick_clock()).timeout(Duration::from_millis(50)).build().unwrap();
    let (result, lines) = logged(client.run(Append));
    result.unwrap_err();
    let attempts = attempts(&lines);
    assert_eq!((attempts.len(), attempts[0].field("status")), (1, None));
    assert_eq!(attempts[0].field("outcome"), Some("Lost"), "{attempts:#?}");
}

#[test]
fn waits_over_a_second_are_told_to_everyone() {
    let sandbox = Sandbox::documents().start().unwrap();
    sandbox.fault(Fault::rate_limited(5).times(1));
    let client = client(&sandbox).access_token("your-access-token").build().unwrap();
    let (result, lines) = logged(client.albums().get(ALBUM).send());
    result.unwrap();
    let waits: Vec<_> = lines.iter().filter(|line| line.level == Level::INFO).collect();
    assert_eq!(waits.len(), 1, "{lines:#?}");
    let seconds: f64 = waits[0].field("wait_seconds").unwrap().parse().unwrap();
    assert!((5.0..=10.0).contains(&seconds));
    assert_eq!(waits[0].field("operation"), Some("get-an-album"));
}

#[test]
fn no_query_no_id_no_body_and_no_secret_is_logged() {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = client_credentials(&sandbox).build().unwrap();
    let client = client(&sandbox).auth(auth).build().unwrap();
    sandbox.fault(Fault::on("/v1/*").status(500).body("CANARY in a body").times(1));
    sandbox.fault(Fault::on("/v1/*").status(401).header("x-canary", "CANARY").nth(2).times(1));
    let (result, lines) = logged(async {
        client.albums().get_tracks(ALBUM).market("SE").limit(7).offset(0).await?;
        client.albums().get(ALBUM).await
    });
    result.unwrap();
    assert!(lines.len() > 6, "{lines:#?}");
    let text = format!("{lines:?}");
    for secret in
        sandbox.secrets().iter().map(String::as_str).chain(["CANARY", ALBUM, "market", "limit=", "offset"])
    {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}
