//! Where Spotify is: its own hosts, or a sandbox on this machine.

use std::fmt;

use url::{Host, Url};

use crate::env::{Environment, names};
use crate::error::{Error, Result};

/// The Web API, unless told otherwise.
const API: &str = "https://api.spotify.com/v1";
/// The Accounts service, unless told otherwise.
const ACCOUNTS: &str = "https://accounts.spotify.com";

/// A base URL: https, or http on a loopback address. Anything else would send secrets where anyone can read them.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    url: Url,
    origin: String,
}

impl BaseUrl {
    /// Reads a base URL; `what` names it in the error.
    pub(crate) fn parse(what: &str, text: &str) -> Result<Self> {
        let refuse = |rule: String| {
            Err(Error::configuration(format!("{what} can't be used: {rule}"))
                .with_advice("Use https, or http on 127.0.0.1, [::1] or localhost"))
        };
        let url = match Url::parse(text.trim()) {
            Ok(url) => url,
            Err(error) => return refuse(format!("it is not a URL ({error})")),
        };
        let is_loopback = is_loopback(&url);
        match url.scheme() {
            "https" => {}
            "http" if is_loopback => {}
            "http" => return refuse("plain http to another machine would show everyone your secrets".into()),
            scheme => return refuse(format!("its scheme is `{scheme}`")),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("it has a user name or password".into());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refuse("it has a query or a fragment".into());
        }
        let origin = url.origin().ascii_serialization();
        Ok(Self { url, origin })
    }

    pub(crate) fn api(explicit: Option<&str>, environment: &Environment) -> Result<Self> {
        Self::choose(explicit, environment, names::API_BASE_URL, "the Web API base URL", API)
    }

    pub(crate) fn accounts(explicit: Option<&str>, environment: &Environment) -> Result<Self> {
        Self::choose(explicit, environment, names::ACCOUNTS_BASE_URL, "the Accounts base URL", ACCOUNTS)
    }

    fn choose(
        explicit: Option<&str>,
        environment: &Environment,
        name: &str,
        what: &str,
        default: &str,
    ) -> Result<Self> {
        if let Some(url) = explicit {
            return Self::parse(what, url);
        }
        match environment.get(name) {
            Some(url) => {
                let base = Self::parse(&format!("{what} from {name}"), &url)?;
                // Secrets go where this variable says: let people notice.
                tracing::info!(
                    variable = name,
                    origin = base.origin(),
                    "using a base URL from the environment"
                );
                Ok(base)
            }
            None => Self::parse(what, default),
        }
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The base with `path` (which begins with `/`, its segments encoded) and an encoded query behind it.
    pub(crate) fn join(&self, path: &str, query: Option<&str>) -> Url {
        let mut url = self.url.clone();
        url.set_path(&format!("{}{path}", self.url.path().trim_end_matches('/')));
        url.set_query(query.filter(|query| !query.is_empty()));
        url
    }
}

/// Whether a URL points at this machine, by address or as `localhost`.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_097_secrets_go_to_https_or_this_machine() {
        for good in [
            "https://api.spotify.com/v1",
            "http://127.0.0.1:8080",
            "http://[::1]:1/v1",
            "http://localhost:99/",
        ] {
            assert!(BaseUrl::parse("it", good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "api.spotify.com",
            "http://api.spotify.com/v1",
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example/",
            "http://10.0.0.1/",
            "http://0.0.0.0:80",
            "ftp://127.0.0.1",
            "file:///etc/passwd",
            "https://user:secret@api.spotify.com",
            "https://api.spotify.com/v1?x=1",
            "https://api.spotify.com/#x",
        ] {
            let error = BaseUrl::parse("it", bad).unwrap_err();
            assert_eq!(error.kind(), crate::ErrorKind::Configuration, "{bad}");
            assert!(!error.to_string().contains("secret@"), "{error}");
            let environment = Environment::from_iter([(names::ACCOUNTS_BASE_URL, bad)]);
            assert_eq!(BaseUrl::accounts(None, &environment).is_err(), !bad.is_empty(), "{bad}");
        }
    }

    #[test]
    fn paths_are_joined_behind_the_base() {
        let base = |text| BaseUrl::parse("it", text).unwrap();
        assert_eq!(
            base("https://a.example/v1/").join("/me", Some("a=b")).as_str(),
            "https://a.example/v1/me?a=b"
        );
        assert_eq!(
            base("http://127.0.0.1:5").join("/api/token", None).as_str(),
            "http://127.0.0.1:5/api/token"
        );
        assert_eq!(base("https://a.example/v1").origin(), "https://a.example");
    }
}
