//! Sockets that mean harm, or nothing at all.

use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;

use super::support::{HANG, Login, read};
use crate::auth::local::connection::Limits;

/// Limits with which a slow client is given up in no time.
const IMPATIENT: Limits = Limits { connection: Duration::from_millis(100), ..Limits::DEFAULT };

#[tokio::test]
async fn fault_076_silent_sockets_do_not_hold_up_the_browser() {
    for silent in [1, 10, 64, 200] {
        // A busy machine may hold up one of them, and not each.
        let mut took = Vec::new();
        for _ in 0..3 {
            let login = Login::start().await;
            let mut sockets = Vec::new();
            for _ in 0..silent {
                sockets.push(login.connect().await);
            }
            let started = Instant::now();
            login.succeeds().await;
            took.push(started.elapsed());
        }
        // Well before the first of them would be given up for its silence, which is after five.
        assert!(took.iter().any(|took| *took < Duration::from_secs(1)), "{silent} silent sockets: {took:?}");
        assert!(
            took.iter().all(|took| *took < Limits::DEFAULT.connection),
            "{silent} silent sockets: {took:?}"
        );
    }
}

#[tokio::test]
async fn fault_076_the_oldest_silent_socket_makes_room() {
    let login =
        Login::with("http://127.0.0.1/callback", Limits { connections: 2, ..Limits::DEFAULT }, HANG).await;
    let (oldest, mut second) = (login.connect().await, login.connect().await);
    let _third = login.connect().await;
    let answer = read(oldest).await;
    assert_eq!(answer.status, 0, "{answer:?}");
    // The others are still served.
    second.write_all(login.request("GET", "/favicon.ico").as_bytes()).await.unwrap();
    assert_eq!(read(second).await.status, 404);
    login.succeeds().await;
}

#[tokio::test]
async fn fault_076_a_silent_socket_is_given_up() {
    let login = Login::with("http://127.0.0.1/callback", IMPATIENT, HANG).await;
    let silent = login.connect().await;
    assert_eq!(read(silent).await.status, 0);
    login.succeeds().await;
}

#[tokio::test]
async fn fault_077_a_request_that_never_ends_is_given_up() {
    let login = Login::with("http://127.0.0.1/callback", IMPATIENT, HANG).await;
    let mut slow = login.connect().await;
    let request = login.request("GET", "/callback?code=c&state=");
    let dripping = async {
        for byte in request.as_bytes().iter().cycle() {
            if slow.write_all(&[*byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(HANG, dripping).await.expect("the listener listens to it for ever");
    login.succeeds().await;
}

#[tokio::test]
async fn fault_077_oversized_and_malformed_requests_are_refused() {
    let long = "a".repeat(1 << 20);
    let many: String = (0..200).map(|number| format!("X-{number}: y\r\n")).collect();
    let attacks: [(&str, Vec<u8>); 10] = [
        ("request line", format!("GET /callback?code={long} HTTP/1.1\r\n\r\n").into()),
        ("header", format!("GET /callback HTTP/1.1\r\nX: {long}\r\n\r\n").into()),
        ("many headers", format!("GET /callback HTTP/1.1\r\n{many}\r\n").into()),
        ("binary", (0..=255).cycle().take(1 << 16).collect()),
        ("nothing but zeros", vec![0; 1 << 16]),
        ("TLS hello", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\x8f\x1f\x00\x00\x00\x00".to_vec()),
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec()),
        ("two lengths", b"GET /callback HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n".to_vec()),
        ("header injection", b"GET /callback HTTP/1.1\r\nHost: x\rSet-Cookie: a=b\r\n\r\n".to_vec()),
        ("no version", b"GET /callback\r\n\r\n".to_vec()),
    ];
    for (name, attack) in attacks {
        let login = Login::with("http://127.0.0.1/callback", IMPATIENT, HANG).await;
        let answer = login.send(attack).await;
        // 0: what it had sent too much made the operating system reset the connection before the answer was
        // read.
        assert!(matches!(answer.status, 0 | 400 | 405 | 414 | 421 | 431 | 505), "{name}: {answer:?}");
        assert!(login.pending.outcome().is_none(), "{name}");
        login.succeeds().await;
    }
}

#[tokio::test]
async fn fault_077_an_endless_head_is_not_read() {
    let login = Login::start().await;
    let mut stream = login.connect().await;
    stream.write_all(b"GET /callback HTTP/1.1\r\n").await.unwrap();
    let line = format!("X: {}\r\n", "a".repeat(1 << 16));
    let (mut sent, all) = (0, 64 << 20);
    let flooding = async {
        while sent < all && stream.write_all(line.as_bytes()).await.is_ok() {
            sent += line.len();
        }
    };
    tokio::time::timeout(HANG, flooding).await.expect("the listener neither reads nor closes");
    // What fits into the operating system's own buffers is all that it took.
    assert!(sent < all / 2, "{sent} bytes were read");
    login.succeeds().await;
}

#[tokio::test]
async fn fault_077_a_head_may_be_as_long_as_a_browsers_but_no_longer() {
    let login = Login::start().await;
    let with_cookie = |length: usize| {
        let cookie = "c".repeat(length);
        format!("GET /favicon.ico HTTP/1.1\r\nHost: {}\r\nCookie: a={cookie}\r\n\r\n", login.address)
    };
    assert_eq!(login.send(with_cookie(12 << 10)).await.status, 404);
    assert!(matches!(login.send(with_cookie(32 << 10)).await.status, 0 | 431));
    login.succeeds().await;
}

#[tokio::test]
async fn fault_077_a_client_that_leaves_in_the_middle_harms_nobody() {
    let login = Login::start().await;
    for part in ["", "G", "GET /callback?code=c", "GET /callback HTTP/1.1\r\nHost: "] {
        let mut stream = login.connect().await;
        stream.write_all(part.as_bytes()).await.unwrap();
        drop(stream);
    }
    login.succeeds().await;
}
