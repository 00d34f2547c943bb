//! What goes wrong on purpose.

pub(crate) mod effect;
pub(crate) mod gzip_bomb;
mod presets;
mod quirk;
mod random;
mod registry;
pub(crate) mod target;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

pub use quirk::Quirk;
pub use random::{RandomFaults, RandomFaultsHandle};
pub use registry::FaultHandle;
pub(crate) use registry::Faults;

use effect::{Effect, Ending, Transfer};
use registry::Schedule;
use target::Target;

/// Something that goes wrong with some requests. Give it to [`Sandbox::fault`](crate::Sandbox::fault).
///
/// A fault names the requests it is for, says which of them it hits, and what happens to those. Where several faults
/// match a request, the first one added that is due takes it. A request whose answer a fault replaces is not carried
/// out, unless [`after_applying`](Self::after_applying) says so.
///
/// ```
/// # fn main() -> std::io::Result<()> {
/// use spotify_sandbox::{Fault, Sandbox};
///
/// let sandbox = Sandbox::builder().start()?;
/// let outage = sandbox.fault(Fault::on("POST /api/token").status(503).times(2));
/// let slow_page = sandbox.fault(Fault::on("/v1/me/*").truncate(100).nth(3));
/// assert_eq!(outage.hits() + slow_page.hits(), 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a fault does nothing until it is given to Sandbox::fault"]
pub struct Fault {
    pub(crate) target: Target,
    pub(crate) schedule: Schedule,
    pub(crate) effect: Effect,
}

/// Which requests, and how often.
impl Fault {
    /// A fault for the requests that match `pattern`: a method and a path (`"POST /api/token"`; of several methods,
    /// `"PUT|POST /v1/me/player*"`), or a path alone for every method. `*` in the path stands for any characters, also slashes; the query is not looked at.
    pub fn on(pattern: &str) -> Self {
        Self { target: Target::parse(pattern), schedule: Schedule::default(), effect: Effect::default() }
    }

    /// Aims the fault at other requests; for the presets, which begin at `/v1/*`.
    pub fn at(mut self, pattern: &str) -> Self {
        self.target = Target::parse(pattern);
        self
    }

    /// Only the `n`-th matching request, counted from 1 (after those that [`skip`](Self::skip) lets pass).
    pub fn nth(mut self, n: u64) -> Self {
        self.schedule.nth = Some(n);
        self
    }

    /// Every `n`-th matching request: `every(2)` hits the second, the fourth and so on. 0 counts as 1.
    pub fn every(mut self, n: u64) -> Self {
        self.schedule.every = n.max(1);
        self
    }

    /// At most `n` requests; later ones pass.
    pub fn times(mut self, n: u64) -> Self {
        self.schedule.times = Some(n);
        self
    }

    /// Each matching request with this probability (0 to 1), as `seed` decides: the first, the second and so on are hit or not in
    /// every run. Which of a program's requests is the first is up to the program. For many kinds of trouble at once there are
    /// [`RandomFaults`].
    pub fn at_random(mut self, probability: f64, seed: u64) -> Self {
        self.schedule.chance = Some((probability, seed));
        self
    }

    /// Lets the first `n` matching requests pass.
    pub fn skip(mut self, n: u64) -> Self {
        self.schedule.skip = n;
        self
    }
}

/// Another answer.
impl Fault {
    /// Answers with this status, and, unless a body is given, with Spotify's JSON for an error of this status. A number
    /// outside 200 to 999 counts as 500.
    pub fn status(mut self, status: u16) -> Self {
        let status = StatusCode::from_u16(status).ok().filter(|status| !status.is_informational());
        self.effect.replacement().status = Some(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
        self
    }

    /// Answers with these bytes. The status is 200 unless given.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.effect.replacement().body = Some((None, Bytes::from(body.into())));
        self
    }

    /// Answers with this JSON. The status is 200 unless given.
    pub fn json(mut self, value: Value) -> Self {
        let body = Bytes::from(value.to_string());
        self.effect.replacement().body = Some((Some("application/json; charset=utf-8"), body));
        self
    }

    /// Answers with a page of HTML, as a captive portal or a front-end server does. The status is 200 unless given.
    pub fn html(mut self) -> Self {
        let page = "<!doctype html><html><head><title>Sign in to the network</title></head>\
                    <body><h1>Sign in to the network</h1><p>This answer comes from a fault.</p></body></html>";
        self.effect.replacement().body =
            Some((Some("text/html; charset=utf-8"), Bytes::from_static(page.as_bytes())));
        self
    }

    /// Answers with an empty body and no content type. The status is 200 unless given.
    pub fn empty(mut self) -> Self {
        self.effect.replacement().body = Some((None, Bytes::new()));
        self
    }

    /// Answers with a redirect: 301, 302, 303, 307 or 308, and where to.
    pub fn redirect(self, status: u16, location: &str) -> Self {
        self.status(status).header("location", location).body_if_none()
    }

    fn body_if_none(mut self) -> Self {
        self.effect.replacement().body.get_or_insert((None, Bytes::new()));
        self
    }

    /// Carries the request out before its answer is replaced or lost: the write that was applied and that nobody heard
    /// back from.
    pub fn after_applying(mut self) -> Self {
        self.effect.after_applying = true;
        self
    }
}

/// The real answer, changed.
impl Fault {
    /// Sets a header of the answer, in place of what it had. Repeatable; one name given twice is sent twice. Names and
    /// values that HTTP cannot carry are left out.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            self.effect.headers.push((name, value));
        }
        self
    }

    /// Labels the body with another content type.
    pub fn content_type(self, label: &str) -> Self {
        self.header("content-type", label)
    }

    /// Makes the answer odd, as Spotify's have been seen to be. Repeatable, and with [`patch`](Self::patch): all of them apply,
    /// in this order. An answer without what the quirk is about passes as it is.
    pub fn odd(self, quirk: Quirk) -> Self {
        let before = self.effect.patch.clone();
        self.patch(move |answer| {
            if let Some(before) = &before {
                before(answer);
            }
            quirk.edit(answer);
        })
    }

    /// Edits the JSON of the answer. An answer that is no JSON passes as it is.
    pub fn patch(mut self, edit: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        self.effect.patch = Some(Arc::new(edit));
        self
    }
}

/// Trouble on the way. Each of these leaves the answer as it is, real or replaced.
impl Fault {
    /// Keeps the answer back for this long, in real time. The request is carried out at once.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.effect.delay = delay;
        self
    }

    /// Sends the body one byte at a time, with this pause before each.
    pub fn drip(mut self, every: Duration) -> Self {
        self.effect.transfer = Transfer::Drip(every);
        self
    }

    /// Sends the first `bytes` of the body and closes the connection; `Content-Length` still promises all of it. A body
    /// that is not longer loses its last byte.
    pub fn truncate(mut self, bytes: usize) -> Self {
        self.effect.transfer = Transfer::Truncate(bytes);
        self
    }

    /// Never ends the body: chunks of spaces until the client hangs up.
    pub fn chunked_forever(mut self) -> Self {
        self.effect.transfer = Transfer::Forever;
        self
    }

    /// A gzip body that decodes to `decoded_size` bytes, spaces and then an empty JSON object, at a 150th of the size.
    pub fn gzip_bomb(mut self, decoded_size: u64) -> Self {
        self.effect.transfer = Transfer::GzipBomb(decoded_size);
        self
    }

    /// Resets the connection (TCP RST): before any byte, or, with [`truncate`](Self::truncate), after its bytes.
    pub fn reset(mut self) -> Self {
        self.effect.ending = Some(Ending::Reset);
        self
    }

    /// Closes the connection (TCP FIN) before any byte of an answer, or, with [`truncate`](Self::truncate), after its bytes.
    pub fn close(mut self) -> Self {
        self.effect.ending = Some(Ending::Close);
        self
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault").field("on", &self.target.to_string()).finish_non_exhaustive()
    }
}
