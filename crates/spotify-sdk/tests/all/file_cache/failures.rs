//! What the system refuses: reads, and writes to full or read-only disks.

use std::fs::{self, File, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{CacheError, CacheLock, FileTokenCache, TokenCache as _};

use super::child::{Actor, command, wrapped};
use super::support::{cache_in, fast_folder, files_with, folder, kind, mode, now, number_of, token};

/// The kind of the I/O error that caused `error`.
fn io_kind(error: &CacheError) -> std::io::ErrorKind {
    error.source().and_then(|source| source.downcast_ref::<std::io::Error>()).expect("an I/O error").kind()
}

fn is_root() -> bool {
    folder().path().metadata().unwrap().uid() == 0
}

#[test]
fn fault_055_a_directory_or_a_device_is_reported_and_left_alone() {
    let folder = fast_folder();
    let directory = folder.path().join("token.json");
    fs::create_dir(&directory).unwrap();
    let fifo = folder.path().join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    for path in [directory.as_path(), &fifo, Path::new("/dev/full")] {
        let cache = FileTokenCache::new(path);
        let before = fs::metadata(path).unwrap();
        for error in [now(cache.get()).unwrap_err(), now(cache.set(&token(1))).unwrap_err()] {
            assert_eq!(kind(&error), ErrorKind::Cache);
            assert!(error.to_string().contains(&path.display().to_string()), "{error}");
        }
        let after = fs::metadata(path).unwrap();
        assert_eq!((after.ino(), after.file_type()), (before.ino(), before.file_type()));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "refused before anything was created");
}

#[test]
fn fault_055_a_path_through_a_file_is_reported_by_every_method() {
    let folder = fast_folder();
    fs::write(folder.path().join("file"), "").unwrap();
    let cache = FileTokenCache::new(folder.path().join("file/token.json"));
    for error in [
        now(cache.get()).unwrap_err(),
        now(cache.set(&token(1))).unwrap_err(),
        now(cache.compare_and_set(None, &token(1))).unwrap_err(),
        now(cache.delete()).unwrap_err(),
        now(cache.try_lock()).unwrap_err(),
    ] {
        assert_eq!(kind(&error), ErrorKind::Cache);
        assert!(error.to_string().contains("use another path"), "{error}");
    }
}

/// Reading address 0 of a process's memory is an I/O error on every Linux: it stands in for a broken disk.
#[test]
#[cfg(target_os = "linux")]
fn fault_055_a_broken_disk_is_reported() {
    let error = now(FileTokenCache::new("/proc/self/mem").get()).unwrap_err();
    assert_eq!(kind(&error), ErrorKind::Cache);
    assert!(error.to_string().contains("Input/output error"), "{error}");
}

/// Root may read everything: there, a child without privileges looks.
#[test]
fn fault_055_a_file_of_someone_else_is_reported() {
    let folder = folder();
    let cache = cache_in(&folder);
    now(cache.set(&token(1))).unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(cache.path(), Permissions::from_mode(0o000)).unwrap();
    let looked = if is_root() {
        // From a place that everyone can enter. Not copied by this process: one that another test is starting right now would
        // have the copy open for writing, and what is being written to can't be started.
        let copy = folder.path().join("test-binary");
        let this = std::env::current_exe().unwrap();
        assert!(Command::new("cp").arg(this).arg(&copy).status().unwrap().success());
        let original = command("get", cache.path());
        let mut nobody = Command::new(copy);
        nobody
            .args(original.get_args())
            .envs(original.get_envs().filter_map(|(name, value)| Some((name, value?))));
        nobody.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).current_dir("/");
        nobody.uid(65534).gid(65534);
        Actor::start(nobody).line()
    } else {
        Actor::start(command("get", cache.path())).line()
    };
    assert!(looked.starts_with("Cache: could not read the token cache"), "{looked}");
    assert!(looked.contains("Permission denied"), "{looked}");
}

/// A limit on the size of files makes a write fail in the middle, for root too: it stands in for a full disk and for a quota.
#[test]
fn fault_056_a_failing_write_leaves_the_old_file_and_is_reported() {
    let folder = folder();
    let cache = cache_in(&folder);
    now(cache.set(&token(1))).unwrap();
    let before = fs::read(cache.path()).unwrap();
    let limited = ["sh", "-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""];
    let said = Actor::start(wrapped(&limited, "fail to set", cache.path())).finish();
    assert!(said[0].starts_with("Cache: could not write the token cache"), "{said:?}");
    assert_eq!(fs::read(cache.path()).unwrap(), before);
    assert_eq!(mode(cache.path()), 0o600);
    assert!(files_with(folder.path(), ".tmp").is_empty(), "no half of a secret is left");
}

/// A small disk of one's own, where the machine lets us mount one: as root, or as root of a user namespace.
#[test]
#[cfg(target_os = "linux")]
fn fault_056_a_full_or_read_only_disk_costs_nothing_that_was_stored() {
    let namespaces: [&[&str]; 2] = [&["unshare", "--mount"], &["unshare", "--map-root-user", "--mount"]];
    let folder = folder();
    let mount = "mount -t tmpfs -o size=32k none \"$FILE_CACHE_DISK\"";
    let can_mount = |namespace: &&&[&str]| {
        let mut try_it = Command::new(namespace[0]);
        try_it.args(&namespace[1..]).args(["sh", "-c", mount]).env("FILE_CACHE_DISK", folder.path());
        try_it.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    let Some(namespace) = namespaces.iter().find(can_mount) else {
        crate::support::not_here("row 56, a full and a read-only disk: none can be mounted");
        return;
    };
    let script = format!("{mount} && exec \"$0\" \"$@\"");
    let wrapper = [*namespace, &["sh", "-c", &script]].concat();
    let mut command = wrapped(&wrapper, "fill the disk", &folder.path().join("token.json"));
    command.env("FILE_CACHE_DISK", folder.path());
    assert_eq!(Actor::start(command).finish(), ["full: whole", "free: saved", "read-only: whole"]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "the disk was the child's own");
}

/// The child's part of the test above.
pub(crate) fn on_a_small_disk(cache: &FileTokenCache) {
    let directory = cache.path().parent().unwrap();
    now(cache.set(&token(1))).unwrap();
    let whole = |number| assert_eq!(now(cache.get()).unwrap().as_ref().and_then(number_of), Some(number));

    let filler = directory.join("filler");
    let mut file = File::create(&filler).unwrap();
    while file.write_all(&[0; 1024]).is_ok() {}
    let error = now(cache.set(&token(2))).unwrap_err();
    assert_eq!(
        (kind(&error), io_kind(&error)),
        (ErrorKind::Cache, std::io::ErrorKind::StorageFull),
        "{error}"
    );
    assert!(error.to_string().contains("Free some space"), "{error}");
    assert!(files_with(directory, ".tmp").is_empty());
    whole(1);
    eprintln!("full: whole");

    drop(file);
    fs::remove_file(filler).unwrap();
    now(cache.set(&token(3))).unwrap();
    whole(3);
    eprintln!("free: saved");

    let remount = Command::new("mount").args(["-o", "remount,bind,ro"]).arg(directory).status().unwrap();
    assert!(remount.success());
    // Nobody can save here, so there is nothing to lock.
    assert!(matches!(now(cache.try_lock()).unwrap(), CacheLock::Unsupported));
    let error = now(cache.set(&token(4))).unwrap_err();
    assert_eq!(
        (kind(&error), io_kind(&error)),
        (ErrorKind::Cache, std::io::ErrorKind::ReadOnlyFilesystem),
        "{error}"
    );
    whole(3);
    eprintln!("read-only: whole");
}
