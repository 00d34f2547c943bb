//! The crates as crates.io would get them, and whether a break of what is public would be noticed before.

use std::{fs, path::Path};

use crate::{Result, interface, process, workspace};

/// In the order in which they are published: each finds what it needs.
const CRATES: [&str; 3] = ["spotify-sandbox", "spotify-sdk", "spotify-sdk-cli"];

/// What a crate must bring along.
const WANTED: [&str; 4] = ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "Cargo.toml"];

/// Packs the crates and looks at what is in them; compiles them from the packages when `build` says so.
///
/// # Errors
///
/// When one can't be packed, lacks something, carries the tests, which need what lies outside of it, or does not compile.
pub(super) fn pack(build: bool) -> Result {
    for name in CRATES {
        let listing = process::output(&mut process::cargo(&[
            "package",
            "--list",
            "--locked",
            "--allow-dirty",
            "-p",
            name,
        ]))?;
        let files: Vec<_> = listing.lines().collect();
        for wanted in WANTED {
            if !files.contains(&wanted) {
                return Err(format!("the package of {name} has no {wanted}").into());
            }
        }
        if let Some(test) = files.iter().find(|file| file.starts_with("tests/")) {
            return Err(format!("the package of {name} carries {test}").into());
        }
        println!("{name}: {} files", files.len());
    }
    let mut package = process::cargo(&["package", "--locked", "--allow-dirty", "--quiet"]);
    package.args(CRATES.iter().flat_map(|name| ["-p", name]));
    if !build {
        package.arg("--no-verify");
    }
    process::run(&mut package)
}

/// A file, what stands there, and what is put in its place: breaks that programs would not compile with any more.
const BREAKS: [(&str, &str, &str); 2] = [
    ("crates/spotify-sdk/src/error.rs", "pub fn is_transient(", "pub fn is_temporary("),
    ("crates/spotify-sandbox/src/sandbox.rs", "pub fn base_url(", "pub(crate) fn base_url("),
];

/// Breaks a copy of the crates on purpose and compares it with this checkout.
///
/// # Errors
///
/// When the checkout itself breaks what its last commit had, or when a break on purpose is not found.
pub(super) fn find_a_break() -> Result {
    let root = workspace::root();
    let here = root.display().to_string();
    interface::rust(&["--baseline-rev", "HEAD"], &root)?;
    for (file, old, new) in BREAKS {
        let copy = workspace::target()?.join("broken-on-purpose");
        if copy.exists() {
            fs::remove_dir_all(&copy)?;
        }
        for part in ["Cargo.toml", "Cargo.lock", "README.md", "docs", "crates", "examples", "xtask"] {
            copy_all(&root.join(part), &copy.join(part))?;
        }
        let text = fs::read_to_string(copy.join(file))?;
        if !text.contains(old) {
            return Err(format!("{file} has no `{old}` any more: choose another break").into());
        }
        fs::write(copy.join(file), text.replacen(old, new, 1))?;
        let outcome = interface::rust(&["--baseline-root", &here], &copy);
        fs::remove_dir_all(&copy)?;
        match outcome {
            Ok(()) => return Err(format!("`{new}` in {file} broke programs, and nobody noticed").into()),
            Err(error) => println!("found, as it should be: `{old}` is gone ({error})"),
        }
    }
    println!("Rust: {} of {} breaks made by hand found", BREAKS.len(), BREAKS.len());
    Ok(())
}

fn copy_all(from: &Path, to: &Path) -> Result {
    if !from.is_dir() {
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(from, to).map_err(|error| format!("cannot copy {}: {error}", from.display()))?;
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy_all(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}
