//! `cargo xtask bill`: what everything that we publish is made of, as CycloneDX bills of materials.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Result, arguments::Arguments, process, test::environment, workspace};

pub(crate) const SUMMARY: &str =
    "bills of materials (CycloneDX) of the crates, the command and the Python package";

pub(crate) const HELP: &str = "
Usage: cargo xtask bill [folder]

Writes one bill for each of spotify-sdk, spotify-sandbox, spotify-sdk-cli and python/ into the folder, target/bills unless
another is named: every crate of every system with version, licence, checksum and package URL, and what needs what. The same
commit gives the same bytes. The releases carry them, and `cargo xtask prove supply` compares them with the lockfiles.";

pub(crate) fn run(arguments: Arguments) -> Result {
    let folder = match arguments.at_most_one()? {
        Some(folder) => workspace::root().join(folder),
        None => self::folder()?,
    };
    write(&folder)?;
    println!("bills of materials are in {}", folder.display());
    Ok(())
}

/// Where the bills are unless another folder is named.
pub(crate) fn folder() -> Result<PathBuf> {
    Ok(workspace::target()?.join("bills"))
}

/// Writes the bills.
///
/// # Errors
///
/// When the environment for it cannot be made, or a lockfile is not what the manifests ask for.
pub(crate) fn write(folder: &Path) -> Result {
    process::run(&mut program(folder)?)
}

/// Compares the bills in a folder with the lockfiles and with CycloneDX's schema; with `again` each is made again too.
///
/// # Errors
///
/// When one of them says something else.
pub(crate) fn check(folder: &Path, again: bool) -> Result {
    process::run(program(folder)?.arg("--check").args(again.then_some("--again")))
}

fn program(folder: &Path) -> Result<Command> {
    let mut program = environment::program("tests/supply", "bill.py")?;
    // It asks git for the time of the commit.
    process::with_git_settings(&mut program, &[]);
    program.arg(folder);
    Ok(program)
}
