//! Pauses that nobody should sit out in silence.

use std::time::Duration;

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::{ErrorKind, SpotifyClient};

use crate::support::{SandboxTime, client, client_credentials};

const ALBUM: &str = "4aawyAB9vmqN3uQ7FjRGTy";

fn documents() -> (Sandbox, SpotifyClient, SandboxTime) {
    let sandbox = Sandbox::documents().start().unwrap();
    let time = SandboxTime::of(&sandbox);
    let auth = client_credentials(&sandbox).clock(time.clone()).build().unwrap();
    let client = client(&sandbox).auth(auth).clock(time.clone()).build().unwrap();
    (sandbox, client, time)
}

#[tokio::test]
async fn fault_110_a_pause_of_hours_is_an_error_at_once_and_nothing_is_sent_until_it_is_over() {
    for seconds in [61, 20_520, 79_892, 86_400] {
        let (sandbox, client, time) = documents();
        let pause = Duration::from_secs(seconds);
        sandbox.fault(Fault::rate_limited(seconds).times(1));
        let error = client.albums().get(ALBUM).await.unwrap_err();
        assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(pause)), "{error}");
        for _ in 0..20 {
            let error = client.albums().get(ALBUM).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::RateLimited);
            let left = error.retry_after().unwrap();
            assert!(left <= pause && left > pause - Duration::from_secs(30), "{left:?} of {pause:?}");
            assert!(error.to_string().contains("nothing was sent"), "{error}");
        }
        assert_eq!(sandbox.journal().count("GET /v1/*"), 1);
        sandbox.advance(pause - Duration::from_secs(61));
        if seconds > 61 {
            let error = client.albums().get(ALBUM).await.unwrap_err();
            assert!(error.retry_after().unwrap() <= Duration::from_secs(61));
        }
        assert!(time.slept().is_empty());
        sandbox.advance(Duration::from_secs(61));
        client.albums().get(ALBUM).await.unwrap();
        assert!(time.slept().is_empty());
    }
}

#[tokio::test]
async fn fault_110_while_it_lasts_not_even_a_token_is_asked_for() {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = client_credentials(&sandbox).build().unwrap();
    let client = client(&sandbox).auth(auth).build().unwrap();
    sandbox.fault(Fault::rate_limited(86_400).times(1));
    client.albums().get(ALBUM).await.unwrap_err();
    // The access token has long expired; renewing it for a call that can't be made would only cost.
    sandbox.advance(Duration::from_secs(2 * 3600));
    let error = client.albums().get(ALBUM).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited, "{error}");
    assert_eq!(sandbox.journal().count("POST /api/token"), 1);
}

#[tokio::test]
async fn fault_110_the_pause_can_be_forgotten() {
    let (sandbox, client, _) = documents();
    sandbox.fault(Fault::rate_limited(86_400).times(1));
    client.albums().get(ALBUM).await.unwrap_err();
    client.clear_cool_down();
    client.albums().get(ALBUM).await.unwrap();
    assert_eq!(sandbox.journal().count("GET /v1/*"), 2);
}

#[tokio::test]
async fn fault_110_a_machine_that_slept_through_the_pause_goes_on() {
    use spotify_sdk::clock::ManualClock;

    let sandbox = Sandbox::documents().start().unwrap();
    let clock = ManualClock::new();
    let client = client(&sandbox).access_token("your-access-token").clock(clock.clone()).build().unwrap();
    sandbox.fault(Fault::rate_limited(8 * 3600).times(1));
    client.albums().get(ALBUM).await.unwrap_err();
    // The lid was closed for nine hours: the wall clock went on, the monotonic clock stood still.
    clock.set_wall(spotify_sdk::clock::Clock::now(&clock) + Duration::from_secs(9 * 3600));
    client.albums().get(ALBUM).await.unwrap();
}
