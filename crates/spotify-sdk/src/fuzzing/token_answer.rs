//! Answers of the token endpoint.

use std::time::Duration;

use secrecy::ExposeSecret;
use serde_json::{Map, Value};

use super::{SECRET, check_error, status_and_body};
use crate::auth::TokenInfo;
use crate::error::{Error, ErrorKind, without};
use crate::oauth::{TokenAnswer, parse_token_response};
use crate::secret::AccessToken;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A status in the first line, then the body.
pub fn token_answer(input: &[u8]) {
    let (status, body) = status_and_body(input);
    // As the token manager reads answers: an error is made of one that repeats nothing of what was sent.
    match parse_token_response(status, body) {
        Ok(answer) => check_token(status, body, &answer),
        Err(_) => {
            if let Err(error) = parse_token_response(status, &without(body, &[SECRET])) {
                check_refusal(status, &error);
            }
        }
    }
    check_that_tokens_are_not_shown(status, body);
}

fn check_token(status: u16, body: &[u8], answer: &TokenAnswer) {
    assert!((200..300).contains(&status));
    let object = object(body).expect("only an object is a token");
    let access_token = answer.access_token.expose_secret();
    assert_eq!(object["access_token"], access_token);
    let header = AccessToken::new(access_token).expect("what was taken can be sent").authorization();
    assert!(header.as_bytes().iter().all(|byte| (b' '..=b'~').contains(byte)) && header.is_sensitive());
    assert!(answer.lifetime <= DAY);
    let kind = object.get("token_type").and_then(Value::as_str);
    assert!(kind.is_none_or(|kind| kind.eq_ignore_ascii_case("bearer")));
    let refresh_token = answer.refresh_token.as_ref().map(ExposeSecret::expose_secret);
    let sent = object.get("refresh_token").and_then(Value::as_str).filter(|token| !token.is_empty());
    assert_eq!(refresh_token, sent, "{object:?}");
    assert!(refresh_token.is_none_or(|token| token.bytes().all(|byte| byte.is_ascii_graphic())));
    // What is stored of it comes back.
    let mut stored = TokenInfo::new(access_token, 1e9 + answer.lifetime.as_secs_f64()).expect("a time");
    if let Some(refresh_token) = refresh_token {
        stored = stored.with_refresh_token(refresh_token);
    }
    if let Some(scope) = &answer.scope {
        stored = stored.with_scope(scope.as_str());
    }
    let json = serde_json::to_vec(&stored).expect("JSON");
    assert_eq!(serde_json::from_slice::<TokenInfo>(&json).expect("what we wrote"), stored);
}

fn check_refusal(status: u16, error: &Error) {
    check_error(error);
    assert_eq!(error.status(), Some(status));
    let kind = error.kind();
    match status {
        200..=399 => assert_eq!(kind, ErrorKind::InvalidResponse),
        429 => assert_eq!(kind, ErrorKind::RateLimited),
        408 | 425 | 500..=599 => assert_eq!(kind, ErrorKind::Server),
        _ => {
            assert!(matches!(
                kind,
                ErrorKind::InvalidResponse
                    | ErrorKind::InvalidGrant
                    | ErrorKind::InvalidClient
                    | ErrorKind::UnauthorizedClient
                    | ErrorKind::InvalidScope
                    | ErrorKind::UnsupportedGrantType
                    | ErrorKind::InvalidTokenRequest
                    | ErrorKind::Server
            ));
            // Only the service can say that a login is over.
            assert!(kind != ErrorKind::InvalidGrant || error.oauth_error() == Some("invalid_grant"));
        }
    }
}

/// An answer that can't be used may still have tokens in it.
fn check_that_tokens_are_not_shown(status: u16, body: &[u8]) {
    let Some(mut object) = object(body) else { return };
    for name in ["access_token", "refresh_token"] {
        if object.contains_key(name) {
            object.insert(name.to_owned(), Value::from(SECRET));
        }
    }
    // Where something else says the same it is no secret.
    let hidden = Value::Object(object).to_string();
    if hidden.matches(SECRET).count() > 2 || body.windows(6).any(|window| window == b"canary") {
        return;
    }
    if let Err(error) = parse_token_response(status, hidden.as_bytes()) {
        check_error(&error);
    }
}

fn object(body: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(body).ok()
}
