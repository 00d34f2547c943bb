//! `cargo xtask bench`: the benchmarks of `benches/`, which is a workspace of its own.

use crate::{Result, arguments::Arguments, process};

pub(crate) const SUMMARY: &str = "run the benchmarks of benches/, beside other clients";

pub(crate) const HELP: &str = "
Usage: cargo xtask bench [name]

Without a name all benchmarks run; an unknown name lists them. They are built in release mode, in a workspace of their
own, so the first run compiles the other clients. Nothing here is a test: figures are printed, never judged.";

pub(crate) fn run(arguments: Arguments) -> Result {
    let name = arguments.at_most_one()?;
    let mut command = process::cargo(&["run", "--release", "--manifest-path", "benches/Cargo.toml", "--"]);
    process::run(command.args(name))
}
