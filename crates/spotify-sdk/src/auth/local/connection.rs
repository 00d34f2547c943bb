//! The open connections: each with a time limit, all within a bound, none able to hold up another.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::router::Router;

/// What the listener puts up with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// How many connections may be open at once.
    pub(super) connections: usize,
    /// How many callbacks may be wrong before the login is given up.
    pub(super) rejected: usize,
    /// How long a connection may stay open: for a client to send the head of its request, mostly, as the answer is there at
    /// once.
    pub(super) connection: Duration,
    /// How long the browser may take to fetch the last page.
    pub(super) last_page: Duration,
}

impl Limits {
    pub(super) const DEFAULT: Self = Self {
        connections: 64,
        rejected: 100,
        connection: Duration::from_secs(5),
        last_page: Duration::from_secs(1),
    };
}

/// Most bytes of a request's head. Cookies of every local program are sent to 127.0.0.1 whatever its port, so
/// the usual 8 KiB may be too few for a developer's browser; twice that, on 64 connections, is one megabyte.
const HEAD_BYTES: usize = 16 * 1024;

/// Connections as futures that the login itself polls: no task outlives it, and dropping it closes every
/// socket at once.
pub(super) struct Connections<'a> {
    router: &'a Router<'a>,
    limits: &'a Limits,
    /// Oldest first.
    open: Vec<Pin<Box<dyn Future<Output = bool> + Send + 'a>>>,
}

impl<'a> Connections<'a> {
    pub(super) fn new(router: &'a Router<'a>, limits: &'a Limits) -> Self {
        Self { router, limits, open: Vec::new() }
    }

    /// Serves one more. When there are too many the oldest goes: every one of them waits for its client to
    /// send something (an answer is written in the moment its request is complete), and silent sockets must
    /// not lock out the browser.
    pub(super) fn add(&mut self, stream: TcpStream) {
        if self.open.len() >= self.limits.connections {
            drop(self.open.remove(0));
        }
        self.open.push(Box::pin(serve(stream, self.router, *self.limits)));
    }

    /// Drives every connection until some are over. Returns whether one of them delivered the last page.
    pub(super) async fn served(&mut self) -> bool {
        poll_fn(|context| {
            let (before, mut last_page) = (self.open.len(), false);
            self.open.retain_mut(|connection| match connection.as_mut().poll(context) {
                Poll::Ready(was_last) => {
                    last_page |= was_last;
                    false
                }
                Poll::Pending => true,
            });
            if self.open.len() < before { Poll::Ready(last_page) } else { Poll::Pending }
        })
        .await
    }
}

/// Serves one request on one connection. Returns whether it was for the last page.
async fn serve(stream: TcpStream, router: &Router<'_>, limits: Limits) -> bool {
    let delivered = AtomicBool::new(false);
    let service = service_fn(|request: hyper::Request<hyper::body::Incoming>| {
        let reply = router.answer(&request.into_parts().0);
        delivered.fetch_or(reply.is_last, Ordering::Relaxed);
        std::future::ready(Ok::<_, Infallible>(reply.response))
    });
    let connection = http1::Builder::new()
        .max_buf_size(HEAD_BYTES)
        // A browser that keeps a connection would keep the port busy after the login.
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service);
    match tokio::time::timeout(limits.connection, connection).await {
        Ok(Ok(())) => delivered.load(Ordering::Relaxed),
        Ok(Err(error)) => {
            tracing::debug!(%error, "a connection to the loopback listener failed");
            false
        }
        Err(_) => false,
    }
}
