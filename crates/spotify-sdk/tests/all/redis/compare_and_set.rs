//! Two writers at once, and writers that come too late.

use spotify_sdk::auth::{CacheLock, TokenCache as _, TokenInfo};

use super::server_or_skip;
use crate::support::in_time;

fn numbered(number: u32) -> TokenInfo {
    TokenInfo::new(number.to_string(), 1_709_567_890.0).unwrap().with_refresh_token("refresh")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fault_068_of_writers_at_once_none_loses_anothers_update() {
    const WRITERS: u32 = 8;
    const EACH: u32 = 25;
    let server = server_or_skip!();
    server.cache().set(&numbered(0)).await.unwrap();
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| {
            let cache = server.cache();
            tokio::spawn(async move {
                for _ in 0..EACH {
                    loop {
                        let stored = cache.get().await.unwrap().unwrap();
                        let next = numbered(stored.access_token().parse::<u32>().unwrap() + 1);
                        // Each says who it is by what it does not know of: equal texts would count as the same save.
                        let next = next.with_scope(format!("{:?}", tokio::task::id()));
                        if cache.compare_and_set(Some(&stored), &next).await.unwrap() {
                            break;
                        }
                    }
                }
            })
        })
        .collect();
    for writer in writers {
        in_time(writer).await.unwrap();
    }
    let stored = server.cache().get().await.unwrap().unwrap();
    assert_eq!(stored.access_token(), (WRITERS * EACH).to_string());
}

#[tokio::test]
async fn a_save_is_judged_by_what_stands_there() {
    let server = server_or_skip!();
    let cache = server.cache();
    assert!(!cache.compare_and_set(Some(&numbered(1)), &numbered(2)).await.unwrap());
    assert!(cache.compare_and_set(None, &numbered(1)).await.unwrap());
    assert!(!cache.compare_and_set(None, &numbered(2)).await.unwrap());
    assert!(!cache.compare_and_set(Some(&numbered(3)), &numbered(2)).await.unwrap());
    assert!(cache.compare_and_set(Some(&numbered(1)), &numbered(2)).await.unwrap());
    assert_eq!(server.cache().get().await.unwrap(), Some(numbered(2)));
}

#[tokio::test]
async fn fault_068_a_writer_whose_lock_has_gone_to_another_who_wrote_is_refused() {
    let server = server_or_skip!();
    let (early, late) = (server.cache(), server.cache());
    early.set(&numbered(1)).await.unwrap();
    let _asleep = early.try_lock().await.unwrap();
    // Its host stood still for longer than the lease.
    server.run::<()>(&["DEL", "spotify-sdk:lock:{token}"]);
    let CacheLock::Held(awake) = late.try_lock().await.unwrap() else { panic!("it is free") };
    assert!(late.compare_and_set(Some(&numbered(1)), &numbered(2)).await.unwrap());
    drop(awake);
    // What it expects is there again, and yet it comes too late.
    late.set(&numbered(1)).await.unwrap();
    assert!(!early.compare_and_set(Some(&numbered(1)), &numbered(3)).await.unwrap());
    assert_eq!(late.get().await.unwrap(), Some(numbered(1)));
}

#[tokio::test]
async fn a_server_that_lost_its_memory_goes_on_counting_from_the_holders_number() {
    let server = server_or_skip!();
    let cache = server.cache();
    for _ in 0..5 {
        drop(cache.try_lock().await.unwrap());
    }
    let held = cache.try_lock().await.unwrap();
    server.run::<()>(&["FLUSHALL"]);
    assert!(cache.compare_and_set(None, &numbered(1)).await.unwrap());
    drop(held);
    let other = server.cache();
    let _held = other.try_lock().await.unwrap();
    assert!(other.compare_and_set(Some(&numbered(1)), &numbered(2)).await.unwrap());
}
