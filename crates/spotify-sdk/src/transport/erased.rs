//! Any transport, its type forgotten, shared.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};

use bytes::Bytes;

use super::{HttpTransport, Limits, Transport, TransportError};

type Sending<'a> = Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

trait Erased: Send + Sync {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Sending<'_>;
}

impl<T: Transport> Erased for T {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Sending<'_> {
        Box::pin(Transport::send(self, request, limits))
    }
}

/// Any transport.
#[derive(Clone)]
pub(crate) struct SharedTransport(Arc<dyn Erased>);

impl SharedTransport {
    pub(crate) fn new(transport: impl Transport) -> Self {
        Self(Arc::new(transport))
    }

    pub(crate) async fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.0.send(request, limits).await
    }
}

impl Default for SharedTransport {
    /// One for the whole process: connections and certificates are shared by everyone who did not ask for something else.
    fn default() -> Self {
        static DEFAULT: LazyLock<SharedTransport> =
            LazyLock::new(|| SharedTransport::new(HttpTransport::default()));
        DEFAULT.clone()
    }
}

impl fmt::Debug for SharedTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transport")
    }
}
