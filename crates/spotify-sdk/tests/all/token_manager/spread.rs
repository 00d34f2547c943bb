//! `refresh_spread`: many processes whose tokens end at the same moment do not all ask at the same moment.

use std::time::Duration;

use spotify_sandbox::Sandbox;
use spotify_sdk::auth::ClientCredentials;
use spotify_sdk::clock::ManualClock;

use super::support::{HOUR, token_requests};
use crate::support::client_credentials;

const CLIENTS: usize = 1000;
const WINDOW: u64 = 300;

/// How many of the clients ask in each of thirty equal parts of the window before the end of their tokens.
async fn requests_over_time(spread: Duration) -> Vec<usize> {
    let sandbox = Sandbox::builder().start().unwrap();
    let clock = ManualClock::new();
    let clients: Vec<ClientCredentials> = (0..CLIENTS)
        .map(|_| {
            let builder = client_credentials(&sandbox).clock(clock.clone()).skew(Duration::ZERO);
            builder.refresh_spread(spread).build().unwrap()
        })
        .collect();
    for client in &clients {
        client.access_token().await.unwrap();
    }
    clock.advance(HOUR - Duration::from_secs(WINDOW));
    let mut counts = Vec::new();
    let mut before = token_requests(&sandbox);
    for _ in 0..30 {
        clock.advance(Duration::from_secs(WINDOW / 30));
        for client in &clients {
            client.access_token().await.unwrap();
        }
        let now = token_requests(&sandbox);
        counts.push(now - before);
        before = now;
    }
    counts
}

#[tokio::test]
async fn fault_046_a_thousand_clients_spread_their_refreshes() {
    let counts = requests_over_time(Duration::from_secs(WINDOW)).await;
    let (peak, total) = (counts.iter().max().copied().unwrap(), counts.iter().sum::<usize>());
    let mean = total as f64 / counts.len() as f64;
    println!("{CLIENTS} clients with a spread: peak {peak}, mean {mean:.1}, ratio {:.2}", peak as f64 / mean);
    assert!(total >= CLIENTS - 5, "nearly all have asked: {total}");
    // 33 expected in each part; 100 in one would be twelve standard deviations away.
    assert!((peak as f64) < 3.0 * mean, "{counts:?}");
}
