//! Whose pause it is: Spotify counts per app.

use std::time::Duration;

use spotify_sandbox::{App, Fault, Sandbox};
use spotify_sdk::auth::{ClientCredentials, StaticToken};
use spotify_sdk::clock::ManualClock;
use spotify_sdk::{Environment, ErrorKind, SpotifyClient};

use crate::support::{authorization_code, client, client_credentials, log_in};

const ALBUM: &str = "4aawyAB9vmqN3uQ7FjRGTy";

async fn is_cooling(client: &SpotifyClient) -> bool {
    match client.albums().get(ALBUM).await {
        Ok(_) => false,
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::RateLimited, "{error}");
            true
        }
    }
}

fn app(sandbox: &Sandbox, id: &str, clock: &ManualClock) -> ClientCredentials {
    let auth = client_credentials(sandbox).client_id(id).client_secret("secret");
    auth.clock(clock.clone()).build().unwrap()
}

fn two_apps() -> Sandbox {
    let sandbox = Sandbox::documents().app(App::new("one", "secret")).app(App::new("two", "secret"));
    sandbox.start().unwrap()
}

#[tokio::test]
async fn fault_111_two_clients_of_one_app_share_its_pause_and_another_app_does_not() {
    let sandbox = two_apps();
    let clock = ManualClock::new();
    let of =
        |id: &str| client(&sandbox).auth(app(&sandbox, id, &clock)).clock(clock.clone()).build().unwrap();
    let (first, second, other) = (of("one"), of("one"), of("two"));
    sandbox.fault(Fault::rate_limited(3600).times(1));
    assert!(is_cooling(&first).await);
    let sent = sandbox.journal().count("GET /v1/*");
    assert!(is_cooling(&second).await);
    assert!(is_cooling(&of("one")).await, "also a client made later");
    assert_eq!(sandbox.journal().count("GET /v1/*"), sent);
    assert!(!is_cooling(&other).await);
    second.clear_cool_down();
    assert!(!is_cooling(&first).await);
}

#[tokio::test]
async fn fault_111_in_the_systems_time_they_share_it_too() {
    let sandbox = two_apps();
    let of = |id: &str| {
        let auth = ClientCredentials::builder().client_id(id).client_secret("secret");
        let auth = auth.accounts_base_url(sandbox.accounts_base_url()).environment(Environment::empty());
        let builder = SpotifyClient::builder().api_base_url(sandbox.api_base_url());
        builder.environment(Environment::empty()).auth(auth.build().unwrap())
    };
    let first = of("one").build().unwrap();
    let explicit = of("one").clock(spotify_sdk::clock::SystemClock).build().unwrap();
    let other = of("two").build().unwrap();
    sandbox.fault(Fault::rate_limited(3600).times(1));
    assert!(is_cooling(&first).await);
    assert!(is_cooling(&explicit).await, "the system's clock is one, however it was given");
    assert!(!is_cooling(&other).await);
}

#[tokio::test]
async fn fault_111_a_client_for_another_login_shares_the_pause_of_the_app() {
    let sandbox = Sandbox::documents().start().unwrap();
    let user = authorization_code(&sandbox).build().unwrap();
    log_in(&sandbox, &user).await;
    let first = client(&sandbox).auth(client_credentials(&sandbox).build().unwrap()).build().unwrap();
    let of_the_user = first.with_auth(user);
    let unknown = first.with_auth(StaticToken::new("your-access-token").unwrap());
    sandbox.fault(Fault::rate_limited(3600).times(1));
    assert!(is_cooling(&of_the_user).await);
    assert!(is_cooling(&first).await);
    assert!(is_cooling(&unknown).await, "a token of an unknown app counts for the client's");
    assert_eq!(sandbox.journal().count("GET /v1/*"), 1);
    first.clear_cool_down();
    assert!(!is_cooling(&unknown).await);
}

#[tokio::test]
async fn fault_111_tokens_of_unknown_apps_have_a_gate_each() {
    let sandbox = Sandbox::documents().start().unwrap();
    let of_token = || client(&sandbox).access_token("your-access-token").build().unwrap();
    let (first, second) = (of_token(), of_token());
    sandbox.fault(Fault::rate_limited(3600).times(1));
    assert!(is_cooling(&first).await);
    assert!(is_cooling(&first.clone()).await);
    assert!(!is_cooling(&second).await);
}

#[tokio::test]
async fn fault_111_the_shared_pause_is_kept_by_each_client_as_its_max_wait_says() {
    let sandbox = two_apps();
    let clock = ManualClock::new().auto_advance();
    let of = |max_wait| {
        let builder = client(&sandbox).auth(app(&sandbox, "one", &clock)).clock(clock.clone());
        builder.max_wait(Duration::from_secs(max_wait)).build().unwrap()
    };
    let (patient, impatient) = (of(600), of(10));
    sandbox.fault(Fault::rate_limited(300).times(1));
    assert!(is_cooling(&impatient).await);
    assert!(!is_cooling(&patient).await, "it waits");
    assert!(clock.slept().iter().sum::<Duration>() >= Duration::from_secs(290));
}
