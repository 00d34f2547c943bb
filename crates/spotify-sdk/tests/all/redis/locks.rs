//! The lock, and what becomes of it when its holder dies.

use std::time::Duration;

use spotify_sdk::auth::{CacheLock, TokenCache as _, TokenInfo};

use super::child::{Host, command};
use super::server::Server;
use super::server_or_skip;
use crate::support::{authorization_code, eventually, log_in};

const LOCK: &str = "spotify-sdk:lock:{token}";

fn lease(server: &Server) -> i64 {
    server.run(&["PTTL", LOCK])
}

#[tokio::test]
async fn the_lock_is_one_and_free_as_soon_as_it_is_let_go() {
    let server = server_or_skip!();
    let (one, other) = (server.cache(), server.cache());
    for _ in 0..20 {
        let CacheLock::Held(lock) = one.try_lock().await.unwrap() else { panic!("it is free") };
        assert!(matches!(other.try_lock().await.unwrap(), CacheLock::Busy));
        assert!(matches!(one.try_lock().await.unwrap(), CacheLock::Busy));
        tokio::task::spawn_blocking(move || drop(lock)).await.unwrap();
    }
    assert!(matches!(other.try_lock().await.unwrap(), CacheLock::Held(_)));
}

#[tokio::test]
async fn fault_034_a_save_without_the_lock_does_not_pass_for_that_of_a_holder_in_the_same_process() {
    let server = server_or_skip!();
    let (one, other) = (server.cache(), server.cache());
    let without = one.clone();
    let token = |name: &str| TokenInfo::new(name, 1_709_567_890.0).unwrap();
    let _lock = one.try_lock().await.unwrap();
    // Its lease ends, and another host has the lock and saves.
    server.run::<()>(&["DEL", LOCK]);
    let _later = other.try_lock().await.unwrap();
    assert!(other.compare_and_set(None, &token("other")).await.unwrap());
    assert!(!one.compare_and_set(Some(&token("other")), &token("late")).await.unwrap());
    assert!(without.compare_and_set(Some(&token("other")), &token("new")).await.unwrap());
}

#[tokio::test]
async fn the_lease_is_extended_while_it_is_held() {
    let server = server_or_skip!();
    let _lock = server.cache().try_lock().await.unwrap();
    assert!((5_000..=10_000).contains(&lease(&server)));
    server.run::<()>(&["PEXPIRE", LOCK, "6000"]);
    eventually("it is extended", || lease(&server) > 8_000);
}

#[test]
fn fault_060_when_the_holder_is_killed_others_go_on_at_the_end_of_its_lease() {
    let server = server_or_skip!();
    let sandbox = spotify_sandbox::Sandbox::builder().start().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let here = authorization_code(&sandbox).token_cache(server.cache()).build().unwrap();
    runtime.block_on(log_in(&sandbox, &here));
    let mut holder = Host::start(command("lock and wait", &server, &sandbox, 0));
    holder.expect("locked");
    assert!(holder.kill());
    let left = lease(&server);
    assert!((1..=10_000).contains(&left), "{left}");
    // Rather than to sleep: the end of the lease comes now.
    server.run::<()>(&["PEXPIRE", LOCK, "300"]);
    sandbox.advance(Duration::from_secs(3600));
    here.access_token().wait().unwrap();
    assert_eq!(sandbox.journal().count("POST /api/token"), 2);
}
