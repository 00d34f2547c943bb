//! `cargo xtask test`: every test of the workspace, ours and those of clients that none of us wrote.

pub(crate) mod environment;
pub(crate) mod machine;
pub(crate) mod package;
pub(crate) mod peers;
mod python;
pub(crate) mod tally;

use std::process::Command;

use crate::{Result, arguments::Arguments, conformance::Comparison, parts::Parts, process};
use tally::Tally;

pub(crate) const SUMMARY: &str =
    "every test: Rust, documentation, the Python package, and clients none of us wrote";

pub(crate) const HELP: &str = "
Usage: cargo xtask test [filter] [--rust-only]

Brings what the tests start (Debian's redis-server and chromium, where we may), builds the workspace, then runs
  tests          every Rust test, examples and documentation included, with every feature
  pure half      spotify-sdk without its default features: it compiles, and its documentation's examples run
  peers          clients from PyPI and crates.io log in to the sandbox and call it (tests/peers)
  python         our own package (python/): its wheel is built, audited for CPython's stable ABI, installed by itself and
                 called, and tested, on threads, asyncio and trio
  conformance    what was sent and answered until here, and more, beside Spotify's OpenAPI description, where there is one
                 (cargo xtask conformance)
and sums up which parts ran, passed, failed or were skipped, and why; last, how many Rust tests there were.

With a filter only the tests whose name contains it run. --rust-only leaves peers, python and conformance out.

The Python programs live in virtual environments below cargo's target folder. Each is made once from the requirements.txt
beside the programs and made again when that file or the Python changes, or when an earlier attempt did not finish. The
variable PYTHON names the interpreter to use; else it is the first of python3 and python that is new enough.

Tests of the package that need reference material look for it in shared/reference beside this checkout, or where the
variable SPOTIFY_SDK_REFERENCE says; they are skipped where there is none.";

pub(crate) fn run(mut arguments: Arguments) -> Result {
    let rust_only = arguments.take_flag("--rust-only");
    let filter = arguments.at_most_one()?;
    let mut parts = Parts::default();
    let comparison = match &filter {
        Some(_) => Err("a filter was given".to_owned()),
        None if rust_only => Err("--rust-only was given".to_owned()),
        None => Comparison::begin()?,
    };
    // Where it will be compared, what is sent and answered is written down.
    let noted = |command: Command| match &comparison {
        Ok(comparison) => comparison.noting(command),
        Err(_) => command,
    };
    let mut tally = Tally::default();

    parts.run("programs", machine::bring_programs);
    let built = parts.run("build", build);
    parts.run("tests", || {
        let mut tests = process::cargo(&["test", "--workspace", "--all-features", "--no-fail-fast"]);
        tests.args(&filter);
        tally.run(&mut noted(tests))
    });
    match filter {
        Some(_) => parts.skip("pure half", "a filter was given"),
        None => {
            parts.run("pure half", || {
                process::run(&mut without_features(&["check", "--lib"]))?;
                tally.run(&mut without_features(&["test", "--doc"]))
            });
        }
    }
    match (rust_only, built) {
        (true, _) => {
            ["peers", "python"].into_iter().for_each(|part| parts.skip(part, "--rust-only was given"))
        }
        (_, false) => {
            ["peers", "python"].into_iter().for_each(|part| parts.skip(part, "the workspace does not build"));
        }
        _ => {
            parts.run("peers", || process::run(&mut noted(peers::command(filter.as_deref())?)));
            parts.run("python", || package::run(filter.as_deref()));
        }
    }
    match (&comparison, built) {
        (Err(why), _) => parts.skip("conformance", why),
        (_, false) => parts.skip("conformance", "the workspace does not build"),
        (Ok(comparison), _) => comparison.run(&mut parts),
    }
    let outcome = parts.finish();
    println!("\n{tally}");
    outcome
}

/// Builds everything in one go: the tests, and with the same features the command that the peers start. Building the
/// command alone would choose other features and compile half of the dependencies a second time.
pub(crate) fn build() -> Result {
    process::run(&mut process::cargo(&["build", "--workspace", "--all-features", "--all-targets"]))
}

fn without_features(arguments: &[&str]) -> Command {
    let mut command = process::cargo(arguments);
    command.args(["-p", "spotify-sdk", "--no-default-features"]);
    command
}
