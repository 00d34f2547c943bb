//! Several processes, one login.

use spotify_sandbox::{RefreshTokens, Sandbox};
use spotify_sdk::auth::{FileTokenCache, TokenCache as _};

use super::child::{Actor, command};
use super::support::{HOUR, provider, token_requests};
use crate::support::log_in;

const PROCESSES: usize = 16;

/// At how many expiries; `cargo xtask prove kills` asks for more of them.
fn expiries() -> usize {
    std::env::var("EXPIRIES").map_or(10, |expiries| expiries.parse().unwrap())
}

#[tokio::test]
async fn fault_032_sixteen_processes_refresh_once_for_each_expiry() {
    let sandbox = Sandbox::builder().refresh_tokens(RefreshTokens::RotateReuseDetection).start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token.json");
    let cache = FileTokenCache::new(&path);
    let here = provider(&sandbox).token_cache(cache.clone()).build().unwrap();
    log_in(&sandbox, &here).await;
    let mut children: Vec<_> =
        (0..PROCESSES).map(|_| Actor::start(command("renew when told", &sandbox, Some(&path)))).collect();
    children.iter_mut().for_each(|child| child.expect("ready"));
    let expiries = expiries();
    for expiry in 1..=expiries {
        sandbox.advance(HOUR);
        children.iter_mut().for_each(|child| child.tell("advance"));
        children.iter_mut().for_each(|child| child.expect("advanced"));
        children.iter_mut().for_each(|child| child.tell("renew"));
        let tokens: Vec<_> = children.iter_mut().map(Actor::line).collect();
        assert!(tokens[0].starts_with("sandbox-access-"), "{}", tokens[0]);
        assert!(tokens.iter().all(|token| *token == tokens[0]), "{tokens:#?}");
        assert_eq!(token_requests(&sandbox), 1 + expiry);
    }
    for mut child in children {
        child.tell("end");
        child.finish();
    }
    let requests = token_requests(&sandbox) - 1;
    let each = requests as f64 / expiries as f64;
    println!("{PROCESSES} processes, {expiries} expiries, a rotating server: {each:.2} requests per expiry");
    // The family was never revoked: the login goes on.
    sandbox.advance(HOUR);
    here.access_token().await.unwrap();
    assert!(cache.get().await.unwrap().unwrap().refresh_token().is_some());
}

#[test]
fn a_login_begun_in_a_process_that_was_killed_is_completed_in_another_once() {
    let sandbox = Sandbox::builder().start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token.json");
    let mut first = Actor::start(command("make a login and wait", &sandbox, None));
    let request = first.line();
    assert!(first.kill());
    let url = serde_json::from_str::<serde_json::Value>(&request).unwrap()["authorization_url"].clone();
    let callback = sandbox.approve(url.as_str().unwrap()).unwrap();
    let complete = || {
        let mut other = Actor::start(command("complete a login", &sandbox, Some(&path)));
        other.tell(&request);
        other.tell(&callback);
        other.finish().join(" ")
    };
    assert_eq!(complete(), "");
    let stored = std::fs::read(&path).unwrap();
    assert!(complete().contains("invalid_grant"), "the code works once, in whatever process");
    assert_eq!(std::fs::read(&path).unwrap(), stored, "and the login stays");
    assert_eq!(token_requests(&sandbox), 2);
}
