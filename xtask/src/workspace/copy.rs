//! A copy of the workspace, in which something is changed that must not be changed here.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::root;
use crate::Result;

/// What the members of the workspace, their builds and their tests need of it.
const NEEDED: [&str; 10] = [
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "docs",
    "fixtures",
    "crates",
    "examples",
    "fuzz",
    "xtask",
    "tests",
];

/// Makes `folder` hold a copy of the workspace as it is, without the files `but`, which are named by where they are here. What is the
/// same there already is left alone, so that cargo does not build it again.
///
/// # Errors
///
/// When something can't be read or written.
pub(crate) fn workspace(folder: &Path, but: &BTreeSet<PathBuf>) -> Result {
    fs::create_dir_all(folder)?;
    for name in NEEDED {
        mirror(&root().join(name), &folder.join(name), but)?;
    }
    Ok(())
}

/// Makes `to` the same as `from`, without the files `but`.
fn mirror(from: &Path, to: &Path, but: &BTreeSet<PathBuf>) -> Result {
    let kind =
        fs::symlink_metadata(from).map_err(|error| format!("cannot read {}: {error}", from.display()))?;
    if kind.is_file() && !but.contains(from) {
        let content = fs::read(from)?;
        if !fs::read(to).is_ok_and(|there| there == content) {
            fs::write(to, content)?;
        }
    } else if kind.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(to)? {
            let entry = entry?;
            if !from.join(entry.file_name()).exists() {
                let path = entry.path();
                if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
            }
        }
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            // What was built beside sources is not needed; it may be large.
            if name != "target" && name != "node_modules" && !name.to_string_lossy().starts_with('.') {
                mirror(&from.join(&name), &to.join(&name), but)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_becomes_what_there_is() {
        let folder = std::env::temp_dir().join(format!("xtask-copy-{}", std::process::id()));
        let (from, to) = (folder.join("from"), folder.join("to"));
        for path in ["a/target/built", "a/.hidden", "a/b/kept"] {
            fs::create_dir_all(from.join(path).parent().unwrap()).unwrap();
            fs::write(from.join(path), path).unwrap();
        }
        fs::create_dir_all(to.join("a/gone")).unwrap();
        fs::write(from.join("a/changed"), "here").unwrap();
        mirror(&from, &to, &BTreeSet::from([from.join("a/changed")])).unwrap();
        assert_eq!(fs::read_to_string(to.join("a/b/kept")).unwrap(), "a/b/kept");
        for path in ["a/target", "a/.hidden", "a/gone", "a/changed"] {
            assert!(!to.join(path).exists(), "{path}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn every_member_of_the_workspace_comes_along() {
        let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
        let members = manifest.split_once("members = [").unwrap().1.split_once(']').unwrap().0;
        for member in members.split(',') {
            let folder = member.trim().trim_matches('"').split('/').next().unwrap();
            assert!(NEEDED.contains(&folder), "{member}");
        }
    }
}
