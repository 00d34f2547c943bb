//! Proxies: given, from the environment, and never for this machine; the certificates of companies (row 123).

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use spotify_sdk::transport::HttpTransport;
use spotify_sdk::{Environment, ErrorKind, SpotifyClient, SpotifyClientBuilder};

use super::tls::{Authority, TlsServer};
use crate::support::operations::Read;
use crate::support::raw_server::{Exchange, RawServer, Then};
use crate::support::{in_time, quick_clock};

const CANARY: &str = "sandbox-access-canary";

/// A client for Spotify itself, which only a proxy can reach from here.
fn for_spotify() -> SpotifyClientBuilder {
    SpotifyClient::builder()
        .access_token(CANARY)
        .max_retries(0)
        .clock(quick_clock())
        .environment(Environment::empty())
}

/// A proxy that lets nothing through.
pub(super) fn closed_proxy() -> RawServer {
    RawServer::start(|exchange| {
        exchange.answer(502, "", "");
        Then::Close
    })
}

/// A proxy that connects everything to `target`.
pub(super) fn proxy_to(target: SocketAddr) -> RawServer {
    RawServer::start(move |exchange: &mut Exchange<'_>| {
        let mut server = TcpStream::connect(target).unwrap();
        exchange.send("HTTP/1.1 200 OK\r\n\r\n");
        let mut client = exchange.stream.try_clone().unwrap();
        let mut back = server.try_clone().unwrap();
        let mut to_client = exchange.stream.try_clone().unwrap();
        let answers = thread::spawn(move || io::copy(&mut back, &mut to_client));
        let _ = io::copy(&mut client, &mut server);
        let _ = server.shutdown(std::net::Shutdown::Both);
        let _ = answers.join();
        Then::Close
    })
}

#[tokio::test]
async fn fault_123_a_proxy_is_asked_for_a_tunnel_and_sees_no_token() {
    let proxy = closed_proxy();
    let client = for_spotify().proxy(&proxy.url()).build().unwrap();
    let error = in_time(client.run(Read)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network, "{error}");
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1);
    assert!(heads[0].starts_with("CONNECT api.spotify.com:443 HTTP/1.1\r\n"), "{heads:?}");
    assert!(
        !heads[0].contains(CANARY) && !heads[0].to_lowercase().contains("\r\nauthorization"),
        "{heads:?}"
    );
}

#[tokio::test]
async fn fault_123_a_proxy_gets_its_password_and_nobody_else_does() {
    let proxy = closed_proxy();
    let url = format!("http://user:CANARY-password@{}", proxy.address());
    let builder = HttpTransport::builder().proxy(&url).unwrap();
    assert!(!format!("{builder:?} {:?}", builder.clone().build().unwrap()).contains("CANARY"));
    let client = for_spotify().proxy(&url).build().unwrap();
    let error = in_time(client.run(Read)).await.unwrap_err();
    let chain = crate::secrets::everything_about(&error);
    assert!(!chain.contains("CANARY"), "{chain}");
    let expected = format!("roxy-authorization: Basic {}", STANDARD.encode("user:CANARY-password"));
    assert!(proxy.heads()[0].contains(&expected), "{:?}", proxy.heads());
}

#[tokio::test]
async fn fault_123_through_a_proxy_the_token_travels_inside_tls_only() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority, &["api.spotify.com"]);
    let proxy = proxy_to(server.address());
    let client =
        for_spotify().proxy(&proxy.url()).extra_root_certificate(authority.pem().as_bytes()).build().unwrap();
    in_time(client.run(Read)).await.unwrap();
    assert!(server.heads()[0].contains(CANARY));
    assert!(!proxy.heads().concat().contains(CANARY));
}

#[test]
fn fault_123_what_is_no_proxy_is_refused_and_not_shown() {
    for bad in [
        "",
        " ",
        "://CANARY",
        "ftp://user:CANARY@host",
        "socks5://user:CANARY@host:1",
        "http://",
        "http://user:CANARY@",
    ] {
        let error = HttpTransport::builder().proxy(bad).err().unwrap_or_else(|| panic!("{bad} is accepted"));
        assert_eq!(error.kind(), ErrorKind::Configuration, "{bad}");
        let error = for_spotify().proxy(bad).build().unwrap_err();
        let text = crate::secrets::everything_about(&error);
        assert!(text.contains("http://host:port") && !text.contains("CANARY"), "{text}");
    }
}

#[test]
fn a_transport_and_network_options_together_are_refused() {
    let transport = HttpTransport::builder().build().unwrap();
    let error = for_spotify().transport(transport).no_proxy().build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

/// Runs [`plays_a_part`] in a process with these variables; what it printed.
fn in_a_process(part: &str, variables: &[(&str, &str)]) -> String {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "client_faults::proxy::plays_a_part", "--ignored", "--nocapture"]);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        child.env_remove(name).env_remove(name.to_lowercase());
    }
    child.env("PROXY_PART", part).envs(variables.iter().copied()).stdin(Stdio::null());
    let output = child.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
#[ignore = "not a test: what the others start as a process with an environment of its own"]
fn plays_a_part() {
    let Ok(part) = std::env::var("PROXY_PART") else { return };
    // Whatever any library has to say.
    let everything = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE);
    everything.with_writer(std::io::stderr).with_ansi(false).init();
    let for_spotify = || for_spotify().environment(Environment::process());
    let builder = match part.split_once(' ') {
        None => for_spotify(),
        Some((_, url)) => for_spotify().api_base_url(url),
    };
    let builder = if part.starts_with("without") { builder.no_proxy() } else { builder };
    let result = builder.build_blocking().unwrap().run(Read);
    if let Err(error) = &result {
        eprintln!("{}", crate::secrets::everything_about(error));
    }
    eprintln!("{:?}", result.map_err(|error| error.kind()));
}

#[test]
fn fault_123_a_password_in_the_environment_reaches_the_proxy_and_no_log_and_no_error() {
    let server = RawServer::start(|exchange| {
        exchange.answer(407, "proxy-authenticate: Basic\r\n", "");
        Then::Close
    });
    let url = format!("http://user:CANARY-password@{}", server.address());
    for name in ["HTTPS_PROXY", "SPOTIFY_SDK_PROXY"] {
        let said = in_a_process("spotify", &[(name, &url)]);
        assert!(said.contains("Err(Network)") && said.contains("TRACE"), "{name}: {said}");
        // base64("user:CANARY-password")
        for secret in ["CANARY-password", "dXNlcjpDQU5BUlktcGFzc3dvcmQ"] {
            let line = said.lines().find(|line| line.contains(secret));
            assert_eq!(line, None, "{name}");
        }
    }
    let heads = server.heads();
    assert_eq!(heads.len(), 2);
    assert!(heads.iter().all(|head| head.contains("Basic dXNlcjpDQU5BUlktcGFzc3dvcmQ=")), "{heads:?}");
    // As a URL that can't be used it is not shown either.
    let error = Environment::from_iter([("SPOTIFY_SDK_PROXY", "socks5://user:CANARY-password@host:1")]);
    let error = SpotifyClient::builder().access_token(CANARY).environment(error).build().unwrap_err();
    let text = crate::secrets::everything_about(&error);
    assert!(text.contains("SPOTIFY_SDK_PROXY") && !text.contains("CANARY"), "{text}");
}

#[cfg(target_os = "linux")]
#[test]
fn fault_123_a_company_that_inspects_connections_is_trusted_once_its_certificate_is() {
    let authority = Authority::new();
    let inspecting = TlsServer::start(&authority, &["api.spotify.com"]);
    let proxy = proxy_to(inspecting.address());
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), authority.pem()).unwrap();
    let (proxy, path) = (proxy.url(), file.path().to_str().unwrap());
    let said = in_a_process("spotify", &[("HTTPS_PROXY", &proxy)]);
    assert!(said.contains("Err(Network)") && said.contains("SPOTIFY_SDK_EXTRA_ROOT_CERTIFICATE"), "{said}");
    assert!(inspecting.heads().is_empty(), "no token before that");
    // SSL_CERT_FILE is how the system's own certificates are replaced.
    for name in ["SPOTIFY_SDK_EXTRA_ROOT_CERTIFICATE", "SSL_CERT_FILE"] {
        let said = in_a_process("spotify", &[("HTTPS_PROXY", &proxy), (name, path)]);
        assert!(said.contains("Ok("), "{name}: {said}");
    }
    assert_eq!(inspecting.heads().len(), 2);
}

#[test]
fn fault_123_a_proxy_from_the_environment_is_used() {
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let proxy = closed_proxy();
        let said = in_a_process("spotify", &[(name, &proxy.url())]);
        assert!(said.contains("Err(Network)"), "{said}");
        assert!(proxy.heads()[0].starts_with("CONNECT api.spotify.com:443 HTTP/1.1\r\n"), "{name}");
        assert!(!proxy.heads().concat().contains(CANARY));
    }
}

#[test]
fn fault_123_the_environments_exceptions_are_honoured_and_so_is_no_proxy() {
    let proxy = closed_proxy();
    let url = proxy.url();
    let variables = [("HTTPS_PROXY", url.as_str()), ("NO_PROXY", "nowhere.invalid")];
    in_a_process("at https://nowhere.invalid", &variables);
    in_a_process("without https://elsewhere.invalid", &variables);
    assert_eq!(proxy.connections(), 0);
    in_a_process("at https://elsewhere.invalid", &variables);
    assert_eq!(proxy.connections(), 1);
}

/// Hangs up on everyone, and counts them.
fn hanging_up() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (port, calls) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&calls);
    thread::spawn(move || {
        for _stream in listener.incoming().map_while(Result::ok) {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    (port, calls)
}

#[test]
fn fault_123_this_machine_is_reached_without_a_proxy() {
    let proxy = closed_proxy();
    let plain = RawServer::start(|exchange| exchange.answer(200, "", "{}"));
    let url = proxy.url();
    let variables = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"].map(|name| (name, url.as_str()));
    for host in ["127.0.0.1", "localhost"] {
        let said = in_a_process(&format!("at http://{host}:{}", plain.address().port()), &variables);
        assert!(said.contains("Ok("), "{host}: {said}");
        // Nobody speaks TLS here; what counts is who was asked.
        let (port, calls) = hanging_up();
        let said = in_a_process(&format!("at https://{host}:{port}"), &variables);
        assert!(said.contains("Err(Network)"), "{host}: {said}");
        assert!(calls.load(Ordering::SeqCst) > 0, "{host}");
    }
    assert_eq!((plain.requests(), proxy.connections()), (2, 0));
}

#[tokio::test]
async fn fault_123_a_given_proxy_is_not_used_for_this_machine_either() {
    let proxy = closed_proxy();
    let authority = Authority::new();
    let tls = TlsServer::start(&authority, &["127.0.0.1"]);
    let plain = RawServer::start(|exchange| exchange.answer(200, "", "{}"));
    for url in [plain.url(), format!("https://{}", tls.address())] {
        let builder = for_spotify().api_base_url(url).proxy(&proxy.url());
        let client = builder.extra_root_certificate(authority.pem().as_bytes()).build().unwrap();
        in_time(client.run(Read)).await.unwrap();
    }
    assert_eq!(proxy.connections(), 0);
}
