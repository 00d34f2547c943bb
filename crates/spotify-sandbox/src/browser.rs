//! A person with a browser, played by the test.

use std::error::Error;
use std::fmt;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use url::{Host, Url};

use crate::shared::Shared;
use crate::world::authorize::AuthorizationRequest;

/// How long the browser waits for the program that it calls back.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many redirects the browser follows.
const REDIRECTS: usize = 5;

/// A person with a browser: opens authorization URLs and decides. Get one from [`Sandbox::browser`](crate::Sandbox::browser).
///
/// What it does is not in the journal, and it asks no page: it decides as if the pages had been walked through, whatever
/// [`auto_approve`](crate::Builder::auto_approve) says.
#[derive(Clone)]
pub struct Browser {
    shared: Arc<Shared>,
}

/// Why an authorization URL brought no callback.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthorizeError {
    /// It is no URL of this sandbox's `/authorize`; a real browser would have gone elsewhere.
    NotThisSandbox,
    /// The sandbox has no user of this id.
    NoSuchUser(String),
    /// It ends on a page that says this, such as `INVALID_CLIENT: Invalid redirect URI`.
    Refused(String),
}

impl fmt::Display for AuthorizeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotThisSandbox => f.write_str("the URL does not lead to this sandbox's /authorize"),
            Self::NoSuchUser(user) => write!(f, "the sandbox has no user `{user}`"),
            Self::Refused(page) => write!(f, "the login ends on a page that says `{page}`"),
        }
    }
}

impl Error for AuthorizeError {}

impl Browser {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Opens `authorize_url` as the first user and agrees.
    ///
    /// # Errors
    ///
    /// As [`Self::approve_as`].
    pub fn approve(&self, authorize_url: &str) -> Result<String, AuthorizeError> {
        let first = self.shared.world().people.first().map(|person| person.profile.id.clone());
        self.approve_as(&first.unwrap_or_default(), authorize_url)
    }

    /// Opens `authorize_url` as `user` and agrees: the callback URL with `code` and `state`.
    ///
    /// # Errors
    ///
    /// If the URL leads elsewhere, there is no such user, or the login ends on an error page.
    pub fn approve_as(&self, user: &str, authorize_url: &str) -> Result<String, AuthorizeError> {
        let request = self.open(authorize_url)?;
        let now = self.shared.clock.now();
        let mut world = self.shared.world();
        if world.person(user).is_none() {
            return Err(AuthorizeError::NoSuchUser(user.to_owned()));
        }
        Ok(world.approve(now, &request, user))
    }

    /// Opens `authorize_url` and cancels: the callback URL with `error=access_denied` and `state`.
    ///
    /// # Errors
    ///
    /// If the URL leads elsewhere or the login ends on an error page.
    pub fn deny(&self, authorize_url: &str) -> Result<String, AuthorizeError> {
        Ok(self.open(authorize_url)?.denied())
    }

    /// Agrees as the first user, and requests the callback URL as a browser would, from another thread, following redirects.
    /// The callback must be http on a loopback address.
    pub fn browse(&self, authorize_url: &str) -> Visit {
        let browser = self.clone();
        let url = authorize_url.to_owned();
        Visit(std::thread::spawn(move || {
            let callback = browser.approve(&url).map_err(io::Error::other)?;
            let answer = follow(&callback)?;
            Ok(Visited { callback_url: callback, answer })
        }))
    }

    fn open(&self, authorize_url: &str) -> Result<AuthorizationRequest, AuthorizeError> {
        let url = Url::parse(authorize_url).map_err(|_| AuthorizeError::NotThisSandbox)?;
        let ours = Url::parse(&self.shared.base_url).map_err(|_| AuthorizeError::NotThisSandbox)?;
        let here = url.scheme() == "http" && is_loopback(&url) && url.port() == ours.port();
        if !here || url.path().trim_end_matches('/') != "/authorize" {
            return Err(AuthorizeError::NotThisSandbox);
        }
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let refused =
            |refusal: crate::world::authorize::Refusal| AuthorizeError::Refused(refusal.to_string());
        let request = AuthorizationRequest::parse(&pairs).map_err(refused)?;
        let mut world = self.shared.world();
        if let Some(state) = &request.state {
            world.note_secret(state);
        }
        world.check_authorization(&request).map_err(refused)?;
        Ok(request)
    }
}

impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Browser").field("sandbox", &self.shared.base_url).finish()
    }
}

/// A visit that is under way: what [`Browser::browse`] gives. Dropping it leaves the browser to it.
#[derive(Debug)]
pub struct Visit(JoinHandle<io::Result<Visited>>);

/// A visit that has come to its end.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Visited {
    /// The URL that the login redirected to, with the code.
    pub callback_url: String,
    /// What the program answered in the end: status line, headers and body.
    pub answer: String,
}

impl Visit {
    /// Waits until the callback is answered, at most 30 seconds.
    ///
    /// # Errors
    ///
    /// What kept the callback from being requested: an [`AuthorizeError`] as the source, or the connection's error.
    pub fn join(self) -> io::Result<Visited> {
        self.0.join().unwrap_or_else(|_| Err(io::Error::other("the browser's thread panicked")))
    }
}

impl fmt::Debug for Visited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visited").finish_non_exhaustive()
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Requests a loopback URL and goes where it is sent from there: the whole last answer.
fn follow(url: &str) -> io::Result<String> {
    let mut url = Url::parse(url).map_err(io::Error::other)?;
    for _ in 0..REDIRECTS {
        let answer = get(&url)?;
        match redirect(&url, &answer) {
            Some(next) => url = next,
            None => return Ok(answer),
        }
    }
    Err(io::Error::other("the callback is redirected on and on"))
}

/// Where an answer sends the browser, if that is a loopback address too.
fn redirect(from: &Url, answer: &str) -> Option<Url> {
    let (head, _) = answer.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?;
    if !matches!(status, "301" | "302" | "303" | "307" | "308") {
        return None;
    }
    let mut headers = lines.filter_map(|line| line.split_once(':'));
    let (_, location) = headers.find(|(name, _)| name.eq_ignore_ascii_case("location"))?;
    from.join(location.trim()).ok().filter(|next| next.scheme() == "http" && is_loopback(next))
}

/// Requests a loopback URL: the whole answer.
fn get(url: &Url) -> io::Result<String> {
    if url.scheme() != "http" || !is_loopback(url) {
        return Err(io::Error::other("the callback is not http on a loopback address; use approve"));
    }
    let addresses: Vec<SocketAddr> = match (url.host(), url.port_or_known_default()) {
        (Some(Host::Ipv4(address)), Some(port)) => vec![(address, port).into()],
        (Some(Host::Ipv6(address)), Some(port)) => vec![(address, port).into()],
        (Some(Host::Domain(name)), Some(port)) => (name, port).to_socket_addrs()?.collect(),
        _ => Vec::new(),
    };
    let mut stream = TcpStream::connect(addresses.as_slice())?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    stream.write_all(
        format!("GET {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").as_bytes(),
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
