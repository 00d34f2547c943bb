//! How the clients see time, and what they send: each request gets a number and is written down.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::HeaderValue;
use spotify_sdk::clock::{Clock, Sleep};
use spotify_sdk::transport::{HttpTransport, Limits, Transport, TransportError, TransportErrorKind};
use tokio::runtime::Handle;

use crate::plan::SPEED;
use crate::protocol::{ATTEMPT, Attempt, CALL, Outcome};
use crate::time::{Beginning, Time};

static TIME: OnceLock<Time> = OnceLock::new();

/// The clock of all clients. It holds nothing, so that the SDK takes it for one clock wherever it is.
#[derive(Clone, Copy)]
pub(crate) struct VirtualClock;

impl VirtualClock {
    pub(crate) fn begin(beginning: Beginning) {
        TIME.get_or_init(|| Time::new(beginning));
    }

    pub(crate) fn time() -> crate::Fallible<&'static Time> {
        Ok(TIME.get().ok_or("time has not begun")?)
    }

    fn begun() -> &'static Time {
        TIME.get_or_init(|| Time::new(Beginning::now()))
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> SystemTime {
        Self::begun().now()
    }

    fn monotonic(&self) -> Duration {
        Self::begun().passed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(async move {
            let until = Self::begun().passed() + duration;
            loop {
                let left = until.saturating_sub(Self::begun().passed());
                if left.is_zero() {
                    return;
                }
                // In pieces, as time may jump meanwhile.
                let piece = (left / SPEED).min(Duration::from_millis(50));
                tokio::time::sleep(piece.max(Duration::from_millis(1))).await;
            }
        })
    }
}

/// What all clients have sent.
#[derive(Default)]
pub(crate) struct Sent {
    next: AtomicU64,
    under_way: AtomicUsize,
    over: Mutex<Vec<Attempt>>,
    background: OnceLock<Handle>,
}

impl Sent {
    /// What is over, which is forgotten.
    pub(crate) fn take(&self) -> Vec<Attempt> {
        std::mem::take(&mut *self.over())
    }

    pub(crate) fn under_way(&self) -> usize {
        self.under_way.load(Ordering::SeqCst)
    }

    /// The SDK's own runtime, once it was seen at work.
    pub(crate) fn background(&self) -> Option<Handle> {
        self.background.get().cloned()
    }

    fn over(&self) -> MutexGuard<'_, Vec<Attempt>> {
        self.over.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sends over the network, for one service.
#[derive(Clone)]
pub(crate) struct Counted {
    pub(crate) network: HttpTransport,
    pub(crate) service: usize,
    pub(crate) sent: Arc<Sent>,
}

impl Transport for Counted {
    async fn send(
        &self,
        mut request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let number = self.sent.next.fetch_add(1, Ordering::SeqCst);
        request.headers_mut().insert(ATTEMPT, HeaderValue::from(number));
        let call = request.headers().get(CALL).and_then(|call| call.to_str().ok()).map(str::to_owned);
        if call.is_none() {
            // Tokens are renewed on the SDK's runtime, which it shows to nobody.
            self.sent.background.get_or_init(Handle::current);
        }
        let attempt = Attempt {
            number,
            service: self.service,
            call,
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            outcome: Outcome::Dropped,
        };
        let mut under_way = UnderWay::new(&self.sent, attempt);
        let result = self.network.send(request, limits).await;
        under_way.attempt.outcome = match &result {
            Ok(answer) => Outcome::Answered(answer.status().as_u16()),
            Err(error) => match error.kind() {
                TransportErrorKind::NotSent
                | TransportErrorKind::ConnectTimeout
                | TransportErrorKind::InvalidRequest => Outcome::NotSent,
                TransportErrorKind::Timeout => Outcome::TimedOut,
                _ => Outcome::Lost,
            },
        };
        result
    }
}

/// A request that is written down when it is over, also when nobody waits for it any more.
struct UnderWay<'a> {
    sent: &'a Sent,
    attempt: Attempt,
}

impl<'a> UnderWay<'a> {
    fn new(sent: &'a Sent, attempt: Attempt) -> Self {
        sent.under_way.fetch_add(1, Ordering::SeqCst);
        Self { sent, attempt }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.sent.over().push(self.attempt.clone());
        self.sent.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}
