//! What the user's browser brings back (RFC 6749 sections 4.1.2 and 4.1.2.1).

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use crate::error::{Error, ErrorKind, Result, excerpt, without};

/// A callback that passed every check: it holds a code.
#[derive(Clone)]
pub struct AuthorizationCallback {
    code: SecretString,
    state: Option<SecretString>,
}

impl AuthorizationCallback {
    /// Reads a callback: a full URL, a path with a query, `?code=…&state=…`, or the bare query.
    ///
    /// The state is judged first, in constant time, and only then an `error`: who does not know the state can't end a login
    /// (RFC 8252 section 8.9). With `expected_state` `None` the state is not checked; use that only where it was checked before.
    ///
    /// # Errors
    /// * [`ErrorKind::StateMismatch`](crate::ErrorKind::StateMismatch): the state is missing or another one.
    /// * [`ErrorKind::AccessDenied`](crate::ErrorKind::AccessDenied): the user declined.
    /// * [`ErrorKind::AuthorizationFailed`](crate::ErrorKind::AuthorizationFailed): another `error`.
    /// * [`ErrorKind::InvalidCallback`](crate::ErrorKind::InvalidCallback): a repeated parameter (RFC 6749 section 3.1), another issuer
    ///   (RFC 9207 section 2.4), no code.
    pub fn parse(callback: &str, expected_state: Option<&str>) -> Result<Self> {
        Self::parse_from(callback, expected_state, None)
    }

    /// What a user pasted, without the quotes or angle brackets in which terminals may wrap it.
    pub(crate) fn pasted(text: &str) -> &str {
        text.trim().trim_matches(['"', '\'', '<', '>'])
    }

    /// As [`parse`](Self::parse), comparing an `iss` parameter with the issuer where the issuer is known.
    pub(crate) fn parse_from(
        callback: &str,
        expected_state: Option<&str>,
        issuer: Option<&str>,
    ) -> Result<Self> {
        let mut parameters = Parameters::read(query_of(callback))?;
        if let Some(expected) = expected_state {
            let same = parameters
                .state
                .as_deref()
                .is_some_and(|state| bool::from(state.as_bytes().ct_eq(expected.as_bytes())));
            if !same {
                return Err(Error::new(
                    ErrorKind::StateMismatch,
                    "the callback's state is not the one this login was started with",
                )
                .with_advice("It belongs to another login, or somebody forged it; start the login again"));
            }
        }
        if let (Some(issuer), Some(iss)) = (issuer, &parameters.iss)
            && iss.trim_end_matches('/') != issuer.trim_end_matches('/')
        {
            return Err(Error::new(
                ErrorKind::InvalidCallback,
                "the callback comes from another issuer (RFC 9207)",
            ));
        }
        if let Some(error) = parameters.error.take() {
            let secrets = [expected_state, parameters.state.as_deref(), parameters.code.as_deref()];
            return Err(authorization_error(&error, parameters.error_description.as_deref(), &secrets));
        }
        match parameters.code.take().filter(|code| !code.is_empty()) {
            Some(code) => {
                Ok(Self { code: code.into(), state: parameters.state.take().map(SecretString::from) })
            }
            None => Err(Error::new(ErrorKind::InvalidCallback, "the callback has no code").with_advice(
                "Give the whole address that the browser was sent to, with its `?code=…&state=…`",
            )),
        }
    }

    /// The authorization code. It works once, for a few minutes.
    #[must_use]
    pub fn code(&self) -> &str {
        self.code.expose_secret()
    }

    /// The state, where there was one.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        self.state.as_ref().map(ExposeSecret::expose_secret)
    }
}

impl fmt::Debug for AuthorizationCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthorizationCallback([redacted])")
    }
}

/// The query of a URL, a path or a query, without a fragment.
fn query_of(callback: &str) -> &str {
    let callback = callback.trim();
    let callback = callback.split_once('#').map_or(callback, |(before, _)| before);
    // In the value of a parameter `?` and `/` mean nothing, so the name of the first one tells; an address begins with something else.
    match callback.split_once('=') {
        Some((name, _)) if name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_') => callback,
        // A URL or path without a query has no parameters.
        _ => callback.split_once('?').map_or("", |(_, query)| query),
    }
}

#[derive(Default)]
struct Parameters {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
    iss: Option<String>,
}

impl Parameters {
    fn read(query: &str) -> Result<Self> {
        let mut parameters = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let slot = match &*name {
                "code" => &mut parameters.code,
                "state" => &mut parameters.state,
                "error" => &mut parameters.error,
                "error_description" => &mut parameters.error_description,
                "iss" => &mut parameters.iss,
                _ => continue,
            };
            if slot.replace(value.into_owned()).is_some() {
                return Err(Error::new(
                    ErrorKind::InvalidCallback,
                    format!("the callback repeats `{name}`, which RFC 6749 section 3.1 forbids"),
                ));
            }
        }
        Ok(parameters)
    }
}

/// What is shorter than this is no secret, and may be a part of any word.
const SHORTEST_SECRET: usize = 8;

fn authorization_error(error: &str, description: Option<&str>, secrets: &[Option<&str>]) -> Error {
    let secrets: Vec<&str> =
        secrets.iter().flatten().copied().filter(|secret| secret.len() >= SHORTEST_SECRET).collect();
    // Both come from whoever called the callback: shown, but bounded and without control characters or secrets.
    let shown = |text: &str| excerpt(&without(text.as_bytes(), &secrets));
    let code = shown(error).unwrap_or_else(|| "unnamed error".into());
    let description = description.and_then(shown);
    let text = match &description {
        Some(description) => format!("authorization failed: {code} ({description})"),
        None => format!("authorization failed: {code}"),
    };
    match error {
        "access_denied" => Error::new(ErrorKind::AccessDenied, text)
            .with_advice("The user declined; nothing was stored. Ask again when they want to"),
        "invalid_scope" => {
            Error::new(ErrorKind::InvalidScope, text).with_advice("Check the names of the scopes")
        }
        _ => Error::new(ErrorKind::AuthorizationFailed, text).with_advice("Start the login again"),
    }
    .with_oauth_error(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(callback: &str, state: Option<&str>) -> ErrorKind {
        AuthorizationCallback::parse(callback, state).unwrap_err().kind()
    }

    #[test]
    fn every_form_of_a_callback_is_read() {
        for callback in [
            "https://your-app.com/callback?code=ABC123&state=s",
            "/callback?code=ABC123&state=s",
            "?code=ABC123&state=s",
            "code=ABC123&state=s",
            "  http://127.0.0.1:8080/callback?state=s&code=ABC123#_=_\n",
            "127.0.0.1:8080/callback?code=ABC123&state=s",
            "code=ABC123&state=s&iss=https://accounts.spotify.com",
            "state=s&other=a?b&code=ABC123",
            "https://your-app.com/a=b/callback?code=ABC123&state=s",
            "127.0.0.1:8080/a=b/callback?code=ABC123&state=s",
            "localhost/a&b=c/callback?code=ABC123&state=s",
        ] {
            let parsed = AuthorizationCallback::parse(callback, Some("s")).unwrap();
            assert_eq!((parsed.code(), parsed.state()), ("ABC123", Some("s")), "{callback}");
        }
    }

    #[test]
    fn fault_080_the_state_is_judged_before_the_error() {
        for forged in ["?error=access_denied", "?error=access_denied&state=wrong", "?error=x&state="] {
            assert_eq!(kind(forged, Some("right")), ErrorKind::StateMismatch, "{forged}");
        }
    }

    #[test]
    fn fault_081_a_refusal_is_told_from_other_errors() {
        assert_eq!(kind("?error=access_denied&state=s", Some("s")), ErrorKind::AccessDenied);
        assert_eq!(kind("?error=server_error&state=s", Some("s")), ErrorKind::AuthorizationFailed);
        assert_eq!(kind("?error=invalid_scope&state=s", Some("s")), ErrorKind::InvalidScope);
    }

    #[test]
    fn fault_083_repeated_parameters_are_refused() {
        for twice in [
            "code=a&code=b&state=s",
            "code=a&state=s&state=s",
            "error=x&error=y&state=s",
            "code=a&state=x&state=s",
        ] {
            assert_eq!(kind(twice, Some("s")), ErrorKind::InvalidCallback, "{twice}");
        }
    }

    #[test]
    fn fault_094_no_error_text_holds_a_state_or_a_code() {
        for callback in
            ["?code=CANARY-code&state=CANARY-state", "?error=CANARY&error_description=code%3DCANARY2&state=x"]
        {
            let error = AuthorizationCallback::parse(callback, Some("expected-CANARY")).unwrap_err();
            let text = format!("{error} {error:?}");
            assert!(!text.contains("CANARY"), "{text}");
        }
    }

    #[test]
    fn fault_094_an_error_that_repeats_the_state_or_the_code_is_shown_without_them() {
        let callback = "?error=server_error&error_description=no+login+of+CANARY-state+with+CANARY-code\
                        &state=CANARY-state&code=CANARY-code";
        for expected in [Some("CANARY-state"), None] {
            let error = AuthorizationCallback::parse(callback, expected).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::AuthorizationFailed);
            assert!(
                error.to_string().contains("server_error (no login of [redacted] with [redacted])"),
                "{error}"
            );
            assert!(!format!("{error:?}").contains("CANARY"), "{error:?}");
        }
    }

    #[test]
    fn fault_096_another_issuer_is_refused() {
        let parse = |iss: &str| {
            let callback = format!("?code=a&state=s&iss={iss}");
            AuthorizationCallback::parse_from(&callback, Some("s"), Some("https://accounts.spotify.com"))
        };
        assert!(parse("https://accounts.spotify.com").is_ok());
        assert!(parse("https%3A%2F%2Faccounts.spotify.com%2F").is_ok());
        assert_eq!(parse("https://evil.example").unwrap_err().kind(), ErrorKind::InvalidCallback);
    }

    #[test]
    fn a_callback_without_a_code_says_what_to_give() {
        for empty in ["", "https://your-app.com/callback", "?code=&state=s", "hello"] {
            let error = AuthorizationCallback::parse(empty, None).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidCallback);
            assert!(error.to_string().contains("?code="), "{error}");
        }
    }
}
