//! `cargo xtask prove secrets`: rows 94 and 98 to 104 at once, over the library, the Python package and the command.
//!
//! Each makes every kind of success and of failure with a sandbox whose tokens, secrets and codes are known by how they begin. States
//! and verifiers are known by what they look like, and those of package and command also because their programs saw them and wrote them
//! down. Then everything that was written anywhere is searched.

mod area;
mod forms;
mod needles;
mod watch;

use std::{fs, process::Command};

use self::{
    area::{Account, Area},
    watch::Watch,
};
use super::Plan;
use crate::{Result, parts::Parts, process, test::package, workspace};

pub(super) const SUMMARY: &str = "nothing that library, package and command write anywhere holds a secret";

/// The library's tests that log in, call and fail in most ways, for the short form.
const MOST_WAYS: [&str; 6] = [
    "token_endpoint::",
    "secrets::errors::",
    "local_login::",
    "client_faults::answers",
    "client_faults::unauthorized",
    "web_api::refusals",
];

/// Tests that show secrets on purpose, to see that they would be found.
const SHOW_SECRETS: [&str; 3] = ["secrets::trace::", "would_be_noticed", "every_form_of_a_secret_is_found"];

/// Runs the three and searches what they wrote.
pub(super) fn run(plan: Plan) -> Result {
    let python = package::ready()?;
    let suite = suite()?;
    let command = workspace::command()?;
    let area = Area::new()?;
    let watch = Watch::start();
    let mut parts = Parts::default();
    parts.run("secrets: the library", || {
        let mut tests = Command::new(&suite);
        tests.arg("--nocapture").args(SHOW_SECRETS.map(|test| format!("--skip={test}")));
        if plan.short {
            tests.args(MOST_WAYS);
        }
        let log = area.of("library").join("log");
        fs::create_dir_all(&log)?;
        area.run("library", tests.env("SPOTIFY_SDK_TEST_LOG", log.join("trace")))
    });
    for part in ["package", "command"] {
        parts.run(&format!("secrets: the {part}"), || {
            let mut program = Command::new(&python);
            // Development mode shows what is deprecated, left open, or slow on an event loop, with what it knows of it.
            program.args(["-X", "dev", "-B", "-s"]);
            program.arg(workspace::root().join("tests/secrets").join(format!("{part}.py")));
            program.env("SECRETS_KNOWN", area.known(part));
            program.env("SPOTIFY_SDK_COMMAND", &command).env("PYTHONFAULTHANDLER", "1");
            if plan.short {
                program.env("SECRETS_SHORT", "1");
            }
            area.run(part, &mut program)
        });
    }
    let processes = watch.finish(&area.of("processes"))?;
    let mut clean = false;
    parts.run("secrets: the search", || {
        let accounts = area.search()?;
        clean = accounts.values().all(|account| account.hits.is_empty());
        report(&accounts.into_iter().collect::<Vec<_>>(), processes)
    });
    let outcome = parts.finish();
    if clean && outcome.is_ok() {
        area.remove()?;
    }
    outcome
}

/// Prints the figures, and each hit.
fn report(accounts: &[(String, Account)], processes: usize) -> Result {
    let (mut bytes, mut lines, mut hits) = (0, 0, 0);
    for (name, account) in accounts {
        println!(
            "{name:<10} {:>5} files, {:>8} lines, {:>10} bytes: {} hits",
            account.files,
            account.lines,
            account.bytes,
            account.hits.values().map(Vec::len).sum::<usize>()
        );
        (bytes, lines) = (bytes + account.bytes, lines + account.lines);
        for (file, found) in &account.hits {
            hits += found.len();
            for hit in found.iter().take(10) {
                eprintln!("{file}:{}: {}, {}", hit.line, hit.what, hit.form);
            }
            if found.len() > 10 {
                eprintln!("{file}: and {} more", found.len() - 10);
            }
        }
    }
    // What is empty holds no secret and proves nothing.
    for (name, least) in [("library", 1_000), ("package", 500), ("command", 200), ("processes", 20)] {
        let lines = accounts.iter().find(|(known, _)| known == name).map_or(0, |(_, account)| account.lines);
        if lines < least {
            return Err(format!("{name} wrote {lines} lines only: it cannot have done what it should").into());
        }
    }
    println!(
        "secrets: {hits} in {lines} lines, {bytes} bytes, of library, package and command, and of the command lines and \
         environments of {processes} processes"
    );
    if hits == 0 { Ok(()) } else { Err(format!("{hits} secrets were written where none belongs").into()) }
}

/// Builds the library's tests, and the command beside them; the program that the tests are.
fn suite() -> Result<String> {
    // As `cargo xtask test` builds them: other features would build half of it again.
    let mut build = process::cargo(&["test", "--workspace", "--all-features", "--test", "all", "--no-run"]);
    process::announce(build.arg("--message-format=json"));
    let messages = process::output(&mut build)?;
    let mut of_library =
        messages.lines().filter(|line| line.contains("crates/spotify-sdk/tests/all/main.rs"));
    let program =
        of_library.find_map(|line| Some(line.split_once("\"executable\":\"")?.1.split_once('"')?.0));
    Ok(program.ok_or("cargo names no program of the library's tests")?.to_owned())
}
