//! Logging in: options, and what can't work.

use std::net::TcpListener;
use std::process::Stdio;

use crate::command::output;
use crate::home::{Ended, Home};

#[test]
fn a_newcomer_is_told_how_to_begin() {
    let home = Home::new();
    let mut command = home.bare(&["auth", "login"]);
    let ended = Ended::from(output(&mut command));
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
    for words in [
        "https://developer.spotify.com/dashboard",
        "http://127.0.0.1:8888/callback",
        "SPOTIFY_SDK_CLIENT_ID",
        "spotify-sdk demo",
    ] {
        assert!(ended.stderr.contains(words), "{words}: {}", ended.stderr);
    }
    let hinted = Ended::from(output(command.env("SPOTIPY_CLIENT_ID", "abc")));
    assert!(hinted.stderr.contains("SPOTIPY_CLIENT_ID is set"), "{hinted:?}");
    let blank = Ended::from(output(
        home.bare(&["auth", "login", "--client-id", " "]).env("SPOTIFY_SDK_CLIENT_ID", ""),
    ));
    assert_eq!(blank.code, Some(2), "a blank one is none: {blank:?}");
}

#[test]
fn options_win_over_variables() {
    let home = Home::new();
    let client_id = home.sandbox.client_id().to_owned();
    let arguments = [
        "auth",
        "login",
        "--no-browser",
        "--client-id",
        &client_id,
        "--redirect-uri",
        "http://127.0.0.1:0/callback",
    ];
    let mut command = home.bare(&arguments);
    command.env("SPOTIFY_SDK_CLIENT_ID", "another").env("SPOTIFY_SDK_REDIRECT_URI", "https://example.com/");
    let (login, url) = home.begin(&mut command);
    home.sandbox.browse(&url).join().unwrap();
    assert_eq!(login.finish().status.code(), Some(0));
}

#[test]
fn a_client_secret_comes_from_a_pipe_a_file_or_a_variable() {
    let home = Home::new();
    let secret = home.sandbox.client_secret().to_owned();
    let file = home.folder().join("secret");
    std::fs::write(&file, format!("{secret}\n")).unwrap();
    let login = ["auth", "login", "--no-browser", "--force"];
    let from_file = [&login[..], &["--client-secret-file", file.to_str().unwrap()]].concat();
    let from_pipe = [&login[..], &["--client-secret-stdin"]].concat();
    for (arguments, variable, with_secret) in [
        (&from_file, None, true),
        (&from_pipe, None, true),
        (&login.to_vec(), Some(&secret), true),
        (&login.to_vec(), None, false),
    ] {
        home.sandbox.journal().clear();
        let mut command = home.command(arguments);
        command.stdin(Stdio::piped());
        if let Some(secret) = variable {
            command.env("SPOTIFY_SDK_CLIENT_SECRET", secret);
        }
        let mut login = crate::command::Running::start(&mut command);
        login.write(&format!("{secret}\n"));
        let url = login.remark("/authorize?").trim().to_owned();
        home.sandbox.browse(&url).join().unwrap();
        let ended = Ended::from(login.finish());
        assert_eq!(ended.code, Some(0), "{arguments:?}: {ended:?}");
        home.assert_no_secret(&ended.stderr);
        let journal = home.sandbox.journal();
        let exchange = journal.entries().iter().find(|entry| entry.path == "/api/token").unwrap();
        assert_eq!(exchange.header("authorization").is_some(), with_secret, "{arguments:?}");
        assert!(exchange.form("code_verifier").is_some(), "PKCE in any case");
    }
}

#[test]
fn secrets_that_are_none_are_explained() {
    let home = Home::new();
    let missing = home.run(&["auth", "login", "--client-secret-file", "/does/not/exist"]);
    assert_eq!(missing.code, Some(1));
    assert!(missing.stderr.contains("/does/not/exist"), "{missing:?}");
    let empty = home.run(&["auth", "login", "--client-secret-stdin"]);
    assert_eq!(empty.code, Some(2));
    assert!(empty.stderr.contains("standard input holds no client secret"), "{empty:?}");
    let both = home.run(&["auth", "login", "--client-secret-stdin", "--client-secret-file", "x"]);
    assert_eq!(both.code, Some(2));
    let on_the_command_line = home.run(&["auth", "login", "--client-secret", "x"]);
    assert_eq!(on_the_command_line.code, Some(2), "everybody on the machine can read arguments");
}

#[test]
fn a_wrong_client_secret_stores_nothing() {
    let home = Home::new();
    let mut command = home.command(&["auth", "login", "--no-browser"]);
    command.env("SPOTIFY_SDK_CLIENT_SECRET", "certainly-wrong");
    let (login, url) = home.begin(&mut command);
    home.sandbox.browse(&url).join().unwrap();
    let ended = Ended::from(login.finish());
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains("invalid_client"), "{ended:?}");
    assert!(!ended.stderr.contains("certainly-wrong"), "{ended:?}");
    assert!(!home.token_file().exists());
}

#[test]
fn redirect_uris_that_can_not_work_are_refused_before_anything_happens() {
    let home = Home::new();
    for (uri, words) in [
        ("http://example.com/callback", "127.0.0.1"),
        ("https://example.com/callback", "http://127.0.0.1:8080/callback"),
        ("127.0.0.1:8888/callback", "127.0.0.1"),
        ("http://127.0.0.1:8888/callback#x", "fragment"),
    ] {
        let ended = home.run(&["auth", "login", "--no-browser", "--redirect-uri", uri]);
        assert_eq!(ended.code, Some(1), "{uri}: {ended:?}");
        assert!(ended.stderr.contains(words), "{uri}: {ended:?}");
    }
    assert_eq!(home.sandbox.journal().entries().len(), 0);
}

#[test]
fn a_busy_port_is_named_and_what_to_do() {
    let home = Home::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let uri = format!("http://127.0.0.1:{port}/callback");
    let ended = home.run(&["auth", "login", "--no-browser", "--redirect-uri", &uri]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains(&port.to_string()), "{ended:?}");
    assert!(ended.stderr.contains("--redirect-uri"), "{ended:?}");
}

#[test]
fn the_time_limit_ends_the_login() {
    let home = Home::new();
    let ended = home.run(&["auth", "login", "--no-browser", "--timeout", "1"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains("not completed in time"), "{ended:?}");
    assert!(ended.stderr.contains("--timeout SECONDS"), "{ended:?}");
    assert!(!home.token_file().exists());
}

#[test]
fn a_scope_that_nobody_knows_is_warned_of() {
    let home = Home::new();
    let arguments = ["auth", "login", "--no-browser", "--timeout", "1", "--scopes", "user-libary-read"];
    let ended = home.run(&arguments);
    assert!(ended.stderr.contains("warning: the scope `user-libary-read` is not known"), "{ended:?}");
}

#[test]
fn arguments_that_make_no_sense_are_explained() {
    let home = Home::new();
    for arguments in [
        &["auth"][..],
        &["auth", "log-in"],
        &["auth", "login", "--timeout", "0"],
        &["auth", "login", "--timeout", "soon"],
        &["auth", "status", "--no-browser"],
        &["auth", "token", "surplus"],
    ] {
        let ended = home.run(arguments);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{arguments:?}");
    }
}

#[test]
fn a_place_that_can_keep_nothing_is_refused_before_the_browser_opens() {
    let home = Home::new();
    let file = home.folder().join("file");
    std::fs::write(&file, "").unwrap();
    let below = file.join("token.json");
    let arguments = ["auth", "login", "--no-browser", "--token-file", below.to_str().unwrap()];
    let ended = home.run(&arguments);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("--token-file PATH"), "{ended:?}");
    assert!(!ended.stderr.contains("/authorize?"), "nobody logs in for nothing: {ended:?}");
    assert_eq!(ended.stderr.matches("A part of the path is a file").count(), 1, "said once: {ended:?}");
}

#[test]
fn a_redirect_uri_elsewhere_names_the_option() {
    let home = Home::new();
    let arguments = ["auth", "login", "--no-browser", "--redirect-uri", "https://example.com/callback"];
    let ended = home.run(&arguments);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("--redirect-uri"), "{ended:?}");
}
