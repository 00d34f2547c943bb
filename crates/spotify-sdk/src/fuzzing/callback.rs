//! What a browser brings back, or a user pastes.

use super::{check_error, shown};
use crate::error::ErrorKind;
use crate::oauth::AuthorizationCallback;

/// The state of the login that waits, and what would be its code. The corpus and the dictionary hold them too.
const STATE: &str = "9f-canary_state-7";
const CODE: &str = "AQD-canary_code-8";

/// A callback in any form.
pub fn callback(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    for expected in [Some(STATE), None] {
        let parsed = AuthorizationCallback::parse(&text, expected);
        match &parsed {
            Ok(callback) => {
                assert!(!callback.code().is_empty());
                assert!(expected.is_none_or(|state| callback.state() == Some(state)));
                let shown = format!("{callback:?}");
                assert!(!shown.contains(CODE) && !shown.contains(STATE));
            }
            Err(error) => {
                check_error(error);
                assert!(expected.is_some() || error.kind() != ErrorKind::StateMismatch);
            }
        }
        // Whoever does not know the state learns nothing and ends nothing.
        if let (Some(state), Err(error)) = (expected, &parsed)
            && !text.contains('%')
            && !text.contains(state)
        {
            assert!(matches!(error.kind(), ErrorKind::StateMismatch | ErrorKind::InvalidCallback), "{error}");
        }
        check_pasting(&text, expected, &parsed.as_ref().ok().map(|callback| callback.code().to_owned()));
    }
    check_query(&text);
}

/// Terminals wrap what was pasted.
fn check_pasting(text: &str, expected: Option<&str>, code: &Option<String>) {
    let text = text.trim();
    // Quotes that belong to the callback would be taken for a terminal's.
    if text.starts_with(['"', '\'', '<', '>']) || text.ends_with(['"', '\'', '<', '>']) {
        return;
    }
    for (before, after) in [("\"", "\""), (" '", "'\r\n"), ("<", ">")] {
        let pasted = format!("{before}{text}{after}");
        let parsed = AuthorizationCallback::parse(AuthorizationCallback::pasted(&pasted), expected);
        assert_eq!(parsed.ok().map(|callback| callback.code().to_owned()), *code, "{pasted:?}");
    }
}

/// The same text as a query: read alike in every form of a callback, and as our own reading of RFC 6749 says.
fn check_query(query: &str) {
    if query.contains('#') || query.trim() != query {
        return;
    }
    let parameters = parameters(query);
    let values = |name: &str| {
        parameters
            .iter()
            .filter(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
            .collect::<Vec<_>>()
    };
    let is_repeated =
        ["code", "state", "error", "error_description", "iss"].iter().any(|name| values(name).len() > 1);
    let (codes, states) = (values("code"), values("state"));
    let expected = if is_repeated {
        Err(Some(ErrorKind::InvalidCallback))
    } else if states != [STATE] {
        Err(Some(ErrorKind::StateMismatch))
    } else if let [error] = values("error")[..] {
        Err(match error {
            "access_denied" => Some(ErrorKind::AccessDenied),
            "invalid_scope" => Some(ErrorKind::InvalidScope),
            _ => Some(ErrorKind::AuthorizationFailed),
        })
    } else if let [code] = codes[..]
        && !code.is_empty()
    {
        Ok(code)
    } else {
        Err(Some(ErrorKind::InvalidCallback))
    };
    let mut forms = vec![
        format!("?{query}"),
        format!("/callback?{query}"),
        format!("http://127.0.0.1:8080/callback?{query}#_=_"),
        format!("127.0.0.1:8080/callback?{query}"),
    ];
    // By itself it can be told from an address only when it begins like a query.
    if ["code=", "state=", "error=", "iss="].iter().any(|start| query.starts_with(start)) {
        forms.push(query.to_owned());
    }
    for form in forms {
        let parsed = AuthorizationCallback::parse(&form, Some(STATE));
        match (&parsed, &expected) {
            (Ok(callback), Ok(code)) => assert_eq!(callback.code(), *code, "{form:?}"),
            (Err(error), Err(kind)) => {
                assert_eq!(Some(error.kind()), *kind, "{form:?}");
                let shown = shown(error);
                assert!(!shown.contains(STATE), "{form:?}: {shown}");
                assert!(!codes.contains(&CODE) || !shown.contains(CODE), "{form:?}: {shown}");
            }
            _ => panic!("{form:?}: {parsed:?}, but expected {expected:?}"),
        }
    }
}

/// `application/x-www-form-urlencoded`, read by the book.
fn parameters(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let (bytes, mut decoded, mut at) = (text.as_bytes(), Vec::new(), 0);
        while at < bytes.len() {
            let hex = bytes.get(at + 1..at + 3).and_then(|hex| {
                let text = str::from_utf8(hex).ok()?;
                u8::from_str_radix(text, 16)
                    .ok()
                    .filter(|_| text.bytes().all(|byte| byte.is_ascii_hexdigit()))
            });
            match (bytes[at], hex) {
                (b'%', Some(byte)) => {
                    decoded.push(byte);
                    at += 2;
                }
                (b'+', _) => decoded.push(b' '),
                (byte, _) => decoded.push(byte),
            }
            at += 1;
        }
        String::from_utf8_lossy(&decoded).into_owned()
    };
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}
