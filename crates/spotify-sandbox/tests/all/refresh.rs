//! Refreshing: the switches, the six-month clock, revocation.

use std::time::Duration;

use spotify_sandbox::{RefreshTokens, Sandbox};

use crate::client::Response;
use crate::login::*;

fn with(policy: RefreshTokens) -> (Sandbox, String) {
    let sandbox = builder().refresh_tokens(policy).start().unwrap();
    let answer = exchange(&sandbox, &code(&sandbox, &[("scope", "user-read-private")]));
    let refresh_token = text(&answer, "refresh_token");
    (sandbox, refresh_token)
}

#[test]
fn the_answer_omits_the_refresh_token() {
    let (sandbox, refresh_token) = with(RefreshTokens::default());
    for _ in 0..2 {
        let answer = refresh(&sandbox, &refresh_token);
        assert_eq!(answer.status, 200);
        assert!(answer.json().get("refresh_token").is_none());
        assert_eq!(text(&answer, "scope"), "user-read-private");
        assert_eq!(me(&sandbox, &text(&answer, "access_token")), 200);
    }
}

#[test]
fn the_switches_change_what_the_answer_says() {
    let (sandbox, refresh_token) = with(RefreshTokens::Null);
    assert!(refresh(&sandbox, &refresh_token).json()["refresh_token"].is_null());
    assert!(refresh(&sandbox, &refresh_token).json().get("refresh_token").is_some());
    let (sandbox, refresh_token) = with(RefreshTokens::Empty);
    assert_eq!(text(&refresh(&sandbox, &refresh_token), "refresh_token"), "");
    assert_eq!(refresh(&sandbox, &refresh_token).status, 200);
    let (sandbox, refresh_token) = with(RefreshTokens::Same);
    assert_eq!(text(&refresh(&sandbox, &refresh_token), "refresh_token"), refresh_token);
}

#[test]
fn rotation_revokes_the_old_token_only() {
    let (sandbox, first) = with(RefreshTokens::Rotate);
    let second = text(&refresh(&sandbox, &first), "refresh_token");
    assert_ne!(first, second);
    assert_refused(&refresh(&sandbox, &first), "Refresh token revoked");
    assert_eq!(refresh(&sandbox, &second).status, 200);
}

#[test]
fn reuse_detection_revokes_the_whole_family() {
    let (sandbox, first) = with(RefreshTokens::RotateReuseDetection);
    let answer = refresh(&sandbox, &first);
    let (second, access) = (text(&answer, "refresh_token"), text(&answer, "access_token"));
    let other = sandbox.mint("ada", &[]);
    assert_eq!(me(&sandbox, &access), 200);
    assert_refused(&refresh(&sandbox, &first), "Refresh token revoked");
    assert_refused(&refresh(&sandbox, &second), "Refresh token revoked");
    assert_eq!(me(&sandbox, &access), 401);
    assert_eq!(me(&sandbox, &other.access_token), 200);
}

#[test]
fn six_months_count_from_the_login_and_not_from_the_refresh() {
    let (sandbox, refresh_token) = with(RefreshTokens::Omit);
    sandbox.advance(Sandbox::REFRESH_TOKEN_LIFETIME - Duration::from_secs(60));
    assert_eq!(refresh(&sandbox, &refresh_token).status, 200);
    sandbox.advance(Duration::from_secs(60));
    assert_refused(&refresh(&sandbox, &refresh_token), "Refresh token expired");
}

#[test]
fn a_rotated_token_dies_with_the_login_it_descends_from() {
    let (sandbox, first) = with(RefreshTokens::Rotate);
    sandbox.advance(Duration::from_secs(100 * 86_400));
    let second = text(&refresh(&sandbox, &first), "refresh_token");
    sandbox.advance(Duration::from_secs(100 * 86_400));
    assert_refused(&refresh(&sandbox, &second), "Refresh token expired");
}

#[test]
fn refreshing_never_adds_scopes() {
    let (sandbox, refresh_token) = with(RefreshTokens::Omit);
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", &*refresh_token),
        ("scope", "user-read-private user-library-read"),
    ];
    assert_eq!(text(&token_with_secret(&sandbox, &form), "scope"), "user-read-private");
}

#[test]
fn garbage_and_other_clients_tokens_are_invalid() {
    let other = spotify_sandbox::App::new("other", "other-secret");
    let sandbox = builder().app(other).start().unwrap();
    let minted = sandbox.mint("ada", &[]);
    assert_refused(&refresh(&sandbox, "garbage"), "Invalid refresh token");
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", &*minted.refresh_token),
        ("client_id", "other"),
        ("client_secret", "other-secret"),
    ];
    assert_refused(&token(&sandbox, &form), "Invalid refresh token");
    assert_eq!(refresh(&sandbox, &minted.refresh_token).status, 200);
}

#[test]
fn a_token_from_a_login_with_the_secret_is_refreshed_with_the_secret() {
    let (sandbox, refresh_token) = with(RefreshTokens::Omit);
    let form = [("grant_type", "refresh_token"), ("refresh_token", &*refresh_token), ("client_id", ID)];
    assert_eq!(token(&sandbox, &form).oauth_error().1, "invalid_client");
}

#[test]
fn revoked_tokens_are_refused() {
    let sandbox = sandbox();
    let minted = sandbox.mint("ada", &[]);
    assert!(sandbox.revoke(&minted.access_token));
    assert_eq!(me(&sandbox, &minted.access_token), 401);
    assert_eq!(refresh(&sandbox, &minted.refresh_token).status, 200);
    assert!(sandbox.revoke(&minted.refresh_token));
    assert_refused(&refresh(&sandbox, &minted.refresh_token), "Refresh token revoked");
    assert!(!sandbox.revoke("garbage"));
}

#[test]
fn a_user_who_removes_the_app_takes_its_tokens_and_codes_along() {
    let sandbox = sandbox();
    let (ada, bob, code) = (sandbox.mint("ada", &[]), sandbox.mint("bob", &[]), code(&sandbox, &[]));
    sandbox.user_removes_app("ada");
    assert_eq!((me(&sandbox, &ada.access_token), me(&sandbox, &bob.access_token)), (401, 200));
    assert_refused(&refresh(&sandbox, &ada.refresh_token), "Refresh token revoked");
    assert_refused(&exchange(&sandbox, &code), "Invalid authorization code");
    assert_eq!(refresh(&sandbox, &bob.refresh_token).status, 200);
}

fn assert_refused(answer: &Response, description: &str) {
    assert_eq!(answer.oauth_error(), (400, "invalid_grant".to_owned(), Some(description.to_owned())));
}
