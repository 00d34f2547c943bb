//! Blocking calls from wherever people make them.

use std::sync::{Arc, Barrier};
use std::thread;

use spotify_sdk::auth::AuthProvider;
use spotify_sdk::{AccessToken, Environment, ErrorKind, Result, blocking};
use tokio::task::{LocalSet, spawn_blocking};

use super::several::{ALBUM, call, current_thread, multi_thread, start};
use crate::support::{client, eventually, in_time, quick_clock};

fn blocking_call(client: &blocking::SpotifyClient) {
    client.albums().get(ALBUM).send().unwrap();
}

/// In every place where a future runs.
async fn everywhere(client: blocking::SpotifyClient) {
    blocking_call(&client);
    let inside = client.clone();
    in_time(spawn_blocking(move || blocking_call(&inside))).await.unwrap();
    let spawned = client.clone();
    in_time(tokio::spawn(async move { blocking_call(&spawned) })).await.unwrap();
    let local = client.clone();
    in_time(LocalSet::new().run_until(async move { blocking_call(&local) })).await;
    let a_thread = client.clone();
    thread::spawn(move || blocking_call(&a_thread)).join().unwrap();
    // And the async face of the same client on the same runtime.
    call(&client.into()).await;
}

#[test]
fn blocking_calls_work_inside_tokio() {
    for runtime in [current_thread(), multi_thread()] {
        let (_sandbox, client) = start();
        runtime.block_on(everywhere(client.into()));
    }
}

#[test]
fn blocking_calls_work_in_block_in_place_and_with_an_entered_runtime() {
    let (_sandbox, client) = start();
    let client = blocking::SpotifyClient::from(client);
    let runtime = multi_thread();
    runtime.block_on(async { tokio::task::block_in_place(|| blocking_call(&client)) });
    let _guard = runtime.enter();
    blocking_call(&client);
}

#[test]
fn fifty_threads_block_at_once() {
    let (sandbox, client) = start();
    let client = blocking::SpotifyClient::from(client);
    let barrier = Arc::new(Barrier::new(50));
    let threads: Vec<_> = (0..50)
        .map(|_| {
            let (client, barrier) = (client.clone(), Arc::clone(&barrier));
            thread::spawn(move || {
                barrier.wait();
                for _ in 0..4 {
                    blocking_call(&client);
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(sandbox.journal().count("GET /v1/albums/*"), 200);
    assert_eq!(sandbox.journal().count("POST /api/token"), 1);
}

#[test]
fn fifty_blocking_calls_inside_tokio_at_once() {
    let (sandbox, client) = start();
    let client = blocking::SpotifyClient::from(client);
    multi_thread().block_on(async {
        let calls: Vec<_> = (0..50)
            .map(|_| {
                let client = client.clone();
                spawn_blocking(move || blocking_call(&client))
            })
            .collect();
        for call in calls {
            in_time(call).await.unwrap();
        }
    });
    assert_eq!(sandbox.journal().count("POST /api/token"), 1);
}

/// A provider that makes a blocking call of its own to get its token.
struct AskingAnother(blocking::SpotifyClient);

impl AuthProvider for AskingAnother {
    async fn access_token(&self) -> Result<AccessToken> {
        blocking_call(&self.0);
        AccessToken::new("your-access-token")
    }
}

#[test]
fn blocking_calls_inside_blocking_calls_do_not_wait_for_each_other() {
    let (sandbox, inner) = start();
    let auth = AskingAnother(inner.into());
    let outer = client(&sandbox).auth(auth).build_blocking().unwrap();
    blocking_call(&outer);
    // Inside tokio the outer calls run on the SDK's own runtime, whose few threads the inner ones must not use up.
    let (done, is_done) = std::sync::mpsc::channel();
    thread::spawn(move || {
        multi_thread().block_on(async {
            let calls: Vec<_> = (0..20)
                .map(|_| {
                    let outer = outer.clone();
                    spawn_blocking(move || blocking_call(&outer))
                })
                .collect();
            for call in calls {
                call.await.unwrap();
            }
        });
        done.send(()).unwrap();
    });
    is_done.recv_timeout(crate::support::HANG).expect("they hang");
}

struct Panicking;

impl AuthProvider for Panicking {
    async fn access_token(&self) -> Result<AccessToken> {
        panic!("a bug in a custom provider");
    }
}

#[test]
fn a_panic_in_a_custom_provider_spoils_no_later_call() {
    let (sandbox, good) = start();
    let good = blocking::SpotifyClient::from(good);
    let builder = client(&sandbox).environment(Environment::empty()).clock(quick_clock());
    let bad = builder.auth(Panicking).build_blocking().unwrap();
    for _ in 0..3 {
        let inside = bad.clone();
        let error = multi_thread().block_on(async move { inside.albums().get(ALBUM).send() }).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Custom, "{error}");
        let outside = bad.clone();
        let error = thread::spawn(move || outside.albums().get(ALBUM).send()).join().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Custom, "on a plain thread it is the same: {error}");
        blocking_call(&good);
    }
}

#[test]
fn connections_of_blocking_calls_close_with_their_client() {
    let (sandbox, client) = start();
    let builder = crate::support::client(&sandbox).access_token("your-access-token");
    // With a pool of its own.
    let own = builder.idle_timeout(crate::support::HANG).build_blocking().unwrap();
    drop(client);
    let before = sandbox.connections();
    blocking_call(&own);
    assert_eq!(sandbox.connections(), before + 1);
    let open = sandbox.open_connections();
    own.close();
    drop(own);
    eventually("the connection is closed", || sandbox.open_connections() < open);
}
