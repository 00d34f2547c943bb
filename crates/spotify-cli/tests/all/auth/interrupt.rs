//! Ctrl-C.

#![cfg(unix)]

use std::net::TcpStream;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::home::Home;

#[test]
fn ctrl_c_ends_a_login_and_everything_with_it() {
    let home = Home::new();
    let mut command = home.command(&["auth", "login", "--no-browser"]);
    // Standard input is open, and read: that must not hold the end up.
    let (mut login, url) = home.begin(command.stdin(Stdio::piped()));
    let callback = home.sandbox.approve(&url).unwrap();
    let address = callback.strip_prefix("http://").unwrap().split('/').next().unwrap();
    assert!(TcpStream::connect(address).is_ok(), "it listens");
    let before = Instant::now();
    login.signal("INT");
    assert_eq!(login.wait().code(), Some(130));
    // It takes milliseconds; this only tells it from waiting for a timeout.
    assert!(before.elapsed() < Duration::from_secs(5));
    assert!(TcpStream::connect(address).is_err(), "it no longer listens");
    assert!(!home.token_file().exists());
}

#[test]
fn ctrl_c_ends_a_call_that_hangs() {
    let home = Home::new();
    home.log_in(&[]);
    home.sandbox.fault(spotify_sandbox::Fault::on("GET /v1/me").delay(Duration::from_secs(60)));
    let mut status = crate::command::Running::start(&mut home.command(&["auth", "status", "--check"]));
    let end = Instant::now() + crate::command::PATIENCE;
    while home.sandbox.journal().count("GET /v1/me") == 0 {
        assert!(Instant::now() < end, "no call");
        std::thread::sleep(Duration::from_millis(5));
    }
    let before = Instant::now();
    status.signal("INT");
    assert_eq!(status.wait().code(), Some(130));
    assert!(before.elapsed() < Duration::from_secs(5));
}
