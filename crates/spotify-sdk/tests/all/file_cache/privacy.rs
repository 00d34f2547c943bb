//! Modes of files and directories.

use std::fs::{self, File, Permissions};
use std::io::Read as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::PathBuf;

use spotify_sdk::auth::TokenCache as _;
use tempfile::TempDir;

use super::child::{Actor, wrapped};
use super::support::{cache_in, fast_folder, folder, mode, now, token, warnings};

const UMASKS: [&str; 3] = ["umask 000", "umask 022", "umask 077"];

fn under(umask: &str) -> String {
    format!("{umask}; exec \"$0\" \"$@\"")
}

/// A file with something to keep aside, so that the mode of what is kept is looked at too.
fn with_corrupt(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("token.json");
    fs::write(&path, "[").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    path
}

#[test]
fn fault_050_files_are_private_under_every_umask() {
    for umask in UMASKS {
        let folder = fast_folder();
        let path = with_corrupt(&folder);
        Actor::start(wrapped(&["sh", "-c", &under(umask)], "save 50 times", &path)).finish();
        for name in ["token.json", "token.json.lock", "token.json.corrupt"] {
            assert_eq!(mode(&folder.path().join(name)), 0o600, "{umask}: {name}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }
}

/// The C library of a child looks at each file that it creates, as soon as it is there, and ends it at any change of a mode.
#[test]
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn fault_050_files_are_private_from_their_first_instant() {
    use super::preload::{WATCH_MODES, compile};

    let tools = folder();
    let library = compile(tools.path(), WATCH_MODES, "0");
    for umask in UMASKS {
        let folder = fast_folder();
        let path = with_corrupt(&folder);
        let script = format!("{umask}; exec env LD_PRELOAD='{}' \"$0\" \"$@\"", library.display());
        let said = Actor::start(wrapped(&["sh", "-c", &script], "save 50 times", &path)).finish();
        // Fifty saves, what was kept aside, and the lock.
        assert_eq!(said, ["created 52"], "{umask}");
    }
}

#[test]
fn fault_050_a_file_that_others_can_read_is_replaced_and_not_changed() {
    let folder = folder();
    let cache = cache_in(&folder);
    let json = serde_json::to_string(&token(1)).unwrap();
    fs::write(cache.path(), &json).unwrap();
    fs::set_permissions(cache.path(), Permissions::from_mode(0o644)).unwrap();
    let mut old = File::open(cache.path()).unwrap();

    let ((), warned) = warnings(|| {
        now(cache.set(&token(2))).unwrap();
        now(cache.set(&token(3))).unwrap();
    });
    assert_eq!(mode(cache.path()), 0o600);
    assert_eq!(now(cache.get()).unwrap().unwrap(), token(3));
    // The file that others may have open was not written to.
    assert_eq!(old.metadata().unwrap().mode() & 0o777, 0o644);
    let mut content = String::new();
    old.read_to_string(&mut content).unwrap();
    assert_eq!(content, json);
    assert_eq!(warned.len(), 1, "{warned:?}");
    assert!(warned[0].contains("mode 0644"), "{warned:?}");
}

#[test]
fn fault_051_directories_are_made_for_the_owner_only_and_not_before_the_first_write() {
    for umask in UMASKS {
        let folder = fast_folder();
        let path = folder.path().join("a/b/token.json");
        let cache = spotify_sdk::auth::FileTokenCache::new(&path);
        assert!(now(cache.get()).unwrap().is_none());
        now(cache.delete()).unwrap();
        assert!(!folder.path().join("a").exists(), "nothing was written yet");

        Actor::start(wrapped(&["sh", "-c", &under(umask)], "save 50 times", &path)).finish();
        assert_eq!(mode(&folder.path().join("a")), 0o700, "{umask}");
        assert_eq!(mode(&folder.path().join("a/b")), 0o700, "{umask}");
    }
}

#[test]
fn fault_051_a_directory_in_which_others_can_replace_the_file_is_warned_of() {
    for (directory_mode, expected) in
        [(0o777, 1), (0o775, 1), (0o1777, 0), (0o1775, 0), (0o755, 0), (0o700, 0)]
    {
        let folder = fast_folder();
        fs::set_permissions(folder.path(), Permissions::from_mode(directory_mode)).unwrap();
        let cache = cache_in(&folder);
        let ((), warned) = warnings(|| {
            now(cache.set(&token(1))).unwrap();
            now(cache.set(&token(2))).unwrap();
        });
        assert_eq!(warned.len(), expected, "{directory_mode:o}: {warned:?}");
        assert_eq!(mode(folder.path()), directory_mode, "what exists is not changed");
    }
}
