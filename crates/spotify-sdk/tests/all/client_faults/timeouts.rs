//! Time limits, on sockets that never answer. Real time: a socket knows no other.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use spotify_sdk::ErrorKind;
use spotify_sdk::transport::HttpTransport;

use crate::support::operations::Read;
use crate::support::raw_server::RawServer;
use crate::support::{HANG, in_time, quick_clock, raw_client};

/// A listener whose queue of connections is full: the kernel drops what comes to it, as a blackhole does.
struct Blackhole {
    address: SocketAddr,
    _listener: TcpListener,
    _queued: Vec<TcpStream>,
}

impl Blackhole {
    fn open() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let mut queued = Vec::new();
        // Nobody accepts; at some number, which the system chooses, the next one gets no answer any more.
        while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(100)) {
            queued.push(stream);
            assert!(queued.len() < 10_000, "the queue never fills");
        }
        Self { address, _listener: listener, _queued: queued }
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn fault_002_a_connection_that_never_comes_ends_with_the_time_limit_for_connecting() {
    let blackhole = Blackhole::open();
    let clock = quick_clock();
    let limit = Duration::from_millis(150);
    let builder = raw_client(format!("http://{}", blackhole.address), &clock).connect_timeout(limit);
    let client = builder.timeout(HANG).max_retries(2).build().unwrap();
    let start = Instant::now();
    let error = in_time(client.run(Read)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(error.is_transient());
    assert!(start.elapsed() >= 3 * limit, "three attempts: {:?}", start.elapsed());
    assert_eq!(clock.slept().len(), 2);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn fault_002_the_total_limit_holds_while_connecting_too() {
    let blackhole = Blackhole::open();
    let builder = raw_client(format!("http://{}", blackhole.address), &quick_clock()).connect_timeout(HANG);
    let client = builder.timeout(Duration::from_millis(150)).max_retries(0).build().unwrap();
    assert_eq!(in_time(client.run(Read)).await.unwrap_err().kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn an_answer_that_never_comes_ends_with_the_time_limit_each_time() {
    let server = RawServer::start(|exchange| exchange.wait_for_the_end());
    let clock = quick_clock();
    let client =
        raw_client(server.url(), &clock).timeout(Duration::from_millis(100)).max_retries(2).build().unwrap();
    let error = in_time(client.run(Read)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(error.to_string().contains("`timeout`"), "it names the option: {error}");
    assert_eq!((server.requests(), clock.slept().len()), (3, 2));
}

#[test]
fn limits_of_zero_are_refused_when_the_client_is_built() {
    let builder = || raw_client("http://127.0.0.1:1", &quick_clock());
    for refused in [
        builder().timeout(Duration::ZERO),
        builder().connect_timeout(Duration::ZERO),
        builder().largest_body(0),
    ] {
        assert_eq!(refused.build().unwrap_err().kind(), ErrorKind::InvalidArgument);
    }
    let transport = HttpTransport::builder().connect_timeout(Duration::ZERO).build();
    assert_eq!(transport.unwrap_err().kind(), ErrorKind::InvalidArgument);
}

#[tokio::test]
async fn the_largest_limits_are_limits_too() {
    let server = RawServer::start(|exchange| exchange.answer(200, "", "{}"));
    let client = raw_client(server.url(), &quick_clock())
        .timeout(Duration::MAX)
        .connect_timeout(Duration::MAX)
        .idle_timeout(Duration::MAX)
        .max_wait(Duration::MAX)
        .max_retries(u32::MAX)
        .largest_body(usize::MAX)
        .build()
        .unwrap();
    in_time(client.run(Read)).await.unwrap();
}

#[tokio::test]
async fn a_connection_is_kept_as_long_as_the_idle_limit_says() {
    let server = RawServer::start(|exchange| exchange.answer(200, "", "{}"));
    let kept = raw_client(server.url(), &quick_clock()).idle_timeout(HANG).build().unwrap();
    let unkept = raw_client(server.url(), &quick_clock()).idle_timeout(Duration::ZERO).build().unwrap();
    for _ in 0..3 {
        in_time(kept.run(Read)).await.unwrap();
    }
    assert_eq!(server.connections(), 1);
    for _ in 0..3 {
        in_time(unkept.run(Read)).await.unwrap();
    }
    assert_eq!(server.connections(), 4);
}
