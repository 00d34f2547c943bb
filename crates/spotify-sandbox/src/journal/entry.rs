//! One request of the journal.

use std::fmt;
use std::time::SystemTime;

use serde_json::Value;

use super::recorder::Record;
use crate::clock::iso8601;

/// What stands in place of a secret.
const REDACTED: &str = "[redacted]";

/// Query parameters and form fields whose values are secret, or contain secrets.
const SECRET_FIELDS: [&str; 11] = [
    "access_token",
    "client_secret",
    "code",
    "code_challenge",
    "code_verifier",
    "continue",
    "nonce",
    "password",
    "refresh_token",
    "state",
    "ticket",
];

/// A request that the sandbox received, without its secrets.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// When it arrived, on the sandbox's clock.
    pub at: SystemTime,
    /// The connection it came on; the sandbox's first is 1.
    pub connection: u64,
    /// `GET`, `POST` and so on.
    pub method: String,
    /// The path as it was sent, without the query.
    pub path: String,
    /// The query, decoded. Values such as `code` and `state` are `[redacted]`.
    pub query: Vec<(String, String)>,
    /// The fields of a form body, decoded. Values such as `client_secret` and `refresh_token` are `[redacted]`.
    pub form: Vec<(String, String)>,
    /// A JSON body of a Web API request. Secrets in it are `[redacted]`.
    pub json: Option<Value>,
    /// The headers, names in lower case. Of `authorization` only the scheme is left.
    pub headers: Vec<(String, String)>,
    /// The status of the answer; none while there is none, or if the connection was cut before one.
    pub status: Option<u16>,
    /// The app that sent it, where the sandbox had to know.
    pub client_id: Option<String>,
    /// The user it was sent for, where there was one.
    pub user: Option<String>,
    /// Whether a fault had a hand in what became of it.
    pub by_fault: bool,
}

impl Entry {
    pub(super) fn of(record: &Record) -> Self {
        let request = &record.request;
        let path = request.uri.path();
        let json = path.starts_with("/v1/").then(|| serde_json::from_slice(&request.body).ok()).flatten();
        let json = json.map(redact_json);
        Self {
            at: record.at,
            connection: request.link.number,
            method: request.method.as_str().to_owned(),
            path: redact_path(path),
            query: redact(request.query_pairs()),
            form: redact(request.form()),
            json,
            headers: request
                .headers
                .iter()
                .map(|(name, value)| header(name.as_str(), value.as_bytes()))
                .collect(),
            status: record.status,
            client_id: record.client_id.as_deref().map(str::to_owned),
            user: record.user.as_deref().map(str::to_owned),
            by_fault: record.by_fault,
        }
    }

    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The first query parameter of this name.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first form field of this name.
    pub fn form(&self, name: &str) -> Option<&str> {
        self.form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What `state` is in commands to the player, where it has nothing to do with a login.
const PLAYER_STATES: &[&str] = &["off", "track", "context", "true", "false"];

fn redact(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    for (name, value) in &mut pairs {
        let is_word = name == "state" && PLAYER_STATES.contains(&value.as_str());
        if (SECRET_FIELDS.contains(&name.as_str()) && !is_word) || is_secret(value) {
            REDACTED.clone_into(value);
        }
        if is_secret(name) {
            REDACTED.clone_into(name);
        }
    }
    pairs
}

/// `path` with `[redacted]` for every segment that holds a secret.
pub(super) fn redact_path(path: &str) -> String {
    let segments = path.split('/').map(|segment| if is_secret(segment) { REDACTED } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

/// `json` with `[redacted]` for every text and every name that holds a secret.
fn redact_json(json: Value) -> Value {
    match json {
        Value::String(text) if is_secret(&text) => REDACTED.into(),
        Value::Array(values) => values.into_iter().map(redact_json).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| match (is_secret(&name), SECRET_FIELDS.contains(&name.as_str())) {
                (true, _) => (REDACTED.to_owned(), redact_json(value)),
                (_, true) => (name, REDACTED.into()),
                _ => (name, redact_json(value)),
            })
            .collect(),
        other => other,
    }
}

/// Whether a secret of the sandbox is in a text where none belongs.
fn is_secret(text: &str) -> bool {
    [
        "sandbox-access-",
        "sandbox-refresh-",
        "sandbox-code-",
        "sandbox-secret-",
        "sandbox-session-",
        "sandbox-form-",
    ]
    .iter()
    .any(|prefix| text.contains(prefix))
}

fn header(name: &str, value: &[u8]) -> (String, String) {
    let value = String::from_utf8_lossy(value);
    let value = match name {
        "authorization" | "proxy-authorization" => {
            let scheme = value.split_once(' ').map_or("", |(scheme, _)| scheme);
            format!("{scheme} {REDACTED}").trim_start().to_owned()
        }
        "cookie" => REDACTED.to_owned(),
        // The page before may have had a code in its URL.
        "referer" => value.split('?').next().unwrap_or_default().to_owned(),
        _ if is_secret(&value) => REDACTED.to_owned(),
        _ => value.into_owned(),
    };
    (name.to_owned(), value)
}

/// `2026-11-22T10:00:00Z  #1  POST /api/token  grant_type=refresh_token&refresh_token=[redacted]  200  client=..  user=..`
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}  #{}  {} {}",
            iso8601(self.at),
            self.connection,
            self.method,
            self.path.escape_debug()
        )?;
        for (joint, pairs) in [("?", &self.query), ("  ", &self.form)] {
            for (index, (name, value)) in pairs.iter().enumerate() {
                let joint = if index == 0 { joint } else { "&" };
                write!(f, "{joint}{}={}", name.escape_debug(), value.escape_debug())?;
            }
        }
        match self.status {
            Some(status) => write!(f, "  {status}")?,
            None => f.write_str("  no answer")?,
        }
        for (name, value) in [("client", &self.client_id), ("user", &self.user)] {
            if let Some(value) = value {
                write!(f, "  {name}={}", value.escape_debug())?;
            }
        }
        Ok(())
    }
}
