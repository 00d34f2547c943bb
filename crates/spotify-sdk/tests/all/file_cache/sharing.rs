//! Several threads and processes on one file.

use std::collections::HashSet;
use std::fs;
use std::sync::Arc;
use std::thread;

use spotify_sdk::auth::{CacheLock, FileTokenCache, TokenCache as _};

use super::child::{Actor, command};
use super::support::{cache_in, fast_folder, files_with, lock, now, number_of, token, warnings};

#[test]
fn fault_057_readers_beside_a_writer_see_whole_tokens_only() {
    const READERS: usize = 2;
    const READS: usize = 100_000;
    let folder = fast_folder();
    let cache = cache_in(&folder);
    now(cache.set(&token(0))).unwrap();
    let mut writer = Actor::start(command("save until killed", cache.path()));
    writer.expect("saving");
    let seen: Vec<usize> = thread::scope(|scope| {
        let read = || {
            let cache = FileTokenCache::new(cache.path());
            let mut seen = HashSet::new();
            for _ in 0..READS {
                let stored = now(cache.get()).unwrap().expect("a token, whenever one looks");
                seen.insert(number_of(&stored).expect("a whole token"));
            }
            seen.len()
        };
        let readers: Vec<_> = (0..READERS).map(|_| scope.spawn(read)).collect();
        readers.into_iter().map(|reader| reader.join().unwrap()).collect()
    });
    assert!(writer.kill(), "the writer was at work until the end");
    println!("{} reads, {seen:?} different tokens", READERS * READS);
    assert!(seen.iter().all(|&seen| seen > 1), "nothing was written meanwhile: {seen:?}");
}

#[test]
fn fault_057_saves_without_the_lock_do_not_harm_each_other() {
    let folder = fast_folder();
    let cache = Arc::new(cache_in(&folder));
    let mut processes: Vec<_> =
        (0..4).map(|_| Actor::start(command("save 50 times", cache.path()))).collect();
    processes.iter_mut().for_each(|process| process.tell("go"));
    // And threads beside them: two with a cache in common, two with one each.
    let caches = [cache.clone(), cache.clone(), Arc::new(cache_in(&folder)), Arc::new(cache_in(&folder))];
    let threads = caches.map(|cache| {
        thread::spawn(move || {
            for number in 0..50 {
                now(cache.set(&token(number))).unwrap();
                number_of(&now(cache.get()).unwrap().unwrap()).expect("a whole token");
            }
        })
    });
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    processes.into_iter().for_each(|process| drop(process.finish()));
    number_of(&now(cache.get()).unwrap().unwrap()).expect("a whole token");
    assert!(files_with(folder.path(), ".tmp").is_empty());
    assert!(files_with(folder.path(), ".corrupt").is_empty());
}

#[test]
fn fault_057_under_the_lock_no_update_is_lost() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    now(cache.set(&token(0))).unwrap();
    let mut processes: Vec<_> = (0..4).map(|_| Actor::start(command("count to 50", cache.path()))).collect();
    processes.iter_mut().for_each(|process| process.tell("go"));
    processes.into_iter().for_each(|process| drop(process.finish()));
    assert_eq!(number_of(&now(cache.get()).unwrap().unwrap()), Some(200));
}

#[test]
fn compare_and_set_stores_only_over_what_was_expected() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    let compare_and_set = |expected: Option<usize>, number| {
        now(cache.compare_and_set(expected.map(token).as_ref(), &token(number))).unwrap()
    };
    assert!(!compare_and_set(Some(1), 2), "nothing is there");
    assert!(compare_and_set(None, 1));
    assert!(!compare_and_set(None, 2));
    assert!(!compare_and_set(Some(2), 3));
    assert!(compare_and_set(Some(1), 4));
    now(cache.delete()).unwrap();
    assert!(!compare_and_set(Some(4), 5), "a refresh in flight can't undo a logout");
    assert!(now(cache.get()).unwrap().unwrap().is_tombstone());
    fs::write(cache.path(), "[").unwrap();
    assert!(compare_and_set(None, 6), "what can't be read counts as absent");
    assert_eq!(now(cache.get()).unwrap(), Some(token(6)));
}

#[test]
fn the_lock_excludes_other_values_and_serves_saves_of_its_own() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    let guard = lock(&cache);
    let others = [cache.clone(), cache_in(&folder), cache_in(&folder).follow_symlinks(true)];
    for other in &others {
        assert!(matches!(now(other.try_lock()).unwrap(), CacheLock::Busy));
    }
    // With the lock: the fixed name is free to use, so a leftover there is swept. Without: it is not touched.
    let fixed = folder.path().join(".token.json.tmp");
    fs::write(&fixed, "").unwrap();
    now(others[1].set(&token(1))).unwrap();
    assert!(fixed.exists(), "it may be the holder's");
    now(others[0].set(&token(2))).unwrap();
    assert!(!fixed.exists());
    assert_eq!(now(cache.get()).unwrap(), Some(token(2)));
    drop(guard);
    drop(lock(&others[1]));
}

/// A lock that can't be made: it stands in for a file system without locks on systems where the next test can't run.
#[test]
fn fault_058_without_a_lock_everything_else_works() {
    let folder = fast_folder();
    fs::create_dir(folder.path().join("token.json.lock")).unwrap();
    let cache = cache_in(&folder);
    let ((), warned) = warnings(|| {
        for number in 1..4 {
            assert!(matches!(now(cache.try_lock()).unwrap(), CacheLock::Unsupported));
            now(cache.set(&token(number))).unwrap();
            assert!(now(cache.compare_and_set(Some(&token(number)), &token(number + 1))).unwrap());
            assert!(!now(cache.compare_and_set(Some(&token(number)), &token(0))).unwrap());
        }
    });
    assert_eq!(now(cache.get()).unwrap(), Some(token(4)));
    assert_eq!(warned.len(), 1, "{warned:?}");
    assert!(files_with(folder.path(), ".tmp").is_empty());
}

#[test]
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn fault_058_file_systems_without_locks_are_served() {
    use super::preload::{NO_LOCKS, compile};

    let tools = super::support::folder();
    for error in ["ENOLCK", "ENOTSUP"] {
        let library = compile(tools.path(), NO_LOCKS, error);
        let folder = fast_folder();
        let cache = cache_in(&folder);
        let processes: Vec<_> = (0..4)
            .map(|_| {
                let mut command = command("save without locks", cache.path());
                command.env("LD_PRELOAD", &library);
                Actor::start(command)
            })
            .collect();
        for process in processes {
            let said = process.finish();
            assert_eq!(said.iter().filter(|line| *line == "lock Unsupported").count(), 25, "{said:#?}");
            let warned: Vec<_> = said.iter().filter(|line| line.contains("WARN")).collect();
            assert_eq!(warned.len(), 1, "{warned:#?}");
            assert!(warned[0].contains("token.json.lock"), "{warned:#?}");
        }
        assert_eq!(number_of(&now(cache.get()).unwrap().unwrap()), Some(25));
        assert!(files_with(folder.path(), ".tmp").is_empty());
    }
}
