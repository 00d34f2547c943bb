//! A connection that is gone without anybody having said so, as after a router forgot it.

use std::time::Duration;

use spotify_sdk::auth::TokenCache as _;

use super::proxy::Proxy;
use super::server_or_skip;
use crate::support::eventually;

/// On the old connection nothing would come for an hour: the next try has to be made on another.
#[tokio::test]
async fn fault_064_a_connection_that_went_silent_is_replaced() {
    let server = server_or_skip!();
    let proxy = Proxy::before(server.port());
    let cache = proxy.cache();
    assert_eq!(cache.get().await.unwrap(), None);
    proxy.delay(Duration::from_secs(3600));
    cache.get().await.unwrap_err();
    proxy.delay(Duration::ZERO);
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        eventually("it is asked over another", || runtime.block_on(cache.get()).is_ok());
    })
    .await
    .unwrap();
}
