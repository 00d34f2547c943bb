//! A login that was begun for one user is completed for that one, once, in time, in whatever process.

use spotify_sandbox::Sandbox;
use spotify_sdk::auth::{AuthorizationCode, DirectoryTokenCache};
use spotify_sdk::oauth::AuthorizationRequest;
use spotify_sdk::{Error, ErrorKind};

use super::support::{in_memory, log_in, name, over, sandbox};
use crate::token_manager::support::{HOUR, provider, token_requests};

async fn refusal(auth: &AuthorizationCode, request: AuthorizationRequest, callback: &str) -> Error {
    auth.complete_authorization(request, callback).await.unwrap_err()
}

/// A request and the callback of the user who went through it.
fn begun(sandbox: &Sandbox, auth: &AuthorizationCode, user: &str) -> (AuthorizationRequest, String) {
    let request = auth.authorization_request().unwrap();
    let callback = sandbox.approve_as(user, request.authorization_url()).unwrap();
    (request, callback)
}

#[tokio::test]
async fn a_request_of_another_user_is_refused_and_replaces_no_login() {
    let sandbox = sandbox(2);
    let logins = in_memory(&sandbox);
    let (ours, theirs) = (logins.for_user(name(0)), logins.for_user(name(1)));
    let login = log_in(&sandbox, &theirs, &name(1)).await;
    let (request, callback) = begun(&sandbox, &ours, &name(0));
    let error = refusal(&theirs, request.clone(), &callback).await;
    assert_eq!(error.kind(), ErrorKind::InvalidCallback);
    assert!(error.to_string().contains("another user"), "{error}");
    assert_eq!(theirs.stored_token().await.unwrap().unwrap(), login);
    assert_eq!(token_requests(&sandbox), 1, "its code was not spent");
    ours.complete_authorization(request, &callback).await.expect("it is still good for its own user");
    assert_eq!(theirs.access_token().await.unwrap().expose(), login.access_token());
}

#[tokio::test]
async fn a_request_says_whose_it_is_by_a_hash_and_none_is_taken_for_nobodys() {
    let sandbox = sandbox(1);
    let logins = in_memory(&sandbox);
    let (of_many, single) = (logins.for_user("alice@example.com"), provider(&sandbox).build().unwrap());
    let json = |auth: &AuthorizationCode| {
        let (request, callback) = begun(&sandbox, auth, &name(0));
        (serde_json::to_string(&request).unwrap(), callback)
    };
    let (text, callback) = json(&of_many);
    assert!(!text.contains("alice"), "{text}");
    let error = refusal(&single, serde_json::from_str(&text).unwrap(), &callback).await;
    assert!(error.to_string().contains("another user"), "{error}");
    // What an earlier version wrote has no user, and neither has a single user's.
    let (text, callback) = json(&single);
    assert!(!text.contains("\"user\""), "{text}");
    let error = refusal(&of_many, serde_json::from_str(&text).unwrap(), &callback).await;
    assert_eq!(error.kind(), ErrorKind::InvalidCallback);
    single.complete_authorization(serde_json::from_str(&text).unwrap(), &callback).await.unwrap();
}

#[tokio::test]
async fn fault_082_a_request_is_completed_once_in_this_process_and_once_in_all() {
    let sandbox = sandbox(1);
    let folder = tempfile::tempdir().unwrap();
    let worker = || over(&sandbox, DirectoryTokenCache::new(folder.path())).max_idle(0).build().unwrap();
    let (here, there) = (worker(), worker());
    // Through JSON, as a session keeps it.
    let (request, callback) = begun(&sandbox, &here.for_user(name(0)), &name(0));
    let text = serde_json::to_string(&request).unwrap();
    let request = || serde_json::from_str(&text).unwrap();
    there.for_user(name(0)).complete_authorization(request(), &callback).await.unwrap();
    // The provider that completed it may be gone by then.
    there.for_user("somebody else");
    let error = refusal(&there.for_user(name(0)), request(), &callback).await;
    assert_eq!(error.kind(), ErrorKind::InvalidCallback);
    assert!(error.to_string().contains("completed before"), "{error}");
    assert_eq!(token_requests(&sandbox), 1, "nothing was sent");
    let error = refusal(&here.for_user(name(0)), request(), &callback).await;
    assert_eq!(error.kind(), ErrorKind::InvalidGrant);
    assert!(error.to_string().contains("another process may have completed this login"), "{error}");
    here.for_user(name(0)).access_token().await.expect("and the login that it made is good");
}

#[tokio::test]
async fn a_request_that_is_too_old_or_of_another_app_or_another_browser_is_refused() {
    let sandbox = sandbox(1);
    let logins = in_memory(&sandbox);
    let auth = logins.for_user(name(0));
    let (request, callback) = begun(&sandbox, &auth, &name(0));
    // Another browser of the same user, with a request of its own in its session.
    let (other, _) = begun(&sandbox, &auth, &name(0));
    assert_eq!(refusal(&auth, other, &callback).await.kind(), ErrorKind::StateMismatch);
    let another_app = provider(&sandbox)
        .client_id("another-app")
        .for_users(spotify_sdk::auth::InMemoryKeyedTokenCache::new())
        .build()
        .unwrap();
    let error = refusal(&another_app.for_user(name(0)), request.clone(), &callback).await;
    assert_eq!(error.kind(), ErrorKind::InvalidCallback);
    assert!(error.to_string().contains("another client id"), "{error}");
    sandbox.advance(HOUR);
    assert_eq!(refusal(&auth, request, &callback).await.kind(), ErrorKind::LoginTimeout);
    assert_eq!(token_requests(&sandbox), 0);
}
