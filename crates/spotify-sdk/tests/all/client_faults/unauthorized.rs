//! 401 and 403: which of them another token mends.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::auth::AuthProvider;
use spotify_sdk::{AccessToken, Environment, ErrorKind, Result, SpotifyClient};

use crate::support::operations::{Append, Read, ReadMine};
use crate::support::raw_server::RawServer;
use crate::support::{
    authorization_code, client, client_credentials, in_time, log_in, quick_clock, raw_client,
};

const ALBUM: &str = "4aawyAB9vmqN3uQ7FjRGTy";

#[tokio::test]
async fn fault_106_a_revoked_token_is_renewed_and_the_call_repeated_once() {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = client_credentials(&sandbox).build().unwrap();
    let client = client(&sandbox).auth(auth.clone()).build().unwrap();
    let token = auth.access_token().await.unwrap();
    sandbox.revoke(token.expose());
    client.albums().get(ALBUM).await.unwrap();
    assert_eq!(sandbox.journal().count("POST /api/token"), 2);
    assert_eq!(sandbox.journal().count("GET /v1/albums/*"), 2);
    client.albums().get(ALBUM).await.unwrap();
    assert_eq!(sandbox.journal().count("POST /api/token"), 2, "the new token is kept");
}

#[tokio::test]
async fn fault_106_a_write_is_repeated_too_as_a_401_says_that_nothing_was_done() {
    let sandbox = Sandbox::documents().start().unwrap();
    let api = RawServer::start(|exchange| match exchange.index {
        0 => exchange.answer(401, "", r#"{"error":{"status":401,"message":"The access token expired"}}"#),
        _ => exchange.answer(204, "", ""),
    });
    let auth = client_credentials(&sandbox).build().unwrap();
    let client = client(&sandbox).api_base_url(api.url()).auth(auth).build().unwrap();
    client.run(Append).await.unwrap();
    assert_eq!((api.requests(), sandbox.journal().count("POST /api/token")), (2, 2));
    let bearer = |index: usize| {
        let heads = api.heads();
        heads[index].lines().find(|line| line.starts_with("authorization: Bearer ")).unwrap().to_owned()
    };
    assert_ne!(bearer(0), bearer(1));
}

#[tokio::test]
async fn fault_106_a_token_that_is_always_refused_costs_two_requests_and_no_third() {
    let sandbox = Sandbox::documents().start().unwrap();
    let fault = sandbox.fault(Fault::on("/v1/*").status(401));
    let auth = client_credentials(&sandbox).build().unwrap();
    let client = client(&sandbox).auth(auth).build().unwrap();
    let error = client.albums().get(ALBUM).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unauthorized, Some(401)), "{error}");
    assert!(!error.is_transient());
    assert_eq!((fault.hits(), sandbox.journal().count("POST /api/token")), (2, 2));
}

#[tokio::test]
async fn fault_106_a_static_token_is_tried_once_and_the_error_says_why() {
    let sandbox = Sandbox::documents().start().unwrap();
    let client = client(&sandbox).access_token("not-issued-by-anyone").build().unwrap();
    let error = client.albums().get(ALBUM).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert!(error.to_string().contains("not refreshed"), "{error}");
    assert_eq!(sandbox.journal().entries().len(), 1);
}

#[tokio::test]
async fn fault_106_a_user_whose_app_was_removed_is_told_to_log_in() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = authorization_code(&sandbox).scopes("user-library-read").build().unwrap();
    log_in(&sandbox, &auth).await;
    let client = client(&sandbox).auth(auth).build().unwrap();
    sandbox.user_removes_app("ada");
    let error = client.albums().get_saved().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired, "{error}");
    assert_eq!(sandbox.journal().count("GET /v1/me/albums"), 1);
}

/// A provider that counts what is asked of it, and never has another token.
struct Counting(Arc<AtomicUsize>);

impl AuthProvider for Counting {
    async fn access_token(&self) -> Result<AccessToken> {
        AccessToken::new("the-only-one")
    }

    fn invalidate(&self, token: &AccessToken) {
        assert_eq!(token.expose(), "the-only-one");
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

fn client_for(api: &RawServer, auth: impl AuthProvider) -> SpotifyClient {
    let builder = SpotifyClient::builder().api_base_url(api.url()).auth(auth);
    builder.clock(quick_clock()).environment(Environment::empty()).build().unwrap()
}

#[tokio::test]
async fn fault_106_a_provider_without_another_token_is_not_asked_forever() {
    let api = RawServer::start(|exchange| exchange.answer(401, "", ""));
    let invalidated = Arc::new(AtomicUsize::new(0));
    let client = client_for(&api, Counting(invalidated.clone()));
    assert_eq!(client.run(Read).await.unwrap_err().kind(), ErrorKind::Unauthorized);
    assert_eq!((api.requests(), invalidated.load(Ordering::SeqCst)), (1, 1));
}

#[tokio::test]
async fn fault_107_a_thousand_refused_calls_share_one_refresh() {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = client_credentials(&sandbox).build().unwrap();
    let client = client(&sandbox).auth(auth.clone()).build().unwrap();
    sandbox.revoke(auth.access_token().await.unwrap().expose());
    let calls: Vec<_> = (0..1000).map(|_| tokio::spawn(client.albums().get(ALBUM).send())).collect();
    for call in calls {
        in_time(call).await.unwrap().unwrap();
    }
    assert_eq!(sandbox.journal().count("POST /api/token"), 2, "one at the start, one for all");
    let refused = sandbox.journal().count_where(|entry| entry.status == Some(401));
    assert!((1..=1000).contains(&refused), "{refused}");
}

#[tokio::test]
async fn fault_107_a_late_complaint_about_an_old_token_does_not_end_the_new_one() {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = client_credentials(&sandbox).build().unwrap();
    let old = auth.access_token().await.unwrap();
    auth.invalidate(&old);
    let new = auth.access_token().await.unwrap();
    auth.invalidate(&old);
    assert_eq!(auth.cached_access_token(), Some(new));
}

#[tokio::test]
async fn fault_108_a_403_is_typed_and_asks_for_no_token() {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = client_credentials(&sandbox).build().unwrap();
    auth.access_token().await.unwrap();
    for (body, kind, advice) in [
        (
            r#"{"error":{"status":403,"message":"Insufficient client scope"}}"#,
            ErrorKind::MissingScope,
            "user-library-read",
        ),
        (
            r#"{"error":{"status":403,"message":"Player command failed: Premium required","reason":"PREMIUM_REQUIRED"}}"#,
            ErrorKind::PremiumRequired,
            "Premium",
        ),
        ("User not registered in the Developer Dashboard", ErrorKind::UserNotRegistered, "dashboard"),
        (r#"{"error":{"status":403,"message":"Forbidden"}}"#, ErrorKind::Forbidden, "user-library-read"),
        ("", ErrorKind::Forbidden, "user-library-read"),
        ("<html>403</html>", ErrorKind::Forbidden, "user-library-read"),
    ] {
        let api = RawServer::start(move |exchange| exchange.answer(403, "", body));
        let user = authorization_code(&sandbox).build().unwrap();
        log_in(&sandbox, &user).await;
        let requests = sandbox.journal().count("POST /api/token");
        let client = client(&sandbox).api_base_url(api.url()).auth(user).build().unwrap();
        let error = client.run(ReadMine).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (kind, Some(403)), "{body}");
        assert!(error.to_string().contains(advice), "{body}: {error}");
        assert!(!error.is_transient());
        assert_eq!((api.requests(), sandbox.journal().count("POST /api/token")), (1, requests), "{body}");
    }
}

#[tokio::test]
async fn fault_108_a_401_about_permissions_is_no_reason_to_refresh() {
    let body = r#"{"error":{"status":401,"message":"Permissions missing"}}"#;
    let sandbox = Sandbox::documents().start().unwrap();
    let api = RawServer::start(move |exchange| exchange.answer(401, "", body));
    let auth = authorization_code(&sandbox).build().unwrap();
    log_in(&sandbox, &auth).await;
    let client = client(&sandbox).api_base_url(api.url()).auth(auth).build().unwrap();
    let error = client.run(ReadMine).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingScope);
    assert!(error.to_string().contains("user-top-read"), "{error}");
    assert_eq!((api.requests(), sandbox.journal().count("POST /api/token")), (1, 1));
}

#[tokio::test]
async fn an_app_without_a_user_is_told_so_before_any_request() {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = client_credentials(&sandbox).build().unwrap();
    let client = client(&sandbox).auth(auth).build().unwrap();
    let error = client.run(ReadMine).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UserLoginRequired);
    for part in ["test-read-mine", "AuthorizationCode", "user-library-read user-top-read"] {
        assert!(error.to_string().contains(part), "{part} is not in {error}");
    }
    assert!(sandbox.journal().entries().is_empty(), "{}", sandbox.journal());
    // A token of unknown origin may be a user's: Spotify decides.
    let unknown = raw_client(sandbox.api_base_url(), &quick_clock()).build().unwrap();
    assert_eq!(unknown.albums().get_saved().await.unwrap_err().kind(), ErrorKind::Unauthorized);
}
