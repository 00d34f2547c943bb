//! Our own mistakes must not destroy a login: what is stored belongs to one Accounts service, client id and flow.

use std::path::{Path, PathBuf};

use spotify_sandbox::{App, Sandbox};
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{AuthorizationCode, FileTokenCache};
use tempfile::TempDir;

use super::support::{HOUR, failure, provider, token_requests};
use crate::support::{client_credentials, log_in};

const REDIRECT: &str = "http://127.0.0.1/callback";

fn sandbox() -> Sandbox {
    Sandbox::builder()
        .app(App::new("right", "sandbox-secret-1").redirect_uri(REDIRECT))
        .app(App::new("wrong", "sandbox-secret-2").redirect_uri(REDIRECT))
        .start()
        .unwrap()
}

fn user(sandbox: &Sandbox, path: &Path) -> AuthorizationCode {
    provider(sandbox).token_cache(FileTokenCache::new(path)).build().unwrap()
}

/// A login in a file of the documents' name, its access token expired.
async fn stored_login(sandbox: &Sandbox) -> (TempDir, PathBuf, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".cache/spotify-sdk/token.json");
    log_in(sandbox, &user(sandbox, &path)).await;
    sandbox.advance(HOUR);
    let bytes = std::fs::read(&path).unwrap();
    (folder, path, bytes)
}

#[tokio::test]
async fn fault_036_the_stored_login_survives_a_wrong_client_id() {
    let sandbox = sandbox();
    let (_folder, path, bytes) = stored_login(&sandbox).await;
    let wrong = provider(&sandbox)
        .client_id("wrong")
        .client_secret("sandbox-secret-2")
        .token_cache(FileTokenCache::new(&path))
        .build()
        .unwrap();
    let before = token_requests(&sandbox);
    let error = wrong.access_token().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
    assert!(error.to_string().contains("client id"), "{error}");
    wrong.logout().await.unwrap();
    // Even a login with it stays in memory.
    log_in(&sandbox, &wrong).await;
    wrong.access_token().await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    assert_eq!(token_requests(&sandbox), before + 1, "the refresh token of another app was never sent");
    user(&sandbox, &path).access_token().await.unwrap();
}

#[tokio::test]
async fn fault_036_the_stored_login_survives_another_accounts_service() {
    let (real, local) = (sandbox(), sandbox());
    let (_folder, path, bytes) = stored_login(&real).await;
    let mistaken = user(&local, &path);
    assert_eq!(failure(&mistaken).await, ErrorKind::NotLoggedIn);
    assert_eq!(token_requests(&local), 0, "the refresh token went nowhere else");
    log_in(&local, &mistaken).await;
    mistaken.logout().await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    user(&real, &path).access_token().await.unwrap();
}

#[tokio::test]
async fn fault_036_the_stored_login_survives_the_other_flow() {
    let sandbox = sandbox();
    let (_folder, path, bytes) = stored_login(&sandbox).await;
    let app = client_credentials(&sandbox).token_cache(FileTokenCache::new(&path)).build().unwrap();
    for _ in 0..3 {
        app.access_token().await.unwrap();
        sandbox.advance(HOUR);
    }
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    user(&sandbox, &path).access_token().await.unwrap();
}

#[tokio::test]
async fn the_documents_two_snippets_share_a_path_in_either_order() {
    let sandbox = sandbox();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".cache/spotify-sdk/token.json");
    let app = || client_credentials(&sandbox).token_cache(FileTokenCache::new(&path)).build().unwrap();
    let app_token = app().access_token().await.unwrap();
    assert_eq!(app().access_token().await.unwrap(), app_token, "kept in the file");
    // A login takes the place of the app's token, which can be had again at any time ..
    let login = log_in(&sandbox, &user(&sandbox, &path)).await;
    // .. and the app's token stays out of the login's way, and is never taken for the user's.
    assert_ne!(app().access_token().await.unwrap().expose(), login.access_token());
    assert_eq!(user(&sandbox, &path).access_token().await.unwrap().expose(), login.access_token());
    sandbox.advance(HOUR);
    app().access_token().await.unwrap();
    user(&sandbox, &path).access_token().await.unwrap();
}
