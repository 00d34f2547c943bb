//! Spotify for Rust.

#[cfg(feature = "client")]
mod attempt;
pub mod auth;
mod base_url;
#[cfg(feature = "client")]
pub mod blocking;
pub mod call;
#[cfg(feature = "client")]
mod client;
pub mod clock;
mod decode;
pub mod endpoint;
pub mod env;
mod error;
#[cfg(feature = "client")]
mod gate;
pub mod id;
mod lenient;
pub mod model;
pub mod oauth;
mod operation;
pub mod page;
mod retry;
#[cfg(feature = "client")]
mod runtime;
pub mod scope;
mod secret;
pub mod service;
mod text;
#[cfg(feature = "client")]
pub mod transport;

pub use call::Call;
#[cfg(feature = "client")]
pub use client::{SpotifyClient, SpotifyClientBuilder};
pub use env::Environment;
pub use error::{Error, ErrorKind, Result};
pub use page::{Page, RejectedRow};
pub use secret::AccessToken;
