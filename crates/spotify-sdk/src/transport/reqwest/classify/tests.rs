use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;

const GOAWAY: u8 = 7;
const RST_STREAM: u8 = 3;
const REFUSED_STREAM: u8 = 7;
const ENHANCE_YOUR_CALM: u8 = 11;

/// What h2 makes of the only request of a connection when the server sends this frame.
async fn told(kind: u8, stream: u8, payload: &[u8]) -> h2::Error {
    let (ours, mut theirs) = tokio::io::duplex(4096);
    let (mut sender, connection) = h2::client::handshake(ours).await.unwrap();
    let driven = tokio::spawn(connection);
    let request = http::Request::get("https://localhost/").body(()).unwrap();
    let (answer, _) = sender.send_request(request, true).unwrap();
    let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    let head = [0, 0, payload.len().try_into().unwrap(), kind, 0, 0, 0, 0, stream];
    // What was asked comes first, so that the frame is about it.
    theirs.read_exact(&mut [0; 24 + 9]).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    theirs.write_all(&[&settings, &head, payload].concat()).await.unwrap();
    let error = answer.await.unwrap_err();
    driven.abort();
    error
}

#[tokio::test]
async fn fault_124_a_goaway_that_may_be_about_the_connection_proves_nothing() {
    for (code, when_its_own) in
        [(0, TransportErrorKind::Unprocessed), (ENHANCE_YOUR_CALM, TransportErrorKind::NotSent)]
    {
        let error = told(GOAWAY, 0, &[0, 0, 0, 0, 0, 0, 0, code]).await;
        assert!(error.is_go_away(), "{error}");
        assert_eq!(left_undone(&error, true), Some(when_its_own));
        // The server may have carried it out.
        assert_eq!(left_undone(&error, false), Some(TransportErrorKind::ClosedBeforeAnswer));
    }
}

#[tokio::test]
async fn fault_124_a_refused_stream_is_always_its_own() {
    let error = told(RST_STREAM, 1, &[0, 0, 0, REFUSED_STREAM]).await;
    for is_its_own in [true, false] {
        assert_eq!(left_undone(&error, is_its_own), Some(TransportErrorKind::Unprocessed));
    }
}
