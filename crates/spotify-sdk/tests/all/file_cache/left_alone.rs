//! What a save must not touch, and what it must not leave behind.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use spotify_sdk::auth::TokenCache as _;

use super::child::{Actor, command};
use super::support::{cache_in, fast_folder, files_with, lock, now, token};

/// A file that nobody has touched for an hour.
fn put_old(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    File::create(&path).unwrap().set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
    path
}

/// `token.json.beef` may be another cache: what it writes to has a name like ours, and is not ours to remove.
#[test]
fn fault_049_only_names_that_we_give_are_swept() {
    let folder = fast_folder();
    let others = [
        ".token.json.beef.tmp",
        ".token.json.sixteen-letters-.tmp",
        ".token.json.0123456789abcdef0.tmp",
        ".token.json.0123456789abcdef",
        "0123456789abcdef.tmp",
        "notes.txt",
    ]
    .map(|name| put_old(folder.path(), name));
    now(cache_in(&folder).set(&token(1))).unwrap();
    for other in others {
        assert!(other.exists(), "{} was swept", other.display());
    }
}

#[test]
fn fault_049_leftovers_are_swept_beside_a_relative_path_too() {
    let folder = fast_folder();
    let left = put_old(folder.path(), ".spotify_sdk_token.json.0123456789abcdef.tmp");
    let mut saver = command("save at the default path", Path::new("unused"));
    saver.current_dir(folder.path());
    Actor::start(saver).finish();
    assert!(!left.exists());
}

#[test]
fn fault_052_what_a_link_points_to_is_not_copied() {
    let folder = fast_folder();
    let victim = folder.path().join("victim");
    let cache = cache_in(&folder);
    fs::write(&victim, "somebody's notes").unwrap();
    symlink(&victim, cache.path()).unwrap();
    now(cache.set(&token(1))).unwrap();
    assert!(files_with(folder.path(), ".corrupt").is_empty(), "others' content is theirs");
}

#[test]
fn fault_053_a_logout_does_not_put_a_damaged_token_over_what_was_kept() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    let kept = folder.path().join("token.json.corrupt");
    fs::write(&kept, "an older file of another kind").unwrap();
    fs::write(cache.path(), r#"{"refresh_token":"AQD"#).unwrap();
    now(cache.delete()).unwrap();
    assert_eq!(fs::read_to_string(&kept).unwrap(), "an older file of another kind");
}

/// The fixed name of the temporary file is the lock holder's: that a leftover there is gone shows that the save had the lock.
#[test]
fn fault_057_a_save_waits_for_a_lock_that_is_held_for_a_moment() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    let left = folder.path().join(".token.json.tmp");
    let holder = lock(&cache_in(&folder));
    fs::write(&left, "").unwrap();
    let saver = thread::spawn(move || now(cache.set(&token(1))).unwrap());
    // Real time, as a file cache's patience is: a second, of which this is a small part.
    thread::sleep(Duration::from_millis(60));
    drop(holder);
    saver.join().unwrap();
    assert!(!left.exists(), "it saved without the lock");
}
