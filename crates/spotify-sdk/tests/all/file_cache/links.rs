//! Symbolic and hard links, planted or wanted.

use std::fs;
use std::os::unix::fs::symlink;

use spotify_sdk::auth::{CacheLock, TokenCache as _};
use tempfile::TempDir;

use super::support::{cache_in, fast_folder, kind, mode, now, token, warnings};

const PRECIOUS: &str = "not to be touched";

/// A folder with a file that must not change.
fn with_victim() -> (TempDir, std::path::PathBuf) {
    let folder = fast_folder();
    let victim = folder.path().join("victim");
    fs::write(&victim, PRECIOUS).unwrap();
    (folder, victim)
}

fn is_regular(path: &std::path::Path) -> bool {
    fs::symlink_metadata(path).unwrap().is_file()
}

#[test]
fn fault_052_a_link_at_the_path_is_replaced_and_its_victim_is_not() {
    for hard in [false, true] {
        let (folder, victim) = with_victim();
        let cache = cache_in(&folder);
        if hard { fs::hard_link(&victim, cache.path()) } else { symlink(&victim, cache.path()) }.unwrap();
        now(cache.set(&token(1))).unwrap();
        assert_eq!(fs::read_to_string(&victim).unwrap(), PRECIOUS, "hard: {hard}");
        assert!(is_regular(cache.path()));
        assert_eq!(mode(cache.path()), 0o600);
        assert_eq!(now(cache.get()).unwrap().unwrap(), token(1));
    }
}

#[test]
fn fault_052_a_link_that_is_replaced_is_warned_of_once() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    let target = folder.path().join("dotfiles.json");
    fs::write(&target, serde_json::to_string(&token(1)).unwrap()).unwrap();
    fs::set_permissions(&target, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    symlink(&target, cache.path()).unwrap();
    let ((), warned) = warnings(|| {
        assert_eq!(now(cache.get()).unwrap().unwrap(), token(1), "reading follows it");
        now(cache.set(&token(2))).unwrap();
        now(cache.set(&token(3))).unwrap();
    });
    assert_eq!(warned.len(), 1, "{warned:?}");
    assert!(warned[0].contains("follow_symlinks"), "{warned:?}");
}

#[test]
fn fault_052_a_link_at_the_temporary_file_is_not_written_through() {
    for dangling in [false, true] {
        let (folder, victim) = with_victim();
        let cache = cache_in(&folder);
        let target = if dangling { folder.path().join("nothing") } else { victim.clone() };
        symlink(&target, folder.path().join(".token.json.tmp")).unwrap();
        now(cache.set(&token(1))).unwrap();
        assert_eq!(now(cache.get()).unwrap().unwrap(), token(1));
        assert!(is_regular(cache.path()));
        assert_eq!(fs::read_to_string(&victim).unwrap(), PRECIOUS);
        assert!(!folder.path().join("nothing").exists());
    }
    let (folder, victim) = with_victim();
    fs::hard_link(&victim, folder.path().join(".token.json.tmp")).unwrap();
    now(cache_in(&folder).set(&token(1))).unwrap();
    assert_eq!(fs::read_to_string(&victim).unwrap(), PRECIOUS);
}

#[test]
fn fault_052_a_link_at_the_lock_is_not_followed() {
    for dangling in [false, true] {
        let (folder, victim) = with_victim();
        let cache = cache_in(&folder);
        let target = if dangling { folder.path().join("nothing") } else { victim.clone() };
        symlink(&target, folder.path().join("token.json.lock")).unwrap();
        let (locked, warned) = warnings(|| now(cache.try_lock()).unwrap());
        assert!(matches!(locked, CacheLock::Unsupported), "{locked:?}");
        assert!(warned.len() == 1 && warned[0].contains("remove it"), "{warned:?}");
        now(cache.set(&token(1))).unwrap();
        assert_eq!(now(cache.get()).unwrap().unwrap(), token(1));
        assert!(!folder.path().join("nothing").exists());
        assert_eq!(fs::read_to_string(&victim).unwrap(), PRECIOUS);
    }
}

#[test]
fn fault_052_links_are_followed_for_those_who_ask() {
    let folder = fast_folder();
    let dotfiles = folder.path().join("dotfiles");
    let link = cache_in(&folder);
    symlink("dotfiles/second", link.path()).unwrap();
    fs::create_dir(&dotfiles).unwrap();
    symlink("spotify.json", dotfiles.join("second")).unwrap();
    let cache = link.clone().follow_symlinks(true);

    for number in 1..=2 {
        // The first time there is nothing at the end of the links.
        let ((), warned) = warnings(|| now(cache.set(&token(number))).unwrap());
        assert_eq!(warned, [""; 0]);
        assert!(!is_regular(cache.path()), "the link stays");
        assert!(is_regular(&dotfiles.join("spotify.json")));
        assert_eq!(now(link.get()).unwrap().unwrap(), token(number));
    }
    assert!(dotfiles.join("spotify.json.lock").exists(), "the lock is beside the file, for all links to it");
}

#[test]
fn fault_052_a_loop_of_links_is_an_error() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    symlink("token.json", cache.path()).unwrap();
    for cache in [cache.clone(), cache.follow_symlinks(true)] {
        assert_eq!(kind(&now(cache.get()).unwrap_err()), spotify_sdk::ErrorKind::Cache);
    }
}
