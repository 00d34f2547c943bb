//! Time limit, retries and headers of one call, instead of its client's.

use std::time::Duration;

use spotify_sandbox::Sandbox;
use spotify_sdk::endpoint::{CallOptions, Method};
use spotify_sdk::{Call, ErrorKind};

use crate::support::operations::Read;
use crate::support::raw_server::RawServer;
use crate::support::{client, in_time, quick_clock, raw_client};

fn header<'a>(head: &'a str, name: &str) -> Vec<&'a str> {
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
}

#[tokio::test]
async fn a_call_is_repeated_as_often_as_it_says_itself() {
    let server = RawServer::start(|exchange| exchange.answer(503, "", "{}"));
    let client = raw_client(server.url(), &quick_clock()).max_retries(1).build().unwrap();
    for (retries, requests) in [(None, 2), (Some(0), 1), (Some(3), 4)] {
        let before = server.requests();
        let call = client.request(Method::Get, "/me");
        let call = match retries {
            Some(retries) => call.max_retries(retries),
            None => call,
        };
        in_time(call.send()).await.unwrap_err();
        assert_eq!(server.requests() - before, requests, "{retries:?}");
    }
}

#[tokio::test]
async fn a_call_takes_no_longer_than_it_says_itself() {
    let server = RawServer::start(|exchange| exchange.wait_for_the_end());
    let client = raw_client(server.url(), &quick_clock()).max_retries(0).build().unwrap();
    let call = client.request(Method::Get, "/me").timeout(Duration::from_millis(200));
    assert_eq!(in_time(call.send()).await.unwrap_err().kind(), ErrorKind::Timeout);
    // And longer where the client would have given up: the answer needs a moment that the client has not.
    let slow = RawServer::start(|exchange| {
        std::thread::sleep(Duration::from_millis(300));
        exchange.answer(200, "", "{}")
    });
    let builder = raw_client(slow.url(), &quick_clock()).max_retries(0).timeout(Duration::from_millis(50));
    let client = builder.build().unwrap();
    in_time(client.request(Method::Get, "/me").timeout(Duration::from_secs(30)).send()).await.unwrap();
    assert_eq!(in_time(client.run(Read)).await.unwrap_err().kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn headers_are_added_and_replace_what_a_request_has_of_itself() {
    let server = RawServer::start(|exchange| exchange.answer(200, "", "{}"));
    let client = raw_client(server.url(), &quick_clock()).build().unwrap();
    let call = client.request(Method::Put, "/me").body("application/json", "x");
    let call = call.header("Content-Type", "image/jpeg").header("accept", "text/html").header("X-Mine", "1");
    call.header("x-mine", "2").send().await.unwrap();
    client.request(Method::Get, "/me").send().await.unwrap();
    let heads = server.heads();
    for (name, value) in [("content-type", "image/jpeg"), ("accept", "text/html"), ("x-mine", "2")] {
        assert_eq!(header(&heads[0], name), [value], "{heads:?}");
    }
    assert_eq!(header(&heads[0], "authorization").len(), 1);
    assert!(header(&heads[1], "x-mine").is_empty(), "{heads:?}");
}

#[test]
fn what_no_call_can_have_is_refused_before_anything_is_sent() {
    let server = RawServer::start(|exchange| exchange.answer(200, "", "{}"));
    let client = raw_client(server.url(), &quick_clock()).build_blocking().unwrap();
    let call = || client.request(Method::Get, "/me");
    for refused in [
        call().header("Authorization", "Bearer CANARY"),
        call().header("HOST", "CANARY.example"),
        call().header("content-length", "7"),
        call().header("transfer-encoding", "CANARY"),
        call().header("X", "CANARY\r\nX-Evil: 1"),
        call().header("X Y", "CANARY"),
        call().header("", "CANARY"),
        call().timeout(Duration::ZERO),
        // What comes after does not mend it.
        call().header("Host", "CANARY").header("X", "y"),
    ] {
        assert!(!format!("{refused:?}").contains("CANARY"), "{refused:?}");
        let error = refused.send().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        assert!(!crate::secrets::everything_about(&error).contains("CANARY"), "{error}");
    }
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn options_hold_for_every_request_of_a_call() {
    let sandbox =
        Sandbox::documents().user(spotify_sandbox::User::premium("ada").saved_tracks(120)).start().unwrap();
    let token = sandbox.mint("ada", &["user-library-read", "user-library-modify"]).access_token.clone();
    let client = client(&sandbox).access_token(token).build().unwrap();
    let blocking: spotify_sdk::blocking::SpotifyClient = client.clone().into();
    let ids: Vec<String> = (0..60).map(|number| format!("{number:022}")).collect();
    client.tracks().save(&ids).header("X-Mine", "1").await.unwrap();
    let rows = client.tracks().get_saved().limit(50).header("X-Mine", "1").stream();
    assert!(rows.collect_up_to(150).await.unwrap().len() > 120);
    client.tracks().get_saved().header("X-Mine", "1").with_extra().await.unwrap();
    tokio::task::spawn_blocking(move || {
        let pages = blocking.tracks().get_saved().limit(50).header("X-Mine", "1").pages().concurrency(2);
        assert!(pages.filter_map(Result::ok).count() > 2);
    })
    .await
    .unwrap();
    let journal = sandbox.journal();
    let entries = journal.entries();
    assert!(entries.len() > 8);
    for entry in entries.iter() {
        assert!(entry.headers.iter().any(|(name, value)| name == "x-mine" && value == "1"), "{entry:?}");
    }
}

#[tokio::test]
async fn operations_made_by_hand_take_options_too() {
    let server = RawServer::start(|exchange| exchange.answer(200, "", "{}"));
    let client = raw_client(server.url(), &quick_clock()).build().unwrap();
    let options = CallOptions::default().header("X-Mine", "1");
    client.run_with(Read, options.clone()).await.unwrap();
    let shown = format!("{:?}", Call::new((), Read).header("X-Mine", "CANARY").options());
    assert!(shown.contains("x-mine") && !shown.contains("CANARY"), "{shown}");
    let blocking: spotify_sdk::blocking::SpotifyClient = client.into();
    tokio::task::spawn_blocking(move || blocking.run_with(Read, options).unwrap()).await.unwrap();
    assert!(server.heads().iter().all(|head| header(head, "x-mine") == ["1"]));
    assert_eq!(server.requests(), 2);
}
