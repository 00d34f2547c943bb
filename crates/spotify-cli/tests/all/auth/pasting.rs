//! Logging in from a machine without a browser.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use crate::command::Running;
use crate::home::{Ended, Home};

/// Requests a callback URL, as a browser would.
pub(super) fn visit(url: &str) {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
}

fn begin(home: &Home, command: &mut Command) -> (Running, String) {
    home.begin(command.stdin(Stdio::piped()))
}

#[test]
fn fault_087_without_a_browser_the_address_is_shown_and_a_paste_completes_the_login() {
    let ssh = ("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    let display = ("DISPLAY", ":0");
    // Would fail if it were run: there is no such program.
    let browser = ("BROWSER", "/does/not/exist/browser");
    for (arguments, variables) in [
        (&["--no-browser"][..], &[browser, display][..]),
        (&[], &[ssh, display]),
        (&[], &[("SSH_TTY", "/dev/pts/0")]),
        (&[], &[("BROWSER", "w3m"), display]),
        #[cfg(target_os = "linux")]
        (&[], &[]),
    ] {
        let home = Home::new();
        let mut command = home.command(&[&["auth", "login"], arguments].concat());
        command.envs(variables.iter().copied());
        let (mut login, url) = begin(&home, &mut command);
        let callback = home.sandbox.approve(&url).unwrap();
        let port = callback.strip_prefix("http://127.0.0.1:").unwrap().split('/').next().unwrap();
        login.remark(&format!("ssh -L {port}:127.0.0.1:{port}"));
        login.write(&format!("{callback}\n"));
        let ended = Ended::from(login.finish());
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""), "{variables:?}: {ended:?}");
        home.assert_no_secret(&ended.stderr);
        assert_eq!(home.run(&["auth", "status"]).code, Some(0));
    }
}

#[test]
fn fault_087_the_browser_may_get_through_all_the_same() {
    let home = Home::new();
    let (login, url) = begin(&home, &mut home.command(&["auth", "login", "--no-browser"]));
    home.sandbox.browse(&url).join().unwrap();
    // Standard input is still open: it must not hold the command up.
    let ended = Ended::from(login.finish());
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

#[test]
fn a_wrong_paste_is_explained_and_asked_for_again() {
    let home = Home::new();
    let (mut login, url) = begin(&home, &mut home.command(&["auth", "login", "--no-browser"]));
    let callback = home.sandbox.approve(&url).unwrap();
    let foreign = "http://127.0.0.1:8888/callback?code=AQD-somebody-elses-code&state=not-this-one";
    for wrong in ["hello", "AQD-a-bare-code", "https://example.com/", foreign, "\u{1b}]0;x\u{7}"] {
        login.write(&format!("{wrong}\n\n"));
        login.remark("That was not it: ");
        login.remark("Paste the whole address");
    }
    // Terminals and mail programs wrap addresses in all sorts of things.
    login.write(&format!("  <{callback}> \r\n"));
    let ended = Ended::from(login.finish());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(!ended.stderr.contains("somebody-elses") && !ended.stderr.contains("bare-code"), "{ended:?}");
    assert!(!ended.stderr.contains('\u{1b}'), "{ended:?}");
    assert_eq!(home.token_requests(), 1);
}

#[test]
fn a_secret_and_a_paste_come_through_one_pipe() {
    let home = Home::new();
    let mut command = home.command(&["auth", "login", "--no-browser", "--client-secret-stdin"]);
    let mut login = Running::start(command.stdin(Stdio::piped()));
    login.write(&format!("{}\n", home.sandbox.client_secret()));
    let url = login.remark("/authorize?").trim().to_owned();
    login.write(&format!("{}\n", home.sandbox.approve(&url).unwrap()));
    assert_eq!(login.finish().status.code(), Some(0));
}

#[test]
fn a_user_who_says_no_is_not_logged_in() {
    let home = Home::new();
    let (mut login, url) = begin(&home, &mut home.command(&["auth", "login", "--no-browser"]));
    login.write(&format!("{}\n", home.sandbox.deny(&url).unwrap()));
    let ended = Ended::from(login.finish());
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains("Nothing was stored"), "{ended:?}");
    assert!(!home.token_file().exists());
    assert_eq!(home.token_requests(), 0);
}

#[test]
fn a_closed_standard_input_leaves_the_browser_its_chance() {
    let home = Home::new();
    let (login, url) = home.begin(&mut home.command(&["auth", "login", "--no-browser"]));
    home.sandbox.browse(&url).join().unwrap();
    assert_eq!(login.finish().status.code(), Some(0));
}
