//! HTTP/2, whose library logs every frame.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::client_faults::tls::Authority;
use crate::support::operations::{Append, Read};
use crate::support::{in_time, quick_clock, raw_client};

/// Answers `{}` to everything over HTTP/2.
async fn serve(stream: TcpStream, acceptor: TlsAcceptor) {
    let Ok(stream) = acceptor.accept(stream).await else { return };
    let mut connection = h2::server::handshake(stream).await.unwrap();
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        assert!(request.headers().contains_key("authorization"));
        let mut body = respond.send_response(http::Response::new(()), false).unwrap();
        body.send_data(Bytes::from_static(b"{}"), true).unwrap();
    }
}

async fn start(authority: &Authority) -> SocketAddr {
    let mut config = authority.server(&["localhost"], |_| {});
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, acceptor.clone()));
        }
    });
    address
}

#[tokio::test]
async fn fault_099_http_2_is_spoken_where_the_server_does() {
    let authority = Authority::new();
    let address = start(&authority).await;
    let url = format!("https://localhost:{}", address.port());
    let builder = raw_client(url, &quick_clock()).extra_root_certificate(authority.pem().as_bytes());
    let client = builder.build().unwrap();
    in_time(client.run(Read)).await.unwrap();
    in_time(client.run(Append)).await.unwrap();
}
