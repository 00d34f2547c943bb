//! Spotify for Rust.

pub mod auth;
pub mod call;
pub mod clock;
mod decode;
pub mod endpoint;
pub mod env;
mod error;
pub mod id;
mod lenient;
pub mod model;
mod operation;
pub mod page;
pub mod scope;
mod secret;
pub mod service;
mod text;

pub use call::Call;
pub use env::Environment;
pub use error::{Error, ErrorKind, Result};
pub use page::{Page, RejectedRow};
pub use secret::AccessToken;
