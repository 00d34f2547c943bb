//! Processes that are killed in the middle of a refresh.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use spotify_sandbox::{RefreshTokens, Sandbox};
use spotify_sdk::auth::{AuthorizationCode, DirectoryTokenCache, FileTokenCache, KeyedTokenCache as _};

use super::child::{Actor, command};
use super::support::{HOUR, provider};
use crate::support::log_in;

/// Points of a refresh at which a child stands still, in order.
const POINTS: [&str; 8] = [
    "before locking",
    "after locking",
    "after reading",
    "before sending",
    "answered",
    "before storing",
    "after storing",
    "given out",
];

/// Those at which a server that rotates refresh tokens has forgotten the one in the file, while the one that it gave is in the memory of the
/// process and nowhere else.
const WINDOW: [&str; 2] = ["answered", "before storing"];

/// At each point; `cargo xtask prove kills` asks for more of them.
fn kills_at_each_point() -> usize {
    std::env::var("KILLS").map_or(3, |kills| kills.parse().unwrap())
}

/// A login in a file, whose access token has expired.
struct ExpiredLogin {
    sandbox: Sandbox,
    auth: AuthorizationCode,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl ExpiredLogin {
    /// In a file of its own, or in one of a directory of many users'.
    async fn new(policy: RefreshTokens, in_directory: bool) -> Self {
        let sandbox = Sandbox::builder().refresh_tokens(policy).start().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = match in_directory {
            true => DirectoryTokenCache::new(folder.path()).for_key("ada").path().to_owned(),
            false => folder.path().join("token.json"),
        };
        let auth = provider(&sandbox).token_cache(FileTokenCache::new(&path)).build().unwrap();
        let login = Self { sandbox, auth, path, _folder: folder };
        login.log_in_again().await;
        login
    }

    async fn log_in_again(&self) {
        log_in(&self.sandbox, &self.auth).await;
        self.sandbox.advance(HOUR);
    }

    fn kill_at(&self, point: &str) {
        let mut child = self.start(&format!("stop {point}"));
        child.expect("stopped");
        assert!(child.kill(), "it ended by itself");
    }

    fn start(&self, part: &str) -> Actor {
        Actor::start(command(part, &self.sandbox, Some(&self.path)))
    }

    /// What the next process is told that asks for a token, which leaves nothing lying about; then that token has expired too.
    fn next_process(&self, files: &BTreeSet<OsString>) -> Result<(), String> {
        assert!(temporary_files(&self.path) <= 1, "{:?}", listing(&self.path));
        let mut next = self.start("renew when told");
        next.expect("ready");
        next.tell("renew");
        let told = next.line();
        next.tell("end");
        next.finish();
        assert_eq!(listing(&self.path), *files, "something was left behind");
        let file = std::fs::read(&self.path).unwrap();
        serde_json::from_slice::<serde_json::Value>(&file).expect("a whole file");
        self.sandbox.advance(HOUR);
        if told.starts_with("sandbox-access-") { Ok(()) } else { Err(told) }
    }
}

fn listing(path: &Path) -> BTreeSet<OsString> {
    let entries = std::fs::read_dir(path.parent().unwrap()).unwrap();
    entries.map(|entry| entry.unwrap().file_name()).collect()
}

fn temporary_files(path: &Path) -> usize {
    listing(path).iter().filter(|name| name.to_string_lossy().contains(".tmp")).count()
}

#[tokio::test]
async fn fault_031_a_kill_at_any_point_of_a_refresh_loses_no_login() {
    for in_directory in [false, true] {
        let login = ExpiredLogin::new(RefreshTokens::Omit, in_directory).await;
        let files = listing(&login.path);
        let mut kills = 0;
        for _ in 0..kills_at_each_point() {
            for point in POINTS {
                login.kill_at(point);
                kills += 1;
                // Whoever comes next has the login, and its lock.
                login.next_process(&files).unwrap_or_else(|error| panic!("{point}: {error}"));
            }
        }
        let cache = if in_directory { "DirectoryTokenCache" } else { "FileTokenCache" };
        println!(
            "kills at {} points of a refresh, {cache}, a server that keeps refresh tokens: lost logins 0 of {kills}",
            POINTS.len()
        );
    }
}

#[tokio::test]
async fn fault_031_a_kill_wherever_it_hits_loses_no_login() {
    let login = ExpiredLogin::new(RefreshTokens::Omit, false).await;
    let files = listing(&login.path);
    let kills = 8 * kills_at_each_point();
    for round in 0..kills {
        let mut child = login.start("renew until killed");
        child.expect("renewing");
        // Spread over several refreshes. Where in one a kill hits is the scheduler's choice, which is what is wanted.
        std::thread::sleep(Duration::from_micros(u64::try_from(round).unwrap() * 7919 % 20_000));
        assert!(child.kill());
        login.sandbox.advance(HOUR);
        login.next_process(&files).unwrap_or_else(|error| panic!("round {round}: {error}"));
    }
    println!(
        "kills at random moments of refreshes, a server that keeps refresh tokens: lost logins 0 of {kills}"
    );
}

#[tokio::test]
async fn fault_031_with_a_rotating_server_only_a_kill_between_answer_and_save_loses_the_login() {
    let login = ExpiredLogin::new(RefreshTokens::Rotate, false).await;
    let files = listing(&login.path);
    let each = kills_at_each_point();
    let mut lost = BTreeMap::new();
    for _ in 0..each {
        for point in POINTS {
            login.kill_at(point);
            if let Err(told) = login.next_process(&files) {
                assert!(told.contains("must authorize again"), "{point}: {told}");
                *lost.entry(point).or_insert(0) += 1;
                login.log_in_again().await;
            }
        }
    }
    let total: usize = lost.values().sum();
    println!(
        "kills at {} points of a refresh, a server that rotates refresh tokens: lost logins {total} of {}, which are those between the \
         answer and the end of the save ({})",
        POINTS.len(),
        POINTS.len() * each,
        WINDOW.join(", ")
    );
    assert_eq!(lost, WINDOW.map(|point| (point, each)).into());
}
