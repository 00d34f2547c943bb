//! A provider for a sandbox, and a browser.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use spotify_sandbox::Sandbox;
use spotify_sdk::Environment;
use spotify_sdk::auth::{AuthorizationCode, AuthorizationCodeBuilder, AuthorizeLocal};
use url::Url;

/// Nothing here takes this long unless something hangs.
pub(crate) const HANG: Duration = Duration::from_secs(60);

pub(crate) const TOKEN_REQUEST: &str = "POST /api/token";

pub(crate) fn sandbox() -> Sandbox {
    Sandbox::builder().start().unwrap()
}

/// A provider of the sandbox's app, which knows nothing of this machine's environment.
pub(crate) fn builder(sandbox: &Sandbox) -> AuthorizationCodeBuilder {
    AuthorizationCode::builder()
        .environment(Environment::empty())
        .client_id(sandbox.client_id())
        .client_secret(sandbox.client_secret())
        .redirect_uri("http://127.0.0.1/callback")
        .scopes("user-library-read")
        .accounts_base_url(sandbox.accounts_base_url())
}

/// A login that hands its URL to the test instead of to a browser.
pub(crate) fn by_hand(auth: &AuthorizationCode) -> (AuthorizeLocal, mpsc::Receiver<String>) {
    let (sender, urls) = mpsc::channel();
    let login = auth.authorize_local().open_browser(false).timeout(HANG).on_url(move |url| {
        sender.send(url.to_owned()).unwrap();
    });
    (login, urls)
}

/// A login that a browser of the test's completes. The browser's last page comes out of the handle.
pub(crate) fn with_browser(auth: &AuthorizationCode) -> (AuthorizeLocal, JoinHandle<Page>) {
    let (login, urls) = by_hand(auth);
    (login, std::thread::spawn(move || visit(&urls.recv_timeout(HANG).unwrap())))
}

pub(crate) fn parameter(url: &str, name: &str) -> Option<String> {
    let url = Url::parse(url).unwrap();
    let mut values = url.query_pairs().filter(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    let value = values.next();
    assert_eq!(values.next(), None, "{name} is repeated");
    value
}

/// The callback with these parameters and the state of this authorization URL.
pub(crate) fn callback(authorization_url: &str, parameters: &str) -> String {
    let redirect_uri = parameter(authorization_url, "redirect_uri").unwrap();
    format!("{redirect_uri}?{parameters}&state={}", parameter(authorization_url, "state").unwrap())
}

/// Where a browser ended up.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) url: String,
    pub(crate) status: u16,
    pub(crate) body: String,
}

/// Opens a URL as a browser does: redirect after redirect, over sockets.
pub(crate) fn visit(url: &str) -> Page {
    let mut url = Url::parse(url).unwrap();
    for _ in 0..10 {
        let host = url[url::Position::BeforeHost..url::Position::AfterPort].to_owned();
        let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
        let mut stream = TcpStream::connect(url.socket_addrs(|| None).unwrap().as_slice()).unwrap();
        stream.set_read_timeout(Some(HANG)).unwrap();
        let request = format!(
            "GET {target} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nUser-Agent: Mozilla/5.0\r\n\
             Connection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let location = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(name, _)| name.eq_ignore_ascii_case("location"));
        match location {
            Some((_, location)) if (300..400).contains(&status) => url = url.join(location).unwrap(),
            _ => return Page { url: url.into(), status, body: body.to_owned() },
        }
    }
    panic!("redirected in circles");
}
