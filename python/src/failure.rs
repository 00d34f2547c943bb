//! Failures as the exceptions that the documents name.

use bytes::Bytes;
use pyo3::exceptions::{PyException, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use spotify_sdk::{Aftermath, Error, ErrorKind};

use crate::answer::Answer;
use spotify_sdk::endpoint::{Decode as _, Operation};

/// Why something was not done.
pub(crate) enum Failure {
    /// The SDK says why.
    Sdk { error: Error, body: Option<Bytes> },
    /// Python code of the user's raised this.
    Python(PyErr),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Sdk { error, body: None }
    }
}

impl Failure {
    /// The exception to raise.
    pub(crate) fn raise(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Python(error) => error,
            Self::Sdk { error, body } => raised_by_python(py, &error)
                .unwrap_or_else(|| exception(py, &error, body.as_ref()).unwrap_or_else(|failed| failed)),
        }
    }
}

/// What came of something that may fail without harm; but what is no `Exception` ends a program (`KeyboardInterrupt`, `SystemExit`)
/// and gets through.
pub(crate) fn but_exceptions<T>(py: Python<'_>, outcome: PyResult<T>) -> PyResult<Option<T>> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_instance_of::<PyException>(py) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What the SDK reports before anything is done.
pub(crate) fn raise(py: Python<'_>, error: Error) -> PyErr {
    Failure::from(error).raise(py)
}

/// An exception of the user's own code (a custom provider) goes through the SDK as the source of an error, and comes out as it was.
fn raised_by_python(py: Python<'_>, error: &Error) -> Option<PyErr> {
    if error.kind() != ErrorKind::Custom {
        return None;
    }
    let source = std::error::Error::source(error)?;
    source.downcast_ref::<PyErr>().map(|raised| raised.clone_ref(py))
}

/// The class for an error, and the documents' words for it where they have some.
fn class_and_message(error: &Error) -> (&'static str, String) {
    use ErrorKind as Kind;
    let is_auth = error.operation().is_none();
    let message = || error.message().to_owned();
    match error.kind() {
        Kind::NotLoggedIn => (
            "AuthenticationError",
            "No authorization token available. Call exchange_code() first.".to_owned(),
        ),
        Kind::ReauthorizationRequired => ("ReauthorizationRequired", message()),
        Kind::StateMismatch => {
            ("AuthenticationError", "State mismatch in authorization response.".to_owned())
        }
        Kind::LoginTimeout => {
            ("AuthenticationError", "Timed out waiting for authorization callback.".to_owned())
        }
        Kind::AccessDenied | Kind::AuthorizationFailed => {
            // With the description, where the callback brings one.
            let said = error.message().strip_prefix("authorization failed: ");
            let said = said.or(error.oauth_error()).unwrap_or("access_denied");
            ("AuthenticationError", format!("Authorization failed: {said}"))
        }
        Kind::InvalidScope if error.message().starts_with("authorization failed: ") => {
            ("AuthenticationError", error.message().replacen('a', "A", 1))
        }
        Kind::InvalidCallback if error.message() == "the callback has no code" => {
            ("AuthenticationError", "Authorization response missing code.".to_owned())
        }
        Kind::InvalidCallback
        | Kind::InvalidGrant
        | Kind::InvalidClient
        | Kind::UnauthorizedClient
        | Kind::InvalidScope
        | Kind::UnsupportedGrantType
        | Kind::InvalidTokenRequest => ("AuthenticationError", message()),
        // A success without what makes it one, in the documents' words.
        Kind::InvalidResponse if error.message() == "the token response has no usable access_token" => {
            ("AuthenticationError", "Token response missing access_token or expires_in.".to_owned())
        }
        Kind::InvalidResponse if error.message().contains("an expires_in that is no number") => {
            ("AuthenticationError", "Token response has invalid expires_in.".to_owned())
        }
        Kind::InvalidResponse if is_auth => ("AuthenticationError", message()),
        // A redirect, which is not followed: nothing was accepted.
        Kind::InvalidResponse if error.status().is_some_and(|status| !(200..300).contains(&status)) => {
            (class_of_status(error.status(), error.kind()), message())
        }
        Kind::InvalidResponse | Kind::Decode => ("ResponseDecodeError", message()),
        Kind::Network | Kind::Timeout => ("SpotifyError", format!("Connection error: {}", error.message())),
        Kind::RateLimited | Kind::QuotaExceeded => ("RateLimitError", message()),
        // The documents' classes are those of the statuses; why it is this one says the message.
        kind => (class_of_status(error.status(), kind), message()),
    }
}

fn class_of_status(status: Option<u16>, kind: ErrorKind) -> &'static str {
    match status {
        Some(400) => "BadRequestError",
        Some(401) => "AuthenticationError",
        Some(403) => "ForbiddenError",
        Some(404) => "NotFoundError",
        Some(429) => "RateLimitError",
        Some(500..) => "ServerError",
        _ if kind == ErrorKind::UserLoginRequired => "AuthenticationError",
        _ => "SpotifyError",
    }
}

fn exception(py: Python<'_>, error: &Error, body: Option<&Bytes>) -> PyResult<PyErr> {
    let raised = match error.kind() {
        ErrorKind::InvalidArgument | ErrorKind::Configuration => {
            PyValueError::new_err(error.message().to_owned()).into_value(py).into_bound(py).into_any()
        }
        _ => {
            let (class, message) = class_and_message(error);
            let options = PyDict::new(py);
            options.set_item("status_code", error.status())?;
            let came = came(py, error, body)?;
            options.set_item("response_body", response_body(py, error, came.as_ref())?)?;
            if class == "ResponseDecodeError" {
                options.set_item("raw_body", came)?;
            }
            if class == "RateLimitError" {
                options.set_item("retry_after", whole_seconds(error))?;
            }
            let exceptions = py.import("spotify_sdk.exceptions")?;
            let raised = exceptions.getattr(class)?.call((message,), Some(&options))?;
            for (name, value) in [("reason", error.reason()), ("operation", error.operation())] {
                if let Some(value) = value {
                    raised.setattr(name, value)?;
                }
            }
            if let Some(progress) = error.progress() {
                raised.setattr("done", PyList::new(py, progress.done())?)?;
            }
            let found = match error.aftermath() {
                Some(Aftermath::Unchanged) => Some(("unchanged", None)),
                Some(Aftermath::Changed { snapshot_id }) => Some(("changed", Some(snapshot_id))),
                // A kind that a later SDK adds says itself in the advice.
                _ => None,
            };
            if let Some(found) = found {
                raised.setattr("aftermath", exceptions.getattr("Aftermath")?.call1(found)?)?;
            }
            raised
        }
    };
    let raised = PyErr::from_value(raised);
    if let Some(advice) = advice(error) {
        note(py, &raised, &advice)?;
    }
    Ok(raised)
}

/// What the SDK says beyond the message.
fn advice(error: &Error) -> Option<String> {
    let (_, message) = class_and_message(error);
    let said = if message.eq_ignore_ascii_case(error.message()) { None } else { Some(error.message()) };
    let path = error.json_path().map(|path| format!("at `{path}`"));
    let progress = error.progress().map(ToString::to_string);
    let parts = [said.map(str::to_owned), path, progress, error.advice().map(str::to_owned)];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join(". ");
    Some(text).filter(|text| !text.is_empty())
}

/// Shown below the traceback since Python 3.11, and kept on 3.10.
fn note(py: Python<'_>, raised: &PyErr, text: &str) -> PyResult<()> {
    raised.value(py).setattr("__notes__", PyList::new(py, [text])?)
}

/// How long to wait, rounded up: a second too short is another refusal. One where nobody says, as the documents have it.
fn whole_seconds(error: &Error) -> u64 {
    error.retry_after().map_or(1, |wait| wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
}

/// What came: its JSON, else its text; nothing where nothing was kept. The exceptions take out what looks like a secret.
fn came<'py>(py: Python<'py>, error: &Error, body: Option<&Bytes>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let excerpt = error.body_excerpt().map(|text| Bytes::from(text.to_owned()));
    let Some(body) = body.or(excerpt.as_ref()) else { return Ok(None) };
    match Answer::decode(&OPERATION, 0, body) {
        Ok(answer) => answer.build_plain(py).map(Some),
        Err(_) => Ok(Some(PyString::new(py, &String::from_utf8_lossy(body)).into_any())),
    }
}

const OPERATION: Operation = Operation::get("error", "(error)");

/// The JSON object that came; `{}` when it was none, as the documents have it, and `None` where there was no answer.
fn response_body<'py>(
    py: Python<'py>,
    error: &Error,
    came: Option<&Bound<'py, PyAny>>,
) -> PyResult<Option<Bound<'py, PyDict>>> {
    if let Some(object) = came.and_then(|came| came.cast::<PyDict>().ok()) {
        return Ok(Some(object.clone()));
    }
    if error.status().is_none() && error.oauth_error().is_none() {
        return Ok(None);
    }
    let body = PyDict::new(py);
    // An answer of the Accounts service that was too long to keep.
    if let Some(code) = error.oauth_error() {
        body.set_item("error", code)?;
    }
    Ok(Some(body))
}
