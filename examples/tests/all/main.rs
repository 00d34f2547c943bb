//! Runs every example as a user would: the real binary, the real environment, a browser in `BROWSER`, a sandbox for Spotify.

mod many_users;
mod programs;
mod redis;
mod stage;

use spotify_sdk_examples::EXAMPLES;
use stage::{BOTH, Stage};

/// What each example prints, or a part of it; none that it has a test of its own.
fn expected(name: &str) -> Option<&'static str> {
    Some(match name {
        "guide_01_access_token" => " by ",
        "guide_06_scopes" => "user-read-private user-read-email user-library-read",
        "guide_07_authorize_local" => "Expires at: ",
        "guide_08_manual_flow" => "&state=random-state-string&show_dialog=true",
        "guide_12_refresh" => "same: true, then new: true",
        "guide_14_cleanup" => "AccessToken([redacted])",
        "reference_05_06_local_dev_helper" => "has a refresh token: true",
        "reference_09_tokeninfo" => "access_token: \"[redacted]\"",
        "reference_10_11_auth_provider" => "closed",
        "guide_11_redis_cache" | "reference_03_04_authorization_code" => return None,
        _ => "",
    })
}

#[test]
fn every_example_runs_in_both_forms() {
    for example in EXAMPLES {
        let Some(expected) = expected(example.name) else { continue };
        for form in BOTH {
            let stage = Stage::new();
            let output = stage.run(example.name, form, "");
            assert!(output.contains(expected), "{} {form}: {output}", example.name);
            stage.nothing_leaked(&output);
        }
    }
}

#[test]
fn a_login_is_stored_and_found_again() {
    for form in BOTH {
        let stage = Stage::new();
        stage.run("guide_05_authorization_code", form, "");
        // The same file, and now nobody is asked: the exchange of a code stays the only one.
        stage.run("reference_08_built_in_file_cache", form, "");
        assert_eq!(
            stage.sandbox.journal().count("POST /api/token"),
            1,
            "{form}\n{}",
            stage.sandbox.journal()
        );
    }
}

#[test]
fn the_callback_that_the_sandbox_sent_is_exchanged() {
    for form in BOTH {
        let stage = Stage::new();
        let callback = stage.callback("reference_03_04_authorization_code", form);
        assert!(callback.starts_with("http://127.0.0.1:8080/callback?code="), "{callback}");
        assert_eq!(stage.sandbox.journal().count("POST /api/token"), 1);
    }
}

#[test]
fn an_unknown_example_is_named() {
    let stage = Stage::new();
    let output = stage.command("guide_99", "").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("guide_99"));
}
