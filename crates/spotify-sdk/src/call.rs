//! A call: an operation with its arguments and the client that will send it.

mod artists;
#[cfg(feature = "client")]
mod asynchronous;
mod batches;
#[cfg(feature = "client")]
pub mod blocking;
mod browse;
mod extra;
#[cfg(feature = "client")]
mod list_options;
mod options;
#[cfg(feature = "client")]
mod paging;
mod player;
mod playlists;
mod raw;
mod recommendations;
mod search;
mod users;

use std::time::Duration;

use crate::endpoint::CallOptions;
#[cfg(feature = "client")]
pub use asynchronous::{Pages, Rows};

/// An operation about to be called. Methods set optional parameters; nothing is sent before the last step, and an argument
/// that can't work is reported there, before anything is sent.
///
/// The last step is `.await` or `send().await` with a [`SpotifyClient`](crate::SpotifyClient), and `send()` with a
/// [`blocking::SpotifyClient`](crate::blocking::SpotifyClient). Operations that answer with pages have `stream()` (`iter()`
/// when blocking) for all rows of all pages, and `pages()`.
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is sent: `.await` it, or `.send()` it"]
pub struct Call<C, E> {
    client: C,
    pub(crate) endpoint: E,
    options: CallOptions,
}

impl<C, E> Call<C, E> {
    /// A call of `endpoint` by `client`.
    pub fn new(client: C, endpoint: E) -> Self {
        Self { client, endpoint, options: CallOptions::default() }
    }

    /// How long each request of this call may take to its last byte, instead of what the client was told. The renewal of a token that
    /// the call may have to wait for has a time limit of its own.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.timeout(timeout);
        self
    }

    /// How often a failed request of this call is repeated, instead of what the client was told.
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.options = self.options.max_retries(max_retries);
        self
    }

    /// Adds a header to each request of this call, or replaces one that it has of itself: see [`CallOptions::header`].
    ///
    #[cfg_attr(feature = "client", doc = "```no_run")]
    #[cfg_attr(not(feature = "client"), doc = "```ignore")]
    /// # async fn example(client: spotify_sdk::SpotifyClient) -> spotify_sdk::Result<()> {
    /// let categories = client.browse().get_categories().header("Accept-Language", "sv").await?;
    /// # Ok(()) }
    /// ```
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.options = self.options.header(name, value);
        self
    }

    /// What this call has of its own, where it differs from the client's.
    #[must_use]
    pub fn options(&self) -> &CallOptions {
        &self.options
    }

    /// Takes it apart, for a client of your own. [`options`](Self::options) are gone then.
    #[must_use]
    pub fn into_parts(self) -> (C, E) {
        (self.client, self.endpoint)
    }

    /// The operation with its arguments.
    #[must_use]
    pub fn endpoint(&self) -> &E {
        &self.endpoint
    }
}
