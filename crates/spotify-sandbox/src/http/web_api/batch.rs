//! Lists of ids in a request, and answers about them.

use http::StatusCode;
use serde_json::Value;

use super::{Answer, ApiError, Call, Outcome};

/// How many a request may name.
#[derive(Clone, Copy)]
pub(super) struct Most {
    pub(super) query: usize,
    /// None where the body is not looked at.
    pub(super) body: Option<usize>,
}

/// What the parameter `name` lists: in the query between commas or, where there is none, in the JSON body as an array.
pub(super) fn list(call: &Call<'_>, name: &'static str, most: Most) -> Result<Vec<String>, ApiError> {
    let in_query = call.request.query(name).filter(|list| !list.is_empty());
    let (all, most) = match (in_query, most.body) {
        (Some(list), _) => (list.split(',').map(|entry| entry.trim().to_owned()).collect(), most.query),
        (None, Some(most)) => (in_body(call, name)?, most),
        (None, None) => (Vec::new(), most.query),
    };
    match all.len() {
        0 => Err(ApiError::bad_request(format!("Missing required field: {name}"))),
        count if count > most => Err(ApiError::bad_request("too many ids requested")),
        _ => Ok(all),
    }
}

/// The array `name` of the body's object. A bare array is not one.
fn in_body(call: &Call<'_>, name: &str) -> Result<Vec<String>, ApiError> {
    let body: Value = match call.request.body.trim_ascii() {
        [] => return Ok(Vec::new()),
        json => serde_json::from_slice(json).map_err(|_| ApiError::bad_request("Malformed json"))?,
    };
    let Some(entries) = body.get(name).and_then(Value::as_array) else { return Ok(Vec::new()) };
    let text = |entry: &Value| entry.as_str().map(str::to_owned);
    entries.iter().map(text).collect::<Option<_>>().ok_or(ApiError::bad_request("Invalid base62 id"))
}

/// The answer of an operation that asks whether things are in a list.
pub(super) fn yes_or_no(answers: &[bool]) -> Outcome {
    Ok(Answer::json(StatusCode::OK, &answers))
}

/// Whether a text has the form of Spotify's ids.
pub(super) fn is_id(text: &str) -> bool {
    text.len() == 22 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
