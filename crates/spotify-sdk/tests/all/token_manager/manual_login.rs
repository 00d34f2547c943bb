//! Logins by hand, two at a time.

use spotify_sandbox::{Sandbox, User};
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::AuthorizationCode;

use super::support::{provider, token_requests};

fn two_users() -> Sandbox {
    Sandbox::builder().user(User::premium("ada")).user(User::free("bob")).start().unwrap()
}

/// Who sent the last request to the token endpoint.
fn last_user(sandbox: &Sandbox) -> Option<String> {
    sandbox.journal().entries().last().and_then(|entry| entry.user.clone())
}

#[tokio::test]
async fn two_interleaved_logins_do_not_mix() {
    let sandbox = two_users();
    for public in [false, true] {
        let build = || {
            let builder = provider(&sandbox);
            if public { builder.pkce().build().unwrap() } else { builder.build().unwrap() }
        };
        let auth = build();
        let (first, second) = (auth.authorization_request().unwrap(), auth.authorization_request().unwrap());
        assert_ne!(first.state(), second.state());
        let of_ada = sandbox.approve_as("ada", first.authorization_url()).unwrap();
        let of_bob = sandbox.approve_as("bob", second.authorization_url()).unwrap();
        // Each callback belongs to one of the two.
        let before = token_requests(&sandbox);
        let error = auth.complete_authorization(first.clone(), &of_bob).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StateMismatch);
        assert_eq!(token_requests(&sandbox), before, "nothing was sent");
        build().complete_authorization(second, &of_bob).await.unwrap();
        assert_eq!(last_user(&sandbox).as_deref(), Some("bob"));
        drop(auth.complete_authorization(first.clone(), &of_ada));
        auth.complete_authorization(first.clone(), &of_ada).await.expect("what was not awaited did nothing");
        assert_eq!(last_user(&sandbox).as_deref(), Some("ada"));
        let again = auth.complete_authorization(first, &of_ada).await.unwrap_err();
        assert_eq!(again.kind(), ErrorKind::InvalidCallback, "each works once");
        assert_eq!(token_requests(&sandbox), before + 2);
    }
}

#[tokio::test]
async fn the_documents_three_steps_keep_two_verifiers_apart() {
    let sandbox = two_users();
    let auth: AuthorizationCode = provider(&sandbox).pkce().build().unwrap();
    let url = |state: &str| auth.authorization_url().state(state).build().unwrap();
    let of_ada = sandbox.approve_as("ada", &url("state-of-ada")).unwrap();
    let of_bob = sandbox.approve_as("bob", &url("state-of-bob")).unwrap();
    let ada = auth.parse_response_url(&of_ada, Some("state-of-ada")).unwrap();
    // Nobody has said which of the two logins this code belongs to.
    let code = url::Url::parse(&of_bob).unwrap();
    let code = code.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    assert_eq!(auth.exchange_code(&code).await.unwrap_err().kind(), ErrorKind::InvalidCallback);
    let bob = auth.parse_response_url(&of_bob, Some("state-of-bob")).unwrap();
    drop(auth.exchange_code(bob.code()));
    auth.exchange_code(bob.code()).await.expect("what was not awaited did nothing");
    assert_eq!(last_user(&sandbox).as_deref(), Some("bob"));
    auth.exchange_code(ada.code()).await.unwrap();
    assert_eq!(last_user(&sandbox).as_deref(), Some("ada"));
    assert_eq!(token_requests(&sandbox), 2);
}

#[tokio::test]
async fn a_request_grows_old_in_ten_minutes() {
    let sandbox = two_users();
    let auth = provider(&sandbox).build().unwrap();
    let request = auth.authorization_request().unwrap();
    let callback = sandbox.approve(request.authorization_url()).unwrap();
    sandbox.advance(std::time::Duration::from_secs(601));
    let error = auth.complete_authorization(request, &callback).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LoginTimeout, "{error}");
    assert_eq!(token_requests(&sandbox), 0);
}

#[tokio::test]
async fn two_logins_that_complete_at_the_same_moment_both_succeed() {
    let sandbox = two_users();
    for _ in 0..20 {
        let auth = provider(&sandbox).build().unwrap();
        let (first, second) = (auth.authorization_request().unwrap(), auth.authorization_request().unwrap());
        let of_ada = sandbox.approve_as("ada", first.authorization_url()).unwrap();
        let of_bob = sandbox.approve_as("bob", second.authorization_url()).unwrap();
        let (ada, bob) = tokio::join!(
            auth.complete_authorization(first, &of_ada),
            auth.complete_authorization(second, &of_bob)
        );
        // Each is told of its own login, and the one that came last is the provider's.
        let (ada, bob) = (ada.unwrap(), bob.unwrap());
        assert_ne!(ada.access_token(), bob.access_token());
        let kept = auth.access_token().await.unwrap();
        assert!([ada.access_token(), bob.access_token()].contains(&kept.expose()));
    }
}
