//! The sockets: bound to exactly the loopback address that the redirect URI names, before any browser opens.

use std::future::poll_fn;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::task::Poll;

use tokio::net::{TcpListener, TcpStream};

use crate::error::{Error, ErrorKind, Result};
use crate::oauth::{Loopback, RedirectUri};

/// How often a free port is looked for that is free on both addresses of `localhost`.
const PORT_ATTEMPTS: usize = 16;

/// The bound sockets of one login. Dropping it closes them.
#[derive(Debug)]
pub(super) struct Listener {
    sockets: Vec<TcpListener>,
    redirect_uri: RedirectUri,
    path: String,
    /// What the `Host` header must say.
    hosts: Vec<String>,
}

impl Listener {
    /// Binds the literal address of `redirect_uri` (RFC 8252 section 7.3), and its port, or any free one
    /// where it names none or 0.
    pub(super) async fn bind(redirect_uri: &RedirectUri) -> Result<Self> {
        let loopback = check_loopback(redirect_uri)?;
        let wanted = loopback.port.unwrap_or(0);
        let sockets =
            bind_all(&loopback.addresses, wanted).await.map_err(|failure| explain(&failure, wanted))?;
        let port = match sockets.first().map(TcpListener::local_addr) {
            Some(Ok(address)) => address.port(),
            _ => return Err(Error::configuration("the operating system does not say which port it gave")),
        };
        let redirect_uri = redirect_uri.with_port(port)?;
        if loopback.is_localhost {
            tracing::warn!(
                "the redirect URI names `localhost`, which Spotify refuses since November 2025; \
                 register http://127.0.0.1:{port}{} instead",
                loopback.path
            );
        }
        Ok(Self { sockets, path: loopback.path.clone(), hosts: hosts(loopback, port), redirect_uri })
    }

    /// The redirect URI with the port that was bound: the one for the authorization request and for the
    /// exchange.
    pub(super) fn redirect_uri(&self) -> &RedirectUri {
        &self.redirect_uri
    }

    /// The path of the callback.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The authorities under which the callback may be asked for.
    pub(super) fn hosts(&self) -> &[String] {
        &self.hosts
    }

    /// Where it really listens.
    #[cfg(test)]
    pub(super) fn addresses(&self) -> io::Result<Vec<SocketAddr>> {
        self.sockets.iter().map(TcpListener::local_addr).collect()
    }

    /// The next connection, whichever address it comes in on.
    pub(super) async fn accept(&self) -> io::Result<TcpStream> {
        poll_fn(|context| {
            for socket in &self.sockets {
                if let Poll::Ready(accepted) = socket.poll_accept(context) {
                    return Poll::Ready(accepted.map(|(stream, _)| stream));
                }
            }
            Poll::Pending
        })
        .await
    }
}

/// The loopback half of a redirect URI, or the rule that it breaks.
pub(super) fn check_loopback(redirect_uri: &RedirectUri) -> Result<&Loopback> {
    redirect_uri.loopback().ok_or_else(|| {
        Error::configuration(format!(
            "authorize_local needs a redirect URI on this machine (RFC 8252 section 7.3), \
             and `{redirect_uri}` is elsewhere"
        ))
        .with_advice(
            "Register http://127.0.0.1:8080/callback for the app and use it here, \
             or log in with authorization_request()",
        )
    })
}

struct BindFailure {
    address: IpAddr,
    error: io::Error,
}

async fn bind_all(addresses: &[IpAddr], port: u16) -> Result<Vec<TcpListener>, BindFailure> {
    let mut attempt = 1;
    loop {
        match bind_once(addresses, port).await {
            // The port that is free on 127.0.0.1 may be taken on ::1: another one will do.
            Err(failure)
                if port == 0
                    && failure.error.kind() == io::ErrorKind::AddrInUse
                    && attempt < PORT_ATTEMPTS =>
            {
                attempt += 1;
            }
            other => return other,
        }
    }
}

async fn bind_once(addresses: &[IpAddr], mut port: u16) -> Result<Vec<TcpListener>, BindFailure> {
    let mut sockets: Vec<TcpListener> = Vec::with_capacity(addresses.len());
    for &address in addresses {
        match TcpListener::bind(SocketAddr::new(address, port)).await {
            Ok(socket) => {
                port = socket.local_addr().map_err(|error| BindFailure { address, error })?.port();
                sockets.push(socket);
            }
            // A machine without IPv6: the other address of `localhost` is enough. A port that is taken is
            // not, for then another program would get the callback.
            Err(error) if !sockets.is_empty() && error.kind() != io::ErrorKind::AddrInUse => {
                tracing::debug!(%address, %error, "not listening on this address");
            }
            Err(error) => return Err(BindFailure { address, error }),
        }
    }
    Ok(sockets)
}

fn explain(failure: &BindFailure, port: u16) -> Error {
    let BindFailure { address, error } = failure;
    let socket = SocketAddr::new(*address, port);
    let (reason, advice) = match error.kind() {
        io::ErrorKind::AddrInUse => (
            format!("port {port} is in use by another program"),
            "Stop that program, or register a redirect URI with another port; one without a port \
             (http://127.0.0.1/callback) takes any free one",
        ),
        io::ErrorKind::PermissionDenied => (
            format!("port {port} is not allowed for this user"),
            "Register a redirect URI with a port above 1023, such as http://127.0.0.1:8080/callback",
        ),
        io::ErrorKind::AddrNotAvailable | io::ErrorKind::Unsupported => (
            format!("this machine has no address {address}"),
            "Register a redirect URI on 127.0.0.1, such as http://127.0.0.1:8080/callback",
        ),
        _ => (error.kind().to_string(), "Try a redirect URI with another port"),
    };
    Error::new(ErrorKind::Configuration, format!("can't listen on {socket} for the callback: {reason}"))
        .with_advice(advice)
        .with_source(io::Error::from(error.kind()))
}

fn hosts(loopback: &Loopback, port: u16) -> Vec<String> {
    let name = match loopback.addresses.first() {
        _ if loopback.is_localhost => "localhost".to_owned(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => format!("[{address}]"),
        None => format!("[{}]", Ipv6Addr::UNSPECIFIED),
    };
    let mut hosts = vec![format!("{name}:{port}")];
    if port == 80 {
        // The default port of http: clients leave it out.
        hosts.push(name);
    }
    hosts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_074_why_a_port_can_not_be_had_comes_with_what_to_do() {
        for (kind, reason, advice) in [
            (io::ErrorKind::AddrInUse, "port 80 is in use by another program", "Stop that program"),
            (io::ErrorKind::PermissionDenied, "port 80 is not allowed for this user", "a port above 1023"),
            (
                io::ErrorKind::AddrNotAvailable,
                "this machine has no address ::1",
                "a redirect URI on 127.0.0.1",
            ),
            (io::ErrorKind::Unsupported, "this machine has no address ::1", "a redirect URI on 127.0.0.1"),
            (io::ErrorKind::OutOfMemory, "out of memory", "another port"),
        ] {
            let failure = BindFailure { address: Ipv6Addr::LOCALHOST.into(), error: kind.into() };
            let error = explain(&failure, 80);
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert_eq!(error.message(), format!("can't listen on [::1]:80 for the callback: {reason}"));
            assert!(error.advice().is_some_and(|given| given.contains(advice)), "{kind}: {error}");
        }
    }
}
