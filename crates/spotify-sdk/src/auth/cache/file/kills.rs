//! Refreshes that are killed at each step of the file's save. The processes are this test binary, started again.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use spotify_sandbox::{RefreshTokens, Sandbox};

use crate::auth::{AuthorizationCode, FileTokenCache};
use crate::clock::{Clock as _, SystemClock, WallClock};
use crate::env::Environment;

/// The steps of a save, in order; until the rename the file is as it was.
const STEPS: [&str; 5] = ["created", "written", "flushed", "renamed", "durable"];

const HOUR: Duration = Duration::from_secs(3600);

/// At each step; `cargo xtask prove kills` asks for more of them.
fn kills_at_each_step() -> usize {
    std::env::var("KILLS").map_or(2, |kills| kills.parse().unwrap())
}

/// The step after which this process stands still, to be killed there.
static STOPS_AFTER: OnceLock<String> = OnceLock::new();

pub(super) fn passed(step: &str) {
    if STOPS_AFTER.get().is_some_and(|stops| stops == step) {
        eprintln!("stopped");
        loop {
            std::thread::park();
        }
    }
}

/// A provider for the sandbox's first app, `ahead` of this machine's time.
fn provider(base_url: &str, id: &str, secret: &str, ahead: Duration, path: &Path) -> AuthorizationCode {
    AuthorizationCode::builder()
        .client_id(id)
        .client_secret(secret)
        .redirect_uri("http://127.0.0.1/callback")
        .accounts_base_url(base_url)
        .clock(WallClock::new(move || SystemClock.now() + ahead))
        .environment(Environment::empty())
        .token_cache(FileTokenCache::new(path))
        .build()
        .unwrap()
}

fn ahead(sandbox: &Sandbox) -> Duration {
    sandbox.now().duration_since(SystemClock.now()).unwrap_or_default()
}

fn here(sandbox: &Sandbox, path: &Path) -> AuthorizationCode {
    provider(sandbox.base_url(), sandbox.client_id(), sandbox.client_secret(), ahead(sandbox), path)
}

async fn log_in(sandbox: &Sandbox, path: &Path) {
    let auth = here(sandbox, path);
    let request = auth.authorization_request().unwrap();
    let callback = sandbox.approve(request.authorization_url()).unwrap();
    auth.complete_authorization(request, &callback).await.unwrap();
    sandbox.advance(HOUR);
}

fn kill_after(step: &str, sandbox: &Sandbox, path: &Path) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "auth::cache::file::kills::refreshes",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let part = serde_json::json!([
        step,
        sandbox.base_url(),
        sandbox.client_id(),
        sandbox.client_secret(),
        ahead(sandbox).as_secs(),
        path
    ]);
    writeln!(child.stdin.as_mut().unwrap(), "{part}").unwrap();
    let mut said = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut said).unwrap();
    child.kill().unwrap();
    assert_eq!((said.trim_end(), child.wait().unwrap().signal()), ("stopped", Some(9)), "{step}");
}

#[test]
#[ignore = "not a test: what the other tests start as a process of its own"]
fn refreshes() {
    let mut part = String::new();
    io::stdin().read_line(&mut part).unwrap();
    let Ok(part) = serde_json::from_str::<(String, String, String, String, u64, String)>(&part) else {
        return;
    };
    let (step, base_url, id, secret, ahead, path) = part;
    STOPS_AFTER.set(step).unwrap();
    let auth = provider(&base_url, &id, &secret, Duration::from_secs(ahead), Path::new(&path));
    let _ = auth.access_token().wait();
}

/// Kills at every step; how many logins were lost at each.
async fn kill_at_every_step(policy: RefreshTokens) -> BTreeMap<&'static str, usize> {
    let sandbox = Sandbox::builder().refresh_tokens(policy).start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token.json");
    log_in(&sandbox, &path).await;
    let files = || {
        let mut names: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = files();
    let mut lost = BTreeMap::new();
    for _ in 0..kills_at_each_step() {
        for step in STEPS {
            kill_after(step, &sandbox, &path);
            // One temporary file at most, and what has its name is whole.
            let left = files().len();
            assert!(left <= before.len() + 1, "{step}: {:?}", files());
            serde_json::from_slice::<serde_json::Value>(&std::fs::read(&path).unwrap()).unwrap();
            // If the kill came after the rename, its token is still good: it is the next one that counts.
            sandbox.advance(HOUR);
            if here(&sandbox, &path).access_token().await.is_err() {
                *lost.entry(step).or_insert(0) += 1;
                log_in(&sandbox, &path).await;
            } else {
                sandbox.advance(HOUR);
            }
            assert_eq!(files(), before, "{step}: something was left behind");
        }
    }
    lost
}

#[tokio::test]
async fn fault_031_a_kill_at_any_step_of_the_file_s_save_loses_no_login() {
    let lost = kill_at_every_step(RefreshTokens::Omit).await;
    assert_eq!(lost, BTreeMap::new());
    println!(
        "kills at the {} steps of the file's save, a server that keeps refresh tokens: lost logins 0 of {}",
        STEPS.len(),
        STEPS.len() * kills_at_each_step()
    );
}

#[tokio::test]
async fn fault_031_with_a_rotating_server_a_save_loses_the_login_until_its_rename() {
    let lost = kill_at_every_step(RefreshTokens::Rotate).await;
    let each = kills_at_each_step();
    println!(
        "kills at the {} steps of the file's save, a server that rotates refresh tokens: lost logins {} of {}, which are those before \
         the rename",
        STEPS.len(),
        lost.values().sum::<usize>(),
        STEPS.len() * each
    );
    assert_eq!(lost, ["created", "written", "flushed"].map(|step| (step, each)).into());
}
