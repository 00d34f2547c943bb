//! Logging in: by the browser, and when there is nothing to do.

use crate::home::{Ended, Home};

#[cfg(unix)]
#[test]
fn the_browser_is_opened_and_comes_back() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::time::{Duration, Instant};

    let home = Home::new();
    let (program, seen) = (home.folder().join("browser"), home.folder().join("seen"));
    // A browser that notes where it is sent; the test goes there for it.
    let script =
        format!("#!/bin/sh\nprintf '%s' \"$1\" > '{0}.part'\n/bin/mv '{0}.part' '{0}'\n", seen.display());
    let part = home.folder().join("part");
    std::fs::write(&part, script).unwrap();
    std::fs::set_permissions(&part, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::rename(&part, &program).unwrap();
    let mut command = home.command(&["auth", "login", "--scopes", "user-library-read"]);
    command.env("BROWSER", &program).env("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    let (login, shown) = home.begin(&mut command);
    let end = Instant::now() + crate::command::PATIENCE;
    let opened = loop {
        match std::fs::read_to_string(&seen) {
            Ok(url) => break url,
            Err(_) => assert!(Instant::now() < end, "no browser was opened"),
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    assert_eq!(opened, shown, "what is shown is what is opened");
    home.sandbox.browse(&opened).join().unwrap();
    let ended = Ended::from(login.finish());
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""), "{ended:?}");
    assert!(ended.stderr.contains("Logged in."), "{ended:?}");
    assert!(!ended.stderr.contains("paste"), "a browser that opens needs no paste: {ended:?}");
    home.assert_no_secret(&ended.stderr);
    assert_eq!(home.stored()["scope"], "user-library-read");
}

#[cfg(unix)]
#[test]
fn the_login_is_kept_where_only_its_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = Home::new();
    home.log_in(&[]);
    let folder = home.token_file().parent().unwrap().to_owned();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    let remembered = std::fs::read_to_string(folder.join("token.json.app")).unwrap();
    assert!(remembered.contains(home.sandbox.client_id()));
    home.assert_no_secret(&remembered);
}

#[test]
fn a_login_that_covers_the_scopes_is_left_alone() {
    let home = Home::new();
    home.log_in(&["--scopes", "library"]);
    let before = home.stored();
    let again = home.run(&["auth", "login", "--no-browser", "--scopes", "user-library-read"]);
    assert_eq!(again.code, Some(0));
    assert!(again.stderr.contains("logged in already"), "{again:?}");
    assert!(again.stderr.contains("--force"), "{again:?}");
    assert_eq!(home.stored(), before);
    assert_eq!(home.token_requests(), 1);
}

#[test]
fn scopes_that_the_login_lacks_are_asked_for() {
    let home = Home::new();
    home.log_in(&["--scopes", "user-library-read"]);
    let arguments = ["auth", "login", "--no-browser", "--scopes", "user-library-read,user-top-read"];
    let (login, url) = home.begin(&mut home.command(&arguments));
    home.sandbox.browse(&url).join().unwrap();
    let ended = Ended::from(login.finish());
    assert_eq!(ended.code, Some(0));
    assert!(ended.stderr.contains("it lacks: user-top-read"), "{ended:?}");
    assert_eq!(home.stored()["scope"], "user-library-read user-top-read");
}

#[test]
fn force_logs_in_again_and_lets_another_user_in() {
    let home = Home::new();
    home.log_in(&[]);
    let (login, url) = home.begin(&mut home.command(&["auth", "login", "--no-browser", "--force"]));
    assert!(url.contains("show_dialog=true"), "{url}");
    let callback = home.sandbox.approve_as("bob", &url).unwrap();
    crate::auth::pasting::visit(&callback);
    assert_eq!(login.finish().status.code(), Some(0));
    let status = home.run(&["auth", "status", "--check"]);
    assert!(status.stdout.contains("id bob"), "{status:?}");
}

#[test]
fn another_apps_login_is_kept_unless_it_is_to_be_replaced() {
    let home = Home::new();
    home.log_in(&[]);
    let theirs = home.stored();
    let other = Home::new();
    let into = home.token_file();
    let arguments = ["auth", "login", "--no-browser", "--token-file", into.to_str().unwrap()];
    let refused = other.run(&arguments);
    assert_eq!(refused.code, Some(1));
    assert!(refused.stderr.contains("login of another app, or of another Spotify"), "{refused:?}");
    assert!(refused.stderr.contains("--force"), "{refused:?}");
    assert_eq!(home.stored(), theirs);
    let (login, url) = other.begin(&mut other.command(&[&arguments[..], &["--force"]].concat()));
    other.sandbox.browse(&url).join().unwrap();
    let ended = Ended::from(login.finish());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_ne!(home.stored()["refresh_token"], theirs["refresh_token"]);
    let status = other.run(&["auth", "status", "--check", "--token-file", into.to_str().unwrap()]);
    assert_eq!(status.code, Some(0), "{status:?}");
}

#[test]
fn a_login_of_six_months_is_made_anew() {
    let home = Home::new();
    home.log_in(&[]);
    let mut stored = home.stored();
    stored["x"]["authorized_at"] = (crate::home::now() - 182.0 * 86_400.0).into();
    home.store(&stored);
    let (login, url) = home.begin(&mut home.command(&["auth", "login", "--no-browser"]));
    home.sandbox.browse(&url).join().unwrap();
    let ended = Ended::from(login.finish());
    assert!(ended.stderr.contains("six months old"), "{ended:?}");
    assert_eq!(home.run(&["auth", "status"]).code, Some(0));
}
