//! Logins in the system's keyring: one for tests, and the lack of one.

#[cfg(target_os = "linux")]
mod hanging;

use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use keyring_core::{Entry, Error, mock};
use spotify_sandbox::Sandbox;
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{InMemoryTokenCache, KeyringTokenCache, TokenCache as _, TokenInfo};

use crate::support::{authorization_code, log_in};

/// A cache in the keyring for tests, and its entry as others see it.
fn cache(user: &str) -> (KeyringTokenCache, Entry) {
    static STORE: LazyLock<()> =
        LazyLock::new(|| keyring_core::set_default_store(mock::Store::new().unwrap()));
    LazyLock::force(&STORE);
    (KeyringTokenCache::new("spotify-sdk tests", user), Entry::new("spotify-sdk tests", user).unwrap())
}

/// The next use of the entry fails.
fn fail(entry: &Entry, error: Error) {
    entry.as_any().downcast_ref::<mock::Cred>().unwrap().set_error(error);
}

fn token() -> TokenInfo {
    TokenInfo::new("access", 1_709_567_890.5).unwrap().with_refresh_token("refresh").with_scope("a b")
}

#[tokio::test]
async fn a_login_is_kept_and_cleared() {
    let (cache, entry) = cache("kept");
    assert_eq!(cache.get().await.unwrap(), None);
    cache.set(&token()).await.unwrap();
    assert_eq!(cache.get().await.unwrap(), Some(token()));
    assert_eq!(entry.get_secret().unwrap(), serde_json::to_vec(&token()).unwrap());
    cache.delete().await.unwrap();
    assert!(
        !String::from_utf8(entry.get_secret().unwrap()).unwrap().contains("refresh\""),
        "no secret is left"
    );
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = authorization_code(&sandbox).token_cache(cache.clone()).build().unwrap();
    let login = log_in(&sandbox, &auth).await;
    let other = authorization_code(&sandbox).token_cache(cache).build().unwrap();
    assert_eq!(other.access_token().await.unwrap().expose(), login.access_token());
}

#[tokio::test]
async fn fault_070_what_is_too_large_for_the_keyring_is_stored_without_the_access_token() {
    let (cache, entry) = cache("small");
    fail(&entry, Error::TooLong("secret".to_owned(), 2560));
    cache.set(&token()).await.unwrap();
    let stored = cache.get().await.unwrap().unwrap();
    assert_eq!(
        (stored.access_token(), stored.refresh_token(), stored.scope()),
        ("", Some("refresh"), Some("a b"))
    );
    assert!(!stored.is_tombstone() && stored.is_expired(std::time::UNIX_EPOCH, Duration::ZERO));
    // A provider goes on with the access token that it was given, and another one gets one by the refresh token.
    let sandbox = Sandbox::builder().start().unwrap();
    cache.delete().await.unwrap();
    let auth = authorization_code(&sandbox).token_cache(cache.clone()).build().unwrap();
    let login = log_in(&sandbox, &auth).await;
    fail(&entry, Error::TooLong("secret".to_owned(), 2560));
    cache.set(&login).await.unwrap();
    assert_eq!(auth.access_token().await.unwrap().expose(), login.access_token());
    let other = authorization_code(&sandbox).token_cache(cache).build().unwrap();
    assert_ne!(other.access_token().await.unwrap().expose(), login.access_token());
    assert_eq!(sandbox.journal().count("POST /api/token"), 2);
}

#[tokio::test]
async fn fault_069_a_locked_keyring_is_a_typed_error_and_the_login_stays_in_memory() {
    let (cache, entry) = cache("locked");
    let locked = || Error::NoStorageAccess("the collection is locked".into());
    for what in ["read", "written"] {
        fail(&entry, locked());
        let error = match what {
            "read" => cache.get().await.unwrap_err(),
            _ => cache.set(&token()).await.unwrap_err(),
        };
        let error = error.downcast::<spotify_sdk::Error>().unwrap();
        assert_eq!(error.kind(), ErrorKind::Cache);
        let text = error.to_string();
        assert!(text.contains(what) && text.contains("is locked") && text.contains("unlock"), "{text}");
    }
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = authorization_code(&sandbox).token_cache(cache).build().unwrap();
    fail(&entry, locked());
    let login = log_in(&sandbox, &auth).await;
    assert_eq!(auth.access_token().await.unwrap().expose(), login.access_token());
}

#[tokio::test]
async fn fault_100_a_damaged_entry_is_told_without_what_is_in_it() {
    let (cache, entry) = cache("damaged");
    entry.set_secret(b"\"AQD-secret").unwrap();
    let error = cache.get().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    fail(&entry, Error::BadDataFormat(b"AQD-secret".to_vec(), "broken".into()));
    let error = cache.get().await.unwrap_err();
    assert!(
        error.to_string().contains("damaged") && !format!("{error} {error:?}").contains("secret"),
        "{error:?}"
    );
}

/// It may have to ask the user first.
#[test]
fn fault_069_a_keyring_has_more_time_to_answer_than_other_caches() {
    let (cache, _) = cache("slow");
    assert!(cache.time_limit() > InMemoryTokenCache::new().time_limit());
}

#[test]
fn fault_069_without_a_keyring_there_is_an_error_in_time_and_nothing_is_stored_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    // A session bus that nobody listens to, as in a container.
    let start = Instant::now();
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "keyring::uses_the_systems_keyring",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .current_dir(&folder)
        .env("HOME", folder.path())
        .env("XDG_RUNTIME_DIR", folder.path())
        .env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", folder.path().join("bus").display()))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("the system's keyring could not be written"), "{said}");
    assert!(said.contains("FileTokenCache") && said.contains("logged in all the same"), "{said}");
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "no silent plaintext");
}

/// The part of a program on this machine, as it is.
#[test]
#[ignore = "not a test: what another test starts as a process of its own, without a keyring"]
fn uses_the_systems_keyring() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let cache = KeyringTokenCache::new("spotify-sdk tests", "systems");
        let start = Instant::now();
        match cache.set(&token()).await {
            Ok(()) => {
                assert_eq!(cache.get().await.unwrap(), Some(token()));
                eprintln!("stored and read");
                cache.delete().await.unwrap();
            }
            Err(error) => eprintln!("{error}"),
        }
        assert!(start.elapsed() < Duration::from_millis(3500), "{:?}", start.elapsed());
        let sandbox = Sandbox::builder().start().unwrap();
        let auth = authorization_code(&sandbox).token_cache(cache).build().unwrap();
        let login = log_in(&sandbox, &auth).await;
        assert_eq!(auth.access_token().await.unwrap().expose(), login.access_token());
        eprintln!("logged in all the same");
    });
}
