//! The end of a pause: a thousand that waited do not come back in the same moment.

use std::time::Duration;

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::clock::ManualClock;

use crate::support::{client, eventually, in_time};

const ALBUM: &str = "4aawyAB9vmqN3uQ7FjRGTy";
const CALLS: usize = 1000;
const PAUSE: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fault_111_a_thousand_calls_wait_and_come_back_one_by_one() {
    let sandbox = Sandbox::documents().start().unwrap();
    let clock = ManualClock::new();
    let client = client(&sandbox).access_token("your-access-token").clock(clock.clone()).build().unwrap();
    sandbox.fault(Fault::rate_limited(PAUSE.as_secs()).times(1));
    let mut calls = vec![tokio::spawn(client.albums().get(ALBUM).send())];
    eventually("the first call waits", || clock.slept().len() == 1);
    calls.extend((1..CALLS).map(|_| tokio::spawn(client.albums().get(ALBUM).send())));
    eventually("all calls wait", || clock.slept().len() == CALLS);
    let waits = clock.slept();
    assert!(waits.iter().all(|wait| *wait >= PAUSE), "nobody comes before the pause is over");
    let second = Duration::from_secs(1);
    let first_second = waits.iter().filter(|wait| **wait < PAUSE + second).count();
    println!("requests in the first second after the pause: {first_second} of {CALLS}");
    assert!((100..=300).contains(&first_second), "a fifth of them, give or take: {first_second}");
    assert!(waits.iter().all(|wait| *wait <= PAUSE + 5 * second));
    // All but the last instant of the pause: nobody moves.
    clock.advance(PAUSE - Duration::from_millis(1));
    tokio::task::yield_now().await;
    assert_eq!(sandbox.journal().entries().len(), 1, "requests during the pause");
    clock.advance(Duration::from_millis(1) + second);
    eventually("the first second's share", || sandbox.journal().entries().len() > first_second);
    assert_eq!(sandbox.journal().entries().len(), 1 + first_second, "and nobody else");
    clock.advance(5 * second);
    for call in calls {
        in_time(call).await.unwrap().unwrap();
    }
    assert_eq!(sandbox.journal().entries().len(), 1 + CALLS);
}
