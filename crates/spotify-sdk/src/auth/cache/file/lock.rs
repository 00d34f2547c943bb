//! The lock between processes.
//!
//! A file of its own, as the token file is replaced at every save and a lock would stay with the old one. It is never deleted:
//! a process that opened it just before would lock a file that nobody else can find. The system frees the lock when its holder
//! ends, however it ends.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::hindered::unhindered;
use super::permissions::{create_private, same_file};

/// Times that opening is begun again when someone swaps the file meanwhile.
const ATTEMPTS: usize = 8;

/// The lock, held until dropped.
pub(super) struct HeldLock {
    path: PathBuf,
    _file: File,
}

impl HeldLock {
    /// Where the lock is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

/// The outcome of [`try_lock`].
pub(super) enum Attempt {
    Held(HeldLock),
    Busy,
    /// Nobody can lock here, or we can't: what the system said.
    Unsupported(io::Error),
}

/// Tries once. The directory must exist.
pub(super) fn try_lock(path: &Path) -> Attempt {
    attempt(path).unwrap_or_else(Attempt::Unsupported)
}

fn attempt(path: &Path) -> io::Result<Attempt> {
    for _ in 0..ATTEMPTS {
        let Some(file) = open(path)? else { continue };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Attempt::Busy),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // Someone may have tidied up the directory since we opened the file.
        if is_at(&file, path)? {
            return Ok(Attempt::Held(HeldLock { path: path.to_owned(), _file: file }));
        }
    }
    Ok(Attempt::Busy)
}

/// Opens or creates the lock file, never through a symbolic link; `None` if it was swapped between two looks.
fn open(path: &Path) -> io::Result<Option<File>> {
    match create_private(path) {
        // On Windows it is opened again below, in the way that a lock is opened there.
        Ok(_) if cfg!(windows) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        created => return created.map(Some),
    }
    match fs::symlink_metadata(path) {
        Ok(metadata) if !metadata.is_file() => {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file; remove it"));
        }
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    // For writing, as network file systems lock only what is open for writing.
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(windows)]
    {
        // Others may read and write, and nobody may delete or rename it while it is open: std can't tell there whether a name still
        // means the same file.
        const READ_AND_WRITE: u32 = 1 | 2;
        std::os::windows::fs::OpenOptionsExt::share_mode(&mut options, READ_AND_WRITE);
    }
    let file = match unhindered(|| options.open(path)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(is_at(&file, path)?.then_some(file))
}

/// Whether `file` is what `path` names, without following a link.
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(named) => Ok(named.is_file() && same_file(&named, &file.metadata()?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// Two holders of two files of that name would renew the login at once.
    #[test]
    fn fault_060_a_lock_on_a_file_that_has_lost_its_name_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let (path, aside) = (folder.path().join("token.json.lock"), folder.path().join("aside"));
        let file = open(&path).unwrap().expect("a new file");
        assert!(is_at(&file, &path).unwrap());

        fs::rename(&path, &aside).unwrap();
        assert!(!is_at(&file, &path).unwrap(), "nothing has the name");
        fs::write(&path, "").unwrap();
        assert!(!is_at(&file, &path).unwrap(), "another file has it");
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink(&aside, &path).unwrap();
        assert!(!is_at(&file, &path).unwrap(), "a link to the file has it");
        fs::remove_file(&path).unwrap();
        fs::rename(&aside, &path).unwrap();
        assert!(is_at(&file, &path).unwrap());

        assert!(is_at(&file, &path.join("below")).is_err(), "what can't be looked at is an error");
    }
}
