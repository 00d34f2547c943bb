//! Where things are in this checkout.

pub(crate) mod copy;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::Result;

/// The folder that holds the workspace's `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable for `cargo xtask`; the compiled-in value serves when the binary is started by itself.
    let here = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map(Path::to_path_buf).unwrap_or(here)
}

/// The folder that cargo builds into, wherever the user's configuration puts it.
///
/// # Errors
///
/// When the running program cannot tell where it is itself.
pub(crate) fn target() -> Result<PathBuf> {
    // This program was built into `<target>/debug/xtask`.
    let itself = env::current_exe()?;
    let target =
        itself.parent().and_then(Path::parent).ok_or("this program is not in cargo's target folder")?;
    Ok(target.to_path_buf())
}

/// The command `spotify-sdk` as `cargo build` leaves it.
pub(crate) fn command() -> Result<PathBuf> {
    Ok(target()?.join("debug").join(format!("spotify-sdk{}", env::consts::EXE_SUFFIX)))
}

/// Every Rust file below `folder`, relative to it, sorted; without what cargo built.
pub(crate) fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    files(folder, |name| name.ends_with(".rs"))
}

/// Every file below `folder` whose name is wanted, relative to it, sorted; without what cargo built and without hidden folders but
/// `.github`.
pub(crate) fn files(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let entries =
            fs::read_dir(&next).map_err(|error| format!("cannot list {}: {error}", next.display()))?;
        for entry in entries {
            let entry = entry?;
            let path = entry.path();
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if entry.file_type()?.is_dir() {
                if name != "target" && (!name.starts_with('.') || name == ".github") {
                    folders.push(path);
                }
            } else if wanted(&name) {
                files.push(path.strip_prefix(folder)?.to_path_buf());
            }
        }
    }
    files.sort();
    Ok(files)
}
