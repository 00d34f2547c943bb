//! `cargo xtask bench`: the benchmarks of `benches/`, which is a workspace of its own.

use crate::{Result, arguments::Arguments, process};

pub(crate) const SUMMARY: &str = "run the benchmarks of benches/, beside other clients";

pub(crate) const HELP: &str = "
Usage: cargo xtask bench [name]

Without a name all benchmarks run; an unknown name lists them. They are built in release mode, in a workspace of their
own, so the first run compiles the other clients. Nothing here is a test: figures are printed, never judged.";

/// The one that counts allocations. Counting takes time, so it has a build of its own.
const MEMORY: &str = "memory";

pub(crate) fn run(arguments: Arguments) -> Result {
    let name = arguments.at_most_one()?;
    if name.as_deref() != Some(MEMORY) {
        bench(&[], name.as_deref())?;
    }
    match name.as_deref() {
        None | Some(MEMORY) => bench(&["--features", "count-allocations"], Some(MEMORY)),
        Some(_) => Ok(()),
    }
}

fn bench(options: &[&str], name: Option<&str>) -> Result {
    let mut command = process::cargo(&["run", "--release", "--manifest-path", "benches/Cargo.toml"]);
    process::run(command.args(options).arg("--").args(name))
}
