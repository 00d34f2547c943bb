use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, mpsc};
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::*;
use crate::clock::ManualClock;
use crate::env::Environment;
use crate::transport::{HttpTransport, Limits, Transport as _, TransportError, TransportErrorKind};
use crate::{ErrorKind, SpotifyClient};

/// Far more than anything here takes on a busy machine.
const HANG: Duration = Duration::from_secs(60);

/// Answers `{}` on this port of IPv4, one request a connection.
fn answer(listener: TcpListener) {
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let _ = stream.read(&mut [0; 4096]);
            let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
            let _ = stream.write_all(answer.as_bytes());
        }
    });
}

fn transport(names: Names, connect_timeout: Duration) -> HttpTransport {
    let mut settings = HttpTransport::builder().connect_timeout(connect_timeout).no_proxy();
    settings.names = Some(names);
    settings.build().unwrap()
}

async fn send(transport: &HttpTransport, port: u16, total: Duration) -> Result<(), TransportError> {
    let request = http::Request::get(format!("http://localhost:{port}/")).body(Bytes::new()).unwrap();
    let sent = transport.send(request, Limits::new(total, 1024));
    tokio::time::timeout(HANG, sent).await.expect("it hangs").map(drop)
}

/// A lookup that hangs until it is released, and counts.
#[derive(Default)]
struct Hanging {
    released: Mutex<bool>,
    release: Condvar,
    begun: AtomicUsize,
}

impl Hanging {
    fn names(self: &Arc<Self>) -> Names {
        let hanging = Arc::clone(self);
        Names::by(move |_| {
            hanging.begun.fetch_add(1, Ordering::SeqCst);
            let released = hanging.released.lock().unwrap();
            drop(hanging.release.wait_while(released, |released| !*released).unwrap());
            Ok(vec![(Ipv4Addr::LOCALHOST, 0).into()])
        })
    }

    fn release(&self) {
        *self.released.lock().unwrap() = true;
        self.release.notify_all();
    }
}

/// One port of both families: on IPv6 a listener whose queue is full, so that the kernel drops what comes, as a black hole does.
#[cfg(target_os = "linux")]
fn half_a_network() -> Option<(TcpListener, TcpListener, Vec<TcpStream>)> {
    TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).ok()?;
    let both = || {
        let black_hole = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).ok()?;
        let port = black_hole.local_addr().ok()?.port();
        Some((TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()?, black_hole))
    };
    let (live, black_hole) = (0..100).find_map(|_| both()).expect("no port is free in both families");
    let address = black_hole.local_addr().unwrap();
    let mut queued = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(100)) {
        queued.push(stream);
        assert!(queued.len() < 10_000, "the queue never fills");
    }
    Some((live, black_hole, queued))
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn fault_126_where_ipv6_leads_nowhere_ipv4_is_used_within_a_second() {
    let Some((live, _black_hole, _queued)) = half_a_network() else {
        eprintln!("not shown here: it takes IPv6");
        return;
    };
    let port = live.local_addr().unwrap().port();
    answer(live);
    let (v4, v6): (SocketAddr, SocketAddr) =
        ((Ipv4Addr::LOCALHOST, 0).into(), (Ipv6Addr::LOCALHOST, 0).into());
    let took = async |addresses: Vec<SocketAddr>| {
        let transport = transport(Names::by(move |_| Ok(addresses.clone())), HANG);
        let start = Instant::now();
        send(&transport, port, HANG).await.unwrap();
        start.elapsed()
    };
    // A busy machine may delay one of them, and not each.
    let mut extra = Vec::new();
    for _ in 0..3 {
        let plain = took(vec![v4]).await;
        extra.push(took(vec![v6, v4]).await.saturating_sub(plain));
    }
    println!("extra time for a dead IPv6 address: {:?}", extra.iter().min());
    assert!(extra.iter().any(|extra| *extra < Duration::from_secs(1)), "{extra:?}");
}

#[tokio::test]
async fn fault_126_the_limits_hold_while_a_name_is_looked_up_and_a_name_costs_one_thread() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    answer(listener);
    let hanging = Arc::new(Hanging::default());
    let (connecting, all) =
        (transport(hanging.names(), Duration::from_millis(30)), transport(hanging.names(), HANG));
    for _ in 0..20 {
        let error = send(&connecting, port, HANG).await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::ConnectTimeout, "{error}");
        let error = send(&all, port, Duration::from_millis(30)).await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Timeout, "{error}");
    }
    assert_eq!(hanging.begun.load(Ordering::SeqCst), 2, "one for each of the two transports");
    hanging.release();
    send(&all, port, HANG).await.unwrap();
    let slow = Names::by(|_| {
        thread::sleep(Duration::from_millis(200));
        Ok(vec![(Ipv4Addr::LOCALHOST, 0).into()])
    });
    send(&transport(slow, HANG), port, HANG).await.unwrap();
}

#[test]
fn fault_126_a_runtime_does_not_wait_for_a_lookup_that_hangs() {
    let hanging = Arc::new(Hanging::default());
    let (names, (sender, ended)) = (hanging.names(), mpsc::channel());
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let error = runtime.block_on(send(&transport(names, HANG), 80, Duration::from_millis(50)));
        drop(runtime);
        sender.send(error.unwrap_err().kind()).unwrap();
    });
    assert_eq!(ended.recv_timeout(HANG), Ok(TransportErrorKind::Timeout));
    hanging.release();
}

#[tokio::test]
async fn fault_001_a_name_that_is_not_known_is_looked_up_again_for_each_attempt() {
    let lookups = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&lookups);
    let names = Names::by(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        Err(io::Error::other("no such name"))
    });
    let client = SpotifyClient::builder()
        .api_base_url("http://localhost:1")
        .access_token("sandbox-access-token")
        .transport(transport(names, HANG))
        .clock(ManualClock::new().auto_advance())
        .environment(Environment::empty())
        .max_retries(3)
        .build()
        .unwrap();
    let error = client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network, "{error}");
    assert!(error.is_transient() && error.to_string().contains("no such name"), "{error}");
    assert_eq!(lookups.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn fault_126_a_lookup_that_hangs_does_not_speak_for_later_ones() {
    let hanging = Arc::new(Hanging::default());
    let names = Names { patience: Duration::ZERO, ..hanging.names() };
    let first = names.begin("host").unwrap();
    let second = names.begin("host").unwrap();
    let third = names.begin("host").unwrap();
    let other = names.begin("other").unwrap();
    let count = || hanging.begun.load(Ordering::SeqCst);
    let start = Instant::now();
    while count() < 3 && start.elapsed() < HANG {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    hanging.release();
    for mut found in [first, second, third, other] {
        tokio::time::timeout(HANG, found.wait_for(Option::is_some)).await.expect("it hangs").unwrap();
    }
    assert_eq!(count(), 3, "two for one name, one for the other");
    assert!(names.under_way.lock().unwrap().is_empty());
}

#[tokio::test]
async fn fault_126_a_name_whose_lookup_panicked_is_looked_up_again() {
    let lookups = AtomicUsize::new(0);
    let names = Names::by(move |_| {
        assert!(lookups.fetch_add(1, Ordering::SeqCst) > 0, "the first one panics");
        Ok(vec![(Ipv4Addr::LOCALHOST, 0).into()])
    });
    let mut first = names.begin("host").unwrap();
    assert!(tokio::time::timeout(HANG, first.wait_for(Option::is_some)).await.expect("it hangs").is_err());
    let mut second = names.begin("host").unwrap();
    tokio::time::timeout(HANG, second.wait_for(Option::is_some)).await.expect("it hangs").unwrap();
}
