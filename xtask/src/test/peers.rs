//! The peers: programs in `tests/peers` that drive clients none of us wrote, from PyPI and crates.io, against our sandbox.

use std::{env, path::PathBuf, process::Command};

use super::environment;
use crate::{Result, process, workspace};

/// The command that runs the peers' tests, in a virtual environment that is made first when it has to be.
///
/// # Errors
///
/// When the environment cannot be made; the error says what is missing.
pub(crate) fn command(filter: Option<&str>) -> Result<Command> {
    let python = environment::ready()?;
    let mut command = Command::new(python);
    command
        .current_dir(workspace::root())
        // Isolated from the user's own packages and settings, and leaving no compiled files in the checkout.
        .args(["-B", "-s", "tests/peers/run.py"])
        .args(filter)
        .env("SPOTIFY_SDK_COMMAND", workspace::command()?)
        .env("RSPOTIFY_PEER", rspotify()?);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let settings = ["PYTHON", "SPOTIFY_SDK_", "SPOTIPY_"];
        if settings.iter().any(|prefix| name.starts_with(prefix)) && name != "SPOTIFY_SDK_COMMAND" {
            command.env_remove(&*name);
        }
    }
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

/// Runs the peers whose name contains the filter; that none does is no failure.
pub(crate) fn run(filter: Option<&str>) -> Result {
    process::run(&mut command(filter)?)
}
