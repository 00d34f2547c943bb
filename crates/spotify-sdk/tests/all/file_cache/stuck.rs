//! A holder of the lock that neither goes on nor dies.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use spotify_sdk::auth::{CacheLock, TokenCache as _};

use super::child::{Actor, command};
use super::support::{cache_in, fast_folder, lock, now, token};

/// How long anything here may take before it counts as a hang.
const HANG: Duration = Duration::from_secs(30);

#[test]
fn fault_059_a_stopped_holder_stops_nobody_else() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    now(cache.set(&token(1))).unwrap();
    let mut holder = Actor::start(command("hold the lock", cache.path()));
    holder.expect("held");
    holder.signal("STOP");

    let (done, is_done) = mpsc::channel();
    let ours = cache.clone();
    thread::spawn(move || {
        assert!(matches!(now(ours.try_lock()).unwrap(), CacheLock::Busy), "it says so and does not wait");
        assert_eq!(now(ours.get()).unwrap(), Some(token(1)));
        // What a provider does when its patience is over: it goes on without the lock.
        assert!(now(ours.compare_and_set(Some(&token(1)), &token(3))).unwrap());
        assert_eq!(now(ours.get()).unwrap(), Some(token(3)));
        done.send(()).unwrap();
    });
    is_done.recv_timeout(HANG).expect("a stopped holder of the lock stopped another process");

    // The holder wakes up and tries to store what it got for the token that it knew.
    holder.signal("CONT");
    holder.tell("store");
    holder.expect("stored false");
    assert_eq!(now(cache.get()).unwrap(), Some(token(3)), "the newer token stays");
    holder.finish();
    drop(lock(&cache));
}
