//! Access tokens for scripts.

use std::time::Duration;

use serde_json::Value;
use spotify_sandbox::Fault;

use crate::command::output;
use crate::home::{Ended, Home, now};

#[test]
fn without_a_login_there_is_none() {
    let home = Home::new();
    let ended = home.run(&["auth", "token"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(4), ""));
    assert!(ended.stderr.contains("spotify-sdk auth login"), "{ended:?}");
}

#[test]
fn the_token_alone_is_printed() {
    let home = Home::new();
    home.log_in(&[]);
    let ended = home.run(&["auth", "token"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    assert_eq!(ended.stdout, format!("{}\n", home.stored()["access_token"].as_str().unwrap()));
    let json = home.run(&["auth", "token", "--json"]);
    let json: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["access_token"], home.stored()["access_token"]);
    assert_eq!(json["expires_at"], home.stored()["expires_at"]);
    assert_eq!(
        json.as_object().unwrap().len(),
        3,
        "no refresh token: {:?}",
        json.as_object().unwrap().keys()
    );
    assert_eq!(home.token_requests(), 1, "the login's");
}

#[test]
fn an_expired_token_is_renewed_once() {
    let home = Home::new();
    home.log_in(&[]);
    let mut stored = home.stored();
    stored["expires_at"] = (now() - 5.0).into();
    home.store(&stored);
    home.sandbox.expire_access_tokens();
    let first = home.run(&["auth", "token"]);
    assert_eq!(first.code, Some(0), "{first:?}");
    assert_ne!(first.stdout.trim(), stored["access_token"]);
    assert_eq!(home.run(&["auth", "token"]).stdout, first.stdout);
    assert_eq!(home.token_requests(), 2);
    assert_eq!(
        home.stored()["refresh_token"],
        stored["refresh_token"],
        "none came back, so the old one is kept"
    );
}

#[test]
fn a_token_that_still_works_is_renewed_if_wanted() {
    let home = Home::new();
    home.log_in(&[]);
    let before = home.stored();
    let renewed = home.run(&["auth", "token", "--refresh"]);
    assert_ne!(renewed.stdout.trim(), before["access_token"]);
    assert_eq!(renewed.stdout.trim(), home.stored()["access_token"]);
    assert_eq!(home.token_requests(), 2);
    let mut expired = home.stored();
    expired["expires_at"] = (now() - 5.0).into();
    home.store(&expired);
    assert_eq!(home.run(&["auth", "token", "--refresh"]).code, Some(0));
    assert_eq!(home.token_requests(), 3, "one renewal is enough");
}

#[test]
fn a_login_that_has_ended_is_told_from_one_that_can_not_be_renewed_now() {
    let home = Home::new();
    home.log_in(&[]);
    home.sandbox.fault(Fault::rate_limited(3600).at("POST /api/token").times(1));
    let limited = home.run(&["auth", "token", "--refresh"]);
    assert_eq!((limited.code, limited.stdout.as_str()), (Some(5), ""), "{limited:?}");
    let requests = home.token_requests();
    assert_eq!(home.run(&["auth", "token", "--refresh"]).code, Some(5));
    assert_eq!(home.token_requests(), requests, "the pause is kept by the next command too");

    let home = Home::new();
    home.log_in(&[]);
    home.sandbox.advance(Duration::from_secs(184 * 86_400));
    let over = home.run(&["auth", "token", "--refresh"]);
    assert_eq!((over.code, over.stdout.as_str()), (Some(4), ""), "{over:?}");
    assert!(over.stderr.contains("Refresh token expired") && over.stderr.contains("auth login"), "{over:?}");
    home.assert_no_secret(&over.stderr);
    assert_eq!(home.run(&["auth", "token"]).code, Some(4));
}

#[test]
fn another_apps_login_is_not_used() {
    let home = Home::new();
    home.log_in(&[]);
    let ended = home.run(&["auth", "token", "--client-id", "another"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(4), ""), "{ended:?}");
    assert!(ended.stderr.contains("another app"), "{ended:?}");
}

#[test]
fn a_login_with_a_secret_is_renewed_with_it() {
    let home = Home::new();
    let with_secret = |arguments: &[&str]| {
        let mut command = home.command(arguments);
        command.env("SPOTIFY_SDK_CLIENT_SECRET", home.sandbox.client_secret());
        command
    };
    let (login, url) = home.begin(&mut with_secret(&["auth", "login", "--no-browser"]));
    home.sandbox.browse(&url).join().unwrap();
    assert_eq!(login.finish().status.code(), Some(0));
    let fresh = home.run(&["auth", "token"]);
    assert_eq!(fresh.code, Some(0), "what still works needs no secret: {fresh:?}");
    let without = home.run(&["auth", "token", "--refresh"]);
    assert_eq!((without.code, without.stdout.as_str()), (Some(2), ""));
    assert!(without.stderr.contains("SPOTIFY_SDK_CLIENT_SECRET"), "{without:?}");
    let with = Ended::from(output(&mut with_secret(&["auth", "token", "--refresh"])));
    assert_eq!(with.code, Some(0), "{with:?}");
}

#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = Home::new();
    home.log_in(&[]);
    std::fs::set_permissions(home.token_file(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let ended = home.run(&["auth", "token"]);
    assert_eq!(ended.code, Some(0));
    assert!(ended.stderr.starts_with("warning: "), "{ended:?}");
}

#[test]
fn a_secret_that_cannot_be_read_is_said_although_the_token_is_good() {
    let home = Home::new();
    home.log_in(&[]);
    let missing = home.folder().join("missing");
    let ended = home.run(&["auth", "token", "--client-secret-file", missing.to_str().unwrap()]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""), "{ended:?}");
    assert!(ended.stderr.contains("the client secret can't be read"), "{ended:?}");
}
