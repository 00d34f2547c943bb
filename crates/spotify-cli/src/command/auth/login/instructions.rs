//! What the user is told while the login waits.

use std::time::Duration;

use url::Url;

/// What to do with an authorization URL.
pub(super) fn of(url: &str, opens_browser: bool, timeout: Duration) -> String {
    let callback = callback(url);
    let minutes = timeout.as_secs().div_ceil(60);
    if opens_browser {
        return format!(
            "Spotify's page opens in your browser. If it does not, open this address:\n\n  {url}\n\n\
             Waiting for the browser to come back to {} (at most {minutes} min; Ctrl-C cancels).",
            callback.address
        );
    }
    let tunnel = callback.port.map_or(String::new(), |port| {
        let host = callback.host;
        format!(
            "\nIf it runs on another machine, the browser may as well get through by itself: before you agree, run there\n\n  \
             ssh -L {port}:{host}:{port} THIS-MACHINE\n"
        )
    });
    format!(
        "Open this address in a browser, on this or any other machine, and agree:\n\n  {url}\n\n\
         The browser then goes to {}. If it says that it can't connect, copy the whole address from its address \
         bar (it has a code= in it) and paste it here.\n{tunnel}\n\
         Waiting for the browser or the pasted address (at most {minutes} min; Ctrl-C cancels):",
        callback.address
    )
}

/// Where the browser comes back to.
struct Callback {
    /// With the port that is really listened on.
    address: String,
    host: String,
    port: Option<u16>,
}

fn callback(authorization_url: &str) -> Callback {
    let parsed = Url::parse(authorization_url).ok();
    let mut pairs = parsed.iter().flat_map(Url::query_pairs);
    let address =
        pairs.find(|(name, _)| name == "redirect_uri").map(|(_, uri)| uri.into_owned()).unwrap_or_default();
    let parsed = Url::parse(&address).ok();
    let host = parsed.as_ref().and_then(Url::host_str).unwrap_or("127.0.0.1").to_owned();
    Callback { port: parsed.and_then(|url| url.port_or_known_default()), host, address }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://accounts.spotify.com/authorize?client_id=x&redirect_uri=http%3A%2F%2F127.0.0.1%3A4321%2Fcallback";

    #[test]
    fn the_port_that_is_listened_on_is_named() {
        let text = of(URL, false, Duration::from_secs(300));
        assert!(text.contains("ssh -L 4321:127.0.0.1:4321 "), "{text}");
        assert!(text.contains("http://127.0.0.1:4321/callback"), "{text}");
        let sixth = of(&URL.replace("127.0.0.1", "%5B%3A%3A1%5D"), false, Duration::from_secs(61));
        assert!(sixth.contains("ssh -L 4321:[::1]:4321 ") && sixth.contains("2 min"), "{sixth}");
    }

    #[test]
    fn a_browser_that_opens_needs_few_words() {
        let text = of(URL, true, Duration::from_secs(300));
        assert!(text.contains(URL) && !text.contains("ssh"), "{text}");
    }
}
