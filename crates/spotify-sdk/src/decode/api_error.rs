//! Refusals of the Web API as errors.

mod advice;
mod kind;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;

use crate::error::{Error, one_line, scrub};
use crate::operation::Operation;

/// Longest message taken over from plain text, in characters.
const LONGEST_MESSAGE: usize = 300;

/// What an unsuccessful answer to `operation` says: what kind of refusal, Spotify's message and `reason`, what to do next.
///
/// The body may be anything: Spotify's error object (whose own `status` need not be the real one), that of its Accounts
/// service, plain text (several kinds of 403), HTML from a front end, nothing.
pub(crate) fn api_error(status: u16, headers: &HeaderMap, body: &Bytes, operation: &Operation) -> Error {
    let Refusal { message, reason, is_spotifys } = Refusal::read(status, headers, body);
    let kind = kind::kind(status, &message, reason.as_deref(), is_spotifys, operation);
    let advice = advice::advice(kind, status, &message, reason.as_deref(), operation);
    let error = Error::new(kind, message)
        .with_status(status)
        .with_reason(reason)
        .with_operation(operation.id)
        .with_body(body);
    match advice {
        Some(advice) => error.with_advice(advice),
        None => error,
    }
}

struct Refusal {
    message: String,
    reason: Option<String>,
    /// Whether the body is the error object of the Web API.
    is_spotifys: bool,
}

impl Refusal {
    fn read(status: u16, headers: &HeaderMap, body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}').trim();
        let json: Option<Value> = serde_json::from_str(text).ok();
        let is_spotifys = json.as_ref().and_then(|json| json.get("error")).is_some_and(Value::is_object);
        let (message, reason) = match &json {
            Some(json) => from_json(json),
            None => (plain_text(text), None),
        };
        let message = message
            .filter(|message| !one_line(message).trim().is_empty())
            .or_else(|| from_authenticate_header(headers))
            .unwrap_or_else(|| without_message(status, text));
        let clean = |text: &str| cut(scrub(&one_line(text)).trim());
        Self { message: clean(&message), reason: reason.as_deref().map(clean), is_spotifys }
    }
}

/// `{"error":{"status":..,"message":..,"reason":..}}`, `{"error":"..","error_description":".."}`, or a bare string.
fn from_json(json: &Value) -> (Option<String>, Option<String>) {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match json.get("error") {
        Some(Value::Object(error)) => (
            error.get("message").and_then(text),
            error.get("reason").and_then(text).filter(|reason| !reason.is_empty()),
        ),
        Some(Value::String(code)) => {
            let description = json.get("error_description").and_then(Value::as_str).unwrap_or_default();
            let message =
                if description.is_empty() { code.clone() } else { format!("{code}: {description}") };
            (Some(message), None)
        }
        _ => (json.get("message").and_then(text).or_else(|| text(json)), None),
    }
}

fn plain_text(text: &str) -> Option<String> {
    let is_markup = text.starts_with(['<', '{', '[']);
    (!is_markup).then(|| text.to_owned())
}

/// `WWW-Authenticate: Bearer realm="spotify", error="invalid_token", error_description="..."` (RFC 6750 section 3).
fn from_authenticate_header(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::WWW_AUTHENTICATE)?.to_str().ok()?;
    let (_, rest) = value.split_once("error_description=\"")?;
    let description = rest.split('"').next()?;
    (!description.is_empty()).then(|| description.to_owned())
}

fn without_message(status: u16, text: &str) -> String {
    let body = match text.chars().next() {
        None => "an empty body",
        Some('<') => "an HTML page",
        Some(_) => "a body that says nothing",
    };
    let name =
        StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("status");
    format!("{name}, with {body}")
}

fn cut(text: &str) -> String {
    let short: String = text.chars().take(LONGEST_MESSAGE).collect();
    if short.len() < text.len() { format!("{short}...") } else { short }
}

#[cfg(test)]
mod tests;
