//! The clients beside ours, turned to the server.

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use rspotify::{AuthCodeSpotify, Config, Credentials, OAuth, Token};

use crate::server::{ACCESS_TOKEN, Server};

/// reqwest as one sets it up for an API: pooled, with TLS, and the token in every request.
pub(crate) fn reqwest() -> reqwest::Client {
    let token = HeaderValue::from_str(&format!("Bearer {ACCESS_TOKEN}")).expect("the token is ASCII");
    reqwest::Client::builder()
        .default_headers(HeaderMap::from_iter([(AUTHORIZATION, token)]))
        .no_proxy()
        .build()
        .expect("reqwest finds a TLS provider")
}

/// rspotify with a token that does not expire here, looked at before each call as it does by default.
pub(crate) fn rspotify(server: &Server) -> AuthCodeSpotify {
    rspotify_maker(server)()
}

/// Makes such clients, each with its own connections.
pub(crate) fn rspotify_maker(server: &Server) -> impl Fn() -> AuthCodeSpotify + use<> {
    let config = Config {
        api_base_url: format!("{}/", server.api_base_url()),
        token_cached: false,
        token_refreshing: true,
        ..Config::default()
    };
    let stored = serde_json::json!({
        "access_token": ACCESS_TOKEN,
        "expires_in": 3600,
        "expires_at": "2999-01-01T00:00:00Z",
        "scope": "",
    });
    let token: Token = serde_json::from_value(stored).expect("this is a token as rspotify stores it");
    let credentials = Credentials::new("client-id", "client-secret");
    move || {
        AuthCodeSpotify::from_token_with_config(
            token.clone(),
            credentials.clone(),
            OAuth::default(),
            config.clone(),
        )
    }
}
