//! The token endpoint's answers (RFC 6749 sections 5.1 and 5.2), read strictly where it matters and leniently where it does not.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind, Result};
use crate::secret::{check_visible_ascii, wipe};

/// What Spotify documents, for answers without `expires_in` (RFC 6749 section 5.1 only recommends the member).
const DEFAULT_LIFETIME: Duration = Duration::from_secs(3600);

/// No access token is believed to live longer; an absurd lifetime must not make a token immortal.
const LONGEST_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// A successful answer.
pub(crate) struct TokenAnswer {
    pub(crate) access_token: SecretString,
    /// At most a day; zero when the service said zero or less.
    pub(crate) lifetime: Duration,
    pub(crate) refresh_token: Option<SecretString>,
    pub(crate) scope: Option<String>,
}

/// Reads an answer by its content; the label on it may lie. Unknown members are ignored (RFC 6749 section 5.1).
///
/// # Errors
/// The kinds of RFC 6749 section 5.2; [`ErrorKind::Server`] and [`ErrorKind::RateLimited`] for what may pass;
/// [`ErrorKind::InvalidResponse`] for anything that is no answer of a token endpoint.
pub(crate) fn parse_token_response(status: u16, body: &[u8]) -> Result<TokenAnswer> {
    let mut json = serde_json::from_slice::<Value>(body).ok();
    let answer = read(status, body, json.as_ref());
    if let Some(json) = &mut json {
        wipe(json);
    }
    answer
}

fn read(status: u16, body: &[u8], json: Option<&Value>) -> Result<TokenAnswer> {
    let object = json.and_then(Value::as_object);
    match (status, object) {
        (200..=299, Some(object)) => read_success(object).map_err(|error| error.with_status(status)),
        (200..=299, None) => {
            Err(Error::invalid_response("the token endpoint answered with something that is no token")
                .with_status(status)
                .with_body(body)
                .with_advice(
                    "A proxy or a captive portal may have answered instead of Spotify; look at the network",
                ))
        }
        (300..=399, _) => Err(Error::invalid_response(
            "the token endpoint answered with a redirect, which is never followed",
        )
        .with_status(status)
        .with_advice("Check the Accounts base URL")),
        (_, Some(object)) if object.get("error").is_some_and(Value::is_string) => {
            Err(read_error(status, object))
        }
        (429, _) => {
            Err(Error::new(ErrorKind::RateLimited, "the token endpoint asks to slow down")
                .with_status(status))
        }
        (408 | 425 | 500..=599, _) => Err(Error::new(ErrorKind::Server, "the token endpoint failed")
            .with_status(status)
            .with_body(body)),
        _ => Err(Error::invalid_response("the token endpoint refused the request without saying why")
            .with_status(status)
            .with_body(body)
            .with_advice(
                "What answered may not be Spotify's Accounts service: check SPOTIFY_SDK_ACCOUNTS_BASE_URL, if it is set, and the network",
            )),
    }
}

fn read_success(object: &Map<String, Value>) -> Result<TokenAnswer> {
    let text = |name: &str| object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let unusable = |what: &str| Err(Error::invalid_response(format!("the token response {what}")));
    let Some(access_token) = text("access_token") else {
        return unusable("has no usable access_token");
    };
    if check_visible_ascii("the access token", access_token).is_err() {
        return unusable("has an access_token with characters that no token has");
    }
    match object.get("token_type") {
        None | Some(Value::Null) => {}
        Some(Value::String(kind)) if kind.eq_ignore_ascii_case("bearer") => {}
        // RFC 6749 section 7.1: a client must not use a token of a type that it does not understand.
        Some(_) => return unusable("is not of the type Bearer"),
    }
    let lifetime = match object.get("expires_in") {
        None | Some(Value::Null) => {
            tracing::warn!(
                assumed_seconds = DEFAULT_LIFETIME.as_secs(),
                "the token response has no expires_in"
            );
            DEFAULT_LIFETIME
        }
        Some(value) => match lifetime(value) {
            Some(lifetime) => lifetime,
            None => return unusable("has an expires_in that is no number of seconds"),
        },
    };
    let refresh_token = match text("refresh_token") {
        Some(token) if check_visible_ascii("the refresh token", token).is_err() => {
            return unusable("has a refresh_token with characters that no token has");
        }
        other => other,
    };
    Ok(TokenAnswer {
        access_token: access_token.to_owned().into(),
        lifetime,
        refresh_token: refresh_token.map(SecretString::from),
        scope: text("scope").map(str::to_owned),
    })
}

fn lifetime(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse::<f64>().ok()?,
        _ => return None,
    };
    seconds.is_finite().then(|| Duration::from_secs_f64(seconds.clamp(0.0, LONGEST_LIFETIME.as_secs_f64())))
}

fn read_error(status: u16, object: &Map<String, Value>) -> Error {
    let member = |name: &str| {
        let text = object.get(name).and_then(Value::as_str).unwrap_or_default();
        crate::error::excerpt(text.as_bytes())
    };
    let code = member("error").unwrap_or_default();
    let message = match member("error_description") {
        Some(description) => format!("{code}: {description}"),
        None => code.clone(),
    };
    // What the status says about time goes before what the code says about the request.
    let (kind, advice) = match (status, &*code) {
        (429, _) => (ErrorKind::RateLimited, "Try again later"),
        (408 | 425 | 500..=599, _) => (ErrorKind::Server, "Try again later"),
        (_, "invalid_grant") => (ErrorKind::InvalidGrant, ""),
        (_, "invalid_client") => (
            ErrorKind::InvalidClient,
            "Check SPOTIFY_SDK_CLIENT_ID and SPOTIFY_SDK_CLIENT_SECRET against the app's page on developer.spotify.com/dashboard",
        ),
        (_, "unauthorized_client") => (
            ErrorKind::UnauthorizedClient,
            "The app may not use this grant; check its settings on developer.spotify.com/dashboard",
        ),
        (_, "invalid_scope") => (ErrorKind::InvalidScope, "Check the names of the scopes"),
        (_, "unsupported_grant_type") => (ErrorKind::UnsupportedGrantType, "Check the Accounts base URL"),
        (_, "invalid_request") => (
            ErrorKind::InvalidTokenRequest,
            "Check that the login was started and completed with the same settings",
        ),
        (_, "server_error" | "temporarily_unavailable") => (ErrorKind::Server, "Try again later"),
        _ => (ErrorKind::InvalidTokenRequest, ""),
    };
    let error = Error::new(kind, message).with_oauth_error(code).with_status(status);
    if advice.is_empty() { error } else { error.with_advice(advice) }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn success(body: &str) -> Result<TokenAnswer> {
        parse_token_response(200, body.as_bytes())
    }

    fn lifetime_of(expires_in: &str) -> Result<f64> {
        let answer = success(&format!(r#"{{"access_token":"a","expires_in":{expires_in}}}"#))?;
        Ok(answer.lifetime.as_secs_f64())
    }

    #[test]
    fn fault_012_json_that_is_no_object_is_typed() {
        let deep = "[".repeat(100_000);
        for body in ["[]", "null", "\"x\"", "7", "true", "", "{", "\u{feff}{}", &deep] {
            for status in [200, 400, 401, 418, 500] {
                let error = parse_token_response(status, body.as_bytes()).err().expect(body);
                assert!(
                    matches!(error.kind(), ErrorKind::InvalidResponse | ErrorKind::Server),
                    "{status} {body:.20}: {error}"
                );
            }
        }
    }

    #[test]
    fn fault_013_a_missing_lifetime_is_an_hour() {
        assert_eq!(success(r#"{"access_token":"a"}"#).unwrap().lifetime, DEFAULT_LIFETIME);
        assert_eq!(lifetime_of("null").unwrap(), 3600.0);
    }

    #[test]
    fn fault_014_lifetimes_as_text_or_with_a_fraction_are_accepted() {
        for form in ["3600", "3600.0", "\"3600\"", "\" 3600.0 \""] {
            assert_eq!(lifetime_of(form).unwrap(), 3600.0, "{form}");
        }
    }

    #[test]
    fn fault_015_no_token_is_immortal() {
        for form in ["NaN", "Infinity", "\"NaN\"", "\"inf\"", "1e999", "true", "[]", "\"soon\""] {
            assert_eq!(lifetime_of(form).unwrap_err().kind(), ErrorKind::InvalidResponse, "{form}");
        }
        for form in ["1e300", "86401", "\"1e30\"", "18446744073709551615"] {
            assert_eq!(lifetime_of(form).unwrap(), 86_400.0, "{form}");
        }
        for form in ["0", "-1", "-1e300"] {
            assert_eq!(lifetime_of(form).unwrap(), 0.0, "{form}");
        }
    }

    proptest::proptest! {
        #[test]
        fn fault_015_any_number_gives_a_lifetime_within_a_day(seconds: f64) {
            let lifetime = lifetime(&Value::from(seconds));
            proptest::prop_assert_eq!(lifetime.is_some(), seconds.is_finite());
            proptest::prop_assert!(lifetime.is_none_or(|lifetime| lifetime <= LONGEST_LIFETIME));
        }
    }

    #[test]
    fn fault_017_unusable_access_tokens_are_typed() {
        for token in
            ["", "null", "\"\"", "7", "{}", r#""a b""#, r#""a\r\nX-Evil: 1""#, r#""naïve""#, r#""a\u0000""#]
        {
            let body = if token.is_empty() {
                r#"{"expires_in":3600}"#.to_owned()
            } else {
                format!(r#"{{"access_token":{token},"expires_in":3600}}"#)
            };
            assert_eq!(success(&body).err().expect(token).kind(), ErrorKind::InvalidResponse, "{token}");
        }
    }

    #[test]
    fn fault_018_only_bearer_tokens_are_used() {
        for (kind, used) in
            [("\"bearer\"", true), ("\"BEARER\"", true), ("null", true), ("\"mac\"", false), ("7", false)]
        {
            assert_eq!(
                success(&format!(r#"{{"access_token":"a","token_type":{kind}}}"#)).is_ok(),
                used,
                "{kind}"
            );
        }
    }

    #[test]
    fn fault_019_unknown_members_are_ignored() {
        let extra: String = (0..50).map(|n| format!(r#","extra_{n}":[{n},null]"#)).collect();
        let answer = success(&format!(r#"{{"access_token":"a","expires_in":3600{extra}}}"#)).unwrap();
        assert_eq!(answer.access_token.expose_secret(), "a");
    }

    #[test]
    fn fault_029_a_null_or_empty_refresh_token_is_none() {
        for form in ["", r#","refresh_token":null"#, r#","refresh_token":"""#] {
            assert!(
                success(&format!(r#"{{"access_token":"a"{form}}}"#)).unwrap().refresh_token.is_none(),
                "{form}"
            );
        }
    }

    #[test]
    fn fault_021_each_code_of_the_rfc_has_a_kind() {
        for (code, kind) in [
            ("invalid_client", ErrorKind::InvalidClient),
            ("invalid_grant", ErrorKind::InvalidGrant),
            ("unauthorized_client", ErrorKind::UnauthorizedClient),
            ("invalid_scope", ErrorKind::InvalidScope),
            ("unsupported_grant_type", ErrorKind::UnsupportedGrantType),
            ("invalid_request", ErrorKind::InvalidTokenRequest),
            ("temporarily_unavailable", ErrorKind::Server),
        ] {
            let body = format!(r#"{{"error":"{code}","error_description":"why"}}"#);
            let error = parse_token_response(400, body.as_bytes()).err().unwrap();
            assert_eq!((error.kind(), error.oauth_error()), (kind, Some(code)));
            assert!(error.to_string().contains(&format!("{code}: why")), "{error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn fault_012_no_body_makes_it_panic(status in 100_u16..600, body: Vec<u8>) {
            let _ = parse_token_response(status, &body);
        }
    }
}
