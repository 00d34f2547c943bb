//! Row 99: the tests log in, call and fail in every way there is. They run once more here, as a process that logs everything that this
//! crate and the libraries under it can log, and in that log there is no secret.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::log::{FILE, to_file_if_asked};
use super::scan::secrets_in;

/// Runs the tests that `arguments` choose; what they logged, and, if some of them failed, what they said.
fn log_of(arguments: &[&str]) -> (String, Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("log");
    let mut tests = Command::new(std::env::current_exe().unwrap());
    tests.args(arguments).env(FILE, &path);
    let output = tests.stdin(Stdio::null()).output().unwrap();
    let failure = (!output.status.success()).then(|| String::from_utf8_lossy(&output.stdout).into_owned());
    // Bytes, as a library may log what is no UTF-8.
    (String::from_utf8_lossy(&fs::read(&path).unwrap_or_default()).into_owned(), failure)
}

#[test]
fn fault_099_the_suite_at_trace_level_logs_no_secret() {
    // All of it but this file, which would start itself.
    let (log, failure) = log_of(&["--skip=secrets::trace"]);
    let secrets = secrets_in(&log);
    println!("{} lines of {} libraries scanned", log.lines().count(), libraries_in(&log));
    assert!(
        secrets.is_empty(),
        "{} lines with secrets, such as {:#?}",
        secrets.len(),
        &secrets[..secrets.len().min(10)]
    );
    if let Some(said) = failure {
        panic!("not all of it ran: {said}");
    }
    // It is a log of everything: of each of the libraries, at the lowest level, and of logins as of calls.
    for part in [
        "TRACE h2::",
        "TRACE hyper_util::",
        "DEBUG reqwest::",
        "DEBUG rustls::",
        "TRACE rustls::",
        "DEBUG spotify_sdk::attempt ",
        "operation=client_credentials",
        "operation=authorization_code",
        "operation=refresh_token",
        "operation=get-an-album",
    ] {
        assert!(log.contains(part), "nothing of `{part}` in {} lines", log.lines().count());
    }
}

fn libraries_in(log: &str) -> usize {
    let targets = log.lines().filter_map(|line| line.split(' ').nth(1)?.split("::").next());
    targets.collect::<std::collections::HashSet<_>>().len()
}

#[test]
fn fault_099_a_secret_in_a_log_would_be_found() {
    let (log, _) = log_of(&["--exact", "secrets::trace::logs_secrets", "--ignored"]);
    let secrets = secrets_in(&log);
    assert_eq!(secrets.len(), 3, "{log}");
}

#[test]
#[ignore = "not a test: what the test above starts to see that its scan finds something"]
fn logs_secrets() {
    to_file_if_asked();
    tracing::trace!(header = "Bearer sandbox-access-1", "by an event");
    let _span =
        tracing::trace_span!("by a span", verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").entered();
    ::log::trace!("by the other crate for logs: code=sandbox-code-1");
    tracing::trace!("nothing");
}
