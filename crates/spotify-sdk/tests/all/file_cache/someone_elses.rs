//! A lock file that belongs to somebody else, or is removed by somebody else.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use spotify_sdk::auth::{CacheLock, FileTokenCache, TokenCache as _};

use super::child::{Actor, command};
use super::support::{cache_in, fast_folder, folder, lock, now, token};

/// A child without root's privileges. For that it starts from a copy of this program, in a place that everyone can enter.
fn without_privileges(folder: &Path, part: &str, path: &Path) -> Command {
    let original = command(part, path);
    if folder.metadata().unwrap().uid() != 0 {
        return original;
    }
    let copy = folder.join("test-binary");
    // Not copied by this process: what it has open for writing, a process that another test starts now has open as well, and can't
    // be started.
    assert!(Command::new("cp").arg(std::env::current_exe().unwrap()).arg(&copy).status().unwrap().success());
    let mut nobody = Command::new(copy);
    nobody
        .args(original.get_args())
        .envs(original.get_envs().filter_map(|(name, value)| Some((name, value?))));
    nobody.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).current_dir("/");
    nobody.uid(65534).gid(65534);
    nobody
}

/// As after a program that once ran as root. Nobody can wait for such a lock: it would be busy for ever.
#[test]
fn fault_058_a_lock_file_that_we_may_not_open_is_no_lock() {
    let folder = folder();
    let cache = cache_in(&folder);
    fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).unwrap();
    let lock = folder.path().join("token.json.lock");
    fs::write(&lock, "").unwrap();
    fs::set_permissions(&lock, Permissions::from_mode(0o000)).unwrap();
    let said = Actor::start(without_privileges(folder.path(), "save without locks", cache.path())).finish();
    assert_eq!(said.iter().filter(|line| *line == "lock Unsupported").count(), 25, "{said:#?}");
    let warned = said.iter().filter(|line| line.contains("token.json.lock")).count();
    assert_eq!(warned, 1, "{said:#?}");
}

/// Nor can one be made in a directory that is not ours; a lock that seemed busy would be waited for at each renewal.
#[test]
fn fault_058_where_no_lock_file_can_be_made_there_is_no_lock() {
    let folder = folder();
    let child = without_privileges(folder.path(), "save without locks", cache_in(&folder).path());
    fs::set_permissions(folder.path(), Permissions::from_mode(0o555)).unwrap();
    Actor::start(child).expect("lock Unsupported");
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    drop(lock(&cache_in(&folder)));
}

#[test]
fn fault_060_a_lock_file_that_is_removed_all_the_time_is_no_error() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    let lock_file = folder.path().join("token.json.lock");
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let remove = || {
            while !is_over.load(Ordering::Relaxed) {
                let _ = fs::remove_file(&lock_file);
            }
        };
        scope.spawn(remove);
        let failed = (0..3000)
            .map(|_| now(cache.try_lock()))
            .find(|locked| !matches!(locked, Ok(CacheLock::Held(_) | CacheLock::Busy)));
        is_over.store(true, Ordering::Relaxed);
        assert!(failed.is_none(), "{failed:?}");
    });
    now(FileTokenCache::new(cache.path()).set(&token(1))).unwrap();
    assert_eq!(now(cache.get()).unwrap(), Some(token(1)));
}
