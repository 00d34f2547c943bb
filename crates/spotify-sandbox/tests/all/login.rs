//! A login as a browser goes through it, for tests that need tokens.

use std::collections::BTreeMap;

use spotify_sandbox::Sandbox;

use crate::client::{Response, get, post};

/// A SHA-256 pair of RFC 7636 Appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The app that most tests register.
pub const ID: &str = "client-id";
pub const SECRET: &str = "client-secret-of-the-test";
pub const CALLBACK: &str = "https://your-app.com/callback";

/// A sandbox with the app above.
pub fn sandbox() -> Sandbox {
    builder().start().expect("a sandbox")
}

pub fn builder() -> spotify_sandbox::Builder {
    let app = spotify_sandbox::App::new(ID, SECRET);
    Sandbox::builder().app(app.redirect_uri(CALLBACK).redirect_uri("http://127.0.0.1/callback"))
}

/// An authorization URL of the app above.
pub fn authorize_url(sandbox: &Sandbox, more: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in [
        ("client_id", ID),
        ("response_type", "code"),
        ("redirect_uri", CALLBACK),
        ("state", "state-of-the-test"),
    ] {
        if !more.iter().any(|(other, _)| *other == name) {
            query.append_pair(name, value);
        }
    }
    query.extend_pairs(more.iter().filter(|(_, value)| *value != "(none)"));
    format!("{}/authorize?{}", sandbox.accounts_base_url(), query.finish())
}

/// The query of a URL.
pub fn query(url: &str) -> BTreeMap<String, String> {
    url::Url::parse(url).expect("a URL").query_pairs().into_owned().collect()
}

/// A code, approved by the first user.
pub fn code(sandbox: &Sandbox, more: &[(&str, &str)]) -> String {
    let callback = sandbox.approve(&authorize_url(sandbox, more)).expect("approved");
    query(&callback).remove("code").expect("a code")
}

/// Posts to the token endpoint without credentials.
pub fn token(sandbox: &Sandbox, form: &[(&str, &str)]) -> Response {
    post(sandbox.base_url(), "/api/token", form).send()
}

/// Posts to the token endpoint with the client's secret.
pub fn token_with_secret(sandbox: &Sandbox, form: &[(&str, &str)]) -> Response {
    post(sandbox.base_url(), "/api/token", form).basic(ID, SECRET).send()
}

/// Exchanges a code with the client's secret.
pub fn exchange(sandbox: &Sandbox, code: &str) -> Response {
    let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK)];
    token_with_secret(sandbox, &form)
}

/// Refreshes with the client's secret.
pub fn refresh(sandbox: &Sandbox, refresh_token: &str) -> Response {
    token_with_secret(sandbox, &[("grant_type", "refresh_token"), ("refresh_token", refresh_token)])
}

/// The status of `GET /v1/me` with this access token.
pub fn me(sandbox: &Sandbox, access_token: &str) -> u16 {
    get(sandbox.base_url(), "/v1/me").bearer(access_token).send().status
}

/// A text field of an answer.
pub fn text(response: &Response, name: &str) -> String {
    response.json()[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", response.text())).to_owned()
}
