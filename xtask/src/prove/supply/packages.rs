//! The crates as crates.io would get them, and whether a break of what is public would be noticed before.

use std::{collections::BTreeSet, fs, path::Path};

use crate::{
    Result, interface, process,
    workspace::{self, copy},
};

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

/// A crate, a file of it, what stands there, and what is put in its place: it compiles, and programs would not any more.
const BREAKS: [(&str, &str, &str, &str); 2] = [
    ("spotify-sandbox", "src/sandbox.rs", "pub fn base_url(", "pub(crate) fn base_url("),
    ("spotify-sdk", "src/error.rs", "pub fn is_transient(", "pub(crate) fn is_transient("),
];

/// How cargo-semver-checks calls what was done there.
const FINDING: &str = "inherent_method_missing";

/// Compares this checkout with its last commit, and a copy that was broken on purpose with this checkout.
///
/// # Errors
///
/// When the checkout breaks what its last commit had, or when a break on purpose is not found.
pub(super) fn find_a_break() -> Result {
    interface::rust("HEAD")?;
    let copy = workspace::target()?.join("broken-on-purpose");
    if copy.exists() {
        fs::remove_dir_all(&copy)?;
    }
    let outcome = break_a_copy(&copy);
    fs::remove_dir_all(&copy)?;
    outcome
}

fn break_a_copy(copy: &Path) -> Result {
    let root = workspace::root();
    copy::workspace(copy, &BTreeSet::new())?;
    for (name, file, old, new) in BREAKS {
        let path = copy.join("crates").join(name).join(file);
        let text = fs::read_to_string(&path)?;
        if !text.contains(old) {
            return Err(format!("{file} of {name} has no `{old}` any more: choose another break").into());
        }
        fs::write(path, text.replacen(old, new, 1))?;
    }
    for (name, _, old, _) in BREAKS {
        let mut check = interface::comparison(name, copy)?;
        check.arg("--baseline-root").arg(&root);
        process::announce(&check);
        let output = check.output().map_err(|error| process::could_not_start(&check, &error))?;
        let said = String::from_utf8_lossy(&output.stdout);
        if output.status.success() || !said.contains(FINDING) {
            eprintln!("{said}{}", String::from_utf8_lossy(&output.stderr));
            return Err(format!("`{old}` of {name} was gone, and it was not noticed").into());
        }
        println!("found, as it should be: `{old}` of {name} is gone");
    }
    println!("Rust: {} of {} breaks made by hand found", BREAKS.len(), BREAKS.len());
    Ok(())
}
