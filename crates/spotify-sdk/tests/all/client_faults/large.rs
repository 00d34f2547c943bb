//! Bodies that are too large, too slow, endless, or not as long as they say.

use std::io::Write as _;
use std::time::Duration;

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::{ErrorKind, SpotifyClient};

use crate::support::operations::Read;
use crate::support::raw_server::{RawServer, Then};
use crate::support::{client, in_time, quick_clock, raw_client};

const ALBUM: &str = "4aawyAB9vmqN3uQ7FjRGTy";

fn documents() -> (Sandbox, SpotifyClient) {
    let sandbox = Sandbox::documents().start().unwrap();
    let client = client(&sandbox).access_token("your-access-token").largest_body(1 << 20).build().unwrap();
    (sandbox, client)
}

#[tokio::test]
async fn fault_023_a_gzip_bomb_is_refused_at_the_limit() {
    let (sandbox, client) = documents();
    let bomb = sandbox.fault(Fault::on("/v1/*").gzip_bomb(10_000_000_000));
    let error = in_time(client.albums().get(ALBUM).send()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
    assert!(error.to_string().contains("larger than allowed"), "{error}");
    assert!(!error.is_transient());
    assert_eq!(bomb.hits(), 1, "what is too large once is not asked for again");
}

#[tokio::test]
async fn fault_023_a_body_without_end_is_refused_at_the_limit() {
    let (sandbox, client) = documents();
    let endless = sandbox.fault(Fault::on("/v1/*").chunked_forever());
    let error = in_time(client.albums().get(ALBUM).send()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
    assert_eq!(endless.hits(), 1);
}

#[tokio::test]
async fn fault_023_a_length_beyond_the_limit_is_refused_before_the_body_is_read() {
    let server = RawServer::start(|exchange| {
        exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 9999999999999\r\n\r\n");
        exchange.wait_for_the_end()
    });
    let client = raw_client(server.url(), &quick_clock()).build().unwrap();
    let error = in_time(client.run(Read)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn fault_023_the_limit_is_exact_and_counts_decompressed_bytes() {
    let json = format!("\"{}\"", "x".repeat(9_998));
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(json.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    assert!(gzip.len() < 1000);
    let server = RawServer::start(move |exchange| match exchange.index % 2 {
        0 => exchange.answer(200, "", &json),
        _ => exchange.answer(200, "content-encoding: gzip\r\n", &gzip),
    });
    for (largest, fits) in [(9_999, false), (10_000, true)] {
        let client = raw_client(server.url(), &quick_clock()).largest_body(largest).build().unwrap();
        for _ in 0..2 {
            match in_time(client.run(Read)).await {
                Ok(answer) => assert!(fits && answer.0.as_str().unwrap().len() == 9_998),
                Err(error) => assert!(!fits && error.kind() == ErrorKind::InvalidResponse, "{error}"),
            }
        }
    }
}

#[tokio::test]
async fn fault_023_bodies_shorter_than_they_say_are_asked_for_again() {
    let server = RawServer::start(|exchange| match exchange.index {
        0 => {
            exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{}");
            Then::Close
        }
        1 => {
            exchange.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n");
            Then::Close
        }
        _ => exchange.answer(200, "", "{}"),
    });
    let client = raw_client(server.url(), &quick_clock()).build().unwrap();
    in_time(client.run(Read)).await.unwrap();
    assert_eq!(server.requests(), 3);
}

#[tokio::test]
async fn fault_023_bodies_longer_than_they_say_do_not_reach_the_next_answer() {
    // The rest of the first body would be a fine second answer, of an attacker's making.
    let server = RawServer::start(|exchange| match exchange.index {
        0 => {
            exchange.send(
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n\"evil\"",
            );
            Then::KeepOpen
        }
        _ => exchange.answer(200, "", "\"good\""),
    });
    let client = raw_client(server.url(), &quick_clock()).build().unwrap();
    assert_eq!(in_time(client.run(Read)).await.unwrap().0, serde_json::json!({}));
    assert_eq!(in_time(client.run(Read)).await.unwrap().0, "good");
}

#[tokio::test]
async fn fault_023_a_body_that_drips_ends_with_the_time_limit() {
    let (sandbox, _) = documents();
    sandbox.fault(Fault::on("/v1/*").drip(Duration::from_millis(20)));
    let client = client(&sandbox)
        .access_token("your-access-token")
        .timeout(Duration::from_millis(200))
        .max_retries(0)
        .build()
        .unwrap();
    let error = in_time(client.albums().get(ALBUM).send()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(error.is_transient());
}

#[tokio::test]
async fn fault_023_what_is_called_gzip_and_is_not_is_typed() {
    let server =
        RawServer::start(|exchange| exchange.answer(200, "content-encoding: gzip\r\n", "{\"plain\":true}"));
    let client = raw_client(server.url(), &quick_clock()).build().unwrap();
    let error = in_time(client.run(Read)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
}

#[tokio::test]
async fn fault_121_what_is_no_http_at_all_is_typed() {
    for noise in [
        "SSH-2.0-OpenSSH_9.9\r\n\r\n",
        "\0\u{1}\u{2}\r\n\r\n",
        "HTTP/1.1 abc X\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    ] {
        let server = RawServer::start(move |exchange| {
            exchange.send(noise);
            Then::Close
        });
        let client = raw_client(server.url(), &quick_clock()).build().unwrap();
        let error = in_time(client.run(Read)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{noise:?}: {error}");
    }
}

/// The most memory that this process has used at once, in bytes.
#[cfg(target_os = "linux")]
fn peak_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

/// A process of its own, as the other tests of this one use memory too.
#[cfg(target_os = "linux")]
#[test]
fn fault_023_a_bomb_costs_less_memory_than_twice_the_limit() {
    let mut bomb = std::process::Command::new(std::env::current_exe().unwrap());
    bomb.args(["--exact", "client_faults::large::takes_bombs", "--ignored", "--nocapture"]);
    let output = bomb.env("BOMBS", "yes").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    let rise: usize =
        said.lines().find_map(|line| line.strip_prefix("rise ")).expect("a figure").parse().unwrap();
    println!("peak memory rose by {rise} bytes for ten bombs of 10 GB and a limit of {LIMIT}");
    assert!(rise < 2 * LIMIT, "{rise}");
}

#[cfg(target_os = "linux")]
const LIMIT: usize = 16 << 20;

#[cfg(target_os = "linux")]
#[test]
#[ignore = "not a test: what the one above starts as a process"]
fn takes_bombs() {
    if std::env::var_os("BOMBS").is_none() {
        return;
    }
    let sandbox = Sandbox::documents().start().unwrap();
    let client =
        client(&sandbox).access_token("your-access-token").largest_body(LIMIT).build_blocking().unwrap();
    client.albums().get(ALBUM).send().unwrap();
    let before = peak_memory();
    sandbox.fault(Fault::on("/v1/*").gzip_bomb(10_000_000_000));
    for _ in 0..10 {
        client.albums().get(ALBUM).send().unwrap_err();
    }
    eprintln!("rise {}", peak_memory() - before);
}
