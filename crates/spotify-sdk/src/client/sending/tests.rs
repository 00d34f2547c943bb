use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request, Response};

use crate::AccessToken;
use crate::auth::AuthProvider;
use crate::clock::ManualClock;
use crate::endpoint::{ApiRequest, CallOptions, Endpoint, Method, Operation};
use crate::env::Environment;
use crate::transport::{Limits, Transport, TransportError, TransportErrorKind};
use crate::{Error, ErrorKind, Result, SpotifyClient};

/// Answers everything with a teapot's refusal.
struct Teapot;

impl Transport for Teapot {
    async fn send(&self, _: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, TransportError> {
        let mut response = Response::new(Bytes::from_static(b"short and stout"));
        *response.status_mut() = http::StatusCode::IM_A_TEAPOT;
        Ok(response)
    }
}

/// An operation that reads its refusals itself.
#[derive(Clone)]
struct Brew;

impl Endpoint for Brew {
    type Output = ();
    const OPERATION: Operation = Operation::get("brew", "/coffee");

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).build()
    }

    fn error(&self, status: u16, _: &HeaderMap, body: &Bytes) -> Error {
        Error::new(ErrorKind::Custom, format!("{status}: {}", String::from_utf8_lossy(body)))
    }
}

fn client() -> crate::blocking::SpotifyClient {
    SpotifyClient::builder().access_token("token").transport(Teapot).build_blocking().unwrap()
}

#[test]
fn an_operation_reads_its_refusals_itself_if_it_wants_to() {
    let error = client().run(Brew).unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Custom, "418: short and stout"));
}

#[test]
fn a_content_type_that_is_none_is_an_error() {
    let error =
        client().request(Method::Put, "/coffee").body("text/plain\r\nX-Evil: 1", "x").send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
}

/// Takes everything and answers with something else than it should.
struct Mumble;

impl Transport for Mumble {
    async fn send(&self, _: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, TransportError> {
        Ok(Response::new(Bytes::from_static(br#"{"snapshot":"x"}"#)))
    }
}

#[test]
fn a_write_that_was_taken_with_an_answer_nobody_can_read_may_be_applied() {
    let client = SpotifyClient::builder().access_token("token").transport(Mumble).build_blocking().unwrap();
    let track = "spotify:track:4aawyAB9vmqN3uQ7FjRGTy";
    let error = client.playlists().add_items("x", [track]).send().unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::RequestMaybeApplied, Some(200)));
    assert!(error.to_string().contains("look whether it was done"), "{error}");
    assert!(error.message().contains("not a snapshot id"), "{error}");
    // Taken out twice is taken out.
    let error = client.playlists().remove_items("x", [track]).send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

/// Loses the answer to the second change of a playlist, and meanwhile refuses another request for half a minute.
#[derive(Clone, Default)]
struct Losing {
    changes: Arc<AtomicUsize>,
    looks: Arc<AtomicUsize>,
    refused: Arc<OnceLock<SpotifyClient>>,
}

impl Transport for Losing {
    async fn send(&self, request: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, TransportError> {
        if request.uri().path().ends_with("/coffee") {
            let refusal = Response::builder().status(429).header("retry-after", "30");
            return Ok(refusal.body(Bytes::new()).unwrap());
        }
        if request.method() == http::Method::GET {
            self.looks.fetch_add(1, Ordering::SeqCst);
            return Ok(Response::new(Bytes::from_static(br#"{"snapshot_id":"a"}"#)));
        }
        if self.changes.fetch_add(1, Ordering::SeqCst) == 0 {
            return Ok(Response::new(Bytes::from_static(br#"{"snapshot_id":"a"}"#)));
        }
        if let Some(client) = self.refused.get() {
            Box::pin(client.clone().run_with(Brew, CallOptions::default().max_retries(0))).await.unwrap_err();
        }
        Err(TransportError::new(TransportErrorKind::Interrupted))
    }
}

/// Has a token twice, and then never again.
struct Drying(AtomicUsize);

impl AuthProvider for Drying {
    async fn access_token(&self) -> Result<AccessToken> {
        if self.0.fetch_add(1, Ordering::SeqCst) == 2 {
            std::future::pending::<()>().await;
        }
        AccessToken::new("token")
    }
}

/// The error of a change that is lost in the middle, which must not hang.
async fn lost_in_the_middle(client: &SpotifyClient) -> Error {
    let tracks = vec!["spotify:track:4aawyAB9vmqN3uQ7FjRGTy"; 150];
    let call = client.playlists().add_items("x", tracks).send();
    tokio::time::timeout(Duration::from_secs(60), call).await.expect("it hangs").unwrap_err()
}

#[tokio::test]
async fn fault_113_a_look_after_a_lost_write_sits_out_no_pause() {
    let (transport, clock) = (Losing::default(), ManualClock::new().auto_advance());
    let client = SpotifyClient::builder().access_token("token").clock(clock.clone());
    let client = client.environment(Environment::empty()).transport(transport.clone()).build().unwrap();
    let error = lost_in_the_middle(&client).await;
    assert_eq!(error.kind(), ErrorKind::RequestMaybeApplied, "{error}");
    assert!(error.aftermath().is_some() && transport.looks.load(Ordering::SeqCst) == 1);
    transport.changes.store(0, Ordering::SeqCst);
    transport.refused.set(client.clone()).unwrap_or_else(|_| panic!("once"));
    let error = lost_in_the_middle(&client).await;
    assert_eq!((error.kind(), error.aftermath()), (ErrorKind::RequestMaybeApplied, None), "{error}");
    assert_eq!((transport.looks.load(Ordering::SeqCst), clock.slept()), (1, Vec::new()));
    client.close().await;
}

#[tokio::test]
async fn fault_113_a_look_after_a_lost_write_does_not_wait_for_a_token() {
    let transport = Losing::default();
    let client = SpotifyClient::builder().auth(Drying(AtomicUsize::new(0))).transport(transport.clone());
    let client = client.environment(Environment::empty()).timeout(Duration::from_millis(50)).build().unwrap();
    let error = lost_in_the_middle(&client).await;
    assert_eq!((error.kind(), error.aftermath()), (ErrorKind::RequestMaybeApplied, None), "{error}");
    assert_eq!(transport.looks.load(Ordering::SeqCst), 0);
}
