//! What the environment holds, and what an error says when it does not.

use spotify_sandbox::Sandbox;
use spotify_sdk::{Environment, ErrorKind, SpotifyClient, SpotifyClientBuilder};

use crate::support::quick_clock;

fn refusal(variables: &[(&str, &str)]) -> spotify_sdk::Error {
    let environment = Environment::from_iter(variables.iter().copied());
    let built =
        SpotifyClient::builder().login_from_environment(&environment).and_then(SpotifyClientBuilder::build);
    let error = built.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    error
}

#[test]
fn a_missing_variable_is_named_and_so_is_the_one_of_another_library_that_is_set() {
    let nothing = refusal(&[]).to_string();
    assert!(nothing.contains("SPOTIFY_SDK_CLIENT_ID"), "{nothing}");
    assert!(nothing.contains("SPOTIFY_SDK_ACCESS_TOKEN"), "either will do: {nothing}");
    for library in ["SPOTIPY", "RSPOTIFY"] {
        let id = format!("{library}_CLIENT_ID");
        let secret = format!("{library}_CLIENT_SECRET");
        let error = refusal(&[(&id, "abc"), (&secret, "CANARY")]).to_string();
        assert!(error.contains(&id) && error.contains("SPOTIFY_SDK_CLIENT_ID"), "{error}");
        let error = refusal(&[("SPOTIFY_SDK_CLIENT_ID", "abc"), (&secret, "CANARY")]).to_string();
        assert!(error.contains(&secret) && error.contains("SPOTIFY_SDK_CLIENT_SECRET"), "{error}");
        assert!(!error.contains("CANARY"));
    }
    let blank =
        refusal(&[("SPOTIFY_SDK_CLIENT_ID", "abc"), ("SPOTIFY_SDK_CLIENT_SECRET", " \t")]).to_string();
    assert!(blank.contains("SPOTIFY_SDK_CLIENT_SECRET"), "white space is nothing: {blank}");
}

#[tokio::test]
async fn the_environment_makes_a_whole_client() {
    let sandbox = Sandbox::documents().start().unwrap();
    let (api, accounts) = (sandbox.api_base_url(), sandbox.accounts_base_url());
    let common =
        [("SPOTIFY_SDK_API_BASE_URL", api.as_str()), ("SPOTIFY_SDK_ACCOUNTS_BASE_URL", accounts.as_str())];
    let id = ("SPOTIFY_SDK_CLIENT_ID", "your-client-id");
    let secret = ("SPOTIFY_SDK_CLIENT_SECRET", "your-client-secret");
    let token = ("SPOTIFY_SDK_ACCESS_TOKEN", " your-access-token\n");
    for (own, token_requests) in [(vec![id, secret], 1), (vec![token], 0), (vec![id, secret, token], 0)] {
        sandbox.journal().clear();
        let environment = Environment::from_iter(common.into_iter().chain(own));
        let client =
            SpotifyClient::builder().clock(quick_clock()).login_from_environment(&environment).unwrap();
        client.build().unwrap().albums().get("4aawyAB9vmqN3uQ7FjRGTy").await.unwrap();
        assert_eq!(sandbox.journal().count("POST /api/token"), token_requests);
    }
}

#[test]
fn a_login_is_given_once() {
    let builder = || SpotifyClient::builder().environment(Environment::empty());
    for (refused, word) in [
        (builder(), "no login"),
        (builder().access_token("a").client_id("b").client_secret("c"), "more than one login"),
        (builder().access_token(""), "empty"),
        (builder().access_token("a b"), "character"),
        (builder().client_id("b"), "SPOTIFY_SDK_CLIENT_SECRET"),
        (builder().client_secret("b"), "SPOTIFY_SDK_CLIENT_ID"),
    ] {
        let error = refused.build().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Configuration | ErrorKind::InvalidArgument));
        assert!(error.to_string().contains(word), "{word}: {error}");
    }
}
