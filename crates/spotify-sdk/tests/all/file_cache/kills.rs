//! Processes that die in the middle of a save.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use spotify_sdk::auth::TokenCache as _;

use super::child::{Actor, command};
use super::support::{cache_in, fast_folder, files_with, folder, lock, mode, now, number_of, token};

/// Starts a process that does nothing but save, and kills it at a moment that differs from `round` to round.
fn kill_during_a_save(path: &Path, round: u64) {
    let mut actor = Actor::start(command("save until killed", path));
    actor.expect("saving");
    // Spread over several saves. Where in a save a kill hits is the scheduler's choice, which is what is wanted.
    thread::sleep(Duration::from_micros(round * 7919 % 6000));
    assert!(actor.kill(), "it ended by itself");
}

#[test]
fn fault_048_a_thousand_kills_during_saves_cost_no_login() {
    const THREADS: u64 = 4;
    const ROUNDS: u64 = 250;
    let workers: Vec<_> = (0..THREADS)
        .map(|worker| {
            thread::spawn(move || {
                let folder = folder();
                let cache = cache_in(&folder);
                now(cache.set(&token(0))).unwrap();
                let (mut newest, mut left_behind) = (0, 0);
                for round in 0..ROUNDS {
                    kill_during_a_save(cache.path(), round * THREADS + worker);
                    let stored = now(cache.get()).unwrap().expect("a login");
                    let number = number_of(&stored).expect("a whole token");
                    assert!(number >= newest, "an older token came back");
                    newest = number;
                    let temporary = files_with(folder.path(), ".tmp");
                    assert!(temporary.len() <= 1, "{temporary:?}");
                    left_behind += temporary.len();
                }
                assert!(files_with(folder.path(), ".corrupt").is_empty());
                (newest, left_behind)
            })
        })
        .collect();
    let (saves, left_behind) = workers.into_iter().fold((0, 0), |(saves, left), worker| {
        let (newest, left_behind) = worker.join().unwrap();
        (saves + newest, left + left_behind)
    });
    println!("{} kills, {saves} saves, a temporary file left {left_behind} times", THREADS * ROUNDS);
    assert!(left_behind > 0, "no kill hit a save: nothing was shown");
}

#[test]
fn fault_049_what_a_killed_save_left_is_private_and_swept() {
    let folder = folder();
    let cache = cache_in(&folder);
    now(cache.set(&token(0))).unwrap();
    let leave_one = || {
        let left = (0..500).find_map(|round| {
            kill_during_a_save(cache.path(), round);
            files_with(folder.path(), ".tmp").pop()
        });
        let left = left.expect("500 kills and none in the middle of a save");
        assert_eq!(left, folder.path().join(".token.json.tmp"));
        assert_eq!(mode(&left), 0o600);
    };

    leave_one();
    drop(lock(&cache));
    assert!(files_with(folder.path(), ".tmp").is_empty(), "the next holder of the lock sweeps");

    leave_one();
    now(cache.set(&token(1))).unwrap();
    assert!(files_with(folder.path(), ".tmp").is_empty(), "the next save sweeps");
}

#[test]
fn fault_049_what_saves_without_the_lock_left_is_swept_when_it_is_old() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    let put = |name: &str, age: u64| {
        let path = folder.path().join(name);
        File::create(&path).unwrap().set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
        path
    };
    let old = put(".token.json.0123456789abcdef.tmp", 3600);
    let young = put(".token.json.0123456789abcdee.tmp", 0);
    let others = [
        put(".token.json.bak.tmp", 3600),
        put(".other.json.0123456789abcdef.tmp", 3600),
        put("token.json.0123456789abcdef.tmp", 3600),
    ];
    now(cache.set(&token(1))).unwrap();
    assert!(!old.exists());
    assert!(young.exists(), "someone may be writing to it");
    assert!(others.iter().all(|other| other.exists()), "they are not ours");
}

#[test]
fn fault_060_a_killed_holder_frees_the_lock_and_the_lock_file_stays() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    let lock_file = folder.path().join("token.json.lock");
    let mut first_inode = None;
    let mut took = Vec::new();
    for _ in 0..20 {
        let mut holder = Actor::start(command("hold the lock", cache.path()));
        holder.expect("held");
        assert!(matches!(now(cache.try_lock()).unwrap(), spotify_sdk::auth::CacheLock::Busy));
        assert!(holder.kill());
        // `kill` waited for the end of the process: its files are closed.
        let freed = Instant::now();
        drop(lock(&cache));
        took.push(freed.elapsed());
        let inode = fs::metadata(&lock_file).unwrap().ino();
        assert_eq!(*first_inode.get_or_insert(inode), inode, "the lock file is never replaced");
    }
    took.sort();
    println!("the next one has the lock after {:?}, at worst {:?}", took[10], took[19]);
    // A busy machine may hold up some of them.
    assert!(took[10] < Duration::from_millis(50), "{took:?}");
    now(cache.set(&token(1))).unwrap();
    now(cache.delete()).unwrap();
    assert_eq!(fs::metadata(&lock_file).unwrap().ino(), first_inode.unwrap(), "a logout leaves it too");
    assert_eq!(mode(&lock_file), 0o600);
}
