//! `cargo xtask interface`: whether this checkout breaks programs that were written for another commit.

use std::{path::Path, process::Command};

use crate::{
    Result,
    arguments::{Arguments, Usage},
    parts::Parts,
    process,
    prove::tools,
    test::environment,
    workspace,
};

pub(crate) const SUMMARY: &str = "find what breaks programs written for another commit, in Rust and Python";

pub(crate) const HELP: &str = "
Usage: cargo xtask interface COMMIT

Compares what is public here with what was public at a commit, a branch or a tag, and fails where something is gone or
changed that programs may use, unless the version says so: 0.2.0 may break what 0.1.3 had, and 0.1.4 may not.
  Rust    cargo-semver-checks on spotify-sdk, with every feature, and spotify-sandbox. It is built at the first run, which
          takes minutes
  Python  griffe on the package; needs Python 3.11";

/// The version that understands the documentation of Rust 1.95 and some newer ones.
const SEMVER_CHECKS: &str = "0.51.0";

/// Why Python is left out where there is no griffe.
pub(crate) const GRIFFE: &str = "griffe needs Python 3.11 or newer";

/// The crates that programs are written against.
const CRATES: [&str; 2] = ["spotify-sdk", "spotify-sandbox"];

pub(crate) fn run(arguments: Arguments) -> Result {
    let commit = arguments.at_most_one()?.ok_or_else(|| Usage::new("which commit is missing".to_owned()))?;
    let mut parts = Parts::default();
    parts.run("Rust", || rust(&commit));
    match environment::installed("tests/supply", "griffe")? {
        Some(_) => {
            parts.run("Python", || python(&[&commit]));
        }
        None => parts.skip("Python", GRIFFE),
    }
    parts.finish()
}

/// Compares the crates of this checkout with those of a commit.
///
/// # Errors
///
/// When something is broken that the version does not announce, or a crate does not compile.
pub(crate) fn rust(commit: &str) -> Result {
    for name in CRATES {
        process::run(comparison(name, &workspace::root())?.args(["--baseline-rev", commit]))?;
    }
    Ok(())
}

/// The command that compares one crate of a checkout; what with is still to be said.
///
/// # Errors
///
/// When cargo-semver-checks can't be built.
pub(crate) fn comparison(name: &str, checkout: &Path) -> Result<Command> {
    let mut check =
        process::program(tools::ready("cargo-semver-checks", "cargo-semver-checks", SEMVER_CHECKS)?);
    check.args(["semver-checks", "--all-features", "--package", name, "--manifest-path"]);
    // Wherever the checkout is, what it depends on is compiled once.
    check.arg(checkout.join("Cargo.toml")).env("CARGO_TARGET_DIR", workspace::target()?.join("semver"));
    process::with_git_settings(&mut check, &[]);
    Ok(check)
}

/// Compares the Python package with a commit; with `--prove` a copy of it that was broken on purpose.
///
/// # Errors
///
/// When something is broken that the version does not announce; with `--prove` when a break was not found.
pub(crate) fn python(arguments: &[&str]) -> Result {
    let mut compare = environment::program("tests/supply", "interface.py")?;
    process::with_git_settings(&mut compare, &[]);
    process::run(compare.args(arguments))
}
