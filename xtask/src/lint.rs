//! `cargo xtask lint`: everything that reads the code without running it.

use crate::{Result, arguments::Arguments, layers, parts::Parts, process};

pub(crate) const SUMMARY: &str =
    "rustfmt, clippy, the import rules and the documentation; warnings are errors";

pub(crate) const HELP: &str = "
Usage: cargo xtask lint

Runs, and sums up at the end:
  format            cargo fmt --check, also for benches/ and tests/peers/rspotify/
  clippy            every target of the workspace
  clippy, pure half spotify-sdk without its default features
  clippy, benches   benches/, so that a change of the SDK does not leave them behind
  layers            cargo xtask layers
  documentation     cargo doc";

pub(crate) fn run(arguments: Arguments) -> Result {
    arguments.none()?;
    let mut parts = Parts::default();
    parts.run("format", || process::run(&mut process::cargo(&["fmt", "--all", "--check"])));
    parts.run("format, benches", || {
        process::run(&mut process::cargo(&["fmt", "--manifest-path", "benches/Cargo.toml", "--check"]))
    });
    parts.run("format, peers", || {
        let format = ["fmt", "--manifest-path", "tests/peers/rspotify/Cargo.toml", "--check"];
        process::run(&mut process::cargo(&format))
    });
    parts.run("clippy", || {
        let clippy = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
        process::run(&mut process::cargo(&clippy))
    });
    parts.run("clippy, pure half", || {
        let clippy =
            ["clippy", "-p", "spotify-sdk", "--lib", "--no-default-features", "--", "-D", "warnings"];
        process::run(&mut process::cargo(&clippy))
    });
    parts.run("clippy, benches", || {
        let clippy =
            ["clippy", "--manifest-path", "benches/Cargo.toml", "--all-targets", "--", "-D", "warnings"];
        process::run(&mut process::cargo(&clippy))
    });
    parts.run("layers", layers::check_workspace);
    parts.run("documentation", || {
        process::run(process::cargo(&["doc", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-D warnings"))
    });
    parts.finish()
}
