//! Bodies that misbehave on purpose, and the ordinary one.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::Sleep;

use super::connection::Link;
use crate::fault::gzip_bomb::GzipBomb;

/// The body of an answer on its way out.
pub(crate) enum AnswerBody {
    /// All at once.
    Whole(Option<Bytes>),
    /// One byte at a time.
    Drip { rest: Bytes, every: Duration, sleep: Option<Pin<Box<Sleep>>> },
    /// The beginning of what `Content-Length` promises; once that is on the wire, the connection ends.
    Cut { start: Option<Bytes>, link: Arc<Link>, flushes: Option<u64> },
    /// One chunk after another, without end.
    Forever(Bytes),
    /// A small body that becomes a large one when it is decoded.
    Bomb(GzipBomb),
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match &mut *self {
            Self::Whole(body) => Poll::Ready(body.take().map(|body| Ok(Frame::data(body)))),
            Self::Drip { rest, every, sleep } => {
                if rest.is_empty() {
                    return Poll::Ready(None);
                }
                let waiting = sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep(*every)));
                std::task::ready!(waiting.as_mut().poll(context));
                *sleep = None;
                Poll::Ready(Some(Ok(Frame::data(rest.split_to(1)))))
            }
            Self::Cut { start, link, flushes } => {
                if let Some(start) = start.take().filter(|start| !start.is_empty()) {
                    return Poll::Ready(Some(Ok(Frame::data(start))));
                }
                // hyper drops what it has buffered when a body fails, so the failure waits for the next flush.
                let before = *flushes.get_or_insert_with(|| link.flushes());
                if link.flushes() > before {
                    return Poll::Ready(Some(Err(io::Error::other("cut by a fault"))));
                }
                link.wake_when_flushed(context.waker());
                Poll::Pending
            }
            Self::Forever(chunk) => Poll::Ready(Some(Ok(Frame::data(chunk.clone())))),
            Self::Bomb(bomb) => Poll::Ready(bomb.next().map(|bytes| Ok(Frame::data(bytes)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(body) => body.is_none(),
            Self::Drip { rest, .. } => rest.is_empty(),
            _ => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => SizeHint::with_exact(body.as_ref().map_or(0, |body| body.len() as u64)),
            Self::Drip { rest, .. } => SizeHint::with_exact(rest.len() as u64),
            _ => SizeHint::default(),
        }
    }
}
