//! Input that can't work: a typed error that says what to do, before anything is sent.

use std::time::Duration;

use spotify_sandbox::Sandbox;
use spotify_sdk::auth::{AuthorizationCode, ClientCredentials};
use spotify_sdk::{Environment, Error, ErrorKind};

use crate::support::{authorization_code, client_credentials};

fn environment<const N: usize>(variables: [(&str, &str); N]) -> Environment {
    Environment::from_iter(variables)
}

#[test]
fn a_missing_id_or_secret_names_its_variable_and_what_other_libraries_use() {
    let build = |environment: Environment| -> Error {
        let app = ClientCredentials::builder().environment(environment.clone()).build().unwrap_err();
        let user = AuthorizationCode::builder().environment(environment).build().unwrap_err();
        assert_eq!((app.kind(), app.message()), (user.kind(), user.message()));
        app
    };
    let id = ("SPOTIFY_SDK_CLIENT_ID", "id");
    for (environment, named) in [
        (environment([]), vec!["SPOTIFY_SDK_CLIENT_ID"]),
        (environment([("SPOTIFY_SDK_CLIENT_ID", "  ")]), vec!["SPOTIFY_SDK_CLIENT_ID"]),
        (environment([("SPOTIPY_CLIENT_ID", "x")]), vec!["SPOTIFY_SDK_CLIENT_ID", "SPOTIPY_CLIENT_ID"]),
        (environment([("RSPOTIFY_CLIENT_ID", "x")]), vec!["SPOTIFY_SDK_CLIENT_ID", "RSPOTIFY_CLIENT_ID"]),
        (environment([id]), vec!["SPOTIFY_SDK_CLIENT_SECRET"]),
        (environment([id, ("SPOTIPY_CLIENT_SECRET", "x")]), vec!["SPOTIPY_CLIENT_SECRET"]),
        (environment([id, ("RSPOTIFY_CLIENT_SECRET", "x")]), vec!["RSPOTIFY_CLIENT_SECRET"]),
    ] {
        let error = build(environment);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        for name in named {
            assert!(error.to_string().contains(name), "{error} does not name {name}");
        }
    }
    let pair = [id, ("SPOTIFY_SDK_CLIENT_SECRET", "s"), ("SPOTIPY_REDIRECT_URI", "http://127.0.0.1/x")];
    let error = AuthorizationCode::builder().environment(environment(pair)).build().unwrap_err();
    for name in ["SPOTIFY_SDK_REDIRECT_URI", "SPOTIPY_REDIRECT_URI"] {
        assert!(error.to_string().contains(name), "{error}");
    }
    let error = AuthorizationCode::builder().environment(environment([id])).build().unwrap_err();
    assert!(error.to_string().contains(".pkce()"), "{error}");
}

#[test]
fn what_is_given_wins_over_the_environment() {
    let sandbox = Sandbox::builder().start().unwrap();
    let variables = [
        ("SPOTIFY_SDK_CLIENT_ID", "wrong"),
        ("SPOTIFY_SDK_CLIENT_SECRET", "wrong"),
        ("SPOTIFY_SDK_ACCOUNTS_BASE_URL", "https://x.invalid"),
    ];
    let auth = client_credentials(&sandbox).environment(environment(variables)).build().unwrap();
    auth.access_token().wait().unwrap();
}

#[test]
fn options_that_can_not_work_are_refused_before_anything_is_sent() {
    let sandbox = Sandbox::builder().start().unwrap();
    let refused = |error: Error, kind: ErrorKind, word: &str| {
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(word), "{error} does not say `{word}`");
    };
    let app = || client_credentials(&sandbox);
    let hour = Duration::from_secs(3600);
    refused(app().timeout(Duration::ZERO).build().unwrap_err(), ErrorKind::InvalidArgument, "timeout");
    refused(app().skew(hour).build().unwrap_err(), ErrorKind::InvalidArgument, "skew");
    refused(app().skew(Duration::MAX).build().unwrap_err(), ErrorKind::InvalidArgument, "skew");
    refused(app().refresh_spread(hour).build().unwrap_err(), ErrorKind::InvalidArgument, "refresh_spread");
    let sum = app().skew(hour / 2).refresh_spread(hour / 2).build().unwrap_err();
    refused(sum, ErrorKind::InvalidArgument, "refresh_spread");
    refused(
        app().refresh_spread(Duration::MAX).build().unwrap_err(),
        ErrorKind::InvalidArgument,
        "refresh_spread",
    );
    for id in ["a\r\nb", "a b", "naïve", "a\0"] {
        refused(app().client_id(id).build().unwrap_err(), ErrorKind::InvalidArgument, "client id");
        refused(app().client_secret(id).build().unwrap_err(), ErrorKind::InvalidArgument, "client secret");
        let user = authorization_code(&sandbox).refresh_token(id).build().unwrap_err();
        refused(user, ErrorKind::InvalidArgument, "refresh token");
    }
    for (url, word) in [
        ("http://accounts.example.com", "http"),
        ("ftp://127.0.0.1", "ftp"),
        ("not a url", "URL"),
        ("", "URL"),
        ("https://user:pw@accounts.example.com", "password"),
        ("https://accounts.example.com/?x=1", "query"),
    ] {
        refused(app().accounts_base_url(url).build().unwrap_err(), ErrorKind::Configuration, word);
    }
    let variable = [("SPOTIFY_SDK_ACCOUNTS_BASE_URL", "http://accounts.example.com")];
    let error = ClientCredentials::builder()
        .client_id("id")
        .client_secret("s")
        .environment(environment(variable))
        .build()
        .unwrap_err();
    refused(error, ErrorKind::Configuration, "SPOTIFY_SDK_ACCOUNTS_BASE_URL");
    for uri in ["/callback", "http://example.com/callback", "not a url", "http://127.0.0.1/cb#fragment"] {
        let error = authorization_code(&sandbox).redirect_uri(uri).build().unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::InvalidArgument | ErrorKind::Configuration),
            "{uri}: {error}"
        );
        assert!(error.advice().is_some() || error.message().len() > 20, "{uri}: {error}");
    }
    assert_eq!(sandbox.journal().entries().len(), 0);
}

#[tokio::test]
async fn an_empty_code_is_refused_before_anything_is_sent() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = authorization_code(&sandbox).build().unwrap();
    for code in ["", "  ", "\n"] {
        assert_eq!(auth.exchange_code(code).await.unwrap_err().kind(), ErrorKind::InvalidArgument);
    }
    let request = auth.authorization_request().unwrap();
    let callback = format!("?code=&state={}", request.state());
    assert_eq!(
        auth.complete_authorization(request, &callback).await.unwrap_err().kind(),
        ErrorKind::InvalidCallback
    );
    let public = AuthorizationCode::builder()
        .client_id("id")
        .redirect_uri("http://127.0.0.1/callback")
        .accounts_base_url(sandbox.accounts_base_url())
        .environment(Environment::empty())
        .pkce()
        .build()
        .unwrap();
    assert_eq!(
        public.exchange_code("code").await.unwrap_err().kind(),
        ErrorKind::InvalidCallback,
        "no verifier"
    );
    assert_eq!(sandbox.journal().entries().len(), 0);
}
