//! Ways to a login that are taken or not: the verifier that stays here, the stored login that can't be renewed just now, and the end.

use spotify_sandbox::{Fault, Sandbox, User};
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{FileTokenCache, TokenCache as _};

use super::support::{HOUR, failure, in_time, provider, token_requests, unbound_login};
use crate::support::{client, log_in};

/// The documents' flow: who has one login under way need not say whose the code is.
#[tokio::test]
async fn the_only_login_under_way_gives_its_verifier_to_a_bare_code() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = provider(&sandbox).pkce().build().unwrap();
    let url = auth.authorization_url().state("s").build().unwrap();
    let callback = url::Url::parse(&sandbox.approve(&url).unwrap()).unwrap();
    let code = callback.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    auth.exchange_code(&code).await.unwrap();
    assert_eq!(token_requests(&sandbox), 1);
}

/// Where the service is down a new login would be no better: nobody is sent to a browser.
#[tokio::test]
async fn fault_034_a_login_that_cannot_be_renewed_now_is_not_made_anew() {
    let sandbox = Sandbox::builder().user(User::premium("ada")).start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let cache = FileTokenCache::new(folder.path().join("token.json"));
    // A redirect URI with which a login on this machine ends before it begins, were it tried.
    let build = || {
        let auth =
            provider(&sandbox).redirect_uri("https://your-app.com/callback").token_cache(cache.clone());
        auth.max_retries(0).build().unwrap()
    };
    cache.set(&unbound_login(&sandbox, "ada", 10.0)).await.unwrap();
    sandbox.advance(HOUR);
    let down = sandbox.fault(Fault::on("POST /api/token").status(503));
    let error = in_time(async { build().ensure_login().await }).await.unwrap_err();
    assert!(error.is_transient(), "{error}");
    assert!(down.hits() > 0);
    cache.delete().await.unwrap();
    let error = in_time(async { build().ensure_login().await }).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration, "without a login it is tried: {error}");
}

#[tokio::test]
async fn the_last_client_that_closes_ends_the_login_s_provider() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = provider(&sandbox).build().unwrap();
    log_in(&sandbox, &auth).await;
    let [first, last] = [(); 2].map(|()| client(&sandbox).auth(auth.clone()).build().unwrap());
    first.close().await;
    auth.access_token().await.expect("a client still uses it");
    last.close().await;
    assert_eq!(failure(&auth).await, ErrorKind::Closed);
}

/// As many as are remembered, which are thousands.
#[tokio::test]
async fn a_request_works_once_also_after_others_were_completed() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = provider(&sandbox).build().unwrap();
    let complete = async || {
        let request = auth.authorization_request().unwrap();
        let callback = sandbox.approve(request.authorization_url()).unwrap();
        auth.complete_authorization(request.clone(), &callback).await.unwrap();
        (request, callback)
    };
    let (request, callback) = complete().await;
    complete().await;
    complete().await;
    let error = auth.complete_authorization(request, &callback).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCallback);
    assert_eq!(token_requests(&sandbox), 3, "nothing was sent");
}
