//! `cargo xtask lint`: everything that reads the code without running it.

mod secrets;

use std::process::Command;

use crate::{Result, arguments::Arguments, layers, parts::Parts, process, workspace};

pub(crate) const SUMMARY: &str =
    "rustfmt, clippy, the import rules, secrets and the documentation; warnings are errors";

pub(crate) const HELP: &str = "
Usage: cargo xtask lint

Runs, and sums up at the end:
  format            cargo fmt --check, also for benches/, fuzz/, proofs/shuttle/, python/ and tests/peers/rspotify/
  clippy            every target of the workspace, with every feature
  clippy, defaults  spotify-sdk as most build it
  clippy, pure half spotify-sdk without its default features
  clippy, benches   benches/, so that a change of the SDK does not leave them behind
  clippy, fuzz      the fuzz targets, with what of the SDK only they and the tests see
  clippy, shuttle   proofs/shuttle/, which builds the SDK's own sources on another tokio
  clippy, python    the native half of the Python package, which is a workspace of its own
  layers            cargo xtask layers
  secrets           nothing that git tracks looks like a secret
  documentation     cargo doc";

pub(crate) fn run(arguments: Arguments) -> Result {
    arguments.none()?;
    let mut parts = Parts::default();
    parts.run("format", || process::run(&mut process::cargo(&["fmt", "--all", "--check"])));
    parts.run("format, benches", || {
        process::run(&mut process::cargo(&["fmt", "--manifest-path", "benches/Cargo.toml", "--check"]))
    });
    parts.run("format, fuzz", || {
        process::run(&mut process::cargo(&["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]))
    });
    parts.run("format, peers", || {
        let format = ["fmt", "--manifest-path", "tests/peers/rspotify/Cargo.toml", "--check"];
        process::run(&mut process::cargo(&format))
    });
    parts.run("format, shuttle", || {
        process::run(&mut process::cargo(&[
            "fmt",
            "--manifest-path",
            "proofs/shuttle/Cargo.toml",
            "--all",
            "--check",
        ]))
    });
    parts.run("format, python", || process::run(&mut python(&["fmt", "--check"])?));
    parts.run("clippy", || {
        let clippy = ["clippy", "--workspace", "--all-features", "--all-targets", "--", "-D", "warnings"];
        process::run(&mut process::cargo(&clippy))
    });
    parts.run("clippy, defaults", || {
        process::run(&mut process::cargo(&["clippy", "-p", "spotify-sdk", "--lib", "--", "-D", "warnings"]))
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
    parts.run("clippy, fuzz", || {
        let mut clippy =
            process::cargo(&["clippy", "--manifest-path", "fuzz/Cargo.toml", "--", "-D", "warnings"]);
        // What `cargo fuzz` sets.
        process::run(
            clippy
                .env("RUSTFLAGS", "--cfg fuzzing")
                .env("CARGO_TARGET_DIR", workspace::target()?.join("fuzz")),
        )
    });
    // Without its tests, which are the SDK's own.
    parts.run("clippy, shuttle", || {
        let clippy = [
            "clippy",
            "--manifest-path",
            "proofs/shuttle/Cargo.toml",
            "--bin",
            "shuttle",
            "--",
            "-D",
            "warnings",
        ];
        process::run(process::cargo(&clippy).env("CARGO_TARGET_DIR", workspace::target()?))
    });
    parts.run("clippy, python", || {
        process::run(&mut python(&["clippy", "--all-targets", "--", "-D", "warnings"])?)
    });
    parts.run("layers", layers::check_workspace);
    parts.run("secrets", secrets::check_tracked_files);
    parts.run("documentation", || {
        process::run(
            process::cargo(&["doc", "--no-deps", "--workspace", "--all-features"])
                .env("RUSTDOCFLAGS", "-D warnings"),
        )
    });
    parts.finish()
}

/// Cargo for `python/`, which builds into the folder of the other crates: what both need is compiled once.
fn python(arguments: &[&str]) -> Result<Command> {
    let (command, options) = arguments.split_first().ok_or("no command for cargo")?;
    let mut cargo = process::cargo(&[command, "--manifest-path", "python/Cargo.toml"]);
    cargo.args(options).env("CARGO_TARGET_DIR", workspace::target()?);
    Ok(cargo)
}
