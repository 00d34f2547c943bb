//! Variables that say how requests are sent: for clients and for logins, unless the program says otherwise.

use std::time::Duration;

use spotify_sdk::auth::{AuthorizationCode, ClientCredentials};
use spotify_sdk::env::names;
use spotify_sdk::transport::HttpTransport;
use spotify_sdk::{Environment, Error, ErrorKind, SpotifyClient, SpotifyClientBuilder};

use super::proxy::{closed_proxy, proxy_to};
use super::tls::{Authority, TlsServer};
use crate::support::operations::Read;
use crate::support::raw_server::RawServer;
use crate::support::{in_time, quick_clock};

/// A client with these variables and no others.
fn client(variables: &[(&str, &str)]) -> SpotifyClientBuilder {
    let environment = Environment::from_iter(variables.iter().copied());
    SpotifyClient::builder().access_token("token").clock(quick_clock()).environment(environment)
}

/// A login with these variables and no others.
fn login(variables: &[(&str, &str)]) -> spotify_sdk::auth::ClientCredentialsBuilder {
    let environment = Environment::from_iter(variables.iter().copied());
    ClientCredentials::builder()
        .client_id("id")
        .client_secret("secret")
        .clock(quick_clock())
        .environment(environment)
}

#[tokio::test]
async fn a_proxy_is_for_logins_too() {
    let proxy = closed_proxy();
    let url = proxy.url();
    let variables = [(names::PROXY, url.as_str()), (names::MAX_RETRIES, "0")];
    in_time(client(&variables).build().unwrap().run(Read)).await.unwrap_err();
    in_time(login(&variables).build().unwrap().access_token()).await.unwrap_err();
    // Given, and a client's own login goes where the client goes.
    in_time(login(&[]).proxy(&url).max_retries(0).build().unwrap().access_token()).await.unwrap_err();
    let own = SpotifyClient::builder().client_id("id").client_secret("secret").clock(quick_clock());
    let own = own.environment(Environment::empty()).proxy(&url).max_retries(0).build().unwrap();
    in_time(own.run(Read)).await.unwrap_err();
    let asked: Vec<_> = proxy.heads().iter().map(|head| head.split(' ').nth(1).unwrap().to_owned()).collect();
    let (api, accounts) = ("api.spotify.com:443", "accounts.spotify.com:443");
    assert_eq!(asked, [api, accounts, accounts, accounts]);
}

#[tokio::test]
async fn what_is_given_wins() {
    let (given, other) = (closed_proxy(), closed_proxy());
    let variables = [(names::PROXY, &*other.url()), (names::MAX_RETRIES, "2")]
        .map(|(name, value)| (name, value.to_owned()));
    let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let builder = client(&variables).proxy(&given.url()).max_retries(0);
    in_time(builder.build().unwrap().run(Read)).await.unwrap_err();
    let builder = login(&variables).proxy(&given.url()).max_retries(0);
    in_time(builder.build().unwrap().access_token()).await.unwrap_err();
    assert_eq!((given.connections(), other.connections()), (2, 0));
    // A transport is the program's own affair, whole.
    let transport = HttpTransport::builder().proxy(&given.url()).unwrap().build().unwrap();
    let builder = client(&variables).transport(transport).max_retries(0);
    in_time(builder.build().unwrap().run(Read)).await.unwrap_err();
    assert_eq!((given.connections(), other.connections()), (3, 0));
    // Other options leave the variable in force.
    let builder = client(&variables).user_agent_suffix("x").max_retries(0);
    in_time(builder.build().unwrap().run(Read)).await.unwrap_err();
    assert_eq!((given.connections(), other.connections()), (3, 1));
}

#[tokio::test]
async fn a_certificate_is_read_from_its_file() {
    let authority = Authority::new();
    let hosts = ["api.spotify.com", "accounts.spotify.com"];
    let server = TlsServer::start(&authority, &hosts);
    let proxy = proxy_to(server.address());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("root.pem");
    std::fs::write(&path, authority.pem()).unwrap();
    let url = proxy.url();
    let variables = [(names::PROXY, url.as_str()), (names::EXTRA_ROOT_CERTIFICATE, path.to_str().unwrap())];
    in_time(client(&variables).build().unwrap().run(Read)).await.unwrap();
    // `{}` is no token, but it came.
    let error = in_time(login(&variables).build().unwrap().access_token()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
    let heads = server.heads();
    assert!(heads[0].starts_with("GET /v1/read ") && heads[1].starts_with("POST /api/token "), "{heads:?}");
}

#[tokio::test]
async fn the_suffix_of_the_user_agent_and_the_retries_are_read() {
    let server = RawServer::start(|exchange| exchange.answer(503, "", "{}"));
    let url = server.url();
    let variables = [
        (names::API_BASE_URL, url.as_str()),
        (names::ACCOUNTS_BASE_URL, url.as_str()),
        (names::USER_AGENT_SUFFIX, "my-app/1.0"),
        (names::MAX_RETRIES, "1"),
    ];
    in_time(client(&variables).build().unwrap().run(Read)).await.unwrap_err();
    in_time(login(&variables).build().unwrap().access_token()).await.unwrap_err();
    let heads = server.heads();
    assert_eq!(heads.len(), 4, "{heads:?}");
    assert!(heads.iter().all(|head| head.contains(" my-app/1.0\r\n")), "{heads:?}");
}

#[tokio::test]
async fn the_time_limit_and_the_patience_are_read() {
    let server = RawServer::start(|exchange| match exchange.head.contains("/token") {
        true => exchange.answer(429, "retry-after: 5\r\n", "{}"),
        false => exchange.wait_for_the_end(),
    });
    let url = server.url();
    let variables = [
        (names::API_BASE_URL, url.as_str()),
        (names::ACCOUNTS_BASE_URL, url.as_str()),
        (names::TIMEOUT, "0.2"),
        (names::MAX_RETRIES, "0"),
        (names::MAX_WAIT, "4"),
    ];
    let error = in_time(client(&variables).build().unwrap().run(Read)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    let patient = [variables[1], (names::MAX_RETRIES, "1"), (names::MAX_WAIT, "6")];
    for (variables, requests) in [(&variables[..], 1), (&patient[..], 2)] {
        let before = server.requests();
        let error = in_time(login(variables).build().unwrap().access_token()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RateLimited, "{error}");
        assert_eq!(server.requests() - before, requests);
    }
}

fn refusals(variables: &[(&str, &str)]) -> Vec<Error> {
    let environment = Environment::from_iter(variables.iter().copied());
    let user = AuthorizationCode::builder().client_id("id").pkce().redirect_uri("http://127.0.0.1:1/");
    vec![
        client(variables).build().unwrap_err(),
        login(variables).build().unwrap_err(),
        user.environment(environment).build().unwrap_err(),
    ]
}

#[test]
fn a_variable_that_can_not_be_used_is_named_and_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (nothing, no_certificate) = (folder.path().join("none"), folder.path().join("no-certificate"));
    std::fs::write(&no_certificate, "CANARY").unwrap();
    for (name, value) in [
        (names::PROXY, "CANARY"),
        (names::PROXY, "ftp://user:CANARY@host"),
        (names::EXTRA_ROOT_CERTIFICATE, nothing.to_str().unwrap()),
        (names::EXTRA_ROOT_CERTIFICATE, no_certificate.to_str().unwrap()),
        (names::CONNECT_TIMEOUT, "CANARY"),
        (names::CONNECT_TIMEOUT, "0"),
        (names::USER_AGENT_SUFFIX, "CANARY\nX-Evil: 1"),
        (names::TIMEOUT, "0"),
        (names::TIMEOUT, "CANARY"),
        (names::MAX_RETRIES, "-1"),
        (names::MAX_WAIT, "CANARY"),
    ] {
        for error in refusals(&[(name, value)]) {
            let text = crate::secrets::everything_about(&error);
            assert_eq!(error.kind(), ErrorKind::Configuration, "{text}");
            assert!(text.contains(name) && !text.contains("CANARY"), "{text}");
        }
    }
}

#[test]
fn what_is_given_is_used_where_the_variable_could_not_be() {
    let variables = [
        (names::PROXY, "nonsense"),
        (names::CONNECT_TIMEOUT, "nonsense"),
        (names::USER_AGENT_SUFFIX, "a\nb"),
        (names::TIMEOUT, "nonsense"),
        (names::MAX_RETRIES, "nonsense"),
        (names::MAX_WAIT, "nonsense"),
    ];
    let second = Duration::from_secs(1);
    let client = client(&variables).no_proxy().connect_timeout(second).user_agent_suffix("x").timeout(second);
    client.max_retries(1).max_wait(second).build().unwrap();
    let login = login(&variables).no_proxy().connect_timeout(second).user_agent_suffix("x").timeout(second);
    login.max_retries(1).max_wait(second).build().unwrap();
}

#[test]
fn every_name_is_in_the_list_of_all() {
    let source = include_str!("../../../src/env.rs");
    let constants =
        source.lines().filter(|line| line.trim_start().starts_with("pub const") && line.contains(": &str"));
    let named: Vec<&str> = constants.filter_map(|line| line.split('"').nth(1)).collect();
    assert_eq!(named, names::ALL);
}
