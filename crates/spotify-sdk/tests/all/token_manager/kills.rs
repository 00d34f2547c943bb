//! Processes that are killed in the middle of a refresh.

use std::path::Path;
use std::time::Duration;

use spotify_sandbox::{Fault, RefreshTokens, Sandbox};
use spotify_sdk::auth::{AuthorizationCode, FileTokenCache};

use super::child::{Actor, command};
use super::support::{HOUR, provider, token_requests};
use crate::support::log_in;

/// Points of a refresh at which a child stands still, in order. Those between the answer and the end of the save are the window in which
/// a server that rotates refresh tokens has forgotten the old one.
const POINTS: [&str; 6] =
    ["before locking", "after locking", "before reading", "after reading", "before storing", "after storing"];

/// A login in a file, whose access token has expired.
async fn expired_login(policy: RefreshTokens, path: &Path) -> (Sandbox, AuthorizationCode) {
    let sandbox = Sandbox::builder().refresh_tokens(policy).start().unwrap();
    let auth = provider(&sandbox).token_cache(FileTokenCache::new(path)).build().unwrap();
    log_in(&sandbox, &auth).await;
    sandbox.advance(HOUR);
    (sandbox, auth)
}

fn kill_at(point: &str, sandbox: &Sandbox, path: &Path) {
    let mut child = Actor::start(command(&format!("stop {point}"), sandbox, Some(path)));
    child.expect("stopped");
    assert!(child.kill(), "it ended by itself");
}

#[tokio::test]
async fn fault_031_a_kill_at_any_point_of_a_refresh_loses_no_login() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token.json");
    let (sandbox, auth) = expired_login(RefreshTokens::Omit, &path).await;
    let mut kills = 0;
    for point in POINTS {
        for _ in 0..8 {
            kill_at(point, &sandbox, &path);
            kills += 1;
            // Whoever comes next, in this process or another, has the login, and its lock.
            let next = provider(&sandbox).token_cache(FileTokenCache::new(&path)).build().unwrap();
            next.access_token().await.unwrap_or_else(|error| panic!("{point}: {error}"));
            sandbox.advance(HOUR);
        }
    }
    // While the request is under way.
    sandbox.fault(Fault::on("POST /api/token").delay(Duration::from_secs(5)).every(2));
    for _ in 0..8 {
        let before = token_requests(&sandbox);
        // Every second request is kept back: this one goes through ..
        auth.access_token().await.unwrap();
        sandbox.advance(HOUR);
        // .. and this one's process is killed.
        let mut child = Actor::start(command("renew until killed", &sandbox, Some(&path)));
        child.expect("renewing");
        while token_requests(&sandbox) < before + 2 {
            std::thread::sleep(Duration::from_millis(1));
        }
        assert!(child.kill());
        kills += 1;
    }
    sandbox.clear_faults();
    // And wherever it hits.
    for round in 0..64_u64 {
        let mut child = Actor::start(command("renew until killed", &sandbox, Some(&path)));
        child.expect("renewing");
        std::thread::sleep(Duration::from_micros(round * 7919 % 20_000));
        assert!(child.kill());
        kills += 1;
        sandbox.advance(HOUR);
        auth.access_token().await.unwrap_or_else(|error| panic!("round {round}: {error}"));
        sandbox.advance(HOUR);
    }
    println!("{kills} kills during refreshes, a server that keeps refresh tokens: 0 logins lost");
}

#[tokio::test]
async fn fault_031_with_a_rotating_server_only_a_kill_between_answer_and_save_loses_the_login() {
    let mut lost = Vec::new();
    for point in POINTS {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token.json");
        let (sandbox, _) = expired_login(RefreshTokens::Rotate, &path).await;
        kill_at(point, &sandbox, &path);
        let next = provider(&sandbox).token_cache(FileTokenCache::new(&path)).build().unwrap();
        if next.access_token().await.is_err() {
            lost.push(point);
        }
    }
    println!("{} kills, a server that rotates refresh tokens: lost {lost:?}", POINTS.len());
    assert_eq!(lost, ["before storing"]);
}
