//! One connection. It can be reset, and it knows when what was written has left for the network.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::shared::lock;

/// What a request's answer may ask of the connection it goes out on.
#[derive(Default)]
pub(crate) struct Link {
    /// 1 for the sandbox's first connection.
    pub(crate) number: u64,
    reset: AtomicBool,
    flushes: AtomicU64,
    waiting: Mutex<Option<Waker>>,
}

impl Link {
    /// From now on, closing the connection sends RST instead of FIN.
    pub(crate) fn reset_when_closed(&self) {
        self.reset.store(true, Ordering::Release);
    }

    /// How often everything written so far was handed to the network.
    pub(crate) fn flushes(&self) -> u64 {
        self.flushes.load(Ordering::Acquire)
    }

    /// Wakes `waker` at the next flush.
    pub(crate) fn wake_when_flushed(&self, waker: &Waker) {
        *lock(&self.waiting) = Some(waker.clone());
    }

    fn flushed(&self) {
        self.flushes.fetch_add(1, Ordering::AcqRel);
        if let Some(waker) = lock(&self.waiting).take() {
            waker.wake();
        }
    }
}

/// The socket, as hyper owns it.
pub(crate) struct Socket {
    stream: TcpStream,
    link: Arc<Link>,
    open: Arc<AtomicUsize>,
}

impl Socket {
    pub(crate) fn new(stream: TcpStream, number: u64, open: Arc<AtomicUsize>) -> (Self, Arc<Link>) {
        open.fetch_add(1, Ordering::Relaxed);
        let link = Arc::new(Link {
            number,
            reset: AtomicBool::new(false),
            flushes: AtomicU64::new(0),
            waiting: Mutex::new(None),
        });
        (Self { stream, link: Arc::clone(&link), open }, link)
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
        if self.link.reset.load(Ordering::Acquire) {
            // Fails only where the peer is gone already, which is what was asked for.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        data: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, data)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, buffers)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(context);
        if polled.is_ready() {
            self.link.flushed();
        }
        polled
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
