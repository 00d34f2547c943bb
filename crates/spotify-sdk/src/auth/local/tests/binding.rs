//! Where it listens, and what it says when it can't.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::{Duration, Instant};

use tokio::net::{TcpListener, TcpStream};

use super::support::{Captured, HANG, Login, STATE};
use crate::ErrorKind;
use crate::auth::local::connection::Limits;
use crate::auth::local::listener::Listener;
use crate::oauth::RedirectUri;

async fn bind(redirect_uri: &str) -> crate::Result<Listener> {
    Listener::bind(&RedirectUri::parse(redirect_uri).unwrap()).await
}

async fn has_ipv6() -> bool {
    TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await.is_ok()
}

#[tokio::test]
async fn fault_071_only_the_literal_address_of_the_redirect_uri_is_bound() {
    let listener = bind("http://127.0.0.1/callback").await.unwrap();
    let addresses = listener.addresses().unwrap();
    let [address] = addresses[..] else { panic!("{addresses:?}") };
    assert_eq!(address.ip(), IpAddr::V4(Ipv4Addr::LOCALHOST));
    assert_eq!(listener.redirect_uri().as_str(), format!("http://127.0.0.1:{}/callback", address.port()));
    TcpStream::connect(address).await.unwrap();
    // On Linux all of 127/8 is this machine, so a socket on every interface would answer here.
    if cfg!(target_os = "linux") {
        let other = SocketAddr::new(Ipv4Addr::new(127, 0, 0, 2).into(), address.port());
        assert!(TcpStream::connect(other).await.is_err(), "another address answers");
    }
    if has_ipv6().await {
        let other = SocketAddr::new(Ipv6Addr::LOCALHOST.into(), address.port());
        assert!(TcpStream::connect(other).await.is_err(), "another address answers");
    }
}

#[tokio::test]
async fn fault_072_ipv6_works_as_well() {
    if !has_ipv6().await {
        let error = bind("http://[::1]/callback").await.unwrap_err();
        assert!(error.to_string().contains("127.0.0.1"), "{error}");
        return;
    }
    let login = Login::with("http://[::1]:0/callback", Limits::DEFAULT, HANG).await;
    assert_eq!(login.address.ip(), IpAddr::V6(Ipv6Addr::LOCALHOST));
    login.succeeds().await;
}

#[tokio::test]
async fn fault_073_localhost_is_bound_on_both_addresses_and_warned_about_once() {
    let log = Captured::default();
    let listener = {
        let _guard = log.capture();
        bind("http://localhost/callback").await.unwrap()
    };
    let warnings: Vec<String> =
        log.text().lines().filter(|line| line.contains("WARN")).map(Into::into).collect();
    let [warning] = &warnings[..] else { panic!("{warnings:?}") };
    assert!(warning.contains("Spotify refuses") && warning.contains("http://127.0.0.1:"), "{warning}");

    let addresses = listener.addresses().unwrap();
    assert_eq!(addresses[0].ip(), IpAddr::V4(Ipv4Addr::LOCALHOST));
    if has_ipv6().await {
        assert_eq!(addresses[1], SocketAddr::new(Ipv6Addr::LOCALHOST.into(), addresses[0].port()));
    }
    for address in addresses {
        TcpStream::connect(address).await.unwrap();
    }
}

#[tokio::test]
async fn fault_073_literal_addresses_are_not_warned_about() {
    let log = Captured::default();
    let _guard = log.capture();
    bind("http://127.0.0.1/callback").await.unwrap();
    assert!(!log.text().contains("WARN"), "{}", log.text());
}

#[tokio::test]
async fn a_callback_to_localhost_is_taken_on_either_address() {
    let login = Login::with("http://localhost/callback", Limits::DEFAULT, HANG).await;
    let mut address = login.address;
    if has_ipv6().await {
        address.set_ip(Ipv6Addr::LOCALHOST.into());
    }
    let target = format!("/callback?code=the-code&state={STATE}");
    let request = format!("GET {target} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", address.port());
    let mut stream = TcpStream::connect(address).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stream, request.as_bytes()).await.unwrap();
    assert_eq!(super::support::read(stream).await.status, 303);
    login.outcome().await.unwrap();
}

#[tokio::test]
async fn fault_074_a_busy_port_is_named_at_once() {
    for host in ["127.0.0.1", "localhost"] {
        let occupied = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = occupied.local_addr().unwrap().port();
        let mut took = Vec::new();
        for _ in 0..3 {
            let started = Instant::now();
            bind(&format!("http://{host}:{port}/callback")).await.unwrap_err();
            took.push(started.elapsed());
        }
        assert!(took.iter().any(|took| *took < Duration::from_millis(100)), "{took:?}");
        let error = bind(&format!("http://{host}:{port}/callback")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let text = error.to_string();
        assert!(
            text.contains(&format!("port {port} is in use")) && text.contains("without a port"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn fault_074_localhost_needs_the_port_on_both_addresses() {
    if !has_ipv6().await {
        return;
    }
    let occupied = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await.unwrap();
    let port = occupied.local_addr().unwrap().port();
    // Else another program would receive the callback of every browser that prefers IPv6.
    let error = bind(&format!("http://localhost:{port}/callback")).await.unwrap_err();
    assert!(error.to_string().contains(&format!("port {port} is in use")), "{error}");
}

#[tokio::test]
async fn fault_074_no_port_and_port_0_mean_any_free_one() {
    for redirect_uri in ["http://127.0.0.1/callback", "http://127.0.0.1:0/callback"] {
        let (one, two) = (bind(redirect_uri).await.unwrap(), bind(redirect_uri).await.unwrap());
        let port = |listener: &Listener| listener.redirect_uri().loopback().unwrap().port.unwrap();
        assert_ne!(port(&one), port(&two));
        assert_eq!(one.redirect_uri().as_str(), format!("http://127.0.0.1:{}/callback", port(&one)));
    }
}

#[tokio::test]
async fn a_redirect_uri_elsewhere_is_refused_with_the_rule_and_an_example() {
    for elsewhere in ["https://your-app.com/callback", "myapp://callback"] {
        let error = bind(elsewhere).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let text = error.to_string();
        assert!(text.contains("RFC 8252") && text.contains("http://127.0.0.1:8080/callback"), "{text}");
    }
}
