//! Two tokens that differ in nothing but when they end.

use spotify_sdk::auth::{TokenCache as _, TokenInfo};

use super::server_or_skip;

fn ending_at(seconds: f64) -> TokenInfo {
    TokenInfo::new("access", seconds).unwrap().with_refresh_token("refresh")
}

#[tokio::test]
async fn a_save_is_judged_by_the_time_that_stands_there_too() {
    const END: f64 = 1_709_567_890.0;
    let server = server_or_skip!();
    server.cache().set(&ending_at(END)).await.unwrap();
    // By another cache, which has not seen the entry.
    assert!(!server.cache().compare_and_set(Some(&ending_at(END + 3600.0)), &ending_at(1.0)).await.unwrap());
    // What two readings of one time may differ by, where it went over the server's clock.
    assert!(server.cache().compare_and_set(Some(&ending_at(END + 0.5)), &ending_at(1.0)).await.unwrap());
    assert_eq!(server.cache().get().await.unwrap(), Some(ending_at(1.0)));
}
