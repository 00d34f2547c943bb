//! Spotify for Rust.

pub mod clock;
pub mod env;
mod error;
pub mod oauth;
pub mod scope;
mod secret;
pub mod auth;

pub use env::Environment;
pub use error::{Error, ErrorKind, Result};
pub use secret::AccessToken;
