//! Certificates: the system's, one more, and none that should not do (row 122).

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use spotify_sdk::transport::HttpTransport;
use spotify_sdk::{ErrorKind, SpotifyClientBuilder};

use crate::support::operations::Read;
use crate::support::{in_time, quick_clock, raw_client};

/// A certificate authority of the test's own.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new() -> Self {
        let mut parameters = CertificateParams::default();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap())
    }

    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    fn der(&self) -> Vec<u8> {
        self.0.der().to_vec()
    }

    /// A server's configuration with a certificate for `names`, changed by `change`.
    pub(crate) fn server(&self, names: &[&str], change: impl FnOnce(&mut CertificateParams)) -> ServerConfig {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut parameters = CertificateParams::new(names).unwrap();
        change(&mut parameters);
        let key = KeyPair::generate().unwrap();
        let certificate = parameters.signed_by(&key, &self.0).unwrap();
        configuration(certificate.der().clone(), &key)
    }
}

fn configuration(certificate: CertificateDer<'static>, key: &KeyPair) -> ServerConfig {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap()
}

/// Answers `{}` to everything, over TLS and HTTP/1.1, one request a connection.
pub(crate) struct TlsServer {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl TlsServer {
    pub(crate) fn start(authority: &Authority, names: &[&str]) -> Self {
        Self::with(authority.server(names, |_| {}))
    }

    fn with(config: ServerConfig) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let server = Self { address: listener.local_addr().unwrap(), heads: Arc::default() };
        let (config, heads) = (Arc::new(config), Arc::clone(&server.heads));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut stream = StreamOwned::new(connection, stream);
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && matches!(stream.read(&mut byte), Ok(1)) {
                    head.push(byte[0]);
                }
                if head.ends_with(b"\r\n\r\n") {
                    heads.lock().unwrap().push(String::from_utf8(head).unwrap());
                    let _ = stream
                        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}");
                }
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        });
        server
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

fn client(server: &TlsServer) -> SpotifyClientBuilder {
    raw_client(format!("https://localhost:{}", server.address().port()), &quick_clock())
}

#[tokio::test]
async fn an_extra_root_certificate_is_trusted_in_pem_and_der() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority, &["localhost"]);
    let (another, pem) = (Authority::new().pem(), authority.pem());
    for certificate in [pem.as_bytes(), &authority.der(), format!("{another}{pem}").as_bytes()] {
        let client = client(&server).extra_root_certificate(certificate).build().unwrap();
        in_time(client.run(Read)).await.unwrap();
    }
    // Given one by one they add up.
    let both = client(&server).extra_root_certificate(another.as_bytes());
    let client = both.extra_root_certificate(pem.as_bytes()).build().unwrap();
    in_time(client.run(Read)).await.unwrap();
    assert_eq!(server.heads().len(), 4);
}

async fn is_refused(server: &TlsServer, builder: SpotifyClientBuilder, word: &str) {
    let clock = quick_clock();
    let error = in_time(builder.clock(clock.clone()).build().unwrap().run(Read)).await.unwrap_err();
    says_why(&error, word);
    assert!(server.heads().is_empty(), "no token was sent");
    assert!(clock.slept().is_empty(), "it would be the same again");
}

fn says_why(error: &spotify_sdk::Error, word: &str) {
    assert_eq!(error.kind(), ErrorKind::Network, "{error}");
    let text = error.to_string();
    assert!(text.to_lowercase().contains(word), "{word}: {text}");
    assert!(text.contains("no secure connection") && text.contains("extra_root_certificate"), "{text}");
}

#[tokio::test]
async fn fault_122_a_certificate_of_an_unknown_authority_is_refused() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority, &["localhost"]);
    is_refused(&server, client(&server), "certificate").await;
    let other = Authority::new().pem();
    is_refused(&server, client(&server).extra_root_certificate(other.as_bytes()), "certificate").await;
}

#[tokio::test]
async fn fault_122_a_certificate_for_another_host_is_refused() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority, &["api.spotify.com", "*.localhost"]);
    is_refused(&server, client(&server).extra_root_certificate(authority.pem().as_bytes()), "certificate")
        .await;
}

#[tokio::test]
async fn fault_122_an_expired_certificate_is_refused() {
    let authority = Authority::new();
    let config = authority.server(&["localhost"], |parameters| {
        parameters.not_before = rcgen::date_time_ymd(2020, 1, 1);
        parameters.not_after = rcgen::date_time_ymd(2021, 1, 1);
    });
    let server = TlsServer::with(config);
    is_refused(&server, client(&server).extra_root_certificate(authority.pem().as_bytes()), "expired").await;
}

#[tokio::test]
async fn fault_122_a_certificate_that_is_not_valid_yet_is_refused() {
    let authority = Authority::new();
    let config = authority.server(&["localhost"], |parameters| {
        parameters.not_before = rcgen::date_time_ymd(2999, 1, 1);
        parameters.not_after = rcgen::date_time_ymd(3000, 1, 1);
    });
    let server = TlsServer::with(config);
    is_refused(&server, client(&server).extra_root_certificate(authority.pem().as_bytes()), "not valid yet")
        .await;
}

#[tokio::test]
async fn fault_122_a_certificate_that_vouches_for_itself_is_refused() {
    let key = KeyPair::generate().unwrap();
    let parameters = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = parameters.self_signed(&key).unwrap();
    let server = TlsServer::with(configuration(certificate.der().clone(), &key));
    is_refused(&server, client(&server), "certificate").await;
    // Nor does another authority help it.
    let other = Authority::new().pem();
    is_refused(&server, client(&server).extra_root_certificate(other.as_bytes()), "certificate").await;
}

/// Answers the greeting of every client with these bytes, and notes what comes after that.
fn answering(bytes: Vec<u8>) -> (String, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let after = Arc::<Mutex<Vec<u8>>>::default();
    let heard = Arc::clone(&after);
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut head = [0; 5];
            if stream.read_exact(&mut head).is_err() {
                continue;
            }
            let mut greeting = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
            let _ = stream.read_exact(&mut greeting).and_then(|()| stream.write_all(&bytes));
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest);
            heard.lock().unwrap().extend(rest);
        }
    });
    (url, after)
}

/// A ServerHello that chooses this version (RFC 4346, section 7.4.1.3), in its record.
fn server_hello(minor: u8) -> Vec<u8> {
    const AES_128_CBC_SHA: [u8; 2] = [0xc0, 0x13];
    let body = [&[3, minor][..], &[0x5a; 32], &[0], &AES_128_CBC_SHA, &[0]].concat();
    let length = u8::try_from(body.len()).unwrap();
    let handshake = [&[2, 0, 0, length][..], &body].concat();
    [&[22, 3, minor, 0, length + 4][..], &handshake].concat()
}

#[tokio::test]
async fn fault_122_servers_of_tls_1_0_and_1_1_and_of_none_are_refused() {
    for (what, bytes, word) in [
        ("TLS 1.0", server_hello(1), "tls"),
        ("TLS 1.1", server_hello(2), "tls"),
        ("a refusal of our versions", vec![21, 3, 1, 0, 2, 2, 70], "protocolversion"),
        ("no TLS", b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_vec(), "message"),
    ] {
        let (url, heard) = answering(bytes);
        let client = raw_client(url, &quick_clock()).build().unwrap();
        let error = in_time(client.run(Read)).await.unwrap_err();
        says_why(&error, word);
        // All that followed is an alert (21), in the clear and of two bytes.
        let heard = heard.lock().unwrap().clone();
        assert!(heard.is_empty() || (heard[0] == 21 && heard.len() == 7), "{what}: {heard:?}");
    }
}

#[test]
fn what_is_no_certificate_is_refused_when_the_client_is_built() {
    let broken = "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n";
    let key = KeyPair::generate().unwrap().serialize_pem();
    for bad in ["", "no certificate", broken, &key, "0x30"] {
        let error = HttpTransport::builder().extra_root_certificate(bad.as_bytes()).err();
        assert_eq!(error.expect(bad).kind(), ErrorKind::Configuration, "{bad}");
        let error =
            raw_client("https://localhost", &quick_clock()).extra_root_certificate(bad.as_bytes()).build();
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Configuration, "{bad}");
    }
}

#[test]
fn der_that_is_no_certificate_is_refused_when_the_client_is_built() {
    for bad in [&[0x30][..], &[0x30, 0x03, 0x02, 0x01, 0x01], &[0x30; 600]] {
        let builder = HttpTransport::builder().extra_root_certificate(bad);
        let error = builder.and_then(|builder| builder.build().map(drop)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{bad:?}");
    }
}
