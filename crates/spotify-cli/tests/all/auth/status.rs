//! Who is logged in.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use serde_json::{Value, json};
use spotify_sandbox::{Fault, Sandbox, User};

use crate::command::output;
use crate::home::{Ended, Home, now};

fn json(home: &Home, arguments: &[&str]) -> (Option<i32>, Value) {
    let ended = home.run(&[&["auth", "status", "--json"], arguments].concat());
    assert_eq!(ended.stdout.lines().count(), 1, "{ended:?}");
    (ended.code, serde_json::from_str(&ended.stdout).unwrap())
}

#[test]
fn nobody_is_logged_in() {
    let home = Home::new();
    let ended = home.run(&["auth", "status"]);
    assert_eq!(ended.code, Some(4));
    assert!(ended.stdout.starts_with("Not logged in\n"), "{ended:?}");
    assert!(ended.stdout.contains(home.token_file().to_str().unwrap()), "{ended:?}");
    assert!(ended.stderr.contains("spotify-sdk auth login"), "{ended:?}");
    let (code, report) = json(&home, &["--check"]);
    assert_eq!((code, &report["logged_in"]), (Some(4), &Value::Bool(false)));
    assert_eq!(home.sandbox.journal().entries().len(), 0, "there is nothing to check");
}

#[test]
fn a_login_is_described_without_asking_anyone() {
    let home = Home::new();
    home.log_in(&["--scopes", "user-library-read user-top-read"]);
    home.sandbox.journal().clear();
    let ended = home.run(&["auth", "status"]);
    assert_eq!(ended.code, Some(0));
    for words in [
        "Logged in\n",
        home.token_file().to_str().unwrap(),
        home.sandbox.client_id(),
        "user-library-read user-top-read",
        "expires in 59 minutes",
        "in 180 days",
    ] {
        assert!(ended.stdout.contains(words), "{words}: {}", ended.stdout);
    }
    home.assert_no_secret(&ended.stdout);
    assert!(
        ended.stdout.lines().all(|line| line.chars().count() <= 80 || !line.trim().contains("  ")),
        "{ended:?}"
    );
    let (code, report) = json(&home, &[]);
    assert_eq!((code, &report["logged_in"]), (Some(0), &Value::Bool(true)));
    assert_eq!(report["scopes"], json!(["user-library-read", "user-top-read"]));
    assert_eq!(report["client_id"], home.sandbox.client_id());
    assert_eq!(report["redirect_uri"], "http://127.0.0.1/callback");
    assert_eq!(report["storage"], "file");
    let (began, ends) = (&report["authorized_at"], &report["refresh_token_expires_at"]);
    assert!((ends.as_f64().unwrap() - began.as_f64().unwrap() - 181.0 * 86_400.0).abs() < 1.0, "{report}");
    assert!((report["access_token_expires_at"].as_f64().unwrap() - now() - 3600.0).abs() < 60.0, "{report}");
    home.assert_no_secret(&report.to_string());
    assert_eq!(home.sandbox.journal().entries().len(), 0);
}

#[test]
fn it_needs_no_variables_after_the_login() {
    let home = Home::new();
    home.log_in(&[]);
    for arguments in
        [&["auth", "status"][..], &["auth", "status", "--check"], &["auth", "token", "--refresh"]]
    {
        let ended = Ended::from(output(&mut home.bare(arguments)));
        assert_eq!(ended.code, Some(0), "{arguments:?}: {ended:?}");
    }
}

#[test]
fn a_check_is_one_call_that_says_who_it_is() {
    let home = Home::new();
    home.log_in(&[]);
    home.sandbox.journal().clear();
    let (code, report) = json(&home, &["--check"]);
    assert_eq!((code, &report["user"]["id"]), (Some(0), &json!("ada")));
    let journal = home.sandbox.journal();
    assert_eq!((journal.count("GET /v1/me"), journal.entries().len()), (1, 1));
}

#[test]
fn a_login_that_the_user_ended_is_found_out_by_a_check() {
    let home = Home::new();
    home.log_in(&[]);
    home.sandbox.user_removes_app("ada");
    assert_eq!(home.run(&["auth", "status"]).code, Some(0), "nobody was asked");
    let (code, report) = json(&home, &["--check"]);
    assert_eq!((code, &report["logged_in"]), (Some(4), &Value::Bool(false)));
    assert!(report["problem"].as_str().unwrap().contains("invalid_grant"), "{report}");
    assert_eq!(home.run(&["auth", "status"]).code, Some(4), "and it is remembered");
}

#[test]
fn what_keeps_a_check_from_an_answer_is_an_error_of_its_own() {
    let home = Home::new();
    home.log_in(&[]);
    home.sandbox.fault(Fault::rate_limited(3600).at("GET /v1/me"));
    let limited = home.run(&["auth", "status", "--check"]);
    assert_eq!((limited.code, limited.stdout.as_str()), (Some(5), ""), "{limited:?}");
    let home = Home::new();
    home.log_in(&[]);
    home.sandbox.fault(Fault::on("GET /v1/me").status(403));
    let forbidden = home.run(&["auth", "status", "--check"]);
    assert_eq!(forbidden.code, Some(1), "{forbidden:?}");
}

#[test]
fn fault_111_a_pause_is_kept_by_the_next_command_too() {
    let home = Home::new();
    home.log_in(&[]);
    home.sandbox.fault(Fault::rate_limited(3600).at("GET /v1/me").times(1));
    assert_eq!(home.run(&["auth", "status", "--check"]).code, Some(5));
    home.sandbox.journal().clear();
    let limited = home.run(&["auth", "status", "--check"]);
    assert_eq!(limited.code, Some(5), "{limited:?}");
    assert!(limited.stderr.contains("nothing was sent"), "{limited:?}");
    assert_eq!(home.sandbox.journal().count("GET /v1/me"), 0);
}

#[test]
fn a_login_that_ends_within_14_days_is_warned_of() {
    let home = Home::new();
    let stored = |days: f64| {
        let authorized_at = now() - days * 86_400.0;
        let x = json!({ "v": 1, "authorized_at": authorized_at });
        home.store(&json!({ "access_token": "AT", "expires_at": now() + 60.0, "refresh_token": "RT", "scope": "a", "x": x }));
        home.run(&["auth", "status"])
    };
    let (early, soon, over) = (stored(160.0), stored(170.0), stored(181.5));
    assert!(!early.stdout.contains("ends soon"), "{early:?}");
    assert_eq!(soon.code, Some(0));
    assert!(soon.stdout.contains("in 10 days") || soon.stdout.contains("in 11 days"), "{soon:?}");
    assert!(soon.stdout.contains("It ends soon. To begin anew: spotify-sdk auth login --force"), "{soon:?}");
    assert_eq!(over.code, Some(4));
    assert!(over.stdout.contains("six months old and has ended"), "{over:?}");
}

#[test]
fn what_is_no_login_here_is_told_apart() {
    let home = Home::new();
    let origin = home.sandbox.base_url();
    let token = |x: Value| json!({ "access_token": "AT", "expires_at": now() + 60.0, "refresh_token": "RT", "scope": "a", "x": x });
    let at = |origin: &str, flow: &str| {
        token(json!({ "v": 1, "origin": origin, "client": "0011223344556677", "flow": flow }))
    };
    home.store(&at("https://accounts.spotify.com", "authorization_code"));
    let elsewhere = home.run(&["auth", "status"]);
    assert_eq!(elsewhere.code, Some(4));
    assert!(
        elsewhere.stdout.contains("a login at https://accounts.spotify.com, not at http://127"),
        "{elsewhere:?}"
    );
    // Its port begins like that of the sandbox.
    home.store(&at(&origin[..origin.len() - 1], "authorization_code"));
    assert!(home.run(&["auth", "status"]).stdout.contains("a login at "), "compared as origins, not as text");
    home.store(&at(origin, "client_credentials"));
    assert!(home.run(&["auth", "status"]).stdout.contains("an app's own token"));
    home.store(
        &json!({ "access_token": "AT", "expires_at": now() - 60.0, "refresh_token": null, "scope": "a" }),
    );
    let expired = home.run(&["auth", "status"]);
    assert_eq!(expired.code, Some(4));
    assert!(expired.stdout.contains("nothing to renew it with"), "{expired:?}");
}

#[test]
fn a_file_of_the_python_package_is_read() {
    let home = Home::new();
    let minted = home.sandbox.mint("ada", &["user-library-read"]);
    home.store(&json!({
        "access_token": minted.access_token,
        "expires_at": now() + 1800.0,
        "refresh_token": minted.refresh_token,
        "scope": "user-library-read",
    }));
    let status = home.run(&["auth", "status"]);
    assert_eq!(status.code, Some(0));
    assert!(status.stdout.contains("which nobody recorded"), "{status:?}");
    let token = Ended::from(output(&mut home.bare(&["auth", "token"])));
    assert_eq!(token.stdout.trim(), minted.access_token, "no app is needed while it works");
    let mut renewal = home.command(&["auth", "token", "--refresh"]);
    let renewed = Ended::from(output(renewal.env("SPOTIFY_SDK_CLIENT_SECRET", home.sandbox.client_secret())));
    assert_eq!(renewed.code, Some(0), "{renewed:?}");
    assert_ne!(renewed.stdout.trim(), minted.access_token);
}

#[test]
fn fault_104_a_name_that_would_drive_the_terminal_is_shown_harmless() {
    let name = "Ada\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\r\u{8}";
    let home = Home::with(Sandbox::builder().user(User::premium("ada").display_name(name)));
    home.log_in(&[]);
    let mut command = home.command(&["auth", "status", "--check"]);
    command.env("CLICOLOR_FORCE", "1");
    let shown = Ended::from(output(&mut command)).stdout;
    let line = shown.lines().find(|line| line.contains("user ")).unwrap();
    assert!(line.contains("Ada␛]0;owned␇␛[2J\u{fffd}31m␍␈, id ada"), "{line:?}");
    assert!(!line.chars().any(char::is_control), "{line:?}");
    let (_, report) = json(&home, &["--check"]);
    assert_eq!(report["user"]["display_name"], name, "a program gets it as it is, escaped as JSON");
}

#[test]
fn fault_123_a_proxy_is_asked_with_its_password_and_the_password_is_not_shown() {
    let home = Home::new();
    home.log_in(&[]);
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://user:CANARY-password@{}", proxy.local_addr().unwrap());
    let asked = thread::spawn(move || {
        let (mut stream, _) = proxy.accept().unwrap();
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") && matches!(stream.read(&mut byte), Ok(1)) {
            head.push(byte[0]);
        }
        stream.write_all(b"HTTP/1.1 407 X\r\ncontent-length: 0\r\n\r\n").unwrap();
        String::from_utf8(head).unwrap()
    });
    let mut command = home.command(&["auth", "status", "--check"]);
    command.env("SPOTIFY_SDK_API_BASE_URL", "https://api.invalid").env("SPOTIFY_SDK_MAX_RETRIES", "0");
    let ended = Ended::from(output(command.env("HTTPS_PROXY", url)));
    let head = asked.join().unwrap();
    assert!(head.starts_with("CONNECT api.invalid:443 HTTP/1.1\r\n"), "{head}");
    // base64("user:CANARY-password")
    assert!(head.contains("Basic dXNlcjpDQU5BUlktcGFzc3dvcmQ="), "{head}");
    assert_ne!(ended.code, Some(0), "{ended:?}");
    let said = ended.stdout + &ended.stderr;
    assert!(!said.contains("CANARY") && !said.contains("dXNlcjpDQU5BUlk"), "{said}");
}
