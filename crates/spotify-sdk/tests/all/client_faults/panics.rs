//! Row 40 for what is called in the caller's own task: a custom provider, and the handler that is given a login's URL.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use spotify_sandbox::Sandbox;
use spotify_sdk::auth::AuthProvider;
use spotify_sdk::clock::SystemClock;
use spotify_sdk::transport::{HttpTransport, Limits, Transport, TransportError};
use spotify_sdk::{AccessToken, ErrorKind, Result};

use crate::support::{authorization_code, client};

/// Panics before its future is made, then in it, then works.
struct Moody(AtomicU32);

impl AuthProvider for Moody {
    fn access_token(&self) -> impl Future<Output = Result<AccessToken>> + Send {
        let call = self.0.fetch_add(1, Ordering::Relaxed);
        assert_ne!(call, 0, "CANARY before the future");
        async move {
            tokio::task::yield_now().await;
            assert_ne!(call, 1, "CANARY in the future");
            AccessToken::new("your-access-token")
        }
    }
}

#[tokio::test]
async fn fault_040_a_provider_that_panics_is_an_error_and_the_next_call_works() {
    let sandbox = Sandbox::documents().start().unwrap();
    let client = client(&sandbox).auth(Arc::new(Moody(AtomicU32::new(0)))).build().unwrap();
    for _ in 0..2 {
        let error = client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Custom, "{error}");
        assert!(error.to_string().contains("provider"), "{error}");
        assert!(!format!("{error:?}").contains("CANARY"), "a panic's text may hold anything");
    }
    client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").await.unwrap();
    assert_eq!(sandbox.journal().count("GET /v1/albums/*"), 1);
}

/// Panics the first time.
struct Stumbling(HttpTransport, AtomicU32);

impl Transport for Stumbling {
    async fn send(
        &self,
        request: http::Request<bytes::Bytes>,
        limits: Limits,
    ) -> Result<http::Response<bytes::Bytes>, TransportError> {
        assert_ne!(self.1.fetch_add(1, Ordering::Relaxed), 0, "CANARY");
        self.0.send(request, limits).await
    }
}

#[test]
fn fault_040_a_transport_that_panics_under_a_blocking_call_is_an_error_and_the_next_call_works() {
    let sandbox = Sandbox::documents().start().unwrap();
    let transport = Stumbling(HttpTransport::default(), AtomicU32::new(0));
    let client =
        client(&sandbox).access_token("your-access-token").transport(transport).build_blocking().unwrap();
    let error = client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Custom, "{error}");
    client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").send().unwrap();
}

#[tokio::test]
async fn fault_040_a_handler_that_panics_is_an_error_and_the_next_login_works() {
    let sandbox = Sandbox::builder().start().unwrap();
    // In real time: in the sandbox's a login's time is up at once.
    let auth = authorization_code(&sandbox).clock(SystemClock).build().unwrap();
    let login = auth.authorize_local().open_browser(false).on_url(|_| panic!("CANARY"));
    let error = login.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Custom, "{error}");
    assert!(!format!("{error:?}").contains("CANARY"));
    let browser = sandbox.browser();
    let login = auth.authorize_local().open_browser(false).on_url(move |url| {
        // Detached: the visit ends by itself once the login has.
        let _ = browser.browse(url);
    });
    login.await.unwrap();
}
