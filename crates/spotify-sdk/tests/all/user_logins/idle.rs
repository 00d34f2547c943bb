//! Ten thousand idle users over one client.

use spotify_sdk::auth::{InMemoryKeyedTokenCache, KeyedTokenCache as _, TokenCache as _, TokenInfo};

use super::support::{name, over, sandbox, store_login};
use crate::support::{client, client_credentials};
use crate::token_manager::support::{real_sleeps, seconds};

const USERS: usize = 10_000;

/// Threads and open files of this process. Other tests run beside this one, some with a thousand threads, so only that not every user has
/// one of its own can be judged.
#[cfg(target_os = "linux")]
fn resources() -> usize {
    let count = |folder| std::fs::read_dir(folder).map_or(0, Iterator::count);
    count("/proc/self/task") + count("/proc/self/fd")
}

#[cfg(not(target_os = "linux"))]
fn resources() -> usize {
    0
}

#[tokio::test]
async fn ten_thousand_idle_users_cost_no_threads_and_no_sockets() {
    let sandbox = sandbox(1);
    let cache = InMemoryKeyedTokenCache::new();
    let logins = over(&sandbox, cache.clone()).build().unwrap();
    let app = client_credentials(&sandbox).clock(real_sleeps(&sandbox)).build().unwrap();
    let client = client(&sandbox).auth(app).clock(real_sleeps(&sandbox)).build().unwrap();
    let before = resources();
    let connections = sandbox.connections();
    for number in 0..USERS {
        let key = format!("{number}");
        let token = TokenInfo::new(format!("sandbox-access-{number}"), seconds(&sandbox) + 3000.0).unwrap();
        cache.for_key(&key).set(&token.with_refresh_token("sandbox-refresh").with_scope("a")).await.unwrap();
        let token = logins.for_user(&key).access_token().await.unwrap();
        assert_eq!(token.expose(), format!("sandbox-access-{number}"));
    }
    assert_eq!(logins.in_memory(), USERS);
    assert!(resources() < before + USERS / 2, "{before} before, {} after", resources());
    assert_eq!(sandbox.connections(), connections, "nothing was sent");
    // And one more works as ever.
    store_login(&sandbox, &cache, &name(0), 1800.0).await;
    let profile = client.with_auth(logins.for_user(name(0))).users().get_current_profile().await.unwrap();
    assert_eq!(profile.id.as_str(), name(0));
}
