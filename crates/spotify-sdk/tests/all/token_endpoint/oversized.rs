//! Answers without end, and small ones that unpack to gigabytes.

use std::time::Duration;

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::ErrorKind;

use crate::support::client_credentials;
use crate::token_manager::child::{Actor, command};

const TOKEN: &str = "POST /api/token";

fn oversized() -> [(&'static str, Fault); 4] {
    [
        ("10 GB of gzip", Fault::on(TOKEN).gzip_bomb(10_000_000_000)),
        ("chunks without end", Fault::on(TOKEN).chunked_forever()),
        ("50 MB", Fault::on(TOKEN).body(vec![b' '; 50_000_000])),
        ("one byte too many", Fault::on(TOKEN).body(vec![b' '; 64 * 1024 + 1])),
    ]
}

#[tokio::test]
async fn fault_023_an_answer_over_64_kib_is_given_up() {
    for (what, fault) in oversized() {
        let sandbox = Sandbox::builder().start().unwrap();
        sandbox.fault(fault);
        let auth = client_credentials(&sandbox).build().unwrap();
        let outcome =
            tokio::time::timeout(Duration::from_secs(20), async { auth.access_token().await }).await;
        let error = outcome.expect(what).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{what}: {error}");
        assert_eq!(sandbox.journal().count(TOKEN), 1, "{what}: asking again brings the same");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn fault_023_no_bomb_costs_memory() {
    for (what, fault) in oversized() {
        let sandbox = Sandbox::builder().start().unwrap();
        // The first answer is a good one, so that what a first request loads is not counted.
        sandbox.fault(fault.skip(1));
        let mut child = Actor::start(command("take a bomb", &sandbox, None));
        let risen: u64 = child.line().parse().expect("kilobytes");
        println!("{what}: peak memory rose by {risen} kB");
        assert!(risen < 2048, "{what}: peak memory rose by {risen} kB");
    }
}
