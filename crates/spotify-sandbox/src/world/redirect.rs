//! Spotify's rules for redirect URIs, in force for everyone since November 2025.
//!
//! <https://developer.spotify.com/documentation/web-api/concepts/redirect_uri>

use url::{Host, Url};

/// Whether an app may register `uri`; else why not, and what to register instead.
pub(crate) fn check(uri: &str) -> Result<(), &'static str> {
    let Ok(url) = Url::parse(uri) else {
        return Err("this is no absolute URL; write one such as http://127.0.0.1:8080/callback");
    };
    if url.fragment().is_some() {
        return Err("a redirect URI has no fragment (RFC 6749 3.1.2); leave out the # and what follows");
    }
    if is_localhost(&url) {
        return Err("Spotify refuses localhost; write http://127.0.0.1 or http://[::1] instead");
    }
    if is_insecure(uri) {
        return Err("Spotify allows http only on 127.0.0.1 and [::1]; use https");
    }
    if matches!(url.scheme(), "javascript" | "data" | "file" | "about" | "blob") {
        return Err("a browser cannot carry a login to this scheme; use https");
    }
    Ok(())
}

/// Whether Spotify would call this URI `Insecure redirect URI`: http elsewhere than on a loopback address.
pub(crate) fn is_insecure(uri: &str) -> bool {
    Url::parse(uri).is_ok_and(|url| url.scheme() == "http" && !is_loopback(&url) || is_localhost(&url))
}

/// Whether a login may name `requested` when `registered` is registered.
pub(crate) fn matches(registered: &str, requested: &str) -> bool {
    if registered == requested {
        return true;
    }
    // A loopback literal registered without a port stands for every port; the rest must be the same, byte for byte.
    ["http://127.0.0.1", "http://[::1]"].iter().any(|host| {
        let (Some(registered), Some(requested)) =
            (registered.strip_prefix(host), requested.strip_prefix(host))
        else {
            return false;
        };
        if registered.starts_with(':') {
            return false;
        }
        let Some(after_colon) = requested.strip_prefix(':') else { return false };
        let digits = after_colon.bytes().take_while(u8::is_ascii_digit).count();
        let (port, rest) = after_colon.split_at(digits);
        port.parse::<u16>().is_ok_and(|port| port != 0) && rest == registered
    })
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address == std::net::Ipv4Addr::LOCALHOST,
        Some(Host::Ipv6(address)) => address == std::net::Ipv6Addr::LOCALHOST,
        _ => false,
    }
}

fn is_localhost(url: &Url) -> bool {
    let name = match url.host() {
        Some(Host::Domain(name)) => name.trim_end_matches('.').to_ascii_lowercase(),
        _ => return false,
    };
    matches!(url.scheme(), "http" | "https") && (name == "localhost" || name.ends_with(".localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_loopback_literals_and_own_schemes_may_be_registered() {
        for uri in [
            "https://your-app.com/callback",
            "http://127.0.0.1:8080/callback",
            "http://127.0.0.1/callback",
            "http://[::1]:8080/",
            "your-app:/callback",
        ] {
            assert_eq!(check(uri), Ok(()), "{uri}");
        }
    }

    #[test]
    fn the_rest_is_refused_with_a_reason() {
        for (uri, reason) in [
            ("http://localhost:8080/callback", "127.0.0.1"),
            ("https://LOCALHOST./callback", "127.0.0.1"),
            ("http://your-app.com/callback", "https"),
            ("http://127.0.0.2/callback", "https"),
            ("https://your-app.com/callback#here", "fragment"),
            ("javascript:alert(1)", "https"),
            ("/callback", "absolute"),
        ] {
            assert!(check(uri).unwrap_err().contains(reason), "{uri}");
        }
    }

    #[test]
    fn only_a_loopback_literal_without_port_matches_other_ports() {
        assert!(matches("http://127.0.0.1/cb", "http://127.0.0.1:4321/cb"));
        assert!(matches("http://[::1]/cb", "http://[::1]:1/cb"));
        assert!(matches("http://127.0.0.1/cb", "http://127.0.0.1/cb"));
        for (registered, requested) in [
            ("http://127.0.0.1:8080/cb", "http://127.0.0.1:8081/cb"),
            ("http://127.0.0.1/cb", "http://127.0.0.1:4321/CB"),
            ("http://127.0.0.1/cb", "http://127.0.0.1:4321/cb/"),
            ("http://127.0.0.1/cb", "http://127.0.0.1:99999/cb"),
            ("http://127.0.0.1/cb", "http://127.0.0.1:/cb"),
            ("http://127.0.0.1/cb", "http://127.0.0.1:80@evil.example/cb"),
            ("http://127.0.0.1/cb", "http://[::1]:80/cb"),
            ("https://your-app.com/cb", "https://your-app.com:8443/cb"),
        ] {
            assert!(!matches(registered, requested), "{registered} {requested}");
        }
    }
}
