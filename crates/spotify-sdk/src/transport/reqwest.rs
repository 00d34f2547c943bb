//! The network, by reqwest: the only file that names it.
//!
//! A pooled connection belongs to the runtime that drives it: used from another one after its own was dropped it would hang or fail.
//! So there is one pool for each runtime, the least recently used one going first when there are many. Each pool has three parts, made
//! when first needed: for http on this machine, without proxy and certificates; for https on this machine, without proxy; and for
//! everything else. Loading the system's certificates takes milliseconds; it happens once for a process.

mod classify;
mod environment;
mod names;
mod pools;
mod tls;
mod watched_body;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ::reqwest::{Body, Client, ClientBuilder, Proxy, redirect, retry};
use bytes::{Bytes, BytesMut};
use tokio::runtime::Handle;
use url::Url;

use super::{Limits, Transport, TransportError, TransportErrorKind};
use crate::base_url::is_loopback;
use crate::clock::{Clock, SharedClock};
use crate::error::{Error, Result};
use crate::runtime::drive_idle_runtimes;
use classify::{before_the_answer, in_the_body};
pub(crate) use environment::speaks_of_network;
use names::Names;
use pools::{Connections, Pools, Waiting};
use watched_body::{Asked, WatchedBody};

/// How long to wait for a connection, unless told otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a connection may stay silent while an answer is waited for, unless told otherwise: half of the time limit of a request, so that
/// another one can still be made within it.
const UNRESPONSIVE_TIMEOUT: Duration = Duration::from_secs(15);

/// Longer times are cut: what counts them can't count to the end of time.
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

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
    unresponsive_timeout: Duration,
    proxy: ProxyChoice,
    extra_roots: Vec<Vec<u8>>,
    user_agent_suffix: Option<String>,
    clock: SharedClock,
    /// How names are looked up, where it is not as the system does.
    names: Option<Names>,
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
            unresponsive_timeout: UNRESPONSIVE_TIMEOUT,
            proxy: ProxyChoice::Environment,
            extra_roots: Vec::new(),
            user_agent_suffix: None,
            clock: SharedClock::default(),
            names: None,
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
        self.idle_timeout = timeout.min(A_DAY);
        self
    }

    /// How long a connection may stay silent while a request waits for its answer, the default being 15 seconds. Then it counts as dead, as after
    /// a change of networks: a read goes over another one, a write ends in
    /// [`ErrorKind::RequestMaybeApplied`](crate::ErrorKind::RequestMaybeApplied). A slow server is not silent: over HTTP/2 it is pinged, and over
    /// HTTP/1.1 (on Linux and Android; elsewhere the system decides) it acknowledges what it was sent.
    #[must_use]
    pub fn unresponsive_timeout(mut self, timeout: Duration) -> Self {
        self.unresponsive_timeout = timeout.min(A_DAY);
        self
    }

    /// The clock that tells whether the machine slept; the system's unless a test gives its own. After a sleep of more than five seconds no
    /// connection from before it is used again.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = SharedClock::new(clock);
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
        if self.unresponsive_timeout.is_zero() {
            return Err(Error::invalid_argument(
                "the time that a connection may be silent is zero: each would count as dead",
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

    fn connect_timeout_or_default(&self) -> Duration {
        self.connect_timeout.unwrap_or(CONNECT_TIMEOUT)
    }

    /// Has connections noticed that died without a word: idle ones by the system's probes, those in use by pings and by what is not acknowledged.
    fn watched(&self, builder: ClientBuilder) -> ClientBuilder {
        let timeout = self.unresponsive_timeout;
        let builder = builder
            .tcp_keepalive(Duration::from_secs(30))
            .http2_keep_alive_interval(timeout / 3)
            .http2_keep_alive_timeout(timeout - timeout / 3);
        #[cfg(any(target_os = "android", target_os = "linux"))]
        // It counts while connecting too, which has a limit of its own.
        let builder = builder.tcp_user_timeout(timeout.max(self.connect_timeout_or_default()).min(A_DAY));
        builder
    }

    fn client(&self, route: Route) -> Result<Client, TransportError> {
        let unusable = |error: Box<dyn std::error::Error + Send + Sync>| {
            TransportError::new(TransportErrorKind::NotSent).with_source(error)
        };
        let tls = match route {
            Route::Plain => tls::without_certificates(),
            Route::Direct | Route::General => tls::with_certificates(&self.extra_roots),
        };
        let mut builder = self
            .watched(Client::builder())
            .tls_backend_preconfigured(tls.map_err(|error| unusable(error.into()))?)
            .redirect(redirect::Policy::none())
            // What may be sent again is decided in one place, and that is not here.
            .retry(retry::never())
            .dns_resolver(self.names.clone().unwrap_or_else(Names::of_the_system))
            .referer(false)
            .user_agent(self.user_agent())
            .connect_timeout(self.connect_timeout_or_default())
            .pool_idle_timeout(self.idle_timeout)
            .tcp_nodelay(true);
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
        let asked = Asked::default();
        // Twice is the same as once.
        let may_repeat = request.method().is_safe();
        let request = request.map(|bytes| match may_repeat {
            true => Body::from(bytes),
            false => Body::wrap(WatchedBody::new(bytes, asked.clone())),
        });
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
        let Inner { settings, pools } = &*self.0;
        let make = || settings.client(route);
        let connections = pools.connections(runtime.id(), route, &settings.clock, make)?;
        let waiting = Waiting::begin(pools, &connections, &settings.clock);
        let is_its_own = || may_repeat || asked.was();
        let exchanged = exchange(&connections, request, limits.body, is_its_own);
        match tokio::time::timeout(limits.total, exchanged).await {
            Ok(outcome) => {
                waiting.ended();
                outcome
            }
            Err(_) => {
                waiting.in_vain();
                Err(TransportError::new(TransportErrorKind::Timeout))
            }
        }
    }
}

async fn exchange(
    connections: &Connections,
    request: ::reqwest::Request,
    largest_body: usize,
    is_its_own: impl Fn() -> bool,
) -> Result<http::Response<Bytes>, TransportError> {
    let sent = connections.client.execute(request).await;
    let mut response = sent.map_err(|error| before_the_answer(error, is_its_own()))?;
    connections.heard();
    let too_large = || Err(TransportError::new(TransportErrorKind::BodyTooLarge));
    if response.content_length().is_some_and(|length| length > largest_body as u64) {
        return too_large();
    }
    let mut head = http::Response::new(());
    *head.status_mut() = response.status();
    *head.headers_mut() = std::mem::take(response.headers_mut());
    // The limit counts decompressed bytes: a few kilobytes of gzip can hold gigabytes. Most bodies are one chunk, which is not copied.
    let Some(first) = response.chunk().await.map_err(in_the_body)? else {
        return Ok(head.map(|()| Bytes::new()));
    };
    if first.len() > largest_body {
        return too_large();
    }
    let Some(second) = response.chunk().await.map_err(in_the_body)? else {
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
        next = response.chunk().await.map_err(in_the_body)?;
    }
    Ok(head.map(|()| body.freeze()))
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
            .field("unresponsive_timeout", &self.unresponsive_timeout)
            .field("extra_roots", &self.extra_roots.len())
            .field("user_agent", &self.user_agent())
            .finish_non_exhaustive()
    }
}
