//! What can be set on a request made by hand.

use bytes::Bytes;
use serde::Serialize;

use super::Call;
#[cfg(feature = "client")]
use crate::endpoint::Method;
use crate::endpoint::RawRequest;

impl<C> Call<C, RawRequest> {
    /// Adds a parameter to the query.
    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.endpoint.add_query(name, &value.to_string());
        self
    }

    /// Sends `body` as JSON. What can't be written as JSON is reported when the call is sent.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.endpoint.set_json(body);
        self
    }

    /// Sends `bytes` as they are.
    pub fn body(mut self, content_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        self.endpoint.set_body(content_type, bytes.into());
        self
    }

    /// Says that the server acting twice is no different from acting once, so that the request is repeated when its answer was lost.
    /// True of every `GET`, and not assumed of anything else.
    pub fn safe_to_repeat(mut self) -> Self {
        self.endpoint.set_safe_to_repeat();
        self
    }
}

/// Gives a client its requests made by hand.
#[cfg(feature = "client")]
macro_rules! requests {
    ($($Client:ty),+) => {$(
        impl $Client {
            /// A request made by hand, for what has no operation here: same login, retries, gate and errors. `path` is below the base
            /// URL, such as `/me/player`; ids in it are your responsibility.
            ///
            /// ```no_run
            /// # async fn example(client: spotify_sdk::SpotifyClient) -> spotify_sdk::Result<()> {
            /// use spotify_sdk::endpoint::Method;
            ///
            /// let answer = client.request(Method::Get, "/me/top/artists").query("limit", 5).await?;
            /// let json: serde_json::Value = answer.json()?;
            /// # Ok(()) }
            /// ```
            ///
            /// # Errors
            /// When it is sent: [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for a path that leaves the base URL, otherwise as
            /// for every call.
            pub fn request(&self, method: Method, path: &str) -> Call<Self, RawRequest> {
                Call::new(self.clone(), RawRequest::new(method, path))
            }
        }
    )+};
}

#[cfg(feature = "client")]
requests!(crate::client::SpotifyClient, crate::blocking::SpotifyClient);
