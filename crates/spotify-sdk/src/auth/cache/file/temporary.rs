//! Temporary files: what a save writes to before it is renamed.
//!
//! They hold secrets and a killed process leaves its own behind. So the holder of the lock uses one fixed name: at most one can be
//! left, and whoever holds the lock next knows that nobody is writing to it. Without the lock nothing is known, so each save
//! has a name of its own, and what is left of those goes when it is old.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::path::Files;
use super::permissions::create_private;

/// A save takes milliseconds; a temporary file of someone else's that was not touched for so long was left behind.
const ABANDONED_AFTER: Duration = Duration::from_secs(60);

/// A file that is removed when dropped, unless it was renamed.
pub(super) struct Temporary {
    pub(super) file: File,
    pub(super) path: PathBuf,
    renamed: bool,
}

impl Temporary {
    /// The one with the fixed name, for the holder of the lock; of its own if something else than a file is in the way.
    pub(super) fn with_lock(files: &Files) -> io::Result<Self> {
        let path = &files.temporary;
        match create_private(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => return created.map(|file| Self::new(file, path.clone())),
        }
        // Created anew rather than used: it may be a link, or open to others.
        match fs::remove_file(path).and_then(|()| create_private(path)) {
            Ok(file) => Ok(Self::new(file, path.clone())),
            Err(_) => Self::without_lock(files),
        }
    }

    /// One with a name of its own.
    pub(super) fn without_lock(files: &Files) -> io::Result<Self> {
        loop {
            let path = files.own_temporary(getrandom::u64().map_err(io::Error::other)?);
            match create_private(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                created => return created.map(|file| Self::new(file, path)),
            }
        }
    }

    fn new(file: File, path: PathBuf) -> Self {
        Self { file, path, renamed: false }
    }

    /// It has another name now, which stays.
    pub(super) fn keep(mut self) {
        self.renamed = true;
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.renamed {
            // Best effort: the next holder of the lock removes it otherwise.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Removes the file with the fixed name. Only for the holder of the lock.
pub(super) fn sweep_fixed(files: &Files) {
    // Nearly always there is none, and what can't be removed is not worth failing for.
    let _ = fs::remove_file(&files.temporary);
}

/// Removes those of saves without the lock that were left behind. `now` is by the file system's clock, which may be that of
/// another machine.
pub(super) fn sweep_abandoned(files: &Files, now: SystemTime) {
    let Ok(entries) = fs::read_dir(&files.directory) else { return };
    for entry in entries.flatten().filter(|entry| files.is_own_temporary(&entry.file_name())) {
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        // A time in the future is wrong, and as old as any.
        let age =
            modified.map(|modified| now.duration_since(modified).unwrap_or_else(|ahead| ahead.duration()));
        if age.is_ok_and(|age| age > ABANDONED_AFTER) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
