//! What one call has of its own: time limit, retries, headers.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{
    AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHORIZATION,
    TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};

use crate::error::{Error, Result};

/// Options of one call, where they differ from the client's: set on the [`Call`](crate::Call) itself, or given to
/// [`run_with`](crate::SpotifyClient::run_with) with an operation made by hand. They hold for every request of the call, and not for
/// the renewal of the token that it may wait for.
#[derive(Clone, Default)]
pub struct CallOptions(Option<Arc<Given>>);

#[derive(Clone, Default)]
struct Given {
    timeout: Option<Duration>,
    max_retries: Option<u32>,
    headers: HeaderMap,
    is_hurried: bool,
    /// The first header that can't be sent.
    refused: Option<Error>,
}

/// Headers that say where a request goes, who sends it or where it ends: they are the client's.
const OURS: [HeaderName; 9] = [
    AUTHORIZATION,
    HOST,
    CONTENT_LENGTH,
    TRANSFER_ENCODING,
    CONNECTION,
    UPGRADE,
    TE,
    TRAILER,
    PROXY_AUTHORIZATION,
];

impl CallOptions {
    /// How long one request may take to its last byte.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.given().timeout = Some(timeout);
        self
    }

    /// How often a failed request is repeated.
    #[must_use]
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.given().max_retries = Some(max_retries);
        self
    }

    /// Adds a header, or replaces one that the request has of itself, such as `Accept`. What can't be sent is reported when the call
    /// is: a name or value that is no header's, and headers that are the client's own (`Authorization`, `Host`, `Content-Length` and
    /// others that say where a request goes and ends).
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let given = self.given();
        match header(name, value) {
            Ok((name, value)) => drop(given.headers.insert(name, value)),
            Err(error) => drop(given.refused.get_or_insert(error)),
        }
        self
    }

    /// The same for a request that only says more about an error: once, without sitting out a pause, and within
    /// five seconds, whatever it waits for.
    #[cfg(feature = "client")]
    pub(crate) fn hurried(&self) -> Self {
        let mut options = self.clone().max_retries(0);
        options.given().is_hurried = true;
        options
    }

    #[cfg(feature = "client")]
    pub(crate) fn is_hurried(&self) -> bool {
        self.0.as_ref().is_some_and(|given| given.is_hurried)
    }

    fn given(&mut self) -> &mut Given {
        Arc::make_mut(self.0.get_or_insert_default())
    }

    /// Whether a call can be sent with them.
    pub(crate) fn check(&self) -> Result<()> {
        let Some(given) = &self.0 else { return Ok(()) };
        if given.timeout.is_some_and(|timeout| timeout.is_zero()) {
            return Err(Error::invalid_argument(
                "the timeout is zero: nothing could ever be answered in time",
            ));
        }
        given.refused.clone().map_or(Ok(()), Err)
    }

    pub(crate) fn own_timeout(&self) -> Option<Duration> {
        self.0.as_ref()?.timeout
    }

    pub(crate) fn own_max_retries(&self) -> Option<u32> {
        self.0.as_ref()?.max_retries
    }

    /// Puts the headers over those of a request.
    pub(crate) fn add_headers_to(&self, headers: &mut HeaderMap) {
        let Some(given) = &self.0 else { return };
        for (name, value) in &given.headers {
            headers.insert(name, value.clone());
        }
    }
}

fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue)> {
    let refuse =
        |why: &str| Err(Error::invalid_argument(format!("the header {name:?} can't be sent: {why}")));
    let Ok(parsed) = HeaderName::from_bytes(name.as_bytes()) else {
        return refuse("it is no name of a header");
    };
    if OURS.contains(&parsed) {
        return refuse("it is the client's own");
    }
    let Ok(mut value) = HeaderValue::from_str(value) else {
        return refuse("its value holds a character that can't stand in a header");
    };
    // Whatever it is, it is nobody's business: kept out of logs and of HTTP/2's tables.
    value.set_sensitive(true);
    Ok((parsed, value))
}

/// Shows the names of headers, and not what they say.
impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("CallOptions");
        if let Some(given) = &self.0 {
            let headers: Vec<&str> = given.headers.keys().map(HeaderName::as_str).collect();
            debug
                .field("timeout", &given.timeout)
                .field("max_retries", &given.max_retries)
                .field("headers", &headers);
        }
        debug.finish()
    }
}
