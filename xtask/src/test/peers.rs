//! The peers: Python programs in `tests/peers` that drive clients from PyPI against our sandbox.

use std::process::Command;

use super::environment;
use crate::Result;

/// The command that runs the peers' tests whose name contains the filter; that none does is no failure. It runs in a virtual
/// environment that is made first when it has to be.
///
/// # Errors
///
/// When the environment cannot be made; the error says what is missing.
pub(crate) fn command(filter: Option<&str>) -> Result<Command> {
    let mut command = environment::command("peers")?;
    command.args(filter);
    Ok(command)
}
