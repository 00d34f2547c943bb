//! Redirect URIs: what Spotify accepts, and which of them a login on this machine can listen on.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::error::{Error, Result, excerpt};

/// A redirect URI, kept byte for byte as it was registered: Spotify compares it exactly, at the authorization and again at the
/// exchange of the code (RFC 6749 section 4.1.3, RFC 8252 section 8.10).
///
/// ```
/// use spotify_sdk::oauth::RedirectUri;
///
/// assert!(RedirectUri::parse("http://127.0.0.1:8080/callback")?.is_loopback());
/// assert!(RedirectUri::parse("http://example.com/callback").is_err());       // plain http
/// # Ok::<(), spotify_sdk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RedirectUri {
    text: String,
    loopback: Option<Loopback>,
}

/// A redirect URI that points at this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Loopback {
    /// The addresses to listen on: one, or both for `localhost`.
    pub(crate) addresses: Vec<IpAddr>,
    /// `localhost` in the URI: it works here, and Spotify refuses it since November 2025.
    pub(crate) is_localhost: bool,
    /// The port; `None` and 0 mean any free one.
    pub(crate) port: Option<u16>,
    /// The path, percent-encoded as written; `/` when there is none.
    pub(crate) path: String,
}

const RULES: &str =
    "Spotify accepts https, http on the literal addresses 127.0.0.1 and [::1], and an app's own scheme";

impl RedirectUri {
    /// Checks a redirect URI against Spotify's rules and RFC 6749 section 3.1.2.
    ///
    /// `localhost` is let through, because it works on this machine, the auth documents name it and a sandbox may accept it; a login
    /// with it warns that Spotify refuses it.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument), naming the rule: not an absolute URI, a fragment, a user name,
    /// plain http on anything but a loopback address.
    pub fn parse(uri: impl Into<String>) -> Result<Self> {
        let text = uri.into();
        let invalid = |rule: String| {
            // Not shown where a user name and a real password may stand in it.
            let shown = excerpt(text.as_bytes()).filter(|_| !text.contains('@'));
            let shown = shown.map(|text| format!(" `{text}`")).unwrap_or_default();
            Err(Error::invalid_argument(format!("the redirect URI{shown} can't work: {rule}")))
        };
        if text.trim() != text || text.chars().any(char::is_control) {
            return invalid("it has white space around or in it".into());
        }
        let url = match Url::parse(&text) {
            Ok(url) => url,
            Err(url::ParseError::RelativeUrlWithoutBase) => {
                return invalid(format!("it is not an absolute URI: it begins with no scheme. {RULES}"));
            }
            Err(error) => return invalid(format!("it is not an absolute URI ({error}). {RULES}")),
        };
        if url.fragment().is_some() {
            return invalid("it must not have a fragment (RFC 6749 section 3.1.2)".into());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return invalid("it must not have a user name or password".into());
        }
        if url.query_pairs().any(|(name, _)| matches!(&*name, "code" | "state" | "error" | "iss")) {
            return invalid(
                "its query must not use `code`, `state`, `error` or `iss`: the callback adds them".into(),
            );
        }
        // URL parsers forgive `http:host` and `http:\\host`; who compares text byte for byte does not.
        if matches!(url.scheme(), "http" | "https") && !text[url.scheme().len()..].starts_with("://") {
            return invalid("write it as `http://host:port/path`".into());
        }
        if is_host_and_port(&url) {
            return invalid(format!("it is not an absolute URI: a host and a port are no scheme. {RULES}"));
        }
        let loopback = match url.scheme() {
            "https" if url.host().is_some() => None,
            "http" => match loopback(&url, &text) {
                Some(loopback) => Some(loopback),
                None => return invalid(format!("plain http needs the literal loopback address. {RULES}")),
            },
            "javascript" | "data" | "file" | "vbscript" | "about" | "blob" | "ftp" | "ws" | "wss" => {
                return invalid(format!("the scheme `{}` can't receive a callback. {RULES}", url.scheme()));
            }
            _ => None,
        };
        Ok(Self { text, loopback })
    }

    /// The URI as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it points at this machine, so that [`authorize_local`](crate::auth::authorize_local) can listen on it.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.loopback.is_some()
    }

    pub(crate) fn loopback(&self) -> Option<&Loopback> {
        self.loopback.as_ref()
    }

    /// The same URI with the port that was really bound (RFC 8252 section 7.3), otherwise byte for byte as it was; unchanged when it
    /// names its port already.
    pub(crate) fn with_port(&self, port: u16) -> Result<Self> {
        match self.loopback() {
            Some(Loopback { port: None | Some(0), .. }) => {
                let authority = authority(&self.text);
                // `:`, `:0` and `:00` all say that any port will do. What stands in the brackets of an address is no number.
                let is_port = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
                let host = match authority.rsplit_once(':') {
                    Some((host, port)) if is_port(port) => host,
                    _ => authority,
                };
                let after_host = self.text.find(authority).unwrap_or_default() + host.len();
                let after_port = after_host + (authority.len() - host.len());
                Self::parse(format!("{}:{port}{}", &self.text[..after_host], &self.text[after_port..]))
            }
            _ => Ok(self.clone()),
        }
    }
}

/// `localhost:8080/callback` is read as the scheme `localhost` and the path `8080/callback`: whoever writes it forgot `http://`.
fn is_host_and_port(url: &Url) -> bool {
    let port = url.path().split('/').next().unwrap_or_default();
    url.cannot_be_a_base() && !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Host and port as written.
fn authority(text: &str) -> &str {
    let after_scheme = text.split_once("//").map_or("", |(_, rest)| rest);
    after_scheme.split(['/', '?', '#', '\\']).next().unwrap_or_default()
}

fn loopback(url: &Url, url_text: &str) -> Option<Loopback> {
    // Browsers read `127.1` and `2130706433` as 127.0.0.1, too. Spotify compares text, and the literal is all it lets through.
    let is_literal = |literal: &str| {
        authority(url_text).strip_prefix(literal).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    };
    let (addresses, is_localhost) = match url.host()? {
        Host::Ipv4(Ipv4Addr::LOCALHOST) if is_literal("127.0.0.1") => {
            (vec![Ipv4Addr::LOCALHOST.into()], false)
        }
        Host::Ipv6(Ipv6Addr::LOCALHOST) if is_literal("[::1]") => (vec![Ipv6Addr::LOCALHOST.into()], false),
        Host::Domain("localhost") => (vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()], true),
        _ => return None,
    };
    // `Url::port` hides a written `:80`, which is not the same as no port: that means any free one.
    let port = url.port().or_else(|| authority(url_text).ends_with(":80").then_some(80));
    Some(Loopback { addresses, is_localhost, port, path: url.path().to_owned() })
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for RedirectUri {
    type Error = Error;

    fn try_from(uri: String) -> Result<Self> {
        Self::parse(uri)
    }
}

impl TryFrom<&str> for RedirectUri {
    type Error = Error;

    fn try_from(uri: &str) -> Result<Self> {
        Self::parse(uri)
    }
}

impl From<RedirectUri> for String {
    fn from(uri: RedirectUri) -> Self {
        uri.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spotifys_rules() {
        for good in [
            "https://your-app.com/callback",
            "http://127.0.0.1:8080/callback",
            "http://127.0.0.1/callback",
            "http://[::1]:9000/x?y=1",
            "http://localhost:8080/",
            "myapp://callback",
            "com.example.app:/callback",
        ] {
            assert_eq!(RedirectUri::parse(good).unwrap().as_str(), good);
        }
        for (bad, rule) in [
            ("", "absolute URI"),
            ("/callback", "absolute URI"),
            ("http://example.com/callback", "loopback address"),
            ("http://127.0.0.1.evil.example/", "loopback address"),
            ("https://x.example/#part", "fragment"),
            ("https://user:pass@x.example/", "user name"),
            ("javascript:alert(1)", "scheme"),
            (" https://x.example/", "white space"),
            ("127.0.0.1:8080/callback", "no scheme"),
            ("localhost:8080/callback", "no scheme"),
            ("example.com:443", "no scheme"),
            ("http://127.1:8080/callback", "literal addresses"),
            ("http://2130706433/callback", "literal addresses"),
            ("http://127.0.0.2/callback", "literal addresses"),
            ("http://[0:0:0:0:0:0:0:1]/callback", "literal addresses"),
            ("http:127.0.0.1/callback", "write it as"),
            ("http:\\\\127.0.0.1\\callback", "write it as"),
            ("https://x.example/?state=1", "the callback adds them"),
        ] {
            let error = RedirectUri::parse(bad).unwrap_err().to_string();
            assert!(error.contains(rule), "{bad}: {error}");
        }
    }

    #[test]
    fn fault_095_what_is_refused_is_shown_without_a_password_and_on_one_line() {
        for bad in [
            "https://me:S3cr@x.example:99999/",
            "https://me:S3cr@[::1/",
            "https://me:S3cr@x.example/",
            " http://me:S3cr@[::1]",
        ] {
            let error = RedirectUri::parse(bad).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("S3cr"), "{error}");
        }
        let error = RedirectUri::parse("https://x.example/\r\n\u{1b}]0;x").unwrap_err().to_string();
        assert!(error.contains("x.example") && !error.contains(char::is_control), "{error:?}");
    }

    #[test]
    fn ports() {
        let port = |uri: &str| RedirectUri::parse(uri).unwrap().loopback().unwrap().port;
        assert_eq!(port("http://127.0.0.1/callback"), None);
        assert_eq!(port("http://127.0.0.1:80/callback"), Some(80));
        assert_eq!(port("http://[::1]:0/callback"), Some(0));
        let bound = |uri: &str| RedirectUri::parse(uri).unwrap().with_port(4567).unwrap().text;
        assert_eq!(bound("http://127.0.0.1/callback"), "http://127.0.0.1:4567/callback");
        assert_eq!(bound("http://127.0.0.1:00/a"), "http://127.0.0.1:4567/a");
        assert_eq!(bound("http://[::1]"), "http://[::1]:4567");
        assert_eq!(bound("http://[::1]:0/a?b=c"), "http://[::1]:4567/a?b=c");
        assert_eq!(bound("http://127.0.0.1:80/callback"), "http://127.0.0.1:80/callback");
        // Spotify compares byte for byte: nothing but the port may change.
        assert_eq!(bound("http://127.0.0.1"), "http://127.0.0.1:4567");
        assert_eq!(bound("http://127.0.0.1:/a"), "http://127.0.0.1:4567/a");
        assert_eq!(bound("HTTP://LocalHost/a%2fb/../C?d"), "HTTP://LocalHost:4567/a%2fb/../C?d");
    }
}
