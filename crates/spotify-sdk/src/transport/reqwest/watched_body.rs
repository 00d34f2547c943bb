//! A request's body that tells whether it was asked for: the only sign from outside that says what an error of HTTP/2 is about.
//!
//! hyper hands a request to h2, then asks whether the connection still stands, then asks for the body. A GOAWAY that arrives between the first two
//! is reported as the request's own error, whatever it says about that request, which another thread may have sent by then. Once the body was
//! asked for, an error is the stream's own, and a GOAWAY is told to the streams alone that it leaves out.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// Whether a body was asked for.
#[derive(Clone, Default)]
pub(super) struct Asked(Arc<AtomicBool>);

impl Asked {
    pub(super) fn was(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// The bytes of a request that must not be carried out twice. It is never empty before it was asked for, or nobody would ask.
pub(super) struct WatchedBody {
    bytes: Option<Bytes>,
    asked: Asked,
}

impl WatchedBody {
    pub(super) fn new(bytes: Bytes, asked: Asked) -> Self {
        Self { bytes: Some(bytes), asked }
    }
}

impl Body for WatchedBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.asked.0.store(true, Ordering::Release);
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
