//! Modes, owners and kinds of files: what only Unix has is here, so that nothing else asks for the system.
//!
//! Modes are given when a file or directory is created and never changed later: between the two steps it would be open to
//! all. Windows has no modes; there the folder's access rights are inherited.

use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// Creates a file that only its owner can read and write. Fails if anything has that name, also a dangling symbolic link.
pub(super) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Creates `path` and what is missing above it, each open to its owner only. Leaves alone what exists.
pub(super) fn create_private_directory(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// The mode of a file that others than its owner can open.
pub(super) fn exposure(file: &Metadata) -> Option<u32> {
    mode(file).map(|mode| mode & 0o777).filter(|mode| mode & 0o077 != 0)
}

/// Whether others may rename and delete in a directory what is not theirs: writable for them, without the sticky bit.
pub(super) fn lets_others_replace(directory: &Metadata) -> bool {
    mode(directory).is_some_and(|mode| mode & 0o022 != 0 && mode & 0o1000 == 0)
}

#[cfg(unix)]
fn mode(metadata: &Metadata) -> Option<u32> {
    Some(std::os::unix::fs::MetadataExt::mode(metadata))
}

#[cfg(not(unix))]
fn mode(_: &Metadata) -> Option<u32> {
    None
}

/// The number by which the file system knows a file, where std tells.
pub(super) fn number(_file: &Metadata) -> Option<u64> {
    #[cfg(unix)]
    return Some(std::os::unix::fs::MetadataExt::ino(_file));
    #[cfg(not(unix))]
    None
}

/// Whether both describe one file.
#[cfg(unix)]
pub(super) fn same_file(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// std can't tell; it need not, as the lock is opened so that nobody can replace it meanwhile.
#[cfg(not(unix))]
pub(super) fn same_file(_: &Metadata, _: &Metadata) -> bool {
    true
}
