//! The peers: programs in `tests/peers` that drive clients none of us wrote, from PyPI and crates.io, against our sandbox.

use std::{env, path::PathBuf, process::Command};

use super::environment;
use crate::{Result, process, workspace};

/// The command that runs the peers' tests whose name contains the filter; that none does is no failure. It runs in a virtual
/// environment that is made first when it has to be.
///
/// # Errors
///
/// When the environment cannot be made; the error says what is missing.
pub(crate) fn command(filter: Option<&str>) -> Result<Command> {
    let mut command = environment::command("peers")?;
    command.args(filter).env("RSPOTIFY_PEER", rspotify()?);
    Ok(command)
}

/// Builds the program that drives rspotify and says where it is. It has a workspace of its own, so that nobody else compiles
/// rspotify.
fn rspotify() -> Result<PathBuf> {
    let target = workspace::target()?.join("peers");
    let build = ["build", "--locked", "--manifest-path", "tests/peers/rspotify/Cargo.toml", "--target-dir"];
    process::run(process::cargo(&build).arg(&target))?;
    Ok(target.join("debug").join(format!("rspotify-peer{}", env::consts::EXE_SUFFIX)))
}
