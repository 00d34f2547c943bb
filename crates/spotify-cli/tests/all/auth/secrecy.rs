//! What other programs and the kernel get to see of a login.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::command::{PATIENCE, Running};
use crate::home::{Ended, Home};

/// A browser that writes down what it was told and what it could know; the file appears when it is whole.
fn browser(home: &Home) -> (PathBuf, PathBuf) {
    let (program, seen) = (home.folder().join("browser"), home.folder().join("seen"));
    let script = format!(
        "#!/bin/sh\n{{ printf '%s\\n' \"$@\"; /usr/bin/env; }} > '{0}.part'\n/bin/mv '{0}.part' '{0}'\n",
        seen.display()
    );
    let part = home.folder().join("part");
    std::fs::write(&part, script).unwrap();
    std::fs::set_permissions(&part, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::rename(&part, &program).unwrap();
    (program, seen)
}

#[test]
fn fault_102_the_browser_gets_the_address_and_no_secret() {
    let home = Home::new();
    let (program, seen) = browser(&home);
    let mut command = home.command(&["auth", "login"]);
    command
        .env("BROWSER", &program)
        .env("SPOTIFY_SDK_CLIENT_SECRET", home.sandbox.client_secret())
        .env("SPOTIFY_SDK_ACCESS_TOKEN", home.sandbox.mint("ada", &[]).access_token)
        .env("SPOTIFY_SDK_PROXY", "http://ada:CANARY-password@127.0.0.1:1")
        .env("PASSED_ON", "as a browser needs it");
    let (login, url) = home.begin(&mut command);
    let end = Instant::now() + PATIENCE;
    while !seen.exists() {
        assert!(Instant::now() < end, "no browser was opened");
        std::thread::sleep(Duration::from_millis(5));
    }
    let known = std::fs::read_to_string(&seen).unwrap();
    assert_eq!(known.lines().next(), Some(&*url));
    assert!(known.contains("PASSED_ON=as a browser needs it"), "{known}");
    home.assert_no_secret(&known);
    assert!(!known.contains("CANARY"), "{known}");
    home.sandbox.browse(&url).join().unwrap();
    assert_eq!(Ended::from(login.finish()).code, Some(0));
}

#[test]
fn a_browser_that_is_missing_is_told_of_and_the_login_goes_on() {
    let home = Home::new();
    let mut command = home.command(&["auth", "login"]);
    command.env("BROWSER", "/nonexistent/browser").env("PATH", "");
    let (mut login, url) = home.begin(&mut command);
    let warning = login.remark("no browser could be opened");
    assert!(warning.starts_with("warning: ") && !warning.contains("http"), "{warning}");
    home.sandbox.browse(&url).join().unwrap();
    assert_eq!(Ended::from(login.finish()).code, Some(0));
}

#[test]
fn fault_102_no_option_takes_a_secret_and_no_request_line_has_one() {
    let home = Home::new();
    for option in ["--client-secret=CANARY", "--access-token=CANARY", "--refresh-token=CANARY"] {
        let ended = home.run(&["auth", "login", option]);
        assert_eq!(ended.code, Some(2), "{ended:?}");
        assert!(!ended.stderr.contains("CANARY"), "{ended:?}");
    }
    home.log_in(&[]);
    for arguments in [&["auth", "token", "--refresh"][..], &["auth", "status", "--check"]] {
        assert_eq!(home.run(arguments).code, Some(0));
    }
    let secrets = home.sandbox.secrets();
    let journal = home.sandbox.journal();
    let entries = journal.entries();
    assert!(entries.len() >= 3);
    // The login page is the browser's, and its address has the state.
    for entry in entries.iter().filter(|entry| !entry.path.contains("/authorize")) {
        let line = format!("{} {:?}", entry.path, entry.query);
        assert!(!secrets.iter().any(|secret| line.contains(secret)), "{line}");
    }
}

/// Starts the program of `command` where cores may be as large as they like, ends it by a signal that leaves one, and says whether it
/// did. `ready` waits for it.
fn leaves_a_core(home: &Home, command: &Command, ready: impl FnOnce(&mut Running)) -> bool {
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", "ulimit -c unlimited 2>/dev/null; exec \"$@\"", "sh"]);
    shell.arg(command.get_program()).args(command.get_args()).env_clear();
    shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let mut running = Running::start(shell.current_dir(home.folder()));
    ready(&mut running);
    running.signal("ABRT");
    running.wait().core_dumped()
}

#[test]
fn fault_103_a_login_that_crashes_leaves_no_core() {
    let home = Home::new();
    let mut sleep = Command::new("/bin/sh");
    sleep.args(["-c", "echo ready; exec /bin/sleep 30"]);
    let is_possible = leaves_a_core(&home, &sleep, |running| {
        running.line();
    });
    let login = home.command(&["auth", "login", "--no-browser"]);
    let mut limits = String::new();
    let left = leaves_a_core(&home, &login, |running| {
        running.remark("/authorize?");
        limits = std::fs::read_to_string(format!("/proc/{}/limits", running.id())).unwrap_or_default();
    });
    assert!(!left, "a core of a login (of another program there is one: {is_possible})");
    if cfg!(target_os = "linux") {
        let line = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        assert_eq!(line.split_ascii_whitespace().nth(4), Some("0"), "{line}");
    }
}
