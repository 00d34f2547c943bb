//! Sending one HTTP request: the seam between this crate and the network.

mod erased;
mod error;
mod network;
mod reqwest;

use std::future::Future;
use std::time::Duration;

use bytes::Bytes;

pub(crate) use erased::SharedTransport;
pub use error::{TransportError, TransportErrorKind};
pub(crate) use network::{Network, network_setters};
pub use reqwest::{HttpTransport, HttpTransportBuilder};

/// Sends one request and brings back the whole answer. [`HttpTransport`] does it over the network; write your own to record, to
/// replay, or to send through something else.
///
/// A transport neither retries nor follows redirects: this crate decides about both.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request` within `limits`.
    ///
    /// # Errors
    /// [`TransportError`], whose kind says whether the request can have reached the server: a write is only repeated when it cannot.
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> + Send;
}

/// What one request may take.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Limits {
    /// From the first byte sent to the last byte read.
    pub total: Duration,
    /// Largest body, decompressed, in bytes.
    pub body: usize,
}

impl Limits {
    pub(crate) fn new(total: Duration, body: usize) -> Self {
        Self { total, body }
    }
}
