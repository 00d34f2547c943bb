//! Refusals of RFC 6749 section 5.2, and redirects.

use std::time::Duration;

use serde_json::json;
use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{InMemoryTokenCache, TokenCache as _};

use super::support::{RawServer, read_request, send};
use crate::support::{authorization_code, client_credentials, log_in};

const TOKEN: &str = "POST /api/token";

#[tokio::test]
async fn fault_021_each_refusal_has_a_kind_one_request_and_leaves_the_login_alone() {
    let sandbox = Sandbox::builder().start().unwrap();
    let cache = InMemoryTokenCache::new();
    let auth = authorization_code(&sandbox).token_cache(cache.clone()).build().unwrap();
    log_in(&sandbox, &auth).await;
    let stored = cache.get().await.unwrap();
    sandbox.advance(Duration::from_secs(3600));
    for (status, code, kind) in [
        (400, "invalid_client", ErrorKind::InvalidClient),
        (401, "invalid_client", ErrorKind::InvalidClient),
        (400, "unauthorized_client", ErrorKind::UnauthorizedClient),
        (400, "invalid_scope", ErrorKind::InvalidScope),
        (400, "unsupported_grant_type", ErrorKind::UnsupportedGrantType),
        (400, "invalid_request", ErrorKind::InvalidTokenRequest),
    ] {
        let before = sandbox.journal().count(TOKEN);
        let body = json!({ "error": code, "error_description": "why it is so" });
        sandbox.fault(Fault::on(TOKEN).status(status).json(body).times(1));
        let error = auth.access_token().await.unwrap_err();
        assert_eq!((error.kind(), error.oauth_error(), error.status()), (kind, Some(code), Some(status)));
        assert!(error.to_string().contains(&format!("{code}: why it is so")), "{error}");
        assert!(!error.is_transient());
        assert_eq!(sandbox.journal().count(TOKEN), before + 1);
        assert_eq!(cache.get().await.unwrap(), stored);
    }
    auth.access_token().await.unwrap();
}

#[tokio::test]
async fn fault_021_a_wrong_secret_is_said_so_by_the_sandbox_too() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = client_credentials(&sandbox).client_secret("sandbox-secret-wrong").build().unwrap();
    let error = auth.access_token().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidClient);
    assert!(error.to_string().contains("SPOTIFY_SDK_CLIENT_SECRET"), "{error}");
    assert!(!format!("{error} {error:?}").contains("sandbox-secret-wrong"));
}

#[tokio::test]
async fn fault_021_a_refused_code_is_not_a_dead_login() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = authorization_code(&sandbox).build().unwrap();
    log_in(&sandbox, &auth).await;
    assert_eq!(auth.exchange_code("no-such-code").await.unwrap_err().kind(), ErrorKind::InvalidGrant);
    sandbox.advance(Duration::from_secs(3600));
    auth.access_token().await.expect("the login before goes on");
}

#[tokio::test]
async fn fault_022_a_redirect_is_never_followed() {
    let trap = RawServer::start(|stream, requests| {
        requests.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let _ = read_request(&stream);
        send(&stream, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    });
    for status in [301, 302, 303, 307, 308] {
        let sandbox = Sandbox::builder().start().unwrap();
        sandbox.fault(Fault::on(TOKEN).redirect(status, &format!("{}/api/token", trap.base_url)));
        let auth = client_credentials(&sandbox).build().unwrap();
        let error = auth.access_token().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::InvalidResponse, Some(status)), "{error}");
        assert_eq!(sandbox.journal().count(TOKEN), 1);
    }
    assert_eq!(trap.requests(), 0);
}
