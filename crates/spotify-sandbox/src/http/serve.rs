//! One request, from its arrival to its answer: journal, faults, routes.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, DATE};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use serde_json::{Value, json};

use super::answer::{Answer, ApiError};
use super::body::AnswerBody;
use super::connection::Link;
use super::request::{BODY_LIMIT, Request, origin};
use super::route;
use crate::fault::effect::{Effect, Ending, Replacement, Transfer};
use crate::fault::gzip_bomb::GzipBomb;
use crate::shared::{Shared, lock};

/// Answers one request. An error ends the connection without an answer, as a fault may want it.
pub(super) async fn serve(
    shared: Arc<Shared>,
    link: Arc<Link>,
    request: hyper::Request<Incoming>,
) -> io::Result<Response<AnswerBody>> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, BODY_LIMIT).collect().await else {
        let too_large = ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "The request body is too large");
        return Ok(whole(&shared, too_large.into()));
    };
    let origin = origin(&head.headers, &shared.base_url);
    let (method, uri, headers) = (head.method, head.uri, head.headers);
    let request = Arc::new(Request { method, uri, headers, body: body.to_bytes(), link, origin });
    if request.uri.path().starts_with("/_sandbox/") {
        // Administration stays out of the journal and out of reach of faults: it is what clears them.
        return Ok(whole(&shared, route(&shared, &request)));
    }
    let number = shared.recorder().arrived(&request, shared.clock.now());
    let mut under_way = UnderWay { shared: &shared, number, status: None, by_fault: false };
    let effect = shared.faults().due(request.method.as_str(), request.uri.path());
    let Some(effect) = effect else {
        let answer = carry_out(&shared, &request, number);
        under_way.status = Some(answer.status.as_u16());
        drop(under_way);
        record(&shared, &request, &answer);
        return Ok(whole(&shared, answer));
    };
    under_way.by_fault = true;
    let real = effect.applies().then(|| carry_out(&shared, &request, number));
    if !effect.delay.is_zero() {
        tokio::time::sleep(effect.delay).await;
    }
    if effect.ends_before_the_answer() {
        if effect.ending == Some(Ending::Reset) {
            request.link.reset_when_closed();
        }
        return Err(io::Error::other("ended by a fault"));
    }
    let answer = changed(&effect, &request, real);
    under_way.status = Some(answer.status.as_u16());
    drop(under_way);
    Ok(sent(&shared, &effect, &request, answer))
}

/// A request on its way to an answer. It is over when this is dropped: also when the client goes away meanwhile.
struct UnderWay<'a> {
    shared: &'a Shared,
    number: u64,
    status: Option<u16>,
    by_fault: bool,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.shared.recorder().over(self.number, self.status, self.by_fault);
    }
}

fn carry_out(shared: &Shared, request: &Request, number: u64) -> Answer {
    let answer = route(shared, request);
    shared.recorder().carried_out(number, answer.client_id.clone(), answer.user.clone());
    answer
}

/// Writes an answer of the Web API down, where somebody wants to have them. What faults make of answers is not the sandbox's word.
fn record(shared: &Shared, request: &Request, answer: &Answer) {
    if let Some(recording) = &shared.recording
        && request.uri.path().starts_with("/v1/")
    {
        let (method, path) = (request.method.as_str(), request.uri.path());
        let fields = request.query("fields").is_some();
        lock(recording).note(method, path, fields, answer.status.as_u16(), &answer.body);
    }
}

/// The answer that the fault wants said.
fn changed(effect: &Effect, request: &Request, real: Option<Answer>) -> Answer {
    let mut answer = match (&effect.replacement, real) {
        (Some(replacement), _) => replaced(replacement, request),
        (None, Some(real)) => real,
        // A connection that is cut amid an answer that was never made: there has to be something to cut.
        (None, None) => replaced(&Replacement::default(), request),
    };
    if let Some(patch) = &effect.patch
        && let Ok(mut value) = serde_json::from_slice::<Value>(&answer.body)
    {
        patch(&mut value);
        answer.body = value.to_string().into();
    }
    let mut given = HeaderMap::new();
    for (name, value) in &effect.headers {
        given.append(name, value.clone());
    }
    // Extending by a map replaces what was there under the same names.
    answer.headers.extend(given);
    answer
}

fn replaced(replacement: &Replacement, request: &Request) -> Answer {
    let status = replacement.status.unwrap_or(StatusCode::OK);
    match &replacement.body {
        Some((content_type, body)) => {
            let mut answer = Answer::empty(status);
            answer.body = body.clone();
            if let Some(content_type) = content_type {
                answer.headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
            }
            answer
        }
        None if request.route() == "/api/token" => {
            let error = if status.is_server_error() { "server_error" } else { "invalid_request" };
            Answer::json(status, &json!({ "error": error }))
        }
        None => ApiError::new(status, words(status)).into(),
    }
}

/// What the Web API says with a status, as far as it was seen.
fn words(status: StatusCode) -> &'static str {
    match status {
        StatusCode::INTERNAL_SERVER_ERROR => "Server error.",
        StatusCode::BAD_GATEWAY => "Bad gateway.",
        other => other.canonical_reason().unwrap_or("Error"),
    }
}

/// The answer on its way, as the fault lets it travel.
fn sent(shared: &Shared, effect: &Effect, request: &Request, mut answer: Answer) -> Response<AnswerBody> {
    let full = answer.body.len();
    let body = match effect.transfer {
        Transfer::Whole => return whole(shared, answer),
        Transfer::Drip(every) => AnswerBody::Drip { rest: answer.body, every, sleep: None },
        Transfer::Truncate(bytes) => {
            if effect.ending == Some(Ending::Reset) {
                request.link.reset_when_closed();
            }
            let start = answer.body.split_to(bytes.min(full.saturating_sub(1)));
            // An empty body can only be cut if it promises to be more.
            answer.headers.insert(CONTENT_LENGTH, HeaderValue::from(full.max(1)));
            AnswerBody::Cut { start: Some(start), link: Arc::clone(&request.link), flushes: None }
        }
        Transfer::Forever => AnswerBody::Forever(Bytes::from_static(&[b' '; 4096])),
        Transfer::GzipBomb(decoded_size) => {
            answer.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            AnswerBody::Bomb(GzipBomb::new(decoded_size))
        }
    };
    respond(shared, answer.status, answer.headers, body)
}

fn whole(shared: &Shared, answer: Answer) -> Response<AnswerBody> {
    respond(shared, answer.status, answer.headers, AnswerBody::Whole(Some(answer.body)))
}

fn respond(
    shared: &Shared,
    status: StatusCode,
    headers: HeaderMap,
    body: AnswerBody,
) -> Response<AnswerBody> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    // A date in this form has only ASCII letters, digits and a few signs.
    if let Ok(date) = HeaderValue::try_from(httpdate::fmt_http_date(shared.clock.now())) {
        response.headers_mut().insert(DATE, date);
    }
    response
}
