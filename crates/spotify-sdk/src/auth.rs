//! Logging in and staying logged in.

mod binding;
mod cache;
#[cfg(feature = "client")]
pub mod local;
mod token_info;

pub use binding::Flow;
pub use cache::{CacheError, CacheLock, InMemoryTokenCache, TokenCache};
#[cfg(feature = "client")]
pub use local::PastedCallback;
pub use token_info::TokenInfo;
