use bytes::Bytes;
use http::{HeaderMap, Request, Response};

use crate::endpoint::{ApiRequest, Endpoint, Method, Operation};
use crate::transport::{Limits, Transport, TransportError};
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
