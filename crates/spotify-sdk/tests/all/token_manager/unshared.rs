//! A cache that nobody else changes, which is what a custom one is unless it says otherwise.

use std::time::Duration;

use spotify_sandbox::{Sandbox, User};

use super::support::{ShakyCache, in_time, provider, unbound_login};

#[tokio::test]
async fn a_cache_of_ones_own_is_read_once_and_not_looked_at_again() {
    let sandbox = Sandbox::builder().user(User::premium("ada")).start().unwrap();
    let cache = ShakyCache::holding(unbound_login(&sandbox, "ada", 3600.0));
    let auth = provider(&sandbox).token_cache(cache.clone()).build().unwrap();
    in_time(async { auth.access_token().await }).await.unwrap();
    let reads = cache.reads();
    for _ in 0..20 {
        // In the real time of these providers' looks.
        tokio::time::sleep(Duration::from_millis(60)).await;
        in_time(async { auth.access_token().await }).await.unwrap();
    }
    assert_eq!(cache.reads(), reads);
}
