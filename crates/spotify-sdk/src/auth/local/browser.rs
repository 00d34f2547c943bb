//! Opening the user's browser, with nothing but a URL that we built.

use std::future::Future;

use tokio::sync::oneshot;
use url::{Host, Url};

use crate::env::Environment;
use crate::error::{Error, ErrorKind, Result};

/// Whether a browser that this process opens would be one that the user sees.
///
/// Programs use it to decide between [`open_browser`](super::AuthorizeLocal::open_browser) and showing the
/// URL; the library itself opens the browser whenever it is asked to.
///
/// * `BROWSER` set: yes, unless it names nothing but text browsers (Spotify's pages need scripts, and a text
///   browser would take over the terminal).
/// * `SSH_CONNECTION` or `SSH_TTY` set: no, the user sits at another machine.
/// * On Linux and the BSDs, without `DISPLAY` and `WAYLAND_DISPLAY`: no, unless it is Windows' Linux
///   (`WSL_DISTRO_NAME`), which opens the browser of Windows.
///
/// ```
/// use spotify_sdk::Environment;
/// use spotify_sdk::auth::local::can_open_browser;
///
/// assert!(!can_open_browser(&Environment::from_iter([("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")])));
/// assert!(can_open_browser(&Environment::from_iter([("BROWSER", "firefox")])));
/// ```
#[must_use]
pub fn can_open_browser(environment: &Environment) -> bool {
    let needs_display =
        cfg!(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))));
    decide(environment, needs_display)
}

fn decide(environment: &Environment, needs_display: bool) -> bool {
    let is_set = |name: &str| environment.get(name).is_some();
    if let Some(browsers) = environment.get("BROWSER") {
        return browsers.split(':').any(|command| !command.trim().is_empty() && !is_text_browser(command));
    }
    if is_set("SSH_CONNECTION") || is_set("SSH_TTY") {
        return false;
    }
    !needs_display || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") || is_set("WSL_DISTRO_NAME")
}

fn is_text_browser(command: &str) -> bool {
    let program = command.split_ascii_whitespace().next().unwrap_or_default();
    let name = program.rsplit('/').next().unwrap_or_default();
    matches!(
        name,
        "lynx" | "links" | "links2" | "elinks" | "w3m" | "browsh" | "eww" | "netrik" | "www-browser"
    )
}

/// Opens the user's browser at an authorization URL, and waits until it is open; some browsers keep their caller waiting until they are
/// closed. A login does this by itself unless it is told not to; it is here for programs that open the browser from a process that
/// knows less than they do: the browser inherits the environment.
///
/// # Errors
/// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for a URL that is neither https nor http on this machine, and when there
/// is no browser.
pub fn open_browser(url: &str) -> Result<()> {
    // Not the error's text: it may hold the command line, and so the URL.
    webbrowser::open(check(url)?.as_str()).map_err(|error| no_browser(&error))
}

/// Opens `url` on a thread of its own, since some browsers keep their caller waiting until they are closed,
/// and neither the login nor a drop may wait for that. The future completes only if no browser could be
/// opened.
pub(super) fn open(url: &str) -> impl Future<Output = Error> + use<> {
    let (failed, failure) = oneshot::channel();
    let started = check(url).and_then(|url| {
        let open = move || match webbrowser::open(url.as_str()) {
            Ok(()) => tracing::debug!("opened the browser"),
            // Not its text: it may hold the command line, and so the URL.
            Err(error) => drop(failed.send(no_browser(&error))),
        };
        let thread = std::thread::Builder::new().name("spotify-sdk-browser".into());
        thread.spawn(open).map_err(|error| no_browser(&error))
    });
    async move {
        match started {
            Err(error) => error,
            Ok(_) => match failure.await {
                Ok(error) => error,
                Err(_opened) => std::future::pending().await,
            },
        }
    }
}

/// Only https, or http on this machine, as the `url` crate writes it: no white space, no quotes, nothing that
/// is an option.
fn check(url: &str) -> Result<Url> {
    let parsed =
        Url::parse(url).ok().filter(|parsed| parsed.as_str() == url).filter(|parsed| match parsed.scheme() {
            "https" => true,
            "http" => match parsed.host() {
                Some(Host::Ipv4(address)) => address.is_loopback(),
                Some(Host::Ipv6(address)) => address.is_loopback(),
                Some(Host::Domain(name)) => name == "localhost",
                None => false,
            },
            _ => false,
        });
    parsed.ok_or_else(|| {
        Error::configuration(
            "the authorization URL is neither https nor http on this machine; no browser was opened",
        )
    })
}

fn no_browser(error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Configuration, format!("no browser could be opened ({})", error.kind()))
        .with_advice(
            "Give a handler to `on_url` that shows the URL, so that the user can open it elsewhere, \
         and take the callback with `pasted_callback`; or name a browser in the BROWSER variable",
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_087_a_browser_is_opened_only_where_the_user_would_see_it() {
        let x = ("DISPLAY", ":0");
        let wayland = ("WAYLAND_DISPLAY", "wayland-0");
        let ssh = ("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
        /// Variables; what they mean on Linux; what on macOS and Windows.
        type Row<'a> = (&'a [(&'a str, &'a str)], bool, bool);
        let matrix: [Row<'_>; 14] = [
            (&[], false, true),
            (&[x], true, true),
            (&[wayland], true, true),
            (&[("DISPLAY", "")], false, true),
            (&[ssh], false, false),
            (&[ssh, x], false, false),
            (&[("SSH_TTY", "/dev/pts/0"), wayland], false, false),
            (&[ssh, ("BROWSER", "firefox")], true, true),
            (&[("BROWSER", "/usr/bin/firefox --new-tab %s")], true, true),
            (&[("BROWSER", "w3m:lynx"), x], false, false),
            (&[("BROWSER", "/usr/bin/w3m:firefox")], true, true),
            (&[("BROWSER", "  "), x], true, true),
            (&[("WSL_DISTRO_NAME", "Debian")], true, true),
            (&[ssh, ("WSL_DISTRO_NAME", "Debian")], false, false),
        ];
        for (variables, linux, elsewhere) in matrix {
            let environment: Environment = variables.iter().copied().collect();
            assert_eq!(decide(&environment, true), linux, "Linux: {variables:?}");
            assert_eq!(decide(&environment, false), elsewhere, "elsewhere: {variables:?}");
        }
    }

    #[test]
    fn fault_088_only_https_and_loopback_urls_as_we_write_them_are_opened() {
        for good in [
            "https://accounts.spotify.com/authorize?scope=a+b&state=%22%3B+rm+-rf",
            "http://127.0.0.1:4000/authorize",
            "http://[::1]:4000/authorize",
            "http://localhost:4000/authorize",
        ] {
            assert_eq!(check(good).unwrap().as_str(), good);
        }
        for bad in [
            "http://example.com/authorize",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "about:blank --remote-debugging-port=9222",
            "--version",
            "-new-tab https://accounts.spotify.com/",
            "https://accounts.spotify.com/authorize?scope=a b",
            "https://accounts.spotify.com/authorize?scope=\"x",
            "https://accounts.spotify.com/\n--help",
            " https://accounts.spotify.com/",
            "HTTPS://accounts.spotify.com/",
            "",
        ] {
            let error = check(bad).unwrap_err();
            assert!(!error.to_string().contains(bad) || bad.is_empty(), "{error}");
        }
    }
}
