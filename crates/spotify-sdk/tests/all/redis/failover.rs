//! Another server takes the place of the one that is connected to.

use spotify_sdk::auth::{CacheLock, TokenCache as _, TokenInfo};

use super::proxy::Proxy;
use super::server_or_skip;

fn token(name: &str) -> TokenInfo {
    TokenInfo::new(format!("access-{name}"), 1_709_567_890.123).unwrap().with_refresh_token("refresh")
}

#[tokio::test]
async fn fault_064_a_server_that_is_no_longer_written_to_is_left_at_once() {
    let (old, new) = (server_or_skip!(), server_or_skip!());
    let way = Proxy::before(old.port());
    let [sets, swaps, locks] = [way.cache(), way.cache(), way.cache()];
    sets.set(&token("1")).await.unwrap();
    new.run::<()>(&["SET", "token", &old.run::<String>(&["GET", "token"])]);
    for connected in [&swaps, &locks] {
        assert_eq!(connected.get().await.unwrap(), Some(token("1")));
    }
    // It answers on, and refuses what would change anything.
    old.run::<()>(&["REPLICAOF", "127.0.0.1", &new.port().to_string()]);
    way.lead_to(new.port());
    assert!(matches!(locks.try_lock().await.unwrap(), CacheLock::Held(_)));
    assert!(swaps.compare_and_set(Some(&token("1")), &token("2")).await.unwrap());
    sets.set(&token("3")).await.unwrap();
    assert!(new.run::<String>(&["GET", "token"]).contains("access-3"));
}

#[tokio::test]
async fn fault_064_a_server_that_refuses_writes_with_no_other_in_its_place_is_told_of() {
    let (server, other) = (server_or_skip!(), server_or_skip!());
    server.run::<()>(&["REPLICAOF", "127.0.0.1", &other.port().to_string()]);
    let error = server.cache().set(&token("1")).await.unwrap_err();
    assert!(error.to_string().contains("read only"), "{error}");
}
