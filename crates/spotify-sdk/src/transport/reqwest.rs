//! The network, by reqwest: the only file that names it.
//!
//! A pooled connection belongs to the runtime that drives it: used from another one after its own was dropped it would hang or fail.
//! So there is one pool for each runtime, the least recently used one going first when there are many. Each pool has three parts, made
//! when first needed: for http on this machine, without proxy and certificates; for https on this machine, without proxy; and for
//! everything else. Loading the system's certificates takes milliseconds; it happens once for a process.

mod environment;
mod pools;
mod tls;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ::reqwest::{Client, Proxy, redirect};
use bytes::{Bytes, BytesMut};
use tokio::runtime::Handle;
use url::Url;

use super::{Limits, Transport, TransportError, TransportErrorKind};
use crate::base_url::is_loopback;
use crate::error::{Error, Result};
use crate::runtime::drive_idle_runtimes;
pub(crate) use environment::speaks_of_network;
use pools::Pools;

/// How long to wait for a connection, unless told otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The user agent, before a suffix of your own.
const USER_AGENT: &str = concat!("spotify-sdk-rust/", env!("CARGO_PKG_VERSION"));

/// Sends requests over the network: HTTP/1.1 and HTTP/2, TLS 1.2 and 1.3 against the system's certificates, gzip, proxies from the
/// environment (never for this machine's own addresses). No redirect is followed and no cookie kept.
///
/// Clones share their connections. Sending needs a tokio runtime with I/O and time; clients and providers bring one along where the
/// caller has none.
///
/// ```
/// use std::time::Duration;
/// use spotify_sdk::transport::HttpTransport;
///
/// let transport = HttpTransport::builder()
///     .connect_timeout(Duration::from_secs(3))
///     .user_agent_suffix("my-app/1.0")
///     .build()?;
/// # Ok::<(), spotify_sdk::Error>(())
/// ```
#[derive(Clone)]
pub struct HttpTransport(Arc<Inner>);

struct Inner {
    settings: HttpTransportBuilder,
    pools: Pools,
}

/// Makes an [`HttpTransport`].
#[derive(Clone)]
pub struct HttpTransportBuilder {
    connect_timeout: Option<Duration>,
    idle_timeout: Duration,
    proxy: ProxyChoice,
    extra_roots: Vec<Vec<u8>>,
    user_agent_suffix: Option<String>,
}

/// How a server is reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Route {
    /// On this machine, without TLS: no proxy, no certificates.
    Plain,
    /// On this machine, with TLS: no proxy.
    Direct,
    /// Elsewhere.
    General,
}

#[derive(Clone)]
enum ProxyChoice {
    Environment,
    Never,
    Fixed(Box<Proxy>),
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.pools.clear();
        // The connections of blocking calls belong to runtimes that nobody drives now: they would notice at the next call.
        drive_idle_runtimes();
    }
}

impl Default for HttpTransport {
    fn default() -> Self {
        Self(Arc::new(Inner { settings: HttpTransportBuilder::default(), pools: Pools::default() }))
    }
}

impl Default for HttpTransportBuilder {
    fn default() -> Self {
        Self {
            connect_timeout: None,
            idle_timeout: Duration::from_secs(45),
            proxy: ProxyChoice::Environment,
            extra_roots: Vec::new(),
            user_agent_suffix: None,
        }
    }
}

impl HttpTransport {
    /// Sets what the default does not.
    #[must_use]
    pub fn builder() -> HttpTransportBuilder {
        HttpTransportBuilder::default()
    }
}

impl HttpTransportBuilder {
    /// How long to wait for a connection, the default being 5 seconds. The time for a whole request is the client's `timeout`.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// How long an unused connection is kept, the default being 45 seconds; at most a day, as the pool can't count to the end of time.
    #[must_use]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout.min(Duration::from_secs(24 * 60 * 60));
        self
    }

    /// Sends everything but requests to this machine through a proxy (`http://`, `https://`, with credentials if it wants them),
    /// instead of the one that `HTTPS_PROXY` and its kin name.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) when it is no URL. The error does not show it: it may hold a password.
    pub fn proxy(mut self, url: &str) -> Result<Self> {
        let refuse = || Error::configuration("the proxy is not a URL such as http://host:port");
        let parsed = Url::parse(url.trim()).map_err(|_| refuse())?;
        if !matches!(parsed.scheme(), "http" | "https") || parsed.host_str().is_none_or(str::is_empty) {
            return Err(refuse());
        }
        let proxy = Proxy::all(parsed.as_str()).map_err(|_| refuse())?;
        self.proxy = ProxyChoice::Fixed(Box::new(proxy));
        Ok(self)
    }

    /// Uses no proxy, whatever the environment says.
    #[must_use]
    pub fn no_proxy(mut self) -> Self {
        self.proxy = ProxyChoice::Never;
        self
    }

    /// Trusts one more root certificate beside the system's, in PEM or DER, as companies that inspect TLS need it.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) when there is no certificate in it, or one that can't be used.
    pub fn extra_root_certificate(mut self, certificate: &[u8]) -> Result<Self> {
        self.extra_roots.extend(tls::read_certificates(certificate)?);
        Ok(self)
    }

    /// Adds your program's name and version to the user agent, such as `my-app/1.0`.
    ///
    /// A suffix with a line break or another character that can't stand in a header is reported by [`build`](Self::build).
    #[must_use]
    pub fn user_agent_suffix(mut self, suffix: &str) -> Self {
        self.user_agent_suffix = Some(suffix.to_owned());
        self
    }

    /// Checks the options and makes the transport. No connection is made yet.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for a user agent that can't stand in a header,
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) for a zero time limit for connecting.
    pub fn build(self) -> Result<HttpTransport> {
        let settings = self.checked()?;
        Ok(HttpTransport(Arc::new(Inner { settings, pools: Pools::default() })))
    }

    fn checked(self) -> Result<Self> {
        if self.connect_timeout.is_some_and(|timeout| timeout.is_zero()) {
            return Err(Error::invalid_argument(
                "the time limit for connecting is zero: no connection could ever be made in time",
            ));
        }
        if self.user_agent().bytes().any(|byte| !(byte.is_ascii_graphic() || byte == b' ')) {
            return Err(Error::configuration(
                "the user-agent suffix holds a character that can't stand in a header",
            ));
        }
        Ok(self)
    }

    fn user_agent(&self) -> String {
        let suffix = self.user_agent_suffix.as_deref().unwrap_or_default();
        format!("{USER_AGENT} {suffix}").trim_end_matches(' ').to_owned()
    }

    fn client(&self, route: Route) -> Result<Client, TransportError> {
        let unusable = |error: Box<dyn std::error::Error + Send + Sync>| {
            TransportError::new(TransportErrorKind::NotSent).with_source(error)
        };
        let tls = match route {
            Route::Plain => tls::without_certificates(),
            Route::Direct | Route::General => tls::with_certificates(&self.extra_roots),
        };
        let mut builder = Client::builder()
            .tls_backend_preconfigured(tls.map_err(|error| unusable(error.into()))?)
            .redirect(redirect::Policy::none())
            .referer(false)
            .user_agent(self.user_agent())
            .connect_timeout(self.connect_timeout.unwrap_or(CONNECT_TIMEOUT))
            .pool_idle_timeout(self.idle_timeout)
            .tcp_nodelay(true)
            .tcp_keepalive(Duration::from_secs(30));
        builder = match &self.proxy {
            _ if route != Route::General => builder.no_proxy(),
            ProxyChoice::Environment => builder,
            ProxyChoice::Never => builder.no_proxy(),
            ProxyChoice::Fixed(proxy) => builder.no_proxy().proxy(Proxy::clone(proxy)),
        };
        builder.build().map_err(|error| unusable(error.into()))
    }
}

impl Transport for HttpTransport {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let request = ::reqwest::Request::try_from(request).map_err(|error| {
            TransportError::new(TransportErrorKind::InvalidRequest).with_source(error.without_url())
        })?;
        let route = match request.url() {
            url if !is_loopback(url) => Route::General,
            url if url.scheme() == "http" => Route::Plain,
            _ => Route::Direct,
        };
        // Clients bring a runtime along where there is none; who calls a transport directly has to.
        let runtime = Handle::try_current()
            .map_err(|error| TransportError::new(TransportErrorKind::NotSent).with_source(error))?;
        let client = self.0.pools.client(runtime.id(), route, || self.0.settings.client(route))?;
        match tokio::time::timeout(limits.total, exchange(&client, request, limits.body)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(TransportError::new(TransportErrorKind::Timeout)),
        }
    }
}

async fn exchange(
    client: &Client,
    request: ::reqwest::Request,
    largest_body: usize,
) -> Result<http::Response<Bytes>, TransportError> {
    let mut response = client.execute(request).await.map_err(classify)?;
    let too_large = || Err(TransportError::new(TransportErrorKind::BodyTooLarge));
    if response.content_length().is_some_and(|length| length > largest_body as u64) {
        return too_large();
    }
    let mut head = http::Response::new(());
    *head.status_mut() = response.status();
    *head.headers_mut() = std::mem::take(response.headers_mut());
    let interrupted = |error: ::reqwest::Error| {
        // A body that ends too early is an I/O error; what remains is compression that is none.
        let is_broken = error.is_decode() && hyper_error(&error).is_none();
        let kind = if is_broken { TransportErrorKind::Malformed } else { TransportErrorKind::Interrupted };
        TransportError::new(kind).with_source(error.without_url())
    };
    // The limit counts decompressed bytes: a few kilobytes of gzip can hold gigabytes. Most bodies are one chunk, which is not copied.
    let Some(first) = response.chunk().await.map_err(interrupted)? else {
        return Ok(head.map(|()| Bytes::new()));
    };
    if first.len() > largest_body {
        return too_large();
    }
    let Some(second) = response.chunk().await.map_err(interrupted)? else {
        return Ok(head.map(|()| first));
    };
    let mut body = BytesMut::with_capacity((first.len() + second.len()).saturating_mul(2).min(largest_body));
    body.extend_from_slice(&first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        if body.len() + chunk.len() > largest_body {
            return too_large();
        }
        body.extend_from_slice(&chunk);
        next = response.chunk().await.map_err(interrupted)?;
    }
    Ok(head.map(|()| body.freeze()))
}

/// Tells whether the server may have acted.
fn classify(error: ::reqwest::Error) -> TransportError {
    let error = error.without_url();
    let mut kind = TransportErrorKind::Interrupted;
    // This is about errors before the answer's head: once a body has begun, a broken connection is an interruption.
    if error.is_connect() {
        kind =
            if error.is_timeout() { TransportErrorKind::ConnectTimeout } else { TransportErrorKind::NotSent };
    } else if error.is_builder() {
        kind = TransportErrorKind::InvalidRequest;
    } else if let Some(cause) = hyper_error(&error) {
        if cause.is_canceled() {
            kind = TransportErrorKind::NotSent;
        } else if cause.is_parse() {
            kind = TransportErrorKind::Malformed;
        } else if cause.is_incomplete_message() || cause.is_closed() || is_hang_up(cause) {
            kind = TransportErrorKind::ClosedBeforeAnswer;
        }
    }
    TransportError::new(kind).with_source(error)
}

/// Whether the system reported that the other side is gone: a server that closes an idle connection as a request arrives resets it.
fn is_hang_up(error: &hyper::Error) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected, UnexpectedEof};
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<std::io::Error>());
    cause.is_some_and(|cause| {
        matches!(
            cause.kind(),
            BrokenPipe | ConnectionAborted | ConnectionReset | NotConnected | UnexpectedEof
        )
    })
}

fn hyper_error<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a hyper::Error> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref() {
            return Some(error);
        }
        cause = error.source();
    }
    None
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").field("settings", &self.0.settings).finish_non_exhaustive()
    }
}

impl fmt::Debug for HttpTransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransportBuilder")
            .field("connect_timeout", &self.connect_timeout)
            .field("idle_timeout", &self.idle_timeout)
            .field("extra_roots", &self.extra_roots.len())
            .field("user_agent", &self.user_agent())
            .finish_non_exhaustive()
    }
}
