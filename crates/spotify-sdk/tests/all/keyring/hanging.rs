//! A keyring that neither answers nor fails.

use std::os::unix::net::UnixListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use spotify_sdk::auth::{KeyringTokenCache, TokenCache as _};

use super::token;

#[test]
fn fault_069_a_keyring_that_hangs_is_not_called_again_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let bus = folder.path().join("bus");
    // It takes connections, and says nothing.
    let _listener = UnixListener::bind(&bus).unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "keyring::hanging::calls_it_twice", "--ignored", "--nocapture"])
        .current_dir(&folder)
        .env("HOME", folder.path())
        .env("XDG_RUNTIME_DIR", folder.path())
        .env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", bus.display()))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("it does not answer") && said.contains("an earlier call of it still hangs"),
        "{said}"
    );
}

/// The part of the program above.
#[test]
#[ignore = "not a test: what another test starts as a process of its own"]
fn calls_it_twice() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let cache = KeyringTokenCache::new("spotify-sdk tests", "hanging");
        eprintln!("{}", cache.set(&token()).await.unwrap_err());
        let start = Instant::now();
        eprintln!("{}", cache.get().await.unwrap_err());
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    });
}
