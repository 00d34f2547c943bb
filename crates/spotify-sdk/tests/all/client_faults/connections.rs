//! Connections that the server closes while they are idle.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use spotify_sandbox::{Fault, Sandbox};

use crate::support::operations::{Append, Read};
use crate::support::raw_server::{RawServer, Then};
use crate::support::{client, eventually, in_time, quick_clock, raw_client};

/// Answers, and closes the connection although it promised to keep it.
fn forgetful() -> RawServer {
    RawServer::start(|exchange| {
        exchange.answer(200, "connection: keep-alive\r\n", "{}");
        Then::Close
    })
}

#[test]
fn fault_005_a_thousand_idle_connections_close_and_no_blocking_call_fails() {
    let server = forgetful();
    let clock = quick_clock();
    let client = raw_client(server.url(), &clock).build_blocking().unwrap();
    for cycle in 0..1000 {
        client.run(Read).unwrap_or_else(|error| panic!("cycle {cycle}: {error}"));
    }
    assert_eq!(server.requests(), 1000);
}

#[tokio::test]
async fn fault_005_a_thousand_idle_connections_close_and_no_call_fails() {
    let server = forgetful();
    let client = raw_client(server.url(), &quick_clock()).build().unwrap();
    for cycle in 0..1000 {
        in_time(client.run(Read)).await.unwrap_or_else(|error| panic!("cycle {cycle}: {error}"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fault_005_many_idle_connections_close_at_once_and_no_call_fails() {
    // Round after round thirty connections go idle, and all of them are closed.
    let server = forgetful();
    let client = raw_client(server.url(), &quick_clock()).build().unwrap();
    for _ in 0..20 {
        let calls: Vec<_> = (0..30).map(|_| tokio::spawn(client.run(Read))).collect();
        for call in calls {
            in_time(call).await.unwrap().unwrap();
        }
    }
}

#[test]
fn fault_005_a_connection_that_is_closed_under_the_request_is_replaced_at_once() {
    // Here the server waits for the second request of a connection, and then closes it: nobody could have known before.
    let server = RawServer::start({
        let on_this_connection = AtomicUsize::new(0);
        move |exchange| match on_this_connection.fetch_add(1, Ordering::SeqCst) % 2 {
            0 => exchange.answer(200, "", "{}"),
            _ => Then::Close,
        }
    });
    let clock = quick_clock();
    let client = raw_client(server.url(), &clock).build_blocking().unwrap();
    for cycle in 0..200 {
        client.run(Read).unwrap_or_else(|error| panic!("cycle {cycle}: {error}"));
    }
    assert!(clock.slept().is_empty(), "at once means without a pause");
}

#[test]
fn fault_005_a_write_on_a_connection_that_was_seen_to_close_is_sent_on_another() {
    let effects = Arc::new(AtomicUsize::new(0));
    let server = RawServer::start({
        let effects = Arc::clone(&effects);
        move |exchange| {
            effects.fetch_add(usize::from(exchange.head.starts_with("POST")), Ordering::SeqCst);
            exchange.answer(200, "", "{}");
            Then::Close
        }
    });
    let client = raw_client(server.url(), &quick_clock()).build_blocking().unwrap();
    let has_heard = |closed| server.closed() == closed && !is_open_here(&server.url());
    for cycle in 1..=500 {
        client.run(Read).unwrap();
        eventually("the server has closed the connection", || has_heard(2 * cycle - 1));
        client.run(Append).unwrap_or_else(|error| panic!("cycle {cycle}: {error}"));
        eventually("the server has closed the connection", || has_heard(2 * cycle));
    }
    assert_eq!(effects.load(Ordering::SeqCst), 500);
}

/// Whether this end of a connection to `url` has not heard of its end yet: on a busy machine that comes later than the server's closing.
fn is_open_here(url: &str) -> bool {
    const ESTABLISHED: &str = "01";
    let port: u16 = url.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap();
    // Elsewhere than on Linux nobody says, and the server's word has to do.
    let connections = std::fs::read_to_string("/proc/net/tcp").unwrap_or_default();
    connections.lines().skip(1).any(|line| {
        let mut columns = line.split_whitespace().skip(2);
        let (remote, state) = (columns.next().unwrap_or_default(), columns.next().unwrap_or_default());
        remote.ends_with(&format!(":{port:04X}")) && state == ESTABLISHED
    })
}

#[tokio::test]
async fn fault_005_resets_between_calls_cost_no_call() {
    let sandbox = Sandbox::documents().start().unwrap();
    let reset = sandbox.fault(Fault::on("GET /v1/albums/*").reset().every(2));
    let client = client(&sandbox).access_token("your-access-token").build().unwrap();
    for _ in 0..50 {
        client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").await.unwrap();
    }
    assert!(reset.hits() >= 25);
}
