//! The browser as a program: in processes of their own, as the environment belongs to a whole process.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::child::{CACHE, Child, Part};
use super::support::{HANG, TOKEN_REQUEST, callback, parameter, sandbox, visit};

/// A program that notes what it is called with, then does as told.
struct Program {
    folder: tempfile::TempDir,
    path: PathBuf,
}

impl Program {
    fn new(name: &str, then: &str) -> Self {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let record = folder.path().join("arguments");
        let script = format!(
            "#!/bin/sh\nfor argument in \"$@\"; do printf '%s\\n' \"$argument\"; done > '{record}.part'\n\
             mv '{record}.part' '{record}'\n{then}\n",
            record = record.display()
        );
        // Renamed into place: a program that is open for writing can't be started, and forks of other tests
        // may hold it open.
        let part = folder.path().join("part");
        std::fs::write(&part, script).unwrap();
        std::fs::set_permissions(&part, std::fs::Permissions::from_mode(0o755)).unwrap();
        std::fs::rename(&part, &path).unwrap();
        Self { folder, path }
    }

    fn path(&self) -> &Path {
        &self.path
    }

    /// What it was called with, once it was.
    fn arguments(&self) -> Vec<String> {
        let started = Instant::now();
        loop {
            match std::fs::read_to_string(self.folder.path().join("arguments")) {
                Ok(arguments) => return arguments.lines().map(str::to_owned).collect(),
                Err(_) => assert!(started.elapsed() < HANG, "no browser was opened"),
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[test]
fn fault_088_the_browser_gets_one_url_whatever_the_scopes_say() {
    let sandbox = sandbox();
    let hostile = "a b,--remote-debugging-port=9222 \"x' ;touch${IFS}x $(id) `id` |id &id >x \
                   %s %c %% \\ \n-new-tab\t#\u{202e}ü";
    for (form, expected) in [
        ("{}", vec!["URL"]),
        ("{} %s", vec!["URL"]),
        ("{} --new-window %s", vec!["--new-window", "URL"]),
        ("{} --app=%s", vec!["--app=URL"]),
    ] {
        let program = Program::new("browser", "");
        let variable = form.replace("{}", program.path().to_str().unwrap());
        let child = Child::start(&sandbox, Part::Plain, hostile, |command| command.env("BROWSER", variable));
        let arguments = program.arguments();
        let url = arguments.last().unwrap().trim_start_matches("--app=").to_owned();
        let expected: Vec<String> = expected.iter().map(|argument| argument.replace("URL", &url)).collect();
        assert_eq!(arguments, expected);
        assert!(url.starts_with(&sandbox.base_url().to_owned()), "{url}");
        assert!(
            url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'`\\<>|;$(){}".contains(&byte)),
            "{url}"
        );
        assert!(parameter(&url, "scope").unwrap().contains("$(id)"), "{url}");
        visit(&callback(&url, "error=access_denied"));
        assert_eq!(child.finish(), "AccessDenied");
    }
}

#[test]
fn the_browser_that_is_opened_completes_the_login() {
    let sandbox = sandbox();
    let program = Program::new("browser", "");
    let variable = program.path().to_owned();
    let child =
        Child::start(&sandbox, Part::Plain, "user-library-read", |command| command.env("BROWSER", variable));
    let page = visit(program.arguments().last().unwrap());
    assert!(page.body.contains("<h1>Authorized</h1>"), "{page:?}");
    assert_eq!(child.finish(), "logged in");
}

#[test]
fn ensure_login_asks_the_user_only_when_it_has_to() {
    let sandbox = sandbox();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token.json");
    let run = |scopes: &str, browser: &Path, visits: &dyn Fn()| {
        let child = Child::start(&sandbox, Part::Ensures, scopes, |command| {
            command.env("BROWSER", browser).env(CACHE, &file)
        });
        visits();
        assert_eq!(child.finish(), "logged in");
        sandbox.journal().count(TOKEN_REQUEST)
    };
    let asked = |scopes: &str| {
        let program = Program::new("browser", "");
        run(scopes, program.path(), &|| {
            let url = program.arguments().pop().unwrap();
            assert_eq!(parameter(&url, "scope").as_deref(), Some(scopes));
            visit(&url);
        })
    };
    // Were it asked for, this browser would be an error.
    let not_asked = |scopes: &str| run(scopes, Path::new("/nonexistent/browser"), &|| {});

    assert_eq!(asked("user-library-read"), 1, "nobody has logged in");
    assert_eq!(not_asked("user-library-read"), 1, "the stored login works");
    assert_eq!(asked("user-library-read user-read-private"), 2, "it lacks a scope");
    assert_eq!(not_asked("user-read-private"), 2, "it has more scopes than it needs");

    let expire = || {
        let mut token: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        token["expires_at"] = 1.into();
        std::fs::write(&file, token.to_string()).unwrap();
    };
    expire();
    assert_eq!(not_asked("user-read-private"), 3, "it can be renewed");
    expire();
    sandbox.advance(Duration::from_secs(190 * 24 * 60 * 60));
    assert_eq!(asked("user-read-private"), 5, "it has ended: a refusal, and a code");
}

#[test]
fn a_browser_that_keeps_its_caller_waiting_holds_up_nothing() {
    let sandbox = sandbox();
    // Text browsers are run in the foreground until the user closes them.
    let program = Program::new("w3m", "exec sleep 20");
    let variable = program.path().to_owned();
    let child =
        Child::start(&sandbox, Part::Plain, "user-library-read", |command| command.env("BROWSER", variable));
    let url = program.arguments().pop().unwrap();
    let started = Instant::now();
    visit(&url);
    assert_eq!(child.finish(), "logged in");
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
}

#[test]
fn fault_087_without_any_browser_the_error_says_how_to_go_on() {
    let sandbox = sandbox();
    let none = |command: &mut std::process::Command| {
        command.env("BROWSER", "/nonexistent/browser").env("PATH", "");
    };
    let said = Child::start(&sandbox, Part::Plain, "user-library-read", |command| {
        none(command);
        command
    })
    .finish();
    assert!(said.starts_with("Configuration: no browser could be opened"), "{said}");
    assert!(said.contains("on_url") && said.contains("pasted_callback"), "{said}");
    assert!(!said.contains("state") && !said.contains("http://"), "{said}");

    // With a handler it is no error: the user has the URL.
    let child = Child::start(&sandbox, Part::ShowsUrl, "user-library-read", |command| {
        none(command);
        command
    });
    let url = child.line();
    let warning = child.line();
    assert!(warning.contains("WARN") && warning.contains("goes on without a browser"), "{warning}");
    assert!(!warning.contains(&parameter(&url, "state").unwrap()), "{warning}");
    assert_eq!(visit(&url).status, 200);
    assert_eq!(child.finish(), "logged in");
}
