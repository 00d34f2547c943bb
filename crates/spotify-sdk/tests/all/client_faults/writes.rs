//! Writes are never applied twice; whether a repeat is harmless is the operation's own property, not its method's.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::clock::ManualClock;
use spotify_sdk::endpoint::{Endpoint, Operation, Repeat};
use spotify_sdk::{Error, ErrorKind, Result, SpotifyClient, blocking};

use crate::support::operations::{Append, Move, Read, Remove, Replace, ReplaceByPost};
use crate::support::raw_server::{Exchange, RawServer, Then};
use crate::support::{client, quick_clock, raw_client};

/// A server that carries out every request and then lets `afterwards` spoil the answer.
fn applying(
    afterwards: impl Fn(&mut Exchange<'_>) -> Then + Send + Sync + 'static,
) -> (RawServer, Arc<AtomicUsize>) {
    let effects = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&effects);
    let server = RawServer::start(move |exchange| {
        counted.fetch_add(1, Ordering::SeqCst);
        afterwards(exchange)
    });
    (server, effects)
}

#[test]
fn fault_113_a_thousand_writes_whose_answers_were_lost_are_applied_once_each() {
    let (server, effects) = applying(|_| Then::Close);
    let clock = quick_clock();
    let client = raw_client(server.url(), &clock).build_blocking().unwrap();
    for _ in 0..1000 {
        let error = client.run(Append).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RequestMaybeApplied, "{error}");
        assert!(!error.is_transient());
        assert!(error.to_string().contains("look before you repeat"), "{error}");
    }
    assert_eq!(effects.load(Ordering::SeqCst), 1000);
    assert!(clock.slept().is_empty());
}

#[tokio::test]
async fn fault_113_a_write_that_got_no_answer_in_time_is_sent_once() {
    let (server, effects) = applying(|exchange| exchange.wait_for_the_end());
    let client = raw_client(server.url(), &quick_clock()).timeout(Duration::from_millis(50)).build().unwrap();
    let error = client.run(Append).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RequestMaybeApplied, "{error}");
    assert_eq!(effects.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn fault_113_a_write_whose_answer_is_cut_off_is_sent_once() {
    let (server, effects) = applying(|exchange| {
        exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{");
        Then::Close
    });
    let client = raw_client(server.url(), &quick_clock()).build().unwrap();
    assert_eq!(client.run(Append).await.unwrap_err().kind(), ErrorKind::RequestMaybeApplied);
    assert_eq!(effects.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn fault_113_a_write_that_spotify_failed_on_is_sent_once() {
    for status in [500, 502, 503, 504] {
        let (server, effects) = applying(move |exchange| exchange.answer(status, "retry-after: 1\r\n", ""));
        let client = raw_client(server.url(), &quick_clock()).build().unwrap();
        let error = client.run(Append).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::RequestMaybeApplied, Some(status)), "{error}");
        assert_eq!(effects.load(Ordering::SeqCst), 1, "{status}");
    }
}

#[tokio::test]
async fn fault_113_a_write_that_was_never_sent_is_sent_again() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let clock = quick_clock();
    let client = raw_client(format!("http://{nobody}"), &clock).build().unwrap();
    let error = client.run(Append).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network, "{error}");
    assert!(error.is_transient());
    assert_eq!(clock.slept().len(), 3);
}

#[tokio::test]
async fn fault_113_a_playback_command_whose_answer_was_lost_is_sent_once() {
    let sandbox = Sandbox::documents().start().unwrap();
    let lost = sandbox.fault(Fault::on("PUT /v1/me/player/play").after_applying().reset());
    let client = client(&sandbox).access_token("your-access-token").build().unwrap();
    let error = client.run(StartPlayback).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RequestMaybeApplied, "{error}");
    assert_eq!(lost.hits(), 1);
    assert!(sandbox.playback().is_some(), "it was applied");
}

/// As the crate's own, so that this test needs no more than the public trait.
#[derive(Clone)]
struct StartPlayback;

impl Endpoint for StartPlayback {
    type Output = ();
    const OPERATION: Operation =
        Operation::put("start-a-users-playback", "/me/player/play").of_user(&["user-modify-playback-state"]);

    fn request(&self) -> Result<spotify_sdk::endpoint::ApiRequest> {
        spotify_sdk::endpoint::ApiRequest::builder(&Self::OPERATION).build()
    }
}

/// How often one call is carried out when the first answer is spoilt.
async fn effects_of<E: Endpoint>(
    endpoint: E,
    spoil: impl Fn(&mut Exchange<'_>) -> Then + Send + Sync + 'static,
) -> (usize, Result<(), Error>) {
    let (server, effects) = applying(move |exchange| match exchange.index {
        0 => spoil(exchange),
        _ => exchange.answer(200, "", "{}"),
    });
    let clock: ManualClock = quick_clock();
    let client: SpotifyClient = raw_client(server.url(), &clock).build().unwrap();
    let result = client.run(endpoint).await.map(|_| ());
    (effects.load(Ordering::SeqCst), result)
}

async fn the_operation_decides<E: Endpoint>(endpoint: E) {
    let once = E::OPERATION.repeat == Repeat::OnlyIfUnsent;
    for spoilt in ["closed", "503", "cut off"] {
        let (effects, result) = effects_of(endpoint.clone(), move |exchange| match spoilt {
            "closed" => Then::Close,
            "503" => exchange.answer(503, "", ""),
            _ => {
                exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{");
                Then::Close
            }
        })
        .await;
        let name = E::OPERATION.id;
        assert_eq!(effects, if once { 1 } else { 2 }, "{name}, {spoilt}");
        match result {
            Ok(()) => assert!(!once, "{name}, {spoilt}"),
            Err(error) => assert!(once && error.kind() == ErrorKind::RequestMaybeApplied, "{name}: {error}"),
        }
    }
    // A 429 says that nothing was done: whatever it is may be repeated.
    let (effects, result) =
        effects_of(endpoint, |exchange| exchange.answer(429, "retry-after: 2\r\n", "")).await;
    assert_eq!(effects, 2);
    result.unwrap();
}

#[tokio::test]
async fn fault_114_the_operation_says_whether_it_may_be_repeated_and_not_the_method() {
    the_operation_decides(Read).await;
    the_operation_decides(Append).await;
    the_operation_decides(Move).await;
    the_operation_decides(Remove).await;
    the_operation_decides(Replace).await;
    the_operation_decides(ReplaceByPost).await;
}

#[test]
fn fault_114_moves_over_connections_that_die_are_never_made_twice() {
    // Every second request is applied and its answer lost; the others leave a connection that closes while it is idle.
    let (server, effects) = applying(|exchange| {
        if exchange.index % 2 == 0 {
            exchange.answer(200, "", "");
        }
        Then::Close
    });
    let client: blocking::SpotifyClient = raw_client(server.url(), &quick_clock()).build_blocking().unwrap();
    for _ in 0..300 {
        let before = effects.load(Ordering::SeqCst);
        // Lost before it was sent, lost after, or answered: never applied twice.
        let result = client.run(Move);
        let applied = effects.load(Ordering::SeqCst) - before;
        match result {
            Ok(()) => assert_eq!(applied, 1),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::RequestMaybeApplied, "{error}");
                assert!(applied <= 1, "{applied}");
            }
        }
    }
}
