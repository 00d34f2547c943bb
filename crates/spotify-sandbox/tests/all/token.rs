//! `POST /api/token`: the grants, and every error of each.

use std::time::Duration;

use spotify_sandbox::{App, Sandbox};

use crate::client::{post, request};
use crate::login::*;

#[test]
fn client_credentials_give_an_app_token_without_scope() {
    let sandbox = sandbox();
    let form = [("grant_type", "client_credentials")];
    let by_header = token_with_secret(&sandbox, &form);
    let in_body =
        [("grant_type", "client_credentials"), ("client_id", ID), ("client_secret", SECRET), ("scope", "")];
    for answer in [by_header, token(&sandbox, &in_body)] {
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("cache-control"), "no-store");
        let json = answer.json();
        assert!(json["access_token"].as_str().unwrap().starts_with("sandbox-access-"));
        assert_eq!((&json["token_type"], &json["expires_in"]), (&"Bearer".into(), &3600.into()));
        assert!(json.get("scope").is_none() && json.get("refresh_token").is_none(), "{json}");
    }
}

#[test]
fn a_code_is_exchanged_with_the_secret() {
    let sandbox = sandbox();
    let answer = exchange(&sandbox, &code(&sandbox, &[("scope", "user-read-private user-read-email")]));
    assert_eq!(answer.status, 200);
    assert_eq!(text(&answer, "scope"), "user-read-private user-read-email");
    assert!(text(&answer, "refresh_token").starts_with("sandbox-refresh-"));
    assert_eq!(me(&sandbox, &text(&answer, "access_token")), 200);
}

#[test]
fn a_code_is_exchanged_with_pkce_and_no_secret() {
    let sandbox = sandbox();
    let code = code(&sandbox, &[("code_challenge", CHALLENGE), ("code_challenge_method", "S256")]);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("client_id", ID),
        ("code_verifier", VERIFIER),
    ];
    let answer = token(&sandbox, &form);
    assert_eq!((answer.status, text(&answer, "scope")), (200, String::new()));
    let refresh_token = text(&answer, "refresh_token");
    let form = [("grant_type", "refresh_token"), ("refresh_token", &*refresh_token), ("client_id", ID)];
    assert_eq!(token(&sandbox, &form).status, 200);
}

#[test]
fn a_code_works_once() {
    let sandbox = sandbox();
    let code = code(&sandbox, &[]);
    assert_eq!(exchange(&sandbox, &code).status, 200);
    assert_error(&exchange(&sandbox, &code), "invalid_grant", "Invalid authorization code");
}

#[test]
fn a_code_lives_ten_minutes() {
    let sandbox = sandbox();
    let (early, late) = (code(&sandbox, &[]), code(&sandbox, &[]));
    sandbox.advance(Duration::from_secs(590));
    assert_eq!(exchange(&sandbox, &early).status, 200);
    sandbox.advance(Duration::from_secs(10));
    assert_error(&exchange(&sandbox, &late), "invalid_grant", "Authorization code expired");
}

#[test]
fn a_refused_exchange_leaves_the_code_good() {
    let sandbox = sandbox();
    let code = code(&sandbox, &[]);
    let form =
        [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", "https://your-app.com/")];
    assert_error(&token_with_secret(&sandbox, &form), "invalid_grant", "Invalid redirect URI");
    assert_eq!(exchange(&sandbox, &code).status, 200);
}

#[test]
fn a_code_belongs_to_one_client() {
    let other = App::new("other", "other-secret").redirect_uri(CALLBACK);
    let sandbox = builder().app(other).start().unwrap();
    let code = code(&sandbox, &[]);
    let form = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK)];
    let answer = post(sandbox.base_url(), "/api/token", &form).basic("other", "other-secret").send();
    assert_error(&answer, "invalid_grant", "Invalid authorization code");
}

#[test]
fn a_challenge_must_be_answered() {
    let sandbox = sandbox();
    let challenged = || code(&sandbox, &[("code_challenge", CHALLENGE), ("code_challenge_method", "S256")]);
    let with = |code: &str, verifier: Option<&str>, secret: bool| {
        let mut form = vec![("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK)];
        form.extend(verifier.map(|verifier| ("code_verifier", verifier)));
        if secret {
            return token_with_secret(&sandbox, &form);
        }
        form.push(("client_id", ID));
        token(&sandbox, &form)
    };
    for secret in [true, false] {
        assert_error(&with(&challenged(), None, secret), "invalid_request", "code_verifier must be supplied");
        let wrong = VERIFIER.replace('d', "e");
        assert_error(
            &with(&challenged(), Some(&wrong), secret),
            "invalid_grant",
            "code_verifier was incorrect",
        );
        assert_eq!(with(&challenged(), Some(VERIFIER), secret).status, 200);
        let plain = code(&sandbox, &[]);
        assert_error(&with(&plain, Some(VERIFIER), secret), "invalid_grant", "code_verifier was incorrect");
    }
}

#[test]
fn a_code_without_challenge_needs_the_secret() {
    let sandbox = sandbox();
    let code = code(&sandbox, &[]);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("client_id", ID),
    ];
    assert_error(&token(&sandbox, &form), "invalid_client", "Invalid client secret");
}

#[test]
fn no_credentials_have_no_description() {
    let answer = token(&sandbox(), &[("grant_type", "client_credentials")]);
    assert_eq!(answer.oauth_error(), (400, "invalid_client".to_owned(), None));
}

#[test]
fn wrong_credentials_say_which_is_wrong() {
    let sandbox = sandbox();
    let form = [("grant_type", "client_credentials")];
    let with = |id, secret| post(sandbox.base_url(), "/api/token", &form).basic(id, secret).send();
    assert_error(&with("unknown", SECRET), "invalid_client", "Invalid client");
    assert_error(&with(ID, "wrong"), "invalid_client", "Invalid client secret");
    let only_id = token(&sandbox, &[("grant_type", "client_credentials"), ("client_id", ID)]);
    assert_error(&only_id, "invalid_client", "Invalid client secret");
    let garbled = post(sandbox.base_url(), "/api/token", &form).header("authorization", "Basic %%%").send();
    assert_eq!(garbled.oauth_error(), (400, "invalid_client".to_owned(), None));
}

#[test]
fn missing_parameters_are_named() {
    let sandbox = sandbox();
    let missing = |form: &[(&str, &str)], what: &str| {
        assert_error(
            &token_with_secret(&sandbox, form),
            "invalid_request",
            &format!("{what} must be supplied"),
        );
    };
    missing(&[("grant_type", "authorization_code"), ("redirect_uri", CALLBACK)], "code");
    missing(&[("grant_type", "authorization_code"), ("code", ""), ("redirect_uri", CALLBACK)], "code");
    missing(&[("grant_type", "authorization_code"), ("code", "x")], "redirect_uri");
    missing(&[("grant_type", "refresh_token")], "refresh_token");
    missing(&[("grant_type", "refresh_token"), ("refresh_token", "")], "refresh_token");
}

#[test]
fn grant_types_are_checked() {
    let sandbox = sandbox();
    let missing = token_with_secret(&sandbox, &[]);
    assert_error(&missing, "unsupported_grant_type", "grant_type parameter is missing");
    let unknown = token_with_secret(&sandbox, &[("grant_type", "password")]);
    assert_error(&unknown, "unsupported_grant_type", "grant_type parameter is not supported");
}

#[test]
fn a_body_that_is_no_form_counts_as_empty() {
    let sandbox = sandbox();
    let json = serde_json::json!({ "grant_type": "client_credentials" });
    let answer = request(sandbox.base_url(), "POST", "/api/token").basic(ID, SECRET).json(&json).send();
    assert_error(&answer, "unsupported_grant_type", "grant_type parameter is missing");
}

#[test]
fn the_documents_token_and_code_are_seeded() {
    let sandbox = Sandbox::documents().start().unwrap();
    assert_eq!(me(&sandbox, "your-access-token"), 200);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", "ABC123"),
        ("redirect_uri", "https://your-app.com/callback"),
        ("client_id", "your-client-id"),
        ("client_secret", "your-client-secret"),
    ];
    let answer = token(&sandbox, &form);
    assert!(text(&answer, "scope").contains("user-library-read"));
    assert_error(&token(&sandbox, &form), "invalid_grant", "Invalid authorization code");
}

fn assert_error(answer: &crate::client::Response, error: &str, description: &str) {
    assert_eq!(answer.oauth_error(), (400, error.to_owned(), Some(description.to_owned())));
}
