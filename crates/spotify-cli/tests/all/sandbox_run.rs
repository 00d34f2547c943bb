//! `spotify-sdk sandbox run`.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Output;

use serde_json::Value;

use crate::command::{Running, output, spotify_sdk};

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn start(arguments: &[&str]) -> (Running, Value) {
    let arguments = [&["sandbox", "run", "--print-env", "json"], arguments].concat();
    let mut running = Running::start(&mut spotify_sdk(&arguments));
    let line = running.line();
    let environment = serde_json::from_str(&line).unwrap();
    (running, environment)
}

/// The whole answer to a request without a body.
fn get(base_url: &str, path: &str, headers: &str) -> String {
    let host = base_url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn one_line_of_json_says_all_that_a_program_needs() {
    let (_running, environment) = start(&["--port", "0", "--seed", "7", "--rules", "extended-quota"]);
    let base_url = environment["base_url"].as_str().unwrap();
    assert_eq!(environment["api_base_url"], format!("{base_url}/v1"));
    assert_eq!(environment["accounts_base_url"], base_url);
    assert_eq!(environment["users"], serde_json::json!(["ada", "bob"]));
    assert_eq!(environment["redirect_uri"], "http://127.0.0.1/callback");
    for name in ["client_id", "client_secret"] {
        assert!(!environment[name].as_str().unwrap().is_empty());
    }
    assert!(get(base_url, "/v1/me", "").starts_with("HTTP/1.1 401 "));
    let admin = environment["admin_url"].as_str().unwrap().strip_prefix(base_url).unwrap();
    let state = get(base_url, &format!("{admin}/state"), "X-Sandbox-Admin: 1\r\n");
    assert!(state.contains(r#""rules":"extended-quota""#), "{state}");
    assert!(state.contains(r#""auto_approve":false"#), "a person sees the pages: {state}");
}

#[test]
fn one_seed_makes_one_world() {
    let credentials = |seed| {
        let (_running, environment) = start(&["--seed", seed]);
        (environment["client_id"].clone(), environment["client_secret"].clone())
    };
    assert_eq!(credentials("7"), credentials("7"));
    assert_ne!(credentials("7"), credentials("8"));
}

#[test]
fn logins_are_agreed_to_at_once_if_wanted() {
    let (_running, environment) = start(&["--auto-approve"]);
    let state =
        get(environment["base_url"].as_str().unwrap(), "/_sandbox/v1/state", "X-Sandbox-Admin: 1\r\n");
    assert!(state.contains(r#""auto_approve":true"#), "{state}");
}

#[test]
fn it_can_begin_with_what_the_documents_write() {
    let (_running, environment) = start(&["--documents"]);
    assert_eq!(environment["client_id"], "your-client-id");
    assert_eq!(environment["redirect_uri"], "http://127.0.0.1:8080/callback");
    let base_url = environment["base_url"].as_str().unwrap();
    let token = "Authorization: Bearer your-access-token\r\n";
    let album = get(base_url, "/v1/albums/4aawyAB9vmqN3uQ7FjRGTy", token);
    assert!(album.starts_with("HTTP/1.1 200 "), "every id is known: {album}");
    let (_running, environment) = start(&["--documents", "--ids", "strict", "--tracks", "50"]);
    let album = get(environment["base_url"].as_str().unwrap(), "/v1/albums/4aawyAB9vmqN3uQ7FjRGTy", token);
    assert!(album.starts_with("HTTP/1.1 404 "), "unless told otherwise: {album}");
}

#[test]
fn its_users_live_where_they_are_told_to() {
    for (arguments, country) in [(&[][..], "SE"), (&["--country", "IE"], "IE"), (&["--country", "gb"], "GB")]
    {
        let (_running, environment) = start(&[&["--documents"], arguments].concat());
        let token = "Authorization: Bearer your-access-token\r\n";
        let profile = get(environment["base_url"].as_str().unwrap(), "/v1/me", token);
        assert!(profile.contains(&format!(r#""country":"{country}""#)), "{profile}");
    }
}

#[test]
fn a_shell_can_read_it() {
    let mut running = Running::start(&mut spotify_sdk(&["sandbox", "run", "--print-env", "shell"]));
    for name in ["ACCOUNTS_BASE_URL", "API_BASE_URL", "CLIENT_ID", "CLIENT_SECRET", "REDIRECT_URI"] {
        let line = running.line();
        assert!(line.starts_with(&format!("export SPOTIFY_SDK_{name}='")), "{line}");
        assert!(line.ends_with("'\n"), "{line}");
    }
}

#[test]
fn a_person_reads_a_summary_on_standard_error() {
    let mut running = Running::start(&mut spotify_sdk(&["sandbox", "run"]));
    running.remark("serving at http://127.0.0.1:");
    running.remark("ada, bob");
    running.remark("Ctrl-C");
}

#[cfg(unix)]
#[test]
fn signals_stop_it() {
    for (signal, code) in [("TERM", 0), ("INT", 130)] {
        let (mut running, environment) = start(&[]);
        running.signal(signal);
        assert_eq!(running.wait().code(), Some(code), "SIG{signal}");
        let address = environment["base_url"].as_str().unwrap().strip_prefix("http://").unwrap();
        assert!(TcpStream::connect(address).is_err(), "it no longer serves");
    }
}

#[test]
fn a_busy_port_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let Output { status, stdout, stderr } = output(&mut spotify_sdk(&["sandbox", "run", "--port", &port]));
    assert_eq!(status.code(), Some(1));
    assert!(stdout.is_empty());
    let stderr = text(&stderr);
    assert!(stderr.contains(&format!("port {port} on 127.0.0.1 is in use")), "{stderr}");
    assert!(stderr.contains("--port 0"), "{stderr}");
}

#[test]
fn arguments_that_make_no_sense_are_explained() {
    for arguments in [
        &["--port", "70000"][..],
        &["--seed", "-1"],
        &["--tracks", "0"],
        &["--rules", "none"],
        &["--ids", "loose"],
        &["--country", "Ireland"],
        &["--country", "4x"],
        &["--print-env", "xml"],
        &["--colour"],
        &["surplus"],
    ] {
        let Output { status, stdout, stderr } =
            output(&mut spotify_sdk(&[&["sandbox", "run"], arguments].concat()));
        assert_eq!(status.code(), Some(2), "{arguments:?}");
        assert!(stdout.is_empty());
        assert!(text(&stderr).starts_with("error: "), "{}", text(&stderr));
    }
}

#[test]
fn rules_and_limits_can_be_chosen() {
    let state = |arguments: &[&str]| {
        let (_running, environment) = start(arguments);
        let base_url = environment["base_url"].as_str().unwrap();
        get(base_url, "/_sandbox/v1/state", "X-Sandbox-Admin: 1\r\n")
    };
    let limited = state(&["--rate-limit", "120", "--daily-quota", "7"]);
    assert!(limited.contains(r#""rate_limit":{"requests":120}"#), "{limited}");
    assert!(limited.contains(r#""search":{"of":7,"used":0}"#), "{limited}");
    let old = state(&["--rules", "before-november-2024"]);
    assert!(old.contains(r#""rules":"before-november-2024""#), "{old}");
    assert!(old.contains(r#""rate_limit":null"#) && old.contains(r#""daily_quota":null"#), "{old}");

    let arguments = ["sandbox", "run", "--rules", "extended-quota", "--daily-quota", "7"];
    let Output { status, stderr, .. } = output(&mut spotify_sdk(&arguments));
    assert_eq!(status.code(), Some(1));
    assert!(text(&stderr).contains("only apps in Development Mode"), "{}", text(&stderr));
}
