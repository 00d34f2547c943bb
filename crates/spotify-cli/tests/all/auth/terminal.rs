//! Row 104: whatever a text from elsewhere holds, no command sends it to the terminal as it is.

use serde_json::json;
use spotify_sandbox::{Fault, Sandbox, User};

use crate::command::output;
use crate::home::{Ended, Home, now};

/// Sets the window's title, clears the screen, writes to the clipboard, goes back over what stands there, and turns the direction.
const HOSTILE: &str = "a\u{1b}]0;owned\u{7}\u{1b}[2J\u{1b}]52;c;AAAA\u{7}\u{9b}31m\r\u{8}\u{7f}\u{202e}z";

/// Fails if there is a control character but line breaks and the command's own colours.
#[track_caller]
fn assert_harmless(ended: &Ended) {
    for text in [&ended.stdout, &ended.stderr] {
        let mut rest = text.as_str();
        while let Some(at) = rest.find(|c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)) {
            let (_, found) = rest.split_at(at);
            let own = found
                .strip_prefix("\u{1b}[")
                .map(|code| code.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';'));
            rest = match own.and_then(|after| after.strip_prefix('m')) {
                Some(after) => after,
                None => found.strip_prefix('\n').unwrap_or_else(|| panic!("{found:?} in {text:?}")),
            };
        }
    }
}

/// Runs it as on a terminal with colours: otherwise whatever looks like a colour is taken out, and nothing is tested.
fn run(home: &Home, arguments: &[&str], variables: &[(&str, &str)]) -> Ended {
    let mut command = home.command(arguments);
    command.env("CLICOLOR_FORCE", "1").envs(variables.iter().copied());
    let ended = Ended::from(output(&mut command));
    assert_harmless(&ended);
    ended
}

#[test]
fn fault_104_no_command_drives_the_terminal() {
    let home = Home::with(Sandbox::builder().user(User::premium("ada").display_name(HOSTILE)));
    home.log_in(&[]);
    let shown = run(&home, &["auth", "status", "--check"], &[]);
    assert!(shown.stdout.contains("a␛]0;owned␇") && shown.stdout.contains('\u{1b}'), "{shown:?}");
    run(&home, &["auth", "status", "--check", "--json"], &[]);

    // What Spotify, or who answers in its place, says in an error.
    let description = json!({ "error": "invalid_request", "error_description": HOSTILE }).to_string();
    let message = json!({ "error": { "status": 403, "message": HOSTILE, "reason": HOSTILE } }).to_string();
    for (place, arguments) in [
        ("POST /api/token", &["auth", "token", "--refresh"][..]),
        ("GET /v1/me", &["auth", "status", "--check"]),
        ("GET /v1/me", &["auth", "status", "--check", "--json"]),
    ] {
        for body in [description.clone(), message.clone(), HOSTILE.to_owned()] {
            home.sandbox.fault(Fault::on(place).status(403).body(body).times(1));
            let ended = run(&home, arguments, &[]);
            assert_eq!(ended.code, Some(1), "{ended:?}");
        }
    }

    // What stands in variables, options and the command line.
    let path = home.folder().join(format!("x{}", HOSTILE.replace('/', "")));
    let path = path.to_str().unwrap();
    run(&home, &["auth", "status", "--token-file", path], &[]);
    run(&home, &["auth", "token", "--token-file", path], &[]);
    run(&home, &["auth", "logout", "--token-file", path], &[]);
    run(&home, &["auth", "token", "--client-secret-file", path], &[]);
    run(&home, &["auth", "status"], &[("SPOTIFY_SDK_CLIENT_ID", HOSTILE)]);
    run(&home, &["auth", "login", "--no-browser", "--redirect-uri", HOSTILE, "--force"], &[]);
    run(&home, &["auth", "login", "--no-browser", "--force"], &[("SPOTIFY_SDK_ACCOUNTS_BASE_URL", HOSTILE)]);
    run(&home, &["auth", "status", "--check"], &[("SPOTIFY_SDK_PROXY", HOSTILE)]);
    run(&home, &["sandbox", "run", "--port", "0", "--country", HOSTILE], &[]);

    // What another program left in the token file.
    for origin in [home.sandbox.base_url(), HOSTILE] {
        let x =
            json!({ "v": 1, "origin": origin, "client": "0011223344556677", "flow": "authorization_code" });
        for token in ["a", HOSTILE] {
            home.store(&json!({ "access_token": token, "expires_at": now() + 60.0, "refresh_token": null, "scope": HOSTILE, "x": x }));
            run(&home, &["auth", "token"], &[]);
            run(&home, &["auth", "token", "--json"], &[]);
        }
        for arguments in [
            &["auth", "status"][..],
            &["auth", "token"],
            &["auth", "login", "--no-browser", "--timeout", "1"],
            &["auth", "logout"],
        ] {
            run(&home, arguments, &[]);
        }
    }
    let remembered =
        json!({ "client_id": HOSTILE, "redirect_uri": HOSTILE, "with_secret": false }).to_string();
    std::fs::write(home.token_file().with_extension("json.app"), remembered).unwrap();
    run(&home, &["auth", "status"], &[]);
}

#[test]
fn fault_104_what_would_drive_a_terminal_is_noticed() {
    for text in ["\u{1b}]0;x\u{7}", "\u{1b}[2J", "\r", "\u{9b}31m", "\u{202e}"] {
        let ended = Ended { code: Some(0), stdout: text.to_owned(), stderr: String::new() };
        assert!(std::panic::catch_unwind(|| assert_harmless(&ended)).is_err(), "{text:?}");
    }
    assert_harmless(&Ended {
        code: Some(0),
        stdout: "\u{1b}[1;31mred\u{1b}[0m\n".to_owned(),
        stderr: String::new(),
    });
}
