//! What the authorization legs promise on the wire: state, redirect URI, issuer, and where secrets go.

use spotify_sandbox::{App, Sandbox};
use spotify_sdk::auth::{AuthorizationCode, ClientCredentials};
use spotify_sdk::clock::ManualClock;
use spotify_sdk::{Environment, ErrorKind, SpotifyClient};
use url::Url;

use crate::secrets::log::{self, Level};
use crate::support::raw_server::RawServer;
use crate::support::{authorization_code, quick_clock};

fn state_of(url: &str) -> Option<String> {
    let url = Url::parse(url).unwrap();
    url.query_pairs().find(|(name, _)| name == "state").map(|(_, state)| state.into_owned())
}

#[test]
fn fault_093_a_state_is_made_when_the_caller_gives_none() {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = authorization_code(&sandbox).build().unwrap();
    let states: Vec<_> =
        (0..100).map(|_| state_of(&auth.authorization_url().build().unwrap()).unwrap()).collect();
    assert!(states.iter().all(|state| state.len() == 43));
    let different: std::collections::HashSet<_> = states.iter().collect();
    assert_eq!(different.len(), 100);
    let given = auth.authorization_url().state("my-own").build().unwrap();
    assert_eq!(state_of(&given).as_deref(), Some("my-own"));
}

#[tokio::test]
async fn fault_093_a_callback_without_a_state_to_compare_is_recognised_or_warned_of() {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = authorization_code(&sandbox).build().unwrap();
    let callback = sandbox.approve(&auth.authorization_url().build().unwrap()).unwrap();
    let warnings = |callback: &str, state: Option<&str>| {
        let ((), lines) = log::collect(|| {
            auth.parse_response_url(callback, state).unwrap();
        });
        lines.into_iter().filter(|line| line.level == Level::WARN).count()
    };
    assert_eq!(warnings(&callback, None), 0, "the provider handed this state out");
    assert_eq!(warnings(&callback, state_of(&callback).as_deref()), 0);
    assert_eq!(warnings("?code=ABC123&state=of-somebody-else", None), 1);
    assert_eq!(warnings("?code=ABC123", None), 1);
}

/// Both legs of a login: the redirect URI that the browser is sent with, and that of the token request on the wire.
async fn redirect_uris_of(redirect_uri: &str) -> (String, String, AuthorizationCode) {
    let app = App::new("an-app", "a-secret").redirect_uri(redirect_uri);
    let sandbox = Sandbox::builder().app(app).start().unwrap();
    let auth = authorization_code(&sandbox).redirect_uri(redirect_uri).build().unwrap();
    let request = auth.authorization_request().unwrap();
    let url = Url::parse(request.authorization_url()).unwrap();
    let first = url.query_pairs().find(|(name, _)| name == "redirect_uri").map(|(_, uri)| uri.into_owned());
    let callback = sandbox.approve(request.authorization_url()).unwrap();
    assert!(callback.starts_with(redirect_uri), "{callback}");
    auth.complete_authorization(request, &callback).await.unwrap();
    let journal = sandbox.journal();
    let second = journal.entries().iter().find_map(|entry| entry.form("redirect_uri").map(str::to_owned));
    (first.unwrap(), second.unwrap(), auth)
}

#[tokio::test]
async fn fault_095_the_redirect_uri_is_the_same_to_the_byte_on_both_legs() {
    for redirect_uri in [
        "https://your-app.com/callback",
        "https://your-app.com/callback/",
        "https://your-app.com",
        "https://your-app.com:443/callback",
        "https://your-app.com/Call%2Fback",
        "https://your-app.com/call%2fback",
        "https://your-app.com/a%20b+c?x=1&y=%C3%BC&z=a%26b",
        "https://YOUR-App.com/CallBack",
        "http://127.0.0.1:8080/callback",
        "http://127.0.0.1:80/callback",
        "http://[::1]:9000/x",
        "my-app://callback",
        "https://b\u{fc}cher.example/callback",
    ] {
        let (first, second, auth) = redirect_uris_of(redirect_uri).await;
        assert_eq!((first.as_str(), second.as_str()), (redirect_uri, redirect_uri));
        assert_eq!(auth.redirect_uri().as_str(), redirect_uri);
    }
}

#[tokio::test]
async fn fault_095_a_request_keeps_its_redirect_uri_through_another_process() {
    let app = App::new("an-app", "a-secret")
        .redirect_uri("https://your-app.com/A%2Fb/")
        .redirect_uri("https://your-app.com/other");
    let sandbox = Sandbox::builder().app(app).start().unwrap();
    let began = authorization_code(&sandbox).redirect_uri("https://your-app.com/A%2Fb/").build().unwrap();
    let kept = serde_json::to_string(&began.authorization_request().unwrap()).unwrap();
    // The worker that completes it has another redirect URI by default.
    let completes = authorization_code(&sandbox).redirect_uri("https://your-app.com/other").build().unwrap();
    let request: spotify_sdk::oauth::AuthorizationRequest = serde_json::from_str(&kept).unwrap();
    let callback = sandbox.approve(request.authorization_url()).unwrap();
    completes.complete_authorization(request, &callback).await.unwrap();
}

#[tokio::test]
async fn fault_096_a_callback_of_another_issuer_costs_no_code() {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = authorization_code(&sandbox).build().unwrap();
    let request = auth.authorization_request().unwrap();
    let callback = sandbox.approve(request.authorization_url()).unwrap();
    let mixed_up = format!("{callback}&iss=https%3A%2F%2Fevil.example");
    let error = auth.complete_authorization(request.clone(), &mixed_up).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCallback, "{error}");
    assert_eq!(sandbox.journal().count("POST /api/token"), 0);
    auth.complete_authorization(request, &callback).await.unwrap();
}

#[test]
fn fault_097_no_secret_goes_to_another_machine_in_plain_http() {
    let names = ["SPOTIFY_SDK_API_BASE_URL", "SPOTIFY_SDK_ACCOUNTS_BASE_URL"];
    for bad in [
        "http://api.spotify.com/v1",
        "http://192.0.2.1",
        "http://127.0.0.1.evil.example",
        "http://0.0.0.0",
        "ws://127.0.0.1",
        "x",
    ] {
        let environment = Environment::from_iter(names.map(|name| (name, bad)));
        let kind = |result: Result<(), spotify_sdk::Error>| result.unwrap_err().kind();
        let client = SpotifyClient::builder().access_token("a");
        assert_eq!(kind(client.environment(environment.clone()).build().map(drop)), ErrorKind::Configuration);
        let client = SpotifyClient::builder().access_token("a").environment(Environment::empty());
        assert_eq!(kind(client.api_base_url(bad).build().map(drop)), ErrorKind::Configuration);
        let auth = ClientCredentials::builder().client_id("a").client_secret("b");
        assert_eq!(kind(auth.environment(environment.clone()).build().map(drop)), ErrorKind::Configuration);
        let auth =
            AuthorizationCode::builder().client_id("a").client_secret("b").redirect_uri("https://a.example/");
        let error = auth.environment(environment).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(names[1]), "the error names the variable: {error}");
    }
}

#[tokio::test]
async fn fault_097_a_base_url_from_the_environment_is_announced_and_an_explicit_one_wins() {
    let api = RawServer::start(|exchange| exchange.answer(200, "", "{}"));
    let trap = RawServer::trap();
    let environment = Environment::from_iter([("SPOTIFY_SDK_API_BASE_URL", trap.url())]);
    let builder = || {
        let builder = SpotifyClient::builder().access_token("a").clock(ManualClock::new());
        builder.environment(environment.clone())
    };
    let (_, lines) = log::collect(|| builder().build().unwrap());
    let announced = lines.iter().find(|line| line.level == Level::INFO).expect("a notice");
    assert!(announced.text.contains("SPOTIFY_SDK_API_BASE_URL") && announced.text.contains(&trap.url()));
    let client = builder().api_base_url(api.url()).clock(quick_clock()).build().unwrap();
    client.run(crate::support::operations::Read).await.unwrap();
    assert_eq!((api.requests(), trap.requests()), (1, 0));
}
