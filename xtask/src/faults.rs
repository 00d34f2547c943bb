//! `cargo xtask faults`: runs every test that is named after a fault and says which faults are survived.
//!
//! A test proves the row in its name, `fault_031_...`. A row that no machine of ours can test has a line in
//! `RELIABILITY.md` instead, and that is said, not counted.

mod account;
mod results;
mod rows;

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use self::{account::Account, results::Results};
use crate::{
    Result,
    arguments::Arguments,
    process,
    test::{self, package, peers},
    workspace,
};

pub(crate) const SUMMARY: &str = "run the tests named after faults and say which faults are survived";

pub(crate) const HELP: &str = "
Usage: cargo xtask faults

Runs every test whose name begins with `fault_` and a row number (fault_031_...), Rust and Python, and prints a line for
each row: its tests and whether they passed. A row can have a line in RELIABILITY.md instead (`| 031 | ...`), which names
the machine or privilege that testing it would need; such rows are listed and not counted, whatever of them tests could
show. Fails when a test fails, when a row has neither, or when a test that exists gave no result, or lacks the program that
it needs (redis-server and chromium are brought first, where we may). The last line is `N of M faults survived`.";

pub(crate) fn run(arguments: Arguments) -> Result {
    arguments.none()?;
    test::machine::bring_programs()?;
    test::build()?;

    let mut results = Results::default();
    let listing = [
        "test",
        "--workspace",
        "--all-features",
        "--lib",
        "--bins",
        "--tests",
        "--",
        "--list",
        "--format",
        "terse",
    ];
    results.expect(&process::output(&mut process::cargo(&listing))?);
    println!();
    let tests = [
        "test",
        "--workspace",
        "--all-features",
        "--no-fail-fast",
        "--lib",
        "--bins",
        "--tests",
        "--",
        "fault_",
    ];
    let mut troubles = Vec::new();
    troubles.extend(read(&mut process::cargo(&tests), &mut results).err());
    troubles.extend(
        peers::command(Some("fault_")).and_then(|mut command| read(&mut command, &mut results)).err(),
    );

    troubles.extend(package::faults().and_then(|mut command| read(&mut command, &mut results)).err());

    let path = workspace::root().join("RELIABILITY.md");
    let reliability = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("cannot read RELIABILITY.md: {error}").into()),
    };
    let account = Account::new(&results, &rows::explained(&reliability));
    for trouble in &troubles {
        eprintln!("error: {trouble}");
    }
    print!("\n{account}");
    if account.is_clean() && troubles.is_empty() { Ok(()) } else { Err("not every fault is survived".into()) }
}

/// Runs a program that reports tests line by line, keeps the results of fault tests and shows everything else.
fn read(command: &mut Command, results: &mut Results) -> Result {
    // A test that is skipped for want of a program, and says "ok", has survived nothing: with this it fails instead.
    command.env("CI", "true");
    process::announce(command);
    let mut child =
        command.stdout(Stdio::piped()).spawn().map_err(|error| process::could_not_start(command, &error))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            if !results.read(&line) && !results::is_routine(&line) {
                println!("{line}");
            }
        }
    }
    let status = child.wait()?;
    if status.success() { Ok(()) } else { Err(format!("a test program ended with {status}").into()) }
}
