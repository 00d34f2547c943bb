//! What only HTTP/2 has: connections that announce their end, streams that are refused, floods of frames (row 124).

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use spotify_sdk::{ErrorKind, SpotifyClient, SpotifyClientBuilder};
use tokio::io::{AsyncWriteExt as _, copy, sink, split};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::tls::Authority;
use crate::support::http2_server::{Http2Server, Reply, configuration, frame};
use crate::support::operations::{Append, Read};
use crate::support::{HANG, in_time, quick_clock, raw_client};

const NO_ERROR: u32 = 0;
const INTERNAL_ERROR: u32 = 2;
const CANCEL: u32 = 8;
const ENHANCE_YOUR_CALM: u32 = 11;

fn client(authority: &Authority, server: &Http2Server) -> SpotifyClientBuilder {
    let root = authority.pem();
    raw_client(server.url(), &quick_clock()).extra_root_certificate(root.as_bytes()).timeout(HANG)
}

/// How many writes were made for sure. hyper reports a GOAWAY of the connection as the error of a request that it is just handing over, and can't
/// tell whether that one is left out: a matter of microseconds, which a busy machine stretches.
async fn append(client: &SpotifyClient) -> usize {
    match in_time(client.run(Append)).await {
        Ok(_) => 1,
        Err(error) if error.kind() == ErrorKind::RequestMaybeApplied => 0,
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fault_124_a_thousand_requests_among_goaways_and_refusals_succeed_once_each() {
    let authority = Authority::new();
    let server = Http2Server::start(&authority, |asked| match asked.index {
        index if index % 16 == 3 => Reply::LeaveWithout(NO_ERROR),
        index if index % 16 == 11 => Reply::AnswerAndLeave,
        index if index % 5 == 1 => Reply::Refuse,
        _ => Reply::Answer,
    });
    // Without retries: what the server left undone costs no attempt.
    let client = client(&authority, &server).max_retries(0).build().unwrap();
    let mut writes = 0;
    for cycle in 0..500 {
        in_time(client.run(Read)).await.unwrap_or_else(|error| panic!("read {cycle}: {error}"));
        writes += append(&client).await;
    }
    let reads = server.carried_out() - server.writes();
    println!("{writes} writes for sure, {} carried out, {reads} reads", server.writes());
    // What may have been left out was not carried out here either: its body was never sent. A read is sent again then.
    assert_eq!(server.writes(), writes);
    assert!((490..=500).contains(&writes) && (500..510).contains(&reads), "{writes}, {reads}");
    assert!(server.requests() > 1250, "many were sent twice: {}", server.requests());
    assert!(server.connections() > 125, "{}", server.connections());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fault_124_requests_that_share_a_connection_survive_its_end() {
    let authority = Authority::new();
    // A GOAWAY reaches all that wait at that moment, four at most; the same one hardly ever seven times in a row.
    let server = Http2Server::start(&authority, |asked| match asked.index % 40 {
        20 => Reply::LeaveWithout(NO_ERROR),
        39 => Reply::AnswerAndLeave,
        _ => Reply::Answer,
    });
    let client = client(&authority, &server).build().unwrap();
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                let mut writes = 0;
                for _ in 0..100 {
                    writes += append(&client).await;
                }
                writes
            })
        })
        .collect();
    let mut writes = 0;
    for task in tasks {
        writes += in_time(task).await.unwrap();
    }
    assert_eq!(server.writes(), writes);
    assert!((390..=400).contains(&writes), "{writes}");
}

#[tokio::test]
async fn fault_124_a_write_that_was_processed_and_lost_is_not_repeated() {
    let authority = Authority::new();
    for lost in [Reply::LoseAndLeave, Reply::Reset(INTERNAL_ERROR), Reply::Reset(CANCEL)] {
        let server =
            Http2Server::start(&authority, move |asked| if asked.index == 0 { lost } else { Reply::Answer });
        let client = client(&authority, &server).build().unwrap();
        let error = in_time(client.run(Append)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RequestMaybeApplied, "{lost:?}: {error}");
        assert_eq!((server.requests(), server.writes()), (1, 1), "{lost:?}");
        // A read is repeated, and the client goes on.
        let server =
            Http2Server::start(&authority, move |asked| if asked.index == 0 { lost } else { Reply::Answer });
        let client = self::client(&authority, &server).build().unwrap();
        in_time(client.run(Read)).await.unwrap();
        in_time(client.run(Append)).await.unwrap();
        assert_eq!((server.requests(), server.writes()), (3, 1), "{lost:?}");
    }
}

#[tokio::test]
async fn fault_124_a_server_that_never_takes_a_request_is_an_error_and_no_loop() {
    let authority = Authority::new();
    for (reply, at_once) in
        [(Reply::Refuse, 3), (Reply::LeaveWithout(NO_ERROR), 3), (Reply::LeaveWithout(ENHANCE_YOUR_CALM), 0)]
    {
        let server = Http2Server::start(&authority, move |_| reply);
        let clock = quick_clock();
        let root = authority.pem();
        let client =
            raw_client(server.url(), &clock).extra_root_certificate(root.as_bytes()).build().unwrap();
        let error = in_time(client.run(Append)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Network, "{reply:?}: {error}");
        assert!(error.is_transient());
        assert_eq!((server.requests(), clock.slept().len()), (4 + at_once, 3), "{reply:?}");
        assert_eq!(server.writes(), 0);
    }
}

/// Sends `frames` to every connection, again and again, and reads what comes only if asked to.
async fn flood(authority: &Authority, frames: Vec<u8>, reads: bool) -> String {
    let acceptor = TlsAcceptor::from(Arc::new(configuration(authority)));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(flood_one(stream, acceptor.clone(), frames.clone(), reads));
        }
    });
    url
}

async fn flood_one(stream: TcpStream, acceptor: TlsAcceptor, frames: Vec<u8>, reads: bool) {
    let Ok(stream) = acceptor.accept(stream).await else { return };
    let (mut reading, mut writing) = split(stream);
    let reader = tokio::spawn(async move {
        match reads {
            true => drop(copy(&mut reading, &mut sink()).await),
            false => std::future::pending().await,
        }
    });
    while writing.write_all(&frames).await.is_ok() {}
    reader.abort();
}

/// The figure of this process that `/proc` calls `name`, in kilobytes.
fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
#[ignore = "not a test: what fault_124 starts as a process, to measure its memory"]
fn is_flooded() {
    let (Ok(url), Ok(root)) = (std::env::var("FLOOD_URL"), std::env::var("FLOOD_ROOT")) else { return };
    let builder = raw_client(url, &quick_clock()).extra_root_certificate(root.as_bytes()).max_retries(0);
    let client = builder.timeout(Duration::from_millis(700)).build_blocking().unwrap();
    // The first call loads certificates and the like.
    let first = client.run(Read).unwrap_err();
    let before = memory("VmRSS");
    let second = client.run(Append).unwrap_err();
    eprintln!("{:?} {:?} +{} kB", first.kind(), second.kind(), memory("VmHWM").saturating_sub(before));
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fault_124_floods_of_frames_end_with_the_time_limit_and_cost_no_memory() {
    const SETTINGS: u8 = 4;
    const PING: u8 = 6;
    const WINDOW_UPDATE: u8 = 8;
    let authority = Authority::new();
    let setting = [0, 3, 0, 0, 0, 100];
    let mut children = Vec::new();
    for (what, one) in [
        ("empty SETTINGS", frame(SETTINGS, 0, 0, &[])),
        ("SETTINGS", frame(SETTINGS, 0, 0, &setting)),
        ("PING", frame(PING, 0, 0, &[7; 8])),
        ("WINDOW_UPDATE", frame(WINDOW_UPDATE, 0, 0, &[0, 0, 0, 1])),
    ] {
        // The first frame is always SETTINGS.
        let many = [frame(SETTINGS, 0, 0, &[]), one.repeat(1000)].concat();
        for reads in [true, false] {
            let url = flood(&authority, many.clone(), reads).await;
            let mut child = Command::new(std::env::current_exe().unwrap());
            child.args(["--exact", "client_faults::http2::is_flooded", "--ignored", "--nocapture"]);
            child.env("FLOOD_URL", url).env("FLOOD_ROOT", authority.pem()).stdin(Stdio::null());
            let what = format!("{what}, {}", if reads { "read" } else { "unread" });
            children.push((what, tokio::task::spawn_blocking(move || child.output().unwrap())));
        }
    }
    for (what, child) in children {
        let said = String::from_utf8(in_time(child).await.unwrap().stderr).unwrap();
        println!("{what}: {said}");
        let words: Vec<&str> = said.split_whitespace().collect();
        let [first, second, grown, "kB"] = words[..] else { panic!("{what}: {said}") };
        assert!(["Timeout", "Network"].contains(&first), "{what}: {said}");
        assert!(["RequestMaybeApplied", "Timeout", "Network"].contains(&second), "{what}: {said}");
        assert!(grown.parse::<u64>().unwrap() < 16 * 1024, "{what}: {said}");
    }
}
