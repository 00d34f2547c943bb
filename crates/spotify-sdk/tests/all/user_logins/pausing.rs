//! A pause that the token endpoint asks for is an app's, not a user's.

use std::time::Duration;

use spotify_sandbox::Fault;
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{
    CacheLock, FileTokenCache, InMemoryKeyedTokenCache, KeyedTokenCache as _, TokenCache as _,
};
use spotify_sdk::clock::ManualClock;

use super::support::{name, sandbox, store_login};
use crate::support::{client_credentials, eventually};
use crate::token_manager::support::{in_time, provider, token_requests};

const TOKEN: &str = "POST /api/token";

#[tokio::test(flavor = "multi_thread")]
async fn fault_111_a_pause_that_one_user_sits_out_holds_all_back() {
    let sandbox = sandbox(2);
    let clock = ManualClock::new();
    clock.set_wall(sandbox.now());
    let cache = InMemoryKeyedTokenCache::new();
    let logins = provider(&sandbox).clock(clock.clone()).for_users(cache.clone()).build().unwrap();
    for user in 0..2 {
        store_login(&sandbox, &cache, &name(user), -60.0).await;
    }
    sandbox.fault(Fault::on(TOKEN).status(429).header("retry-after", "30").times(1));
    let ask = |user| tokio::spawn(logins.for_user(name(user)).access_token().into_future());
    let first = ask(0);
    eventually("the first one waits", || clock.slept().len() == 1);
    let second = ask(1);
    // Another provider of the same app, in the same process.
    let app = client_credentials(&sandbox).clock(clock.clone()).build().unwrap();
    let third = tokio::spawn(app.access_token().into_future());
    eventually("the others wait, too", || clock.slept().len() == 3);
    assert_eq!(token_requests(&sandbox), 1, "nothing is sent meanwhile");
    // Nor does who waits for another's pause hold a lock, which another process may want for a login or a logout.
    assert!(matches!(cache.for_key(&name(1)).try_lock().await.unwrap(), CacheLock::Held(_)));
    clock.advance(Duration::from_secs(36));
    for caller in [first, second, third] {
        in_time(caller).await.unwrap().unwrap();
    }
    assert_eq!(token_requests(&sandbox), 1 + 3);
}

#[tokio::test]
async fn fault_111_other_processes_hear_of_it_through_the_cache() {
    let sandbox = sandbox(1);
    let folder = tempfile::tempdir().unwrap();
    // Each has a clock of its own, and with it pauses of its own.
    let process = |file: &str| {
        let cache = FileTokenCache::new(folder.path().join(file));
        client_credentials(&sandbox).token_cache(cache).build().unwrap()
    };
    sandbox.fault(Fault::on(TOKEN).status(429).header("retry-after", "3600").times(1));
    process("a.json").access_token().await.unwrap_err();
    let error = process("b.json").access_token().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert!(error.retry_after().unwrap() > Duration::from_secs(3500), "{error}");
    assert_eq!(token_requests(&sandbox), 1);
    sandbox.advance(Duration::from_secs(3600));
    process("c.json").access_token().await.unwrap();
}
