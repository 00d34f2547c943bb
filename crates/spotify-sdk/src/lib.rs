//! Spotify for Rust.

#[cfg(feature = "client")]
mod attempt;
pub mod auth;
mod base_url;
pub mod clock;
pub mod env;
mod error;
pub mod oauth;
mod retry;
#[cfg(feature = "client")]
mod runtime;
pub mod scope;
mod secret;
#[cfg(feature = "client")]
pub mod transport;

pub use env::Environment;
pub use error::{Error, ErrorKind, Result};
pub use secret::AccessToken;
