//! A real browser, played by `tests/browser/chromium.py`.

use std::env;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;
use spotify_sandbox::Sandbox;

use super::child::{Child, Part};

/// Chromium has a bound of its own; this one is beyond it.
const HANG: Duration = Duration::from_secs(120);

const PERSON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/browser/chromium.py");

/// A person logs in at this URL. The headings of the pages that were seen.
pub(super) fn visit(url: &str, notes: &Path) -> Vec<String> {
    let status = Command::new("python3").arg(PERSON).arg("--notes").arg(notes).arg(url).status().unwrap();
    assert!(status.success(), "{status}");
    headings(&read(notes))
}

fn headings(pages: &[Value]) -> Vec<String> {
    pages.iter().map(|page| page["heading"].as_str().unwrap().to_owned()).collect()
}

/// Whether there is a Chromium. `cargo xtask test` brings one where it may; in CI there has to be one.
pub(super) fn is_there() -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .any(|name| env::split_paths(&path).any(|folder| folder.join(name).is_file()));
    if !found {
        let is_ci = env::var("CI").is_ok_and(|value| value == "true" || value == "1");
        assert!(!is_ci, "CI has to have Chromium; Debian's package is `chromium`");
        eprintln!("skipped: there is no Chromium here; Debian's package is `chromium`");
    }
    found
}

#[test]
fn a_person_logs_in_with_chromium() {
    if !is_there() {
        return;
    }
    let sandbox = Sandbox::builder().auto_approve(false).start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("pages.json");
    let variable = format!("python3 {PERSON} --notes {} %s", notes.display());
    let child = Child::start(&sandbox, Part::Plain, "user-library-read", |command| {
        command.env("BROWSER", variable).env("PATH", env::var_os("PATH").unwrap_or_default())
    });
    assert_eq!(child.finish(), "logged in");
    let pages = read(&notes);
    let headings = headings(&pages);
    assert_eq!(headings, ["Who are you?", "Let “Your app” in?", "Authorized"]);
    let last = pages[2]["url"].as_str().unwrap();
    assert!(last.starts_with("http://127.0.0.1:") && !last.contains('?'), "{last}");
}

/// The notes, which are there once the browser has ended; the login may end before.
fn read(notes: &Path) -> Vec<Value> {
    let started = Instant::now();
    loop {
        match std::fs::read(notes) {
            Ok(text) => return serde_json::from_slice(&text).unwrap(),
            Err(_) => assert!(started.elapsed() < HANG, "the browser did not end"),
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
