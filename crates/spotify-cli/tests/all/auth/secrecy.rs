//! What other programs and the kernel get to see of a login.

#![cfg(unix)]

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::command::{PATIENCE, Running};
use crate::home::{Ended, Home};

/// A browser that writes down what it was told and what it could know; the file appears when it is whole.
fn browser(home: &Home) -> (PathBuf, PathBuf) {
    let (program, seen) = (home.folder().join("browser"), home.folder().join("seen"));
    let script = format!(
        "#!/bin/sh\n{{ printf '%s\\n' \"$@\"; /usr/bin/env; echo \"cores of $(ulimit -S -c)\"; }} > '{0}.part'\n/bin/mv '{0}.part' '{0}'\n",
        seen.display()
    );
    let part = home.folder().join("part");
    std::fs::write(&part, script).unwrap();
    std::fs::set_permissions(&part, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::rename(&part, &program).unwrap();
    (program, seen)
}

/// What the browser has seen.
fn when_it_is_there(seen: &Path) -> String {
    let end = Instant::now() + PATIENCE;
    while !seen.exists() {
        assert!(Instant::now() < end, "no browser was opened");
        std::thread::sleep(Duration::from_millis(5));
    }
    std::fs::read_to_string(seen).unwrap()
}

/// The program of `command`, with its arguments and environment, started by a shell that does `first` before.
fn behind(first: &str, program: &OsStr, command: &Command) -> Command {
    let mut shell = Command::new("/bin/sh");
    shell
        .args(["-c", &format!("{first}; exec \"$@\""), "sh"])
        .arg(program)
        .args(command.get_args())
        .env_clear();
    shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell
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
    let known = when_it_is_there(&seen);
    assert_eq!(known.lines().next(), Some(&*url));
    assert!(known.contains("PASSED_ON=as a browser needs it"), "{known}");
    home.assert_no_secret(&known);
    assert!(!known.contains("CANARY"), "{known}");
    home.sandbox.browse(&url).join().unwrap();
    assert_eq!(Ended::from(login.finish()).code, Some(0));
}

#[test]
fn the_browser_may_leave_cores_as_before() {
    let home = Home::new();
    let (program, seen) = browser(&home);
    let mut command = home.command(&["auth", "login"]);
    command.env("BROWSER", &program);
    // More than none and less than all, where the machine lets us.
    let limit = "ulimit -S -c 8 2>/dev/null";
    let shell = Command::new("/bin/sh")
        .args(["-c", &format!("{limit}; echo \"cores of $(ulimit -S -c)\"")])
        .output()
        .unwrap();
    let expected = String::from_utf8(shell.stdout).unwrap();
    let (login, url) = home.begin(&mut behind(limit, command.get_program(), &command));
    let known = when_it_is_there(&seen);
    assert!(known.ends_with(&expected), "{expected} became\n{known}");
    home.sandbox.browse(&url).join().unwrap();
    assert_eq!(Ended::from(login.finish()).code, Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_command_that_was_upgraded_while_it_runs_opens_the_browser() {
    let home = Home::new();
    let (program, seen) = browser(&home);
    let mut command = home.command(&["auth", "login"]);
    command.env("BROWSER", &program);
    let copy = home.folder().join("spotify-sdk");
    std::fs::copy(command.get_program(), &copy).unwrap();
    // What runs has no name any more when it begins.
    let first = format!("exec 3<'{0}'; /bin/rm '{0}'", copy.display());
    let (login, url) = home.begin(&mut behind(&first, OsStr::new("/proc/self/fd/3"), &command));
    assert_eq!(when_it_is_there(&seen).lines().next(), Some(&*url));
    assert!(!copy.exists());
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
    let mut shell = behind("ulimit -c unlimited 2>/dev/null", command.get_program(), command);
    let mut running = Running::start(shell.current_dir(home.folder()));
    ready(&mut running);
    running.signal("ABRT");
    running.wait().core_dumped()
}

/// A program that holds no secret, and says when it runs.
fn another_program() -> Command {
    let mut sleep = Command::new("/bin/sh");
    sleep.args(["-c", "echo ready; exec /bin/sleep 30"]);
    sleep
}

#[test]
fn fault_103_a_login_that_crashes_leaves_no_core() {
    let home = Home::new();
    let is_possible = leaves_a_core(&home, &another_program(), |running| {
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

/// A limit does not hold where the system pipes cores to a program: the kernel must not make one at all.
#[cfg(target_os = "linux")]
#[test]
fn fault_103_a_login_leaves_no_core_where_the_limit_does_not_hold() {
    use rustix::process::{Pid, Resource, getrlimit, prlimit};

    let home = Home::new();
    let login = home.command(&["auth", "login", "--no-browser"]);
    let left = leaves_a_core(&home, &login, |running| {
        running.remark("/authorize?");
        let process = Pid::from_raw(i32::try_from(running.id()).unwrap());
        let mut limit = getrlimit(Resource::Core);
        limit.current = limit.maximum;
        prlimit(process, Resource::Core, limit).unwrap();
    });
    assert!(!left, "a core of a login");
}

/// The same where no program can leave one: what the kernel would not write to a core it shows to nobody, and gives to root.
#[cfg(target_os = "linux")]
#[test]
fn fault_103_no_other_program_reads_the_memory_of_a_login() {
    use std::os::unix::fs::{MetadataExt as _, chown};
    use std::os::unix::process::CommandExt as _;

    const NOBODY: u32 = 65_534;
    let owner = |running: &Running| std::fs::metadata(format!("/proc/{}/mem", running.id())).unwrap().uid();
    let home = Home::new();
    let mut login = home.command(&["auth", "login", "--no-browser"]);
    let mut another = another_program();
    let user = match std::fs::metadata("/proc/self").unwrap().uid() {
        // Everything is root's already: somebody else runs it, from where they can.
        0 => {
            let copy = home.folder().join("spotify-sdk");
            std::fs::copy(login.get_program(), &copy).unwrap();
            std::fs::set_permissions(home.folder(), std::fs::Permissions::from_mode(0o755)).unwrap();
            let state = home.folder().join("state");
            std::fs::create_dir(&state).unwrap();
            let changed = chown(&state, Some(NOBODY), None);
            let mut as_nobody = Command::new(copy);
            as_nobody.args(login.get_args()).env_clear();
            as_nobody.envs(login.get_envs().filter_map(|(name, value)| Some((name, value?))));
            as_nobody.uid(NOBODY).current_dir("/");
            login = as_nobody;
            another.uid(NOBODY).current_dir("/");
            // In a container without other users root can't become one.
            if changed.is_err() {
                return;
            }
            NOBODY
        }
        user => user,
    };
    let mut running = Running::start(&mut another);
    running.line();
    assert_eq!(owner(&running), user);
    let (running, _) = home.begin(&mut login);
    assert_eq!(owner(&running), 0, "it can be read by whoever is user {user}");
}
