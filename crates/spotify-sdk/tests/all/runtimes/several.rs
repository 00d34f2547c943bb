//! One client on several runtimes, and on runtimes that are dropped.

use std::thread;

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::SpotifyClient;
use tokio::runtime::{Builder, Runtime};

use crate::support::{client, client_credentials, eventually, in_time};

pub(super) const ALBUM: &str = "4aawyAB9vmqN3uQ7FjRGTy";

pub(super) fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

pub(super) fn multi_thread() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

pub(super) fn start() -> (Sandbox, SpotifyClient) {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = client_credentials(&sandbox).build().unwrap();
    let client = client(&sandbox).auth(auth).build().unwrap();
    (sandbox, client)
}

pub(super) async fn call(client: &SpotifyClient) {
    in_time(client.albums().get(ALBUM).send()).await.unwrap();
}

#[test]
fn a_connection_of_a_runtime_that_was_dropped_is_not_used() {
    let (_sandbox, client) = start();
    for make in [current_thread, multi_thread] {
        for _ in 0..3 {
            let runtime = make();
            runtime.block_on(call(&client));
            drop(runtime);
        }
    }
}

#[test]
fn a_runtime_that_nobody_drives_holds_nobody_up() {
    let (_sandbox, client) = start();
    let (idle, busy) = (current_thread(), current_thread());
    // This runtime has a connection in the pool and stands still from here on.
    idle.block_on(call(&client));
    for _ in 0..20 {
        busy.block_on(call(&client));
    }
    idle.block_on(call(&client));
}

#[test]
fn several_runtimes_use_one_client_at_once() {
    let (_sandbox, client) = start();
    let threads: Vec<_> = (0..8)
        .map(|number| {
            let client = client.clone();
            thread::spawn(move || {
                let runtime = if number % 2 == 0 { current_thread() } else { multi_thread() };
                for _ in 0..20 {
                    runtime.block_on(call(&client));
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

#[test]
fn a_hundred_short_lived_runtimes_in_a_row() {
    let (sandbox, client) = start();
    for _ in 0..100 {
        current_thread().block_on(call(&client));
    }
    assert_eq!(sandbox.journal().count("GET /v1/albums/*"), 100);
    assert_eq!(sandbox.journal().count("POST /api/token"), 1);
    // Their connections went with them; the one of the token request may remain.
    eventually("the connections are closed", || sandbox.open_connections() <= 1);
}

#[test]
fn a_refresh_outlives_the_runtime_that_asked_for_it() {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = client_credentials(&sandbox).build().unwrap();
    let slow = std::time::Duration::from_millis(300);
    sandbox.fault(Fault::on("POST /api/token").delay(slow).times(1));
    let runtime = multi_thread();
    let asking = auth.clone();
    runtime.spawn(async move { asking.access_token().await });
    eventually("the request is under way", || sandbox.journal().count("POST /api/token") == 1);
    runtime.shutdown_background();
    let token = auth.access_token().wait().unwrap();
    assert!(!token.expose().is_empty());
    assert_eq!(sandbox.journal().count("POST /api/token"), 1, "the first one was enough");
}
