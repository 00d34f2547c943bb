//! Tokens between Rust and the documents' dataclass.
//!
//! The dataclass has the documents' four members. What the SDK knows besides (whose the login is, when the user authorized) is
//! kept on the object, so that caches that keep or pickle the object keep it too; a cache that stores the four members loses
//! nothing but that.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde_json::{Map, Value};
use spotify_sdk::auth::TokenInfo;

use crate::task::Payload;

/// Where on the object the rest is kept.
const REST: &str = "_rest";
const MEMBERS: [&str; 4] = ["access_token", "expires_at", "refresh_token", "scope"];

/// The dataclass for a token.
pub(crate) fn to_python<'py>(py: Python<'py>, token: &TokenInfo) -> PyResult<Bound<'py, PyAny>> {
    let class = py.import("spotify_sdk._auth_shared")?.getattr("TokenInfo")?;
    let object =
        class.call1((token.access_token(), token.expires_at(), token.refresh_token(), token.scope()))?;
    let rest = match serde_json::to_value(token) {
        Ok(Value::Object(members)) => {
            members.into_iter().filter(|(name, _)| !MEMBERS.contains(&name.as_str())).collect()
        }
        _ => Map::new(),
    };
    if !rest.is_empty() {
        object.getattr("__dict__")?.set_item(REST, Value::Object(rest).to_string())?;
    }
    Ok(object)
}

/// The token that a cache gave.
pub(crate) fn from_python(object: &Bound<'_, PyAny>) -> PyResult<TokenInfo> {
    let wrong =
        |what: &str| PyTypeError::new_err(format!("a token cache must give a TokenInfo or None, {what}"));
    if MEMBERS.iter().take(2).any(|name| !object.hasattr(*name).unwrap_or(false)) {
        return Err(wrong(&format!("not {}", object.get_type().name()?)));
    }
    let text = |name: &str| object.getattr(name)?.extract::<Option<String>>();
    let access_token =
        text("access_token").ok().flatten().ok_or_else(|| wrong("with a str as access_token"))?;
    let expires_at: f64 =
        object.getattr("expires_at")?.extract().map_err(|_| wrong("with Unix seconds as expires_at"))?;
    let mut members = rest(object).unwrap_or_default();
    members.insert("access_token".into(), access_token.into());
    members.insert("expires_at".into(), expires_at.into());
    for name in ["refresh_token", "scope"] {
        // A wrongly typed optional member counts as none, as in a file.
        members.insert(name.into(), text(name).ok().flatten().into());
    }
    // Not a finite number: it has expired.
    if !expires_at.is_finite() {
        members.insert("expires_at".into(), 0.into());
    }
    serde_json::from_value(Value::Object(members)).map_err(|error| wrong(&error.to_string()))
}

fn rest(object: &Bound<'_, PyAny>) -> Option<Map<String, Value>> {
    let members = object.getattr("__dict__").ok()?;
    let text: String = members.cast::<PyDict>().ok()?.get_item(REST).ok()??.extract().ok()?;
    match serde_json::from_str(&text) {
        Ok(Value::Object(rest)) => Some(rest),
        _ => None,
    }
}

impl Payload for TokenInfo {
    fn build<'py>(self: Box<Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self)
    }
}

impl Payload for Option<TokenInfo> {
    fn build<'py>(self: Box<Self>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match *self {
            Some(token) => to_python(py, &token),
            None => Ok(py.None().into_bound(py)),
        }
    }
}
