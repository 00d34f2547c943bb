//! Processes of one host share a pause through a file beside their tokens. Here each has a clock of its own, and with it a gate: what one
//! learns of the other is what the file says.

use std::path::Path;
use std::time::Duration;

use spotify_sandbox::{App, Fault, Sandbox};
use spotify_sdk::auth::FileTokenCache;
use spotify_sdk::clock::{Clock, ManualClock};
use spotify_sdk::{ErrorKind, SpotifyClient};

use crate::support::raw_server::RawServer;
use crate::support::{SandboxTime, client, client_credentials, quick_clock};

const ALBUM: &str = "4aawyAB9vmqN3uQ7FjRGTy";
const FILE: &str = ".spotify-sdk-cool-down.json";

fn of_app(sandbox: &Sandbox, app: &str, token: &Path, clock: impl Clock + Clone) -> SpotifyClient {
    let auth = client_credentials(sandbox).client_id(app).client_secret("secret").clock(clock.clone());
    let auth = auth.token_cache(FileTokenCache::new(token)).build().unwrap();
    client(sandbox).auth(auth).clock(clock).build().unwrap()
}

fn process(sandbox: &Sandbox, token: &Path) -> SpotifyClient {
    of_app(sandbox, "one", token, SandboxTime::of(sandbox))
}

fn sandbox() -> Sandbox {
    Sandbox::documents().app(App::new("one", "secret")).app(App::new("two", "secret")).start().unwrap()
}

async fn outcome(client: &SpotifyClient) -> Option<ErrorKind> {
    client.albums().get(ALBUM).await.err().map(|error| error.kind())
}

#[tokio::test]
async fn fault_111_a_pause_that_one_process_met_stops_the_others_and_outlives_it() {
    let folder = tempfile::tempdir().unwrap();
    let (anna, bert) = (folder.path().join("anna.json"), folder.path().join("bert.json"));
    let sandbox = sandbox();
    let (first, second, of_bert) =
        (process(&sandbox, &anna), process(&sandbox, &anna), process(&sandbox, &bert));
    let other_app = of_app(&sandbox, "two", &folder.path().join("two.json"), SandboxTime::of(&sandbox));
    for client in [&first, &second, &of_bert, &other_app] {
        assert_eq!(outcome(client).await, None);
    }
    sandbox.fault(Fault::rate_limited(86_400).times(1));
    assert_eq!(outcome(&first).await, Some(ErrorKind::RateLimited));
    let sent = sandbox.journal().count("GET /v1/*");
    drop(first);
    let started_later = process(&sandbox, &anna);
    for client in [&second, &of_bert, &started_later] {
        for _ in 0..10 {
            let error = client.albums().get(ALBUM).await.unwrap_err();
            assert!(error.retry_after().unwrap() > Duration::from_secs(86_000), "{error}");
        }
    }
    let during = sandbox.journal().count("GET /v1/*") - sent;
    println!("requests sent by other processes during a shared cool-down: {during}");
    assert_eq!(during, 0);
    assert_eq!(outcome(&other_app).await, None, "another app is not held back");
    sandbox.advance(Duration::from_secs(86_401));
    for client in [&second, &of_bert, &started_later] {
        assert_eq!(outcome(client).await, None, "it is over");
    }
}

#[tokio::test]
async fn fault_110_clearing_the_pause_clears_it_for_all_and_a_new_one_counts_again() {
    let folder = tempfile::tempdir().unwrap();
    let token = folder.path().join("token.json");
    let sandbox = sandbox();
    let (first, second) = (process(&sandbox, &token), process(&sandbox, &token));
    for _ in 0..2 {
        assert_eq!((outcome(&first).await, outcome(&second).await), (None, None));
        sandbox.fault(Fault::rate_limited(86_400).times(1));
        assert_eq!(outcome(&first).await, Some(ErrorKind::RateLimited));
        assert_eq!(outcome(&second).await, Some(ErrorKind::RateLimited));
        second.clear_cool_down();
        assert_eq!(outcome(&second).await, None);
        assert_eq!(outcome(&first).await, None, "also for who met it");
    }
}

#[tokio::test]
async fn fault_110_a_quota_stops_its_operation_in_all_processes_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let token = folder.path().join("token.json");
    let sandbox = sandbox();
    let (first, second) = (process(&sandbox, &token), process(&sandbox, &token));
    let quota = sandbox.fault(Fault::quota_exceeded(40_000).at("/v1/albums/*").times(1));
    assert_eq!(outcome(&first).await, Some(ErrorKind::QuotaExceeded));
    assert_eq!(outcome(&second).await, Some(ErrorKind::QuotaExceeded));
    second.artists().get("0TnOYISbd1XYRBk9myaseg").await.unwrap();
    assert_eq!((quota.hits(), sandbox.journal().count("GET /v1/albums/*")), (1, 1));
}

#[tokio::test]
async fn fault_111_a_short_pause_of_another_process_is_sat_out_with_jitter_and_a_long_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let token = folder.path().join("token.json");
    let sandbox = sandbox();
    for (seconds, waits) in [(30, true), (61, false)] {
        let clock = ManualClock::new().auto_advance();
        let first = of_app(&sandbox, "one", &token, ManualClock::new());
        let second = of_app(&sandbox, "one", &token, clock.clone());
        sandbox.fault(Fault::rate_limited(seconds).times(1));
        // The first one waits for its own time, which stands still.
        let waiting = tokio::spawn(async move { outcome(&first).await });
        crate::support::in_time(async {
            while !std::fs::read_to_string(folder.path().join(FILE))
                .is_ok_and(|text| text.contains("everything"))
            {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        })
        .await;
        let before = clock.slept().len();
        let refused = outcome(&second).await;
        let slept: Duration = clock.slept()[before..].iter().sum();
        match waits {
            true => {
                assert_eq!(refused, None);
                assert!(slept >= Duration::from_secs(25) && slept <= Duration::from_secs(36), "{slept:?}");
            }
            false => assert_eq!((refused, slept), (Some(ErrorKind::RateLimited), Duration::ZERO)),
        }
        waiting.abort();
        second.clear_cool_down();
    }
}

#[tokio::test]
async fn fault_111_a_short_pause_met_by_a_process_whose_clock_is_ahead_is_a_short_one_for_all() {
    let folder = tempfile::tempdir().unwrap();
    let token = folder.path().join("token.json");
    let sandbox = sandbox();
    let right = ManualClock::new().auto_advance();
    let second = of_app(&sandbox, "one", &token, right.clone());
    assert_eq!(outcome(&second).await, None);
    let ahead = ManualClock::new().auto_advance();
    ahead.set_wall(right.now() + Duration::from_secs(7200));
    let first = of_app(&sandbox, "one", &token, ahead);
    sandbox.fault(Fault::rate_limited(2).at("/v1/*").times(1));
    assert_eq!(outcome(&first).await, None, "it is sat out");
    // Also for who comes later, and for each once.
    let third = of_app(&sandbox, "one", &token, right.clone());
    for (client, sees_it_first) in [(&second, true), (&third, true), (&second, false), (&third, false)] {
        let before = right.slept().len();
        assert_eq!(outcome(client).await, None);
        let slept: Duration = right.slept()[before..].iter().sum();
        let allowed = Duration::from_secs(if sees_it_first { 4 } else { 0 });
        assert!(slept <= allowed, "{slept:?}");
    }
    // One that lasts a day lasts a day, by their own clocks.
    sandbox.fault(Fault::rate_limited(86_400).at("/v1/*").times(1));
    assert_eq!(outcome(&first).await, Some(ErrorKind::RateLimited));
    for _ in 0..2 {
        let error = second.albums().get(ALBUM).await.unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(86_400)));
    }
    right.advance(Duration::from_secs(86_400));
    assert_eq!(outcome(&second).await, None);
}

#[tokio::test]
async fn fault_053_a_file_that_can_not_be_read_or_written_costs_no_call() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = sandbox();
    let client = process(&sandbox, &folder.path().join("token.json"));
    let file = folder.path().join(FILE);
    for text in ["", "no JSON", r#"{"v":1,"apps":{"x":7}}"#] {
        std::fs::write(&file, text).unwrap();
        assert_eq!(outcome(&client).await, None, "{text}");
    }
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    sandbox.fault(Fault::rate_limited(500).times(1));
    assert_eq!(outcome(&client).await, Some(ErrorKind::RateLimited));
    assert_eq!(outcome(&client).await, Some(ErrorKind::RateLimited), "the process has its own");
    client.clear_cool_down();
    assert_eq!(outcome(&client).await, None);
}

#[tokio::test]
async fn fault_110_a_pause_beyond_reason_is_shared_as_a_year() {
    let folder = tempfile::tempdir().unwrap();
    let server = RawServer::start(|exchange| match exchange.head.contains("/api/token") {
        true => exchange.answer(200, "", r#"{"access_token":"a","token_type":"Bearer","expires_in":3600}"#),
        false => exchange.answer(429, "retry-after: 99999999999999999999\r\n", ""),
    });
    let client = |clock: ManualClock| {
        let auth = spotify_sdk::auth::ClientCredentials::builder().client_id("id").client_secret("secret");
        let auth = auth.accounts_base_url(server.url()).environment(spotify_sdk::Environment::empty());
        let auth =
            auth.clock(clock.clone()).token_cache(FileTokenCache::new(folder.path().join("token.json")));
        let builder = SpotifyClient::builder().api_base_url(server.url()).clock(clock);
        builder.environment(spotify_sdk::Environment::empty()).auth(auth.build().unwrap()).build().unwrap()
    };
    assert_eq!(outcome(&client(quick_clock())).await, Some(ErrorKind::RateLimited));
    let error = client(quick_clock()).albums().get(ALBUM).await.unwrap_err();
    let left = error.retry_after().unwrap();
    let year = Duration::from_secs(365 * 24 * 60 * 60);
    assert!(left <= year && left > year - Duration::from_secs(3600), "{left:?}");
    assert_eq!(server.requests(), 2, "one for the token, one that was refused");
}
