//! Programs from crates.io that proofs need: built once, into cargo's target folder, never into the user's own.

use std::path::PathBuf;

use crate::{Result, process, workspace};

/// The path of `program`, which the crate `name` installs in exactly `version`. Building it takes minutes, once.
pub(crate) fn ready(name: &str, program: &str, version: &str) -> Result<PathBuf> {
    // A folder for each version: a new one is built, an old one is not mistaken for it.
    let root = workspace::target()?.join("tools").join(format!("{name}-{version}"));
    let path = root.join("bin").join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
    if !path.is_file() {
        let mut install = process::cargo(&["install", name, "--locked", "--version", version, "--root"]);
        // What they are built of lies beside them, so that a second tool shares it and `cargo clean` takes it along.
        install.arg(&root).args(["--target-dir"]).arg(workspace::target()?.join("tools").join("build"));
        process::run(&mut install)?;
    }
    Ok(path)
}
