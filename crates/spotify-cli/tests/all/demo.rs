//! `spotify-sdk demo`: what a newcomer runs first.

use std::process::Output;

use serde_json::Value;

use crate::command::{output, spotify_sdk};

/// How the sandbox's secrets begin.
const SECRETS: [&str; 4] = ["sandbox-access-", "sandbox-refresh-", "sandbox-code-", "sandbox-secret-"];

#[test]
fn the_demo_succeeds_and_shows_no_secret() {
    let Output { status, stdout, stderr } = output(&mut spotify_sdk(&["demo"]));
    let (stdout, stderr) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
    assert_eq!(status.code(), Some(0), "{stderr}");
    assert_eq!(stderr, "");
    assert!(stdout.lines().last().unwrap().contains("All 7 steps behaved"), "{stdout}");
    assert!(stdout.contains("POST /api/token  grant_type=refresh_token"), "{stdout}");
    assert!(stdout.contains("error: invalid_grant"), "the end of the login is shown: {stdout}");
    assert!(!stdout.contains('\u{1b}'), "no colours in a pipe");
    assert!(stdout.lines().all(|line| line.chars().count() <= 80), "{stdout}");
    for prefix in SECRETS {
        assert!(!stdout.contains(prefix), "{stdout}");
    }
}

#[test]
fn a_program_can_read_it() {
    let Output { status, stdout, .. } = output(&mut spotify_sdk(&["demo", "--json"]));
    assert_eq!(status.code(), Some(0));
    let text = String::from_utf8(stdout).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["ok"], true);
    assert_eq!(document["token_requests"], 4);
    let steps = document["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 7);
    let login = &steps[2]["requests"];
    assert_eq!(login[0]["by"], "browser");
    assert_eq!(login[0]["path"], "/authorize");
    assert_eq!(login.as_array().unwrap().last().unwrap()["path"], "/api/token");
    assert!(steps.iter().all(|step| !step["rust"].as_str().unwrap().is_empty()));
    for prefix in SECRETS {
        assert!(!text.contains(prefix), "{text}");
    }
}

#[test]
fn the_environment_does_not_lead_it_astray() {
    let mut command = spotify_sdk(&["demo"]);
    // Somebody's real app, a proxy that is not there, and a Spotify that is not there.
    command.env("SPOTIFY_SDK_CLIENT_ID", "mine").env("SPOTIFY_SDK_CLIENT_SECRET", "my-secret");
    command.env("SPOTIFY_SDK_REDIRECT_URI", "https://example.com/callback");
    command.env("SPOTIFY_SDK_ACCOUNTS_BASE_URL", "http://127.0.0.1:9");
    command.env("SPOTIFY_SDK_API_BASE_URL", "http://127.0.0.1:9");
    command.env("HTTP_PROXY", "http://127.0.0.1:9").env("http_proxy", "http://127.0.0.1:9");
    assert_eq!(output(&mut command).status.code(), Some(0));
}

#[test]
fn colours_are_for_those_who_want_them() {
    let coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = spotify_sdk(arguments);
        command.envs(variables.iter().copied());
        output(&mut command).stdout.contains(&0x1b)
    };
    assert!(coloured(&["demo"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&["demo", "--no-color"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&["demo"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}
