//! `POST /api/token` on the wire.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use http::header::{AUTHORIZATION, CACHE_CONTROL, PRAGMA};
use serde_json::{Value, json};

use super::super::request::field;
use super::super::{Answer, Request};
use crate::shared::Shared;
use crate::world::token::{GivenRefreshToken, TokenAnswer, TokenError, TokenRequest};

pub(super) fn token(shared: &Shared, request: &Request) -> Answer {
    let parameters = parameters(request);
    let client_id = parameters.client_id.as_deref().map(Into::into);
    let now = shared.clock.now();
    let (result, user) = {
        let mut world = shared.world();
        let result = world.token(now, &parameters);
        let user = result.as_ref().ok().and_then(|answer| world.bearer(now, &answer.access_token)?.user);
        (result, user)
    };
    let (status, body) = match result {
        Ok(answer) => (StatusCode::OK, success(answer)),
        Err(error) => (StatusCode::BAD_REQUEST, failure(&error)),
    };
    let mut answer = Answer::new(status, "application/json", body.to_string())
        .with(CACHE_CONTROL, "no-store")
        .with(PRAGMA, "no-cache");
    (answer.client_id, answer.user) = (client_id, user);
    answer
}

fn parameters(request: &Request) -> TokenRequest {
    let form = request.form();
    let get = |name| field(&form, name).map(str::to_owned);
    let (client_id, client_secret) = match basic(request) {
        Some((id, secret)) => (Some(id), Some(secret)),
        None => (get("client_id"), get("client_secret")),
    };
    TokenRequest {
        grant_type: get("grant_type"),
        client_id,
        client_secret,
        code: get("code"),
        redirect_uri: get("redirect_uri"),
        code_verifier: get("code_verifier"),
        refresh_token: get("refresh_token"),
    }
}

/// `Authorization: Basic`, if there is one that can be read.
fn basic(request: &Request) -> Option<(String, String)> {
    let (scheme, word) = request.header(AUTHORIZATION)?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(word.trim()).ok()?).ok()?;
    let (id, secret) = pair.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

fn success(answer: TokenAnswer) -> Value {
    let mut body = json!({ "access_token": answer.access_token, "token_type": "Bearer", "expires_in": 3600 });
    if let Some(scope) = answer.scope {
        body["scope"] = scope.as_str().into();
    }
    match answer.refresh_token {
        GivenRefreshToken::Omitted => {}
        GivenRefreshToken::Null => body["refresh_token"] = Value::Null,
        GivenRefreshToken::Is(word) => body["refresh_token"] = word.into(),
    }
    body
}

fn failure(error: &TokenError) -> Value {
    match error.description {
        Some(description) => json!({ "error": error.error, "error_description": description }),
        None => json!({ "error": error.error }),
    }
}
