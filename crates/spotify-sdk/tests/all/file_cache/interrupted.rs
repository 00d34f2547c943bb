//! Signals that arrive while the lock is being taken.

use super::child::{Actor, command};
use super::preload::{INTERRUPTED_LOCKS, compile};
use super::support::{cache_in, fast_folder, folder, now, number_of};
use spotify_sdk::auth::TokenCache as _;

#[test]
fn fault_058_a_lock_that_a_signal_interrupts_is_tried_again() {
    let tools = folder();
    let library = compile(tools.path(), INTERRUPTED_LOCKS, "EINTR");
    let folder = fast_folder();
    let cache = cache_in(&folder);
    let mut saver = command("save without locks", cache.path());
    saver.env("LD_PRELOAD", &library);
    let said = Actor::start(saver).finish();
    assert_eq!(said.iter().filter(|line| line.starts_with("lock Held")).count(), 25, "{said:#?}");
    assert_eq!(said.len(), 25, "nothing to warn of: {said:#?}");
    assert_eq!(number_of(&now(cache.get()).unwrap().unwrap()), Some(25));
}
