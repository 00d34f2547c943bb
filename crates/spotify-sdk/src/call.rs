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
}

impl<C, E> Call<C, E> {
    /// A call of `endpoint` by `client`.
    pub fn new(client: C, endpoint: E) -> Self {
        Self { client, endpoint }
    }

    /// Takes it apart, for a client of your own.
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
