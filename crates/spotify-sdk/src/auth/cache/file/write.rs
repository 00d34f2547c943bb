//! From bytes to a file that is either whole or not there.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use super::hindered::unhindered;
#[cfg(all(test, unix))]
use super::kills::passed;
use super::path::Files;
use super::temporary::{Temporary, sweep_abandoned};

/// Writes `bytes` to a temporary file and flushes it to the disk; the first half of putting them somewhere. Nothing else has changed
/// when it fails. `locked` says whether the caller holds the lock.
pub(super) fn prepare(files: &Files, bytes: &[u8], locked: bool) -> io::Result<Temporary> {
    let mut temporary = if locked { Temporary::with_lock(files)? } else { Temporary::without_lock(files)? };
    passed("created");
    temporary.file.write_all(bytes)?;
    passed("written");
    temporary.file.sync_all()?;
    passed("flushed");
    if let Ok(now) = temporary.file.metadata().and_then(|metadata| metadata.modified()) {
        sweep_abandoned(files, now);
    }
    Ok(temporary)
}

/// Puts what was prepared at `destination`, in place of whatever is there; the second half, in one step.
pub(super) fn commit(files: &Files, temporary: Temporary, destination: &Path) -> io::Result<()> {
    rename(&temporary.path, destination)?;
    temporary.keep();
    passed("renamed");
    sync_directory(&files.directory);
    passed("durable");
    Ok(())
}

/// Renames over whatever is there.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    unhindered(|| fs::rename(from, to))
}

/// A step of a save is done: tests kill processes here.
#[cfg(not(all(test, unix)))]
fn passed(_step: &str) {}

/// Makes a rename survive a power cut. Not every file system can, and the file is in place already: a failure is noted only.
fn sync_directory(directory: &Path) {
    if cfg!(unix)
        && let Err(error) = File::open(directory).and_then(|directory| directory.sync_all())
    {
        tracing::debug!(%error, directory = %directory.display(), "could not flush the token cache's directory");
    }
}
